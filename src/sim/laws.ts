/** The laws of the whole simulated world: every room, every table, every index. */
import { clusterIndexes } from './cluster/tables';
import { controlRoom } from './control/controlRoom';
import { emptyControlTables, type ControlTables } from './control/tables';
import { kubeProxyRoom } from './dataplane/kubeProxy/kubeProxyRoom';
import { emptyProxyTables, proxyIndexes, type ProxyTables } from './dataplane/kubeProxy/tables';
import type { Room } from './kernel/watch';
import type { IndexSpec, World } from './kernel/world';
import type { Micros } from './kernel/time';
import { nodeRoom } from './node/nodeRoom';
import { emptyNodeTables, type NodeTables } from './node/tables';
import { lawsOf, type Laws } from './step';
import { emptyTrafficTables, trafficRoom } from './traffic/room';
import { trafficIndexes, type TrafficTables } from './traffic/tables';

export type SimTables = ControlTables & NodeTables & ProxyTables & TrafficTables;
export type SimWorld = World<SimTables>;

export const simIndexes: IndexSpec = { ...clusterIndexes, ...proxyIndexes, ...trafficIndexes };

const rooms = [controlRoom, nodeRoom, kubeProxyRoom, trafficRoom] as readonly Room<SimTables>[];

export const simLaws: Laws<SimTables> = lawsOf<SimTables>(rooms, simIndexes);

/** A world with nothing in it, at a moment. */
export function emptyWorld(seed: string, now: Micros): SimWorld {
  return {
    version: 1,
    seed,
    now,
    nextSequence: 0,
    nextFactId: 0,
    tables: {
      queue: {},
      random: {},
      machines: {},
      pods: {},
      services: {},
      endpointSlices: {},
      deployments: {},
      replicaSets: {},
      nodes: {},
      ingresses: {},
      configMaps: {},
      processes: {},
      counters: {},
      podIPs: {},
      ipam: {},
      nodePower: {},
      ...emptyControlTables(),
      ...emptyNodeTables(),
      ...emptyProxyTables(),
      ...emptyTrafficTables(),
    },
  };
}
