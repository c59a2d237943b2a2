/** Finding out, for a watch, which fact of a finished handler a change belongs to. */
import type { ClusterDraft } from './apiServer';

/**
 * Id of the last fact of this handler that names `key` in one of its fields; if none
 * does, the handler's own last cause. Lets a watch that is told of many changes at
 * once give each event the cause that is its own.
 */
export function causeAbout(draft: ClusterDraft, key: string): number {
  const { facts } = draft.reaction;
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i]!;
    for (const field in fact) if (fact[field] === key) return fact.id;
  }
  return draft.causeId;
}
