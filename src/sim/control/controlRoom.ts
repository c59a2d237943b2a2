/** The control plane's controllers as one room of the simulated world. */
import type { Room } from '../kernel/watch';
import { deploymentHandlers, deploymentWatcher } from './deploymentController';
import { endpointSliceHandlers, endpointSliceWatcher } from './endpointSliceController';
import { garbageHandlers, garbageWatcher } from './garbageCollector';
import { nodeLifecycleHandlers, nodeLifecycleWatcher } from './nodeLifecycle';
import { replicaSetHandlers, replicaSetWatcher } from './replicaSetController';
import { schedulerHandlers, schedulerWatcher } from './scheduler';
import type { ControlTables } from './tables';
import { taintEvictionHandlers, taintEvictionWatcher } from './taintEviction';

export const controlRoom: Room<ControlTables> = {
  handlers: {
    ...deploymentHandlers,
    ...replicaSetHandlers,
    ...schedulerHandlers,
    ...endpointSliceHandlers,
    ...garbageHandlers,
    ...nodeLifecycleHandlers,
    ...taintEvictionHandlers,
  },
  watchers: [
    deploymentWatcher,
    replicaSetWatcher,
    schedulerWatcher,
    endpointSliceWatcher,
    garbageWatcher,
    nodeLifecycleWatcher,
    taintEvictionWatcher,
  ],
};
