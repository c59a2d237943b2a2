import type { Text } from '../text';
import { plain } from '../text';
import type { BranchView, DifferenceView } from './contract';

/** What a branch is called besides its letter: its own name, or what was done on it first. */
export function branchTitle(branch: BranchView, { t, say }: Text): string {
  if (branch.name !== null) return branch.name;
  return branch.deed === null ? t('branch.first') : plain(say(branch.deed));
}

/** The sentence of a difference, with the sentences that stand in it. */
export function differenceText({ message, inner }: DifferenceView, { t, say }: Text): string {
  const words = Object.entries(inner).map(([name, one]) => [name, plain(say(one))]);
  return t(message.key, { ...message.params, ...(Object.fromEntries(words) as Record<string, string>) });
}
