/**
 * How conntrack follows a TCP connection: states and timeouts.
 * Source: Linux net/netfilter/nf_conntrack_proto_tcp.c (tcp_conntracks, tcp_timeouts).
 */
import { seconds, type Micros } from '../kernel/time';

export type TcpTrackState =
  | 'SYN_SENT'
  | 'SYN_SENT2'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE';

/** What conntrack looks at in a segment. Data counts as `ack`. */
export type TcpFlags = 'syn' | 'synAck' | 'ack' | 'fin' | 'rst';

export type Direction = 'original' | 'reply';

/**
 * How long an entry lives without further packets. Linux values, but for the two that kube-proxy
 * sets: established 24 h (Linux: 5 days) and close-wait 1 h (Linux: 60 s).
 * Source: nf_conntrack_proto_tcp.c; kubernetes pkg/proxy/apis/config/v1alpha1/defaults.go.
 */
export const TCP_TIMEOUTS: Readonly<Record<TcpTrackState, Micros>> = {
  SYN_SENT: seconds(120),
  SYN_SENT2: seconds(120),
  SYN_RECV: seconds(60),
  ESTABLISHED: seconds(86_400),
  FIN_WAIT: seconds(120),
  CLOSE_WAIT: seconds(3_600),
  LAST_ACK: seconds(30),
  TIME_WAIT: seconds(120),
  CLOSE: seconds(10),
};

type Row = Partial<Record<TcpTrackState, TcpTrackState | 'ignore'>>;

/** Closing goes the same way whichever end sends. */
const FIN: Row = {
  SYN_RECV: 'FIN_WAIT',
  ESTABLISHED: 'FIN_WAIT',
  FIN_WAIT: 'LAST_ACK',
  CLOSE_WAIT: 'LAST_ACK',
  LAST_ACK: 'LAST_ACK',
  TIME_WAIT: 'TIME_WAIT',
  CLOSE: 'CLOSE',
};
const CLOSING_ACK: Row = {
  ESTABLISHED: 'ESTABLISHED',
  FIN_WAIT: 'CLOSE_WAIT',
  CLOSE_WAIT: 'CLOSE_WAIT',
  LAST_ACK: 'TIME_WAIT',
  TIME_WAIT: 'TIME_WAIT',
  CLOSE: 'CLOSE',
};
const RST: Row = Object.fromEntries(Object.keys(TCP_TIMEOUTS).map((state) => [state, 'CLOSE']));

/** State after a segment; what is not listed is invalid. `ignore` lets it pass without a change. */
const AFTER: Readonly<Record<Direction, Readonly<Record<TcpFlags, Row>>>> = {
  original: {
    syn: {
      SYN_SENT: 'SYN_SENT',
      SYN_SENT2: 'SYN_SENT2',
      SYN_RECV: 'ignore',
      ESTABLISHED: 'ignore',
      FIN_WAIT: 'ignore',
      CLOSE_WAIT: 'ignore',
      LAST_ACK: 'ignore',
      TIME_WAIT: 'SYN_SENT',
      CLOSE: 'SYN_SENT',
    },
    synAck: { SYN_SENT2: 'SYN_RECV', SYN_RECV: 'SYN_RECV' },
    fin: FIN,
    ack: { ...CLOSING_ACK, SYN_RECV: 'ESTABLISHED' },
    rst: RST,
  },
  reply: {
    syn: { SYN_SENT: 'SYN_SENT2', SYN_SENT2: 'SYN_SENT2', TIME_WAIT: 'SYN_SENT' },
    synAck: {
      SYN_SENT: 'SYN_RECV',
      SYN_SENT2: 'SYN_RECV',
      SYN_RECV: 'ignore',
      ESTABLISHED: 'ignore',
      FIN_WAIT: 'ignore',
      CLOSE_WAIT: 'ignore',
      LAST_ACK: 'ignore',
      TIME_WAIT: 'ignore',
      CLOSE: 'ignore',
    },
    fin: FIN,
    ack: { ...CLOSING_ACK, SYN_SENT: 'ignore', SYN_SENT2: 'ignore', SYN_RECV: 'SYN_RECV' },
    rst: RST,
  },
};

/** The state after a segment; `ignore` if it changes nothing, `invalid` if it does not belong here. */
export function nextTcpState(
  state: TcpTrackState,
  direction: Direction,
  flags: TcpFlags,
): TcpTrackState | 'ignore' | 'invalid' {
  return AFTER[direction][flags][state] ?? 'invalid';
}
