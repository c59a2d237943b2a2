/**
 * The scheduler: which node a Pod gets. Source:
 * https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/ (filter, then score);
 * the score follows the default spreading of kubernetes pkg/scheduler/framework/plugins/podtopologyspread
 * (Pods that are being deleted do not count), then the fewest Pods, then the node's name.
 */
import { updateObject, type ClusterDraft } from '../cluster/apiServer';
import { causeAbout } from '../cluster/causes';
import type { Node, Pod } from '../cluster/objects';
import { matchesLabels } from '../cluster/selectors';
import { taintInTheWay, tolerationsOf } from '../cluster/tolerations';
import type { Watcher } from '../kernel/watch';
import { CONTROL_DELAYS } from './delays';
import { forgetPod, markTerminating, observePod, ownerOf } from './schedulerCache';
import type { ControlDraft, ControlTables } from './tables';
import { enqueue, type KeyData } from './workqueue';
import { recordFact } from './facts';

const SCHEDULE = 'scheduler/podDue';
const OBSERVE = 'scheduler/podObserved';

/** New Pods are queued; moved and removed ones update the scheduler's picture; nodes that change wake waiting Pods. */
export const schedulerWatcher: Watcher<ControlTables> = {
  tables: ['pods', 'nodes'],
  notify(draft, { table, key, before, after }) {
    if (table === 'nodes') {
      const old = before as Node | undefined;
      const node = after as Node | undefined;
      if (node === undefined || (old !== undefined && sameForScheduling(old, node))) return;
      for (const pod of draft.keys('unschedulable')) wake(draft, pod, key);
      return;
    }
    const pod = after as Pod | undefined;
    const old = before as Pod | undefined;
    if (pod !== undefined && pod.spec.nodeName === undefined) {
      if (old === undefined) wake(draft, key, key);
    } else if (draft.get('assignments', key) === undefined ? pod !== undefined : changedPlace(old, pod)) {
      draft.schedule({
        type: OBSERVE,
        delayMicros: CONTROL_DELAYS.schedulerCache,
        data: { key },
        timer: `${OBSERVE}/${key}`,
        causeId: causeAbout(draft, key),
      });
    } else if (pod === undefined && draft.get('unschedulable', key) !== undefined) wake(draft, key, key);
  },
};

function changedPlace(before: Pod | undefined, after: Pod | undefined): boolean {
  return before === undefined || after === undefined
    ? before !== after
    : before.metadata.deletionMicros !== after.metadata.deletionMicros;
}

function sameForScheduling(a: Node, b: Node): boolean {
  return (
    a.status.ready === b.status.ready &&
    a.spec.unschedulable === b.spec.unschedulable &&
    a.spec.taints === b.spec.taints &&
    a.metadata.labels === b.metadata.labels
  );
}

function wake(draft: ClusterDraft, key: string, about: string): void {
  enqueue(draft, SCHEDULE, key, CONTROL_DELAYS.schedulerBind, about);
}

export const schedulerHandlers = { [SCHEDULE]: schedulePod, [OBSERVE]: observe };

/** Finds a node for one Pod and binds it. */
function schedulePod(draft: ControlDraft, { key }: KeyData): void {
  const pod = draft.get('pods', key);
  if (pod === undefined || pod.spec.nodeName !== undefined) {
    draft.remove('unschedulable', key);
    return;
  }
  const nodes = draft.keys('nodes').map((name) => draft.get('nodes', name)!);
  const chosen = chooseNode(
    nodes.filter((node) => fits(pod, node)),
    (node) => draft.get('placements', `${node}|${ownerOf(pod)}`) ?? 0,
    (node) => draft.get('nodeLoads', node) ?? 0,
  );
  if (chosen === undefined) {
    const reason = whyNone(pod, nodes);
    if (draft.get('unschedulable', key)?.reason === reason) return;
    draft.put('unschedulable', key, { reason });
    recordFact(draft, 'pod/foundNoNode', { pod: key, reason });
    return;
  }
  draft.remove('unschedulable', key);
  recordFact(draft, 'pod/scheduled', { pod: key, node: chosen });
  const bound = updateObject<'Pod'>(draft, { ...pod, spec: { ...pod.spec, nodeName: chosen } });
  observePod(draft, key, bound);
}

/** A Pod came, is going or went: the scheduler's picture follows. */
function observe(draft: ControlDraft, { key }: KeyData): void {
  const pod = draft.get('pods', key);
  if (pod === undefined) forgetPod(draft, key);
  else if (pod.spec.nodeName !== undefined) {
    observePod(draft, key, pod);
    if (pod.metadata.deletionMicros !== undefined) markTerminating(draft, key);
  }
}

/** The node with the fewest Pods of the same owner, then with the fewest Pods, then the first by name; undefined if there is none. */
export function chooseNode(
  nodes: readonly Node[],
  siblingsOn: (node: string) => number,
  podsOn: (node: string) => number,
): string | undefined {
  let best: { name: string; siblings: number; pods: number } | undefined;
  for (const node of nodes) {
    const { name } = node.metadata;
    const here = { name, siblings: siblingsOn(name), pods: podsOn(name) };
    if (best === undefined || isBetter(here, best)) best = here;
  }
  return best?.name;
}

interface Score {
  readonly name: string;
  readonly siblings: number;
  readonly pods: number;
}

function isBetter(a: Score, b: Score): boolean {
  if (a.siblings !== b.siblings) return a.siblings < b.siblings;
  if (a.pods !== b.pods) return a.pods < b.pods;
  return a.name < b.name;
}

function fits(pod: Pod, node: Node): boolean {
  return whyNot(pod, node) === null;
}

/** Why a node cannot take a Pod: the first of kube-scheduler's filters that turns it away; null if none does. */
function whyNot(pod: Pod, node: Node): string | null {
  if (node.spec.unschedulable) return 'node(s) were unschedulable';
  const taint =
    node.spec.taints === undefined ? undefined : taintInTheWay(node.spec.taints, tolerationsOf(pod.spec));
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value}}`;
  if (!node.status.ready) return 'node(s) were not ready';
  return matchesLabels(pod.spec.nodeSelector, node.metadata.labels)
    ? null
    : "node(s) didn't match Pod's node affinity/selector";
}

/**
 * In kube-scheduler's words: `0/3 nodes are available: 1 node(s) were unschedulable, …`, the reasons in the order of
 * their texts. Source: pkg/scheduler/framework/types.go FitError.Error.
 */
function whyNone(pod: Pod, nodes: readonly Node[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const reason = whyNot(pod, node);
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([text, count]) => `${count} ${text}`).sort();
  const listed = reasons.length > 0 ? reasons.join(', ') : 'no nodes available to schedule pods';
  return `0/${nodes.length} nodes are available: ${listed}.`;
}
