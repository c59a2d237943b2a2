/** The nodes' kubelets and what runs under them, as one room of the simulated world. */
import type { Room } from '../kernel/watch';
import { kubeletHandlers, kubeletWatcher } from './kubelet';
import { powerHandlers } from './power';
import type { NodeTables } from './tables';

export const nodeRoom: Room<NodeTables> = {
  handlers: { ...kubeletHandlers, ...powerHandlers },
  watchers: [kubeletWatcher],
};
