/**
 * How long things take on the simulated wire and in simulated programs where neither a
 * manifest nor a protocol says so. Plausible figures of one small data centre; a
 * simplification that the app names.
 */
import { millis } from '../kernel/time';

export const TIMING = {
  /** Between a Pod and its own node's kernel (veth pair). */
  vethMicros: 30,
  /** Between two nodes. */
  wireMicros: 220,
  /** Between a browser on the internet and the cluster's edge. */
  internetMicros: 4_000,
  /** What a kernel spends on a packet that meets the nat rules, and on one that conntrack knows. */
  rulesMicros: 20,
  conntrackMicros: 5,
  /** The browser's look-up at its public resolver. */
  publicDnsMicros: 6_000,
  /** A program writing one datagram after the other. */
  writeMicros: 20,
  /** CoreDNS answering from its own memory, and by asking its upstream. */
  corednsMicros: 150,
  corednsForwardMicros: 8_000,
  /** After which an idle connection is closed: PooledConnectionIdleTimeout, upstream-keepalive-timeout. */
  idleTimeoutMicros: millis(60_000),
  /** A program reading a request and deciding where to go. */
  decideMicros: 200,
  /** A question to the API server and its answer, on a connection that is kept. */
  apiServerMicros: 2_000,
  /** TLS between browser and ingress controller, folded into the first request on a connection. */
  tlsMicros: 8_000,
  /** Linux gives up a connection after six SYNs without an answer, 1 + 2 + … + 64 s: tcp_syn_retries. */
  synRetriesMillis: 127_000,
  /** For programs that wait as long as it takes. */
  noTimeoutMillis: 86_400_000,
  browserConnectTimeoutMicros: millis(20_000),
  browserRequestTimeoutMicros: millis(60_000),
} as const;
