/** How fast it goes by itself: what is under way, and which pace that asks for. */
import { isLagging } from '../projection/rest';
import type { WorldView } from '../projection/view';
import type { Intent } from '../sim/intent';
import type { SimTables } from '../sim/laws';
import { CLUSTER_RATE, LAG_RATE, TRAFFIC_RATE } from './pace';

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
  return isLagging(view) ? LAG_RATE : CLUSTER_RATE;
}

/** True if what it sends is what the picture follows from then on. */
export function isFollowed({ type }: Intent): boolean {
  return type === 'sendRequest' || type === 'execCurl' || type === 'execLookup';
}

/** True if nothing is to be seen of it by itself: playing need not begin for it. */
export function isQuiet({ type }: Intent): boolean {
  return type === 'setWatchDelay' || type === 'setNewConnections' || type === 'setRate';
}
