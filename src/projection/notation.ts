/** Times and addresses as those who draw write them: they import nothing of the simulation itself. */
export { formatSeconds } from '../sim/kernel/time';
export { formatSocket } from '../sim/packet/headers';
