/**
 * How long the control plane takes to notice and to act, in one place. Real clusters
 * need a few milliseconds for each; the values here are typical, not measured ones.
 */
import { millis } from '../kernel/time';

export const CONTROL_DELAYS = {
  /** From a write until the Deployment controller works on it. */
  deploymentWatch: millis(4),
  /** From a write until the ReplicaSet controller works on it. */
  replicaSetWatch: millis(3),
  /** Between two slow-start batches of Pod creations: the API calls of one batch. */
  replicaSetBatch: millis(5),
  /** From a Pod's creation until the scheduler has chosen a node and bound it. */
  schedulerBind: millis(6),
  /** From a Pod's change until the scheduler's own picture of the nodes follows. */
  schedulerCache: millis(2),
  /** From a write until the EndpointSlice controller works on the Service. */
  endpointSliceWatch: millis(4),
  /** From an owner's end until the garbage collector removes what it owned. */
  garbageCollection: millis(10),
  /** From a Node's change until the node lifecycle and taint eviction controllers work on it. */
  nodeWatch: millis(4),
} as const;
