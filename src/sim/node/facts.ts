/** What nodes record, by fact type. `pod` is `namespace/name`. */
import type { ClusterDraft } from '../cluster/apiServer';
export type ProbeKind = 'startup' | 'readiness' | 'liveness';

export interface NodeFacts {
  /** The CNI plugin gave the Pod's sandbox an address of the node's Pod CIDR. */
  'pod/gotAddress': { pod: string; node: string; ip: string };
  'pod/gotNoAddress': { pod: string; node: string; podCIDR: string };
  'pod/startedContainer': { pod: string; node: string; ip: string; restartCount: number };
  /** The program opened its ports: from here on connections are accepted. */
  'pod/startedListening': { pod: string; node: string; ip: string; ports: readonly number[] };
  /** So many probes in a row succeeded, or failed, that the verdict changed. */
  'pod/passedProbe': { pod: string; container: string; probe: ProbeKind };
  'pod/failedProbe': { pod: string; container: string; probe: ProbeKind; failures: number };
  /** The Ready condition in the API changed. */
  'pod/becameReady': { pod: string; node: string; ip: string };
  'pod/becameUnready': { pod: string; node: string; ip: string };
  'pod/beganPreStop': { pod: string; node: string; seconds: number };
  'pod/receivedSigterm': { pod: string; node: string; ip: string };
  'pod/containerExited': { pod: string; node: string; ip: string; by: 'itself' | 'sigkill' | 'crash' };
  'pod/failingPathSet': { pod: string; path: string; failing: boolean };
  /** The kubelet will start the container again, but not yet: CrashLoopBackOff. */
  'pod/backedOff': { pod: string; node: string; waitSeconds: number; restartCount: number };
  /** Everything on the node stopped at one moment. Nobody else knows yet. */
  'node/lostPower': { node: string; pods: number };
  'node/gotPower': { node: string };
  /** The node's kernel forwards packets again, and its kubelet runs. */
  'node/booted': { node: string };
  /** The kubelet posted that the node is Ready. */
  'node/becameReady': { node: string };
  'pod/removed': { pod: string; node: string | null; ip: string | null };
}

/** Records a fact of this room with the fields that its type demands; returns its id. */
export function recordFact<T extends keyof NodeFacts>(
  draft: ClusterDraft,
  type: T,
  fields: NodeFacts[T],
): number {
  return draft.fact({ type, ...fields });
}
