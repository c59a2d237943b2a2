/** Nodes without power: what is true of them, and what the control plane believes. */
import { seconds, type Micros } from '../sim/kernel/time';
import type { NodeBox } from './picture';
import type { WorldView } from './view';

/** True while nothing runs on the node. */
export function isDarkNode(view: WorldView, node: string): boolean {
  const row = view.tables.nodePower[node];
  return row !== undefined && row.state !== 'on';
}

/** What is out of order with a node's power; undefined if nothing is. */
export function lostNode(view: WorldView, node: string): NodeBox['lost'] {
  const row = view.tables.nodePower[node];
  if (row === undefined) return undefined;
  const isReady = view.tables.nodes[node]?.status.ready === true;
  if (row.state === 'on' && isReady && view.tables.ruleSets[node] !== undefined) return undefined;
  return { power: row.state, isReady };
}

/** When something follows from a lost node by itself: it is given up, has booted, or its Pods are evicted; null if nothing will. */
export function awaitedOfNodes({ tables }: WorldView): Micros | null {
  if (Object.keys(tables.nodePower).length === 0) return null;
  let soonest: Micros | null = null;
  for (const id in tables.queue) {
    if (!AWAITED.some((start) => id.startsWith(start))) continue;
    const { dueAt } = tables.queue[id]!;
    if (soonest === null || dueAt < soonest) soonest = dueAt;
  }
  return soonest;
}

/** Timers of the node's chart, of its boot, its taints and its evictions. */
const AWAITED = ['node/', 'nodeLifecycle/evictionDue/', 'taintEviction/evictDue/', 'kubeProxy/restarted/'];

/** Longer than this and nobody wants to watch it second by second. */
export const LONG_WAIT: Micros = seconds(4);
