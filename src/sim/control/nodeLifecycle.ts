/**
 * The node lifecycle controller: what follows when a node's Lease is no longer renewed. Every 5 s it looks at each
 * Lease; once it has seen no renewal for the grace period, Ready becomes Unknown, the Pods there are marked not ready
 * at once, and the node is tainted. Only the look at which something changes is an event, so a node at rest costs nothing.
 * Source: kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go (tryUpdateNodeHealth, monitorNodeHealth,
 * processTaintBaseEviction), config/v1alpha1/defaults.go (50 s; 40 s before v1.32), pkg/controller/util/node
 * controller_utils.go MarkPodsNotReady.
 */
import { durationOf } from '../cluster/annotations';
import { updateObject } from '../cluster/apiServer';
import { causeAbout } from '../cluster/causes';
import { isDark, type PowerRow } from '../cluster/nodePower';
import type { Node } from '../cluster/objects';
import { sendToMachine, startMachine, stateOf, stopMachine, type ChartDelayData } from '../kernel/machines';
import { seconds, type Micros } from '../kernel/time';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import { recordFact } from './facts';
import { nodeChart, nodeEntity } from './nodeChart';
import { TAINTS_DUE, UNTAINT_DUE, reviewTaints, taintingHandlers } from './nodeTaints';
import type { ControlDraft, ControlTables } from './tables';

const POWER_CHANGED = 'nodeLifecycle/powerChanged';

/** On a Node: the controller's --node-monitor-grace-period for it. In a real cluster it is one flag for all nodes. */
export const GRACE_ANNOTATION = 'hopscope.dev/node-monitor-grace-period';

/** --node-monitor-period. */
const MONITOR_PERIOD = seconds(5);
const GRACE_PERIOD = seconds(50);

/** A node falls silent or is heard of again; its Ready condition changes. */
export const nodeLifecycleWatcher: Watcher<ControlTables> = {
  tables: ['nodePower', 'nodes'],
  notify(draft, { table, key, before, after }) {
    if (after === undefined) return;
    if (table === 'nodePower') {
      const { state } = after as PowerRow;
      if (state !== 'booting') draft.schedule({ type: POWER_CHANGED, delayMicros: 0, data: { node: key } });
      return;
    }
    const old = before as Node | undefined;
    const node = after as Node;
    if (old === undefined || old.status.ready === node.status.ready) return;
    draft.schedule({
      type: TAINTS_DUE,
      delayMicros: CONTROL_DELAYS.nodeWatch,
      data: { node: key },
      timer: `${TAINTS_DUE}/${key}`,
      causeId: causeAbout(draft, key),
    });
    if (!node.status.ready) return;
    draft.schedule({
      type: UNTAINT_DUE,
      delayMicros: nextLook(draft.now) - draft.now,
      data: { node: key },
      timer: `${UNTAINT_DUE}/${key}`,
      causeId: causeAbout(draft, key),
    });
  },
};

export const nodeLifecycleHandlers = {
  ...taintingHandlers,
  [POWER_CHANGED]: powerChanged,
  [`${nodeChart.id}/after`]: graceOver,
};

/** The first of the controller's looks that is not before `at`. */
function nextLook(at: Micros): Micros {
  return Math.ceil(at / MONITOR_PERIOD) * MONITOR_PERIOD;
}

function powerChanged(draft: ControlDraft, { node }: { readonly node: string }): void {
  const row = draft.get('nodePower', node);
  const object = draft.get('nodes', node);
  if (row === undefined || object === undefined) return;
  const entity = nodeEntity(node);
  if (!isDark(draft, node)) {
    if (sendToMachine(draft, nodeChart, entity, 'HEARTBEAT') !== null) stopMachine(draft, nodeChart, entity);
    return;
  }
  if (stateOf(draft, entity) !== undefined) return;
  startMachine(draft, nodeChart, entity);
  sendToMachine(draft, nodeChart, entity, 'POWER_OFF', {
    delays: { grace: unknownAt(row.renewedAt, graceOf(object)) - draft.now },
  });
}

/** When the controller gives a node up: it counts from the look at which it saw the last renewal. */
export function unknownAt(renewedAt: Micros, grace: Micros): Micros {
  return nextLook(nextLook(renewedAt) + grace);
}

function graceOf(node: Node): Micros {
  return durationOf(node.metadata.annotations, GRACE_ANNOTATION, GRACE_PERIOD);
}

/** Ready becomes Unknown, and every Pod of the node not ready. */
function graceOver(draft: ControlDraft, { entity, event }: ChartDelayData): void {
  const moved = sendToMachine(draft, nodeChart, entity, event);
  const node = entity.slice(nodeEntity('').length);
  const object = draft.get('nodes', node);
  if (moved?.actions.includes('markUnreachable') !== true || object === undefined) return;
  const power = draft.get('nodePower', node);
  const silentMicros = draft.now - (power?.renewedAt ?? draft.now);
  const cause = recordFact(draft, 'node/becameUnreachable', { node, silentSeconds: silentMicros / 1e6 });
  updateObject<'Node'>(draft, {
    ...object,
    status: { ...object.status, ready: false, unknown: true, readySinceMicros: draft.now },
  });
  for (const key of draft.lookup('pods', 'byNode', node)) {
    const pod = draft.get('pods', key)!;
    if (!pod.status.ready) continue;
    draft.because(cause);
    recordFact(draft, 'pod/becameUnready', { pod: key, node, ip: pod.status.podIP ?? '' });
    const { readySinceMicros: _since, ...status } = pod.status;
    updateObject<'Pod'>(draft, { ...pod, status: { ...status, ready: false } });
  }
  draft.because(cause);
  reviewTaints(draft);
}
