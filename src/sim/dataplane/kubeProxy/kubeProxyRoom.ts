/** Every node's kube-proxy, as one room of the simulated world: hears of changes, waits its time, writes rules. */
import {
  sendToMachine,
  startMachine,
  stateOf,
  stopMachine,
  type ChartContext,
  type ChartDelayData,
} from '../../kernel/machines';
import { isDark } from '../../cluster/nodePower';
import type { Micros } from '../../kernel/time';
import type { Room } from '../../kernel/watch';
import { kubeProxyChart, proxyEntity } from './proxyChart';
import { SIMULATED_MODES } from '../nodeRules/nodeRules';
import { POWER_CHANGED, RESTARTED, powerWatcher, restartOf } from './power';
import { LEAVERS_DUE, lookAtLeavers } from './leavers';
import { syncProxyRules } from './sync';
import { PROXY_DEFAULTS, type ProxyDraft, type ProxyTables } from './tables';
import {
  DELIVERED,
  LIST_DUE,
  NODE_GONE,
  emptyNode,
  forgetNode,
  hurryDeliveries,
  listEverything,
  newProxy,
  scheduleList,
  proxyWatcher,
  takeDelivery,
  type Delivery,
} from './watchDelivery';
import { recordFact } from './facts';

interface NodeData {
  readonly node: string;
}

export const kubeProxyRoom: Room<ProxyTables> = {
  handlers: {
    [LIST_DUE](draft: ProxyDraft, { node }: NodeData) {
      if (draft.get('nodes', node) === undefined || isDark(draft, node)) return;
      if (stateOf(draft, proxyEntity(node)) === undefined)
        startMachine(draft, kubeProxyChart, proxyEntity(node));
      listEverything(draft, node);
      move(draft, node, 'CHANGED');
    },
    [DELIVERED](draft: ProxyDraft, delivery: Delivery) {
      if (takeDelivery(draft, delivery)) move(draft, delivery.node, 'CHANGED');
    },
    [NODE_GONE](draft: ProxyDraft, { node }: NodeData) {
      if (draft.get('nodes', node) !== undefined) return;
      stopMachine(draft, kubeProxyChart, proxyEntity(node));
      forgetNode(draft, node);
    },
    [POWER_CHANGED](draft: ProxyDraft, { node }: NodeData) {
      if (isDark(draft, node)) losePower(draft, node);
      else draft.schedule(restartOf(node));
    },
    [RESTARTED](draft: ProxyDraft, { node }: NodeData) {
      if (!isDark(draft, node)) scheduleList(draft, node);
    },
    [LEAVERS_DUE](draft: ProxyDraft, { node }: NodeData) {
      lookAtLeavers(draft, node);
    },
    [`${kubeProxyChart.id}/after`](draft: ProxyDraft, { entity, event }: ChartDelayData) {
      move(draft, entity.slice(proxyEntity('').length), event);
    },
  },
  watchers: [proxyWatcher, powerWatcher],
};

/** What it knew and wrote is gone; how it is started (its mode, its watch's delay) stays. */
function losePower(draft: ProxyDraft, node: string): void {
  stopMachine(draft, kubeProxyChart, proxyEntity(node));
  for (const type of [LIST_DUE, RESTARTED, LEAVERS_DUE]) draft.cancel(`${type}/${node}`);
  emptyNode(draft, node);
  const row = draft.get('proxies', node);
  if (row === undefined) return;
  const nothing = { lastSyncMicros: null, listedVersion: 0, seenVersion: 0, pending: {} };
  draft.put('proxies', node, { ...row, ...nothing });
}

function move(draft: ProxyDraft, node: string, event: string): void {
  const moved = sendToMachine(draft, kubeProxyChart, proxyEntity(node), event, contextOf(draft, node));
  if (moved?.actions.includes('programRules') === true) syncProxyRules(draft, node);
}

/** Source: bounded_frequency_runner.go tryRun: the interval counts from the end of the last run. */
function contextOf(draft: ProxyDraft, node: string): ChartContext {
  const row = draft.get('proxies', node);
  const last = row?.lastSyncMicros ?? null;
  const wait = last === null ? 0 : Math.max(0, last + row!.minSyncMicros - draft.now);
  return {
    guards: { tooSoon: () => wait > 0 },
    delays: { untilAllowed: wait, syncTime: PROXY_DEFAULTS.syncTime },
  };
}

/** Why an intent was refused. */
export interface ProxyIntentProblem {
  readonly code: 'notFound' | 'invalid';
  readonly message: string;
}

/** Stretches or shortens the way from the API server to one node's kube-proxy. What is on its way keeps its order. */
export function setWatchDelay(
  draft: ProxyDraft,
  node: string,
  delayMicros: Micros,
): ProxyIntentProblem | null {
  if (draft.get('nodes', node) === undefined) {
    return { code: 'notFound', message: `nodes "${node}" not found` };
  }
  if (!Number.isInteger(delayMicros) || delayMicros < 0) {
    return { code: 'invalid', message: `the watch delay must be a whole number of microseconds, 0 or more` };
  }
  const row = draft.get('proxies', node) ?? newProxy(draft, node);
  const fromMicros = row.watchDelayMicros;
  if (fromMicros === delayMicros && draft.get('proxies', node) !== undefined) return null;
  recordFact(draft, 'kubeProxy/watchDelaySet', { node, fromMicros, toMicros: delayMicros });
  draft.put('proxies', node, { ...row, watchDelayMicros: delayMicros });
  if (delayMicros < fromMicros) hurryDeliveries(draft, node, delayMicros);
  return null;
}

/**
 * Every kube-proxy is started anew in another mode, as by a change of its ConfigMap and a restart of its
 * DaemonSet: each lists everything and writes all its rules; until then the old ones stay. Connections that
 * conntrack knows go on as they were. Source: kubernetes cmd/kube-proxy/app/server_linux.go
 * platformCleanup (a starting kube-proxy removes what the other modes left).
 */
export function setProxyMode(draft: ProxyDraft, wanted: string): ProxyIntentProblem | null {
  const mode = SIMULATED_MODES.find((each) => each === wanted);
  if (mode === undefined) {
    const known = SIMULATED_MODES.join(', ');
    return { code: 'invalid', message: `unknown proxy mode "${wanted}": one of ${known}` };
  }
  draft.put('proxyDefaults', 'cluster', { mode });
  for (const node of draft.keys('proxies')) {
    const row = draft.get('proxies', node)!;
    if (row.mode === mode) continue;
    recordFact(draft, 'kubeProxy/modeSet', { node, fromMode: row.mode, toMode: mode });
    draft.put('proxies', node, { ...row, mode, lastSyncMicros: null });
    scheduleList(draft, node);
  }
  return null;
}
