import { setup } from 'xstate';
import { compileChart } from '../../kernel/statechart';

/**
 * The stub resolver in a Pod, for one look-up: name after name of the search list,
 * each asked for A and AAAA side by side. Source: resolv.conf(5): timeout, attempts, search.
 */
export const resolverChart = compileChart(
  setup({
    types: {} as {
      events: { type: 'NEXT_NAME' } | { type: 'FOUND' } | { type: 'NOT_FOUND' } | { type: 'REJECTED' };
    },
    guards: { hasAttemptsLeft: () => true },
    actions: { sendQueries() {}, retry() {} },
    delays: { queryTimeout: 5000 },
  }).createMachine({
    id: 'resolver',
    initial: 'asking',
    states: {
      asking: {
        on: {
          NEXT_NAME: { target: 'asking', reenter: true, actions: 'sendQueries' },
          FOUND: 'resolved',
          NOT_FOUND: 'notFound',
          REJECTED: [
            { guard: 'hasAttemptsLeft', target: 'asking', reenter: true, actions: 'retry' },
            { target: 'unreachable' },
          ],
        },
        after: {
          queryTimeout: [
            { guard: 'hasAttemptsLeft', target: 'asking', reenter: true, actions: 'retry' },
            { target: 'unreachable' },
          ],
        },
      },
      resolved: { type: 'final' },
      notFound: { type: 'final' },
      unreachable: { type: 'final' },
    },
  }),
);

/** CoreDNS at work on one query: its plugins in the Corefile's order. Source: coredns.io/manual/plugins. */
export const corednsChart = compileChart(
  setup({
    types: {} as { events: { type: 'IN_CLUSTER_ZONE' } | { type: 'OUTSIDE' } | { type: 'CACHED' } },
    actions: { answer() {} },
    delays: { lookupTime: 1, forwardTime: 10 },
  }).createMachine({
    id: 'coredns',
    initial: 'matchingZone',
    states: {
      matchingZone: {
        on: {
          CACHED: 'readingCache',
          IN_CLUSTER_ZONE: 'askingKubernetesPlugin',
          OUTSIDE: 'forwarding',
        },
      },
      readingCache: { after: { lookupTime: { target: 'answered', actions: 'answer' } } },
      askingKubernetesPlugin: { after: { lookupTime: { target: 'answered', actions: 'answer' } } },
      forwarding: { after: { forwardTime: { target: 'answered', actions: 'answer' } } },
      answered: { type: 'final' },
    },
  }),
);
