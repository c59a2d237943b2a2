/** What a command in a container has printed by its end, as a terminal shows it. */
import type { Fact } from '../../sim/kernel/draft';
import { endOf, type ExecShow } from './execShow';
import { printCurl, printWget } from './printCurl';
import { printLookup } from './printLookup';

/** The lines of the command whose `exec/ended` this is; none if the fact is another. */
export function printExec(show: ExecShow, fact: Fact): readonly string[] {
  const end = endOf(fact);
  if (end === null) return [];
  if (end.kind === 'lookup') return printLookup(end);
  if (show.program === 'curl') return printCurl(show, end);
  return show.program === 'wget' ? printWget(show, end) : [];
}
