import { setup } from 'xstate';
import { compileChart } from '../../kernel/statechart';

/**
 * A TCP connection as its opener sees it. The opener gives up after its own connect
 * timeout; the kernel alone would retry the SYN for about two minutes.
 * Source: RFC 9293 §3.3.2; SocketsHttpHandler.ConnectTimeout.
 */
export const tcpConnectionChart = compileChart(
  setup({
    types: {} as {
      events: { type: 'SYN_ACK' } | { type: 'RST' } | { type: 'ICMP_UNREACHABLE' } | { type: 'CLOSE' };
    },
    delays: { connectTimeout: 3000 },
  }).createMachine({
    id: 'tcpConnection',
    initial: 'synSent',
    states: {
      synSent: {
        on: { SYN_ACK: 'established', RST: 'refused', ICMP_UNREACHABLE: 'refused', CLOSE: 'closed' },
        after: { connectTimeout: 'timedOut' },
      },
      established: { on: { CLOSE: 'closed', RST: 'reset' } },
      closed: { type: 'final' },
      refused: { type: 'final' },
      reset: { type: 'final' },
      timedOut: { type: 'final' },
    },
  }),
);
