/** Holds what a kernel did to what the simulation said. */
import { chiSquare, criticalValue, SMALLEST_CHANCE, type ChiSquare } from './chiSquare';
import type { Question } from './questions';
import type { Answer } from './simulated';

/** One request, as who sent it tells: what the server saw, or the error's code. */
export type Heard =
  | { readonly pod: string; readonly target: string; readonly source: string; readonly port: number }
  | { readonly error: string };

/** By connection, the requests on it. */
export type Observed = readonly (readonly Heard[])[];

export interface Verdict {
  readonly question: Question;
  readonly simulated: Answer;
  readonly isSame: boolean;
  /** What differs, each in a sentence; empty if nothing does. */
  readonly differences: readonly string[];
  readonly connections: number;
  readonly observed: Observed;
  /** What happened, in words: `3 Pods`, `refused`. */
  readonly happened: string;
  readonly sources: readonly string[];
  readonly spread: (ChiSquare & { readonly bound: number; readonly samples: number }) | null;
}

/** The kind of failure that an error code stands for; the code itself if it is neither of the two. */
function failureOf(code: string): string {
  return code === 'ECONNREFUSED' ? 'refused' : code === 'ETIMEDOUT' ? 'timeout' : code;
}

function tally(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Counts by the ends that were foretold, in their order. */
export function countsOf({ ends }: Answer, observed: Observed): number[] {
  const counts = tally(
    observed.flatMap(([first]) => (first !== undefined && 'target' in first ? first.target : [])),
  );
  return ends.map(({ target }) => counts.get(target) ?? 0);
}

/** True if a spread lies outside of the bound, so that another sample is due. */
export function isOutOfBounds(answer: Answer, observed: Observed): boolean {
  return (
    chiSquare(
      countsOf(answer, observed),
      answer.ends.map(({ chance }) => chance),
    ).chance < SMALLEST_CHANCE
  );
}

/** `samples` says which sample of a spread this is. */
export function compare(question: Question, answer: Answer, observed: Observed, samples = 1): Verdict {
  const heard = observed.flat();
  const served = heard.filter((one): one is Exclude<Heard, { error: string }> => 'target' in one);
  const failures = tally(heard.flatMap((one) => ('error' in one ? failureOf(one.error) : [])));
  const reached = new Set(served.map(({ target }) => target));
  const differences: string[] = [];

  const outcomes = [...(served.length > 0 ? ['served'] : []), ...failures.keys()];
  if (outcomes.join() !== answer.outcome) {
    const counted = [...failures].map(([kind, count]) => `${count} ${kind}`);
    const what = [...(served.length > 0 ? [`${served.length} served`] : []), ...counted].join(', ');
    differences.push(`simulated ${answer.outcome}, the kernel: ${what || 'nothing'}`);
  }
  const foretold = new Map(answer.ends.map((end) => [end.target, end]));
  const strangers = [...reached].filter((target) => !foretold.has(target));
  const missed = [...foretold.keys()].filter((target) => !reached.has(target));
  if (strangers.length > 0)
    differences.push(`reached ${strangers.join(', ')}, which the simulation does not`);
  if (missed.length > 0 && !answer.isPinned && question.kind !== 'keepAlive' && served.length > 0) {
    differences.push(`never reached ${missed.join(', ')}`);
  }
  if (answer.isPinned && reached.size > 1) {
    differences.push(`simulated one Pod for one client, the kernel took ${reached.size}`);
  }
  if (answer.takesTurns && question.kind === 'spread') {
    const at = firstOutOfTurn(answer, observed);
    if (at !== undefined) differences.push(`connection ${at + 1} was not its Pod’s turn`);
  }
  if (answer.staysInConnection) {
    const torn = observed.filter((requests) => new Set(requests.map(whoAnswered)).size > 1).length;
    if (torn > 0) differences.push(`${torn} connections did not stay with one Pod`);
  }
  const wrong = served.find(({ target, source, pod }) => {
    const end = foretold.get(target);
    return end !== undefined && (end.source !== source || end.pod !== pod);
  });
  if (wrong !== undefined) {
    const { source } = foretold.get(wrong.target)!;
    differences.push(`${wrong.pod} saw ${wrong.source}, simulated ${source}`);
  }
  const spread = spreadOf(question, answer, observed, samples);
  if (spread !== null && spread.chance < SMALLEST_CHANCE) {
    differences.push(`counts ${countsOf(answer, observed).join('/')} do not fit the chances`);
  }
  return {
    question,
    simulated: answer,
    isSame: differences.length === 0,
    differences,
    connections: observed.length,
    observed,
    happened: happenedWords(served.length, reached.size, failures),
    sources: [...new Set(served.map(({ source }) => source))].sort(),
    spread,
  };
}

/** The first connection that is not the next one's turn, in a row that may begin with anybody's. */
function firstOutOfTurn({ ends }: Answer, observed: Observed): number | undefined {
  const turns = observed.map(([first]) =>
    ends.findIndex(({ target }) => first !== undefined && 'target' in first && first.target === target),
  );
  const at = turns.findIndex((turn, index) => index > 0 && turn !== (turns[index - 1]! + 1) % ends.length);
  return at < 0 ? undefined : at;
}

function whoAnswered(heard: Heard): string {
  return 'target' in heard ? `${heard.target} ${heard.port}` : heard.error;
}

function spreadOf(
  { kind }: Question,
  answer: Answer,
  observed: Observed,
  samples: number,
): Verdict['spread'] {
  if (kind !== 'spread' || answer.isPinned || answer.ends.length < 2) return null;
  const result = chiSquare(
    countsOf(answer, observed),
    answer.ends.map(({ chance }) => chance),
  );
  return { ...result, bound: criticalValue(result.degreesOfFreedom), samples };
}

function happenedWords(served: number, pods: number, failures: ReadonlyMap<string, number>): string {
  const parts = [...failures.keys()];
  if (served > 0) parts.unshift(`${pods} Pod${pods === 1 ? '' : 's'}`);
  return parts.join(', ') || 'nothing';
}
