/** What someone foretells who knows how it works: in the columns of the model that is set against it. */
import type { Message } from '../../sim/packet/hop';
import type { GhostColumn } from '../view';
import type { Column } from './column';

/**
 * Before something has happened, what is certain of it; afterwards, what happened. They part where something that
 * was certain turned out otherwise, an address for example: in a sound simulation nowhere.
 */
export function truth(columns: readonly Column[]): readonly GhostColumn[] {
  return columns.map((one) => {
    if (one.truth === null) return { ...one, believed: one.known, agrees: null };
    const isOtherwise = one.known.key === one.truth.key && !isSame(one.known.params, one.truth.params);
    return { ...one, believed: isOtherwise ? one.known : one.truth, agrees: !isOtherwise };
  });
}

function isSame(a: Message['params'], b: Message['params']): boolean {
  return Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
}
