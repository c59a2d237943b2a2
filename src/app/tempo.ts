/** How fast it goes by itself: what is under way, and which pace that asks for. */
import { isLagging } from '../projection/rest';
import { LONG_WAIT, awaitedOfNodes } from '../projection/power';
import type { WorldView } from '../projection/view';
import type { Intent } from '../sim/intent';
import { seconds, type Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';
import { CLUSTER_RATE, LAG_RATE, TRAFFIC_RATE, WAIT_RATE } from './pace';

/** True while requests come by themselves or more than one is under way. */
export function hasTraffic({ settings, requests }: SimTables): boolean {
  if ((settings['traffic']?.rate ?? 0) > 0) return true;
  let count = 0;
  for (const id in requests) if (id !== '' && ++count > 1) return true;
  return false;
}

/** True while requests come by themselves: then nothing ever comes to rest. */
export function isSteady({ tables }: WorldView): boolean {
  return (tables.settings['traffic']?.rate ?? 0) > 0;
}

/** Simulated microseconds per screen millisecond while no single request is followed; a series goes as traffic does. */
export function clusterRate(view: WorldView, isSeries: boolean): number {
  const isUnderWay = isSeries && Object.keys(view.tables.requests).some((id) => id !== '');
  if (isUnderWay || hasTraffic(view.tables)) return TRAFFIC_RATE;
  if (isLagging(view)) return LAG_RATE;
  const awaited = Object.keys(view.tables.requests).length > 0 ? null : awaitedOfNodes(view);
  return awaited !== null && awaited - view.at > LONG_WAIT ? WAIT_RATE : CLUSTER_RATE;
}

/** So far ahead the next event is looked for: as far as the next thing that follows from a lost node. */
export function eventHorizon(view: WorldView): Micros {
  return Math.max(seconds(30), (awaitedOfNodes(view) ?? view.at) + seconds(1) - view.at);
}

/** How long what someone did is shown by itself at most; with a node lost, until its Pods have been evicted. */
export function longestUnrest(view: WorldView): Micros {
  return seconds(awaitedOfNodes(view) === null ? 120 : 420);
}

/** True if what it sends is what the picture follows from then on. */
export function isFollowed({ type }: Intent): boolean {
  return type === 'sendRequest' || type === 'execCurl' || type === 'execLookup';
}

/** True if nothing is to be seen of it by itself: playing need not begin for it. */
export function isQuiet({ type }: Intent): boolean {
  return type === 'setWatchDelay' || type === 'setNewConnections' || type === 'setRate';
}
