/**
 * How long a node takes to notice and to act, in one place: typical values of a small
 * cluster with images already pulled. What a program itself takes stands in annotations.
 */
import { millis, seconds } from '../kernel/time';

export const NODE_DELAYS = {
  /** From a write until the kubelet works on the Pod. */
  kubeletWatch: millis(5),
  /** From a change on the node until the API server has the new status. */
  statusPatch: millis(5),
  /** Making the sandbox and its network: at least and at most. */
  sandboxLow: millis(180),
  sandboxHigh: millis(260),
  /** Until a sandbox that could not be made is tried again. */
  sandboxRetry: seconds(10),
  /** Creating and starting a container: at least and at most. */
  createLow: millis(80),
  createHigh: millis(140),
  /** The kubelet lists its containers this often, and so learns of starts and exits late (generic PLEG). */
  relistPeriod: seconds(1),
  /** From the last container's end until sandbox and Pod object are gone. */
  teardown: millis(120),
  /** Defaults of `hopscope.dev/start-up` and `hopscope.dev/shutdown`. */
  startupTime: millis(800),
  shutdownTime: millis(50),
  /** From power until the kernel forwards packets and the kubelet runs: firmware, kernel, systemd. */
  boot: seconds(20),
  /** SIGTERM gets at least this long before SIGKILL: minimumGracePeriodInSeconds. */
  minimumGrace: seconds(2),
} as const;
