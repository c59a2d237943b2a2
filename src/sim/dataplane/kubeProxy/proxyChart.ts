/**
 * When a kube-proxy syncs, as a statechart: the first change after a quiet time at once,
 * later ones together once minSyncPeriod has passed. Source: kubernetes
 * pkg/proxy/runner/bounded_frequency_runner.go (before 1.34 pkg/util/async).
 */
import { setup } from 'xstate';
import { compileChart } from '../../kernel/statechart';

export type ProxyChartEvent = { type: 'CHANGED' };

export const kubeProxyMachine = setup({
  types: { events: {} as ProxyChartEvent },
  guards: { tooSoon: () => true },
  delays: { untilAllowed: 1_000, syncTime: 12 },
  actions: { programRules: () => undefined },
}).createMachine({
  id: 'kubeProxy',
  initial: 'synced',
  states: {
    /** The rules follow from everything that this node has heard of. */
    synced: { on: { CHANGED: [{ guard: 'tooSoon', target: 'waiting' }, { target: 'syncing' }] } },
    /** Something changed, but the last sync is less than minSyncPeriod ago. */
    waiting: { after: { untilAllowed: 'syncing' } },
    /** Rules are worked out and restored; they are in force when the restore ends. */
    syncing: { after: { syncTime: { target: 'synced', actions: 'programRules' } } },
  },
});

export const kubeProxyChart = compileChart(kubeProxyMachine);

/** The entity under which a node's kube-proxy stands in `machines`. */
export function proxyEntity(node: string): string {
  return `kubeProxy/${node}`;
}
