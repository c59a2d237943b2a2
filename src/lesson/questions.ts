/** Answers a lesson's questions from the trace. */
import type { Question } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import { isReached, type StepRun } from './goals';
import type { StepTaking, Verdict } from './lessonState';
import { podsOf } from './references';
import { answersOf, membersOf } from './requests';

/** Ids of the options that hold at a moment: one, once all has happened. Looks at the timeline. */
export function rightOptions(question: Question, run: StepRun, at: Micros): string[] {
  if (question.kind === 'count') return [];
  return question.options.filter(({ when }) => isReached(when, run, at)).map(({ id }) => id);
}

/** Keys of the Pods that a `count` question asks about, as they are when the step begins. */
export function countedPods(
  question: Question | undefined,
  run: Pick<StepRun, 'timeline'>,
  at: Micros,
): string[] {
  return question?.kind === 'count' ? podsOf(run.timeline, question.among, at) : [];
}

/**
 * How many of the first `of` requests sent from `since` each Pod has answered; null while fewer are answered. Pods
 * that came later are among them if they answered any.
 */
export function trueShares(
  question: Extract<Question, { kind: 'count' }>,
  run: StepRun,
  since: Micros,
  at: Micros,
): Readonly<Record<string, number>> | null {
  const { timeline, names, startedAt } = run;
  const members = membersOf(question.among, timeline, names, startedAt, at);
  const answers = answersOf(members, timeline, since, at).slice(0, question.of);
  if (answers.length < question.of) return null;
  const shares: Record<string, number> = {};
  for (const pod of podsOf(timeline, question.among, startedAt)) shares[pod] = 0;
  for (const { pod } of answers) shares[pod] = (shares[pod] ?? 0) + 1;
  return shares;
}

/** True if what was said of each Pod is what happened; in any order, if which Pod does not matter. */
export function areSharesRight(
  said: Readonly<Record<string, number>>,
  truth: Readonly<Record<string, number>>,
  inAnyOrder: boolean,
): boolean {
  if (!inAnyOrder) {
    const pods = new Set([...Object.keys(said), ...Object.keys(truth)]);
    return [...pods].every((pod) => (said[pod] ?? 0) === (truth[pod] ?? 0));
  }
  const sizes = (shares: Readonly<Record<string, number>>) =>
    Object.values(shares)
      .filter((count) => count > 0)
      .sort((a, b) => a - b)
      .join();
  return sizes(said) === sizes(truth);
}

/**
 * What the trace says of the answer to a question; null while it does not say one thing only. Judged as things were
 * when all had happened, and as they are at the moment shown if that did not decide it.
 */
export function verdictOn(
  question: Question,
  answer: Pick<StepTaking, 'shares' | 'lockedAt'> & { readonly option: string | null },
  run: StepRun,
  doneAt: Micros,
  at: Micros,
): Verdict | null {
  for (const moment of [doneAt, Math.max(doneAt, at)]) {
    if (question.kind === 'count') {
      const shares = trueShares(question, run, answer.lockedAt ?? run.startedAt, moment);
      if (shares === null) continue;
      return { isRight: areSharesRight(answer.shares, shares, question.inAnyOrder), option: null, shares };
    }
    const [option, ...more] = rightOptions(question, run, moment);
    if (option === undefined || more.length > 0) continue;
    return { isRight: answer.option === option, option, shares: null };
  }
  return null;
}
