/**
 * Taints of a node that is not heard of: NoSchedule as soon as its Ready condition says so, NoExecute by a queue per
 * zone that is emptied slowly, and not at all while every node is lost (then it is the control plane that is cut off)
 * or most of a zone.
 * Source: kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go (doNoScheduleTaintingPass,
 * doNoExecuteTaintingPass, handleDisruption, ComputeZoneState, ReducedQPSFunc), config/v1alpha1/defaults.go
 * (nodeEvictionRate 0.1/s, secondary 0.01/s, largeClusterSizeThreshold 50, unhealthyZoneThreshold 0.55).
 */
import { updateObject } from '../cluster/apiServer';
import type { Node, Taint } from '../cluster/objects';
import { UNREACHABLE } from '../cluster/tolerations';
import { millis, seconds } from '../kernel/time';
import { recordFact } from './facts';
import type { ControlDraft } from './tables';

export const TAINTS_DUE = 'nodeLifecycle/taintsDue';
export const UNTAINT_DUE = 'nodeLifecycle/untaintDue';
const EVICTION_DUE = 'nodeLifecycle/evictionDue';

/** NodeEvictionPeriod: the queue is looked at this often. */
const QUEUE_PERIOD = millis(100);
const LARGE_CLUSTER = 50;

interface NodeData {
  readonly node: string;
}

export const taintingHandlers = {
  [TAINTS_DUE]: followReady,
  [UNTAINT_DUE]: untaint,
  [EVICTION_DUE]: taintFromQueue,
};

/** NoSchedule goes with the Ready condition. */
function followReady(draft: ControlDraft, { node }: NodeData): void {
  const object = draft.get('nodes', node);
  if (object === undefined) return;
  setTaint(draft, object, 'NoSchedule', object.status.unknown === true && !object.status.ready);
  if (object.status.ready) reviewTaints(draft);
}

/** The look after the node's return: NoExecute goes, and with it every eviction that was to come. */
function untaint(draft: ControlDraft, { node }: NodeData): void {
  const object = draft.get('nodes', node);
  if (object?.status.ready === true) setTaint(draft, object, 'NoExecute', false);
}

/** Which lost nodes are to be tainted NoExecute, now that one more is lost or has come back. */
export function reviewTaints(draft: ControlDraft): void {
  const nodes = draft.keys('nodes').map((name) => draft.get('nodes', name)!);
  const cause = draft.causeId;
  const allLost = nodes.every((node) => !node.status.ready);
  for (const node of nodes) {
    if (node.status.unknown !== true || node.status.ready) continue;
    draft.because(cause);
    if (allLost) setTaint(draft, node, 'NoExecute', false);
    else queueTaint(draft, nodes, node);
  }
  draft.because(cause);
}

function queueTaint(draft: ControlDraft, nodes: readonly Node[], node: Node): void {
  if (hasTaint(node, 'NoExecute')) return;
  const zone = zoneOf(node);
  const all = nodes.filter((one) => zoneOf(one) === zone);
  const lost = all.filter((one) => !one.status.ready).length;
  const isPartly = lost > 2 && lost < all.length && lost / all.length >= 0.55;
  if (isPartly && all.length <= LARGE_CLUSTER) return;
  const last = draft.get('zoneEvictions', zone)?.lastAt;
  const wait = last === undefined ? 0 : last + seconds(isPartly ? 100 : 10) - draft.now;
  const { name } = node.metadata;
  draft.schedule({
    type: EVICTION_DUE,
    delayMicros: Math.max(QUEUE_PERIOD, wait),
    data: { node: name } satisfies NodeData,
    timer: `${EVICTION_DUE}/${name}`,
    ifPending: 'keep',
  });
}

function taintFromQueue(draft: ControlDraft, { node }: NodeData): void {
  const object = draft.get('nodes', node);
  if (object === undefined || object.status.ready || draft.keys('nodes').every((name) => isLost(draft, name)))
    return;
  const zone = zoneOf(object);
  const last = draft.get('zoneEvictions', zone)?.lastAt;
  if (last !== undefined && draft.now - last < seconds(10)) {
    reviewTaints(draft);
    return;
  }
  draft.put('zoneEvictions', zone, { lastAt: draft.now });
  setTaint(draft, object, 'NoExecute', true);
}

function isLost(draft: ControlDraft, name: string): boolean {
  return draft.get('nodes', name)?.status.ready !== true;
}

function zoneOf({ metadata: { labels } }: Node): string {
  return `${labels['topology.kubernetes.io/region'] ?? ''}/${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

function hasTaint(node: Node, effect: Taint['effect']): boolean {
  return node.spec.taints?.some((taint) => taint.key === UNREACHABLE && taint.effect === effect) === true;
}

/** Adds or takes away the taint `node.kubernetes.io/unreachable` of that effect, if it is not so already. */
function setTaint(draft: ControlDraft, node: Node, effect: Taint['effect'], wanted: boolean): void {
  if (hasTaint(node, effect) === wanted) return;
  const { taints = [], ...spec } = node.spec;
  const others = taints.filter((taint) => taint.key !== UNREACHABLE || taint.effect !== effect);
  const next: readonly Taint[] = wanted ? [...others, { key: UNREACHABLE, value: '', effect }] : others;
  recordFact(draft, wanted ? 'node/tainted' : 'node/untainted', {
    node: node.metadata.name,
    taint: `${UNREACHABLE}:${effect}`,
  });
  updateObject<'Node'>(
    draft,
    { ...node, spec: next.length === 0 ? spec : { ...spec, taints: next } },
    { specChanged: true },
  );
}
