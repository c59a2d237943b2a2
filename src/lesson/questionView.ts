/** A step's questions as the interface draws them. */
import type { Question } from '../scenario/scenario';
import { shortOf } from './beliefs/sight';
import { fillText } from './fillText';
import type { Verdict } from './lessonState';
import type { StepSource } from './stepSource';
import { placeOf } from './references';
import type { OptionView, QuestionView, ShareView } from './view';

/** The prediction; null if the step has none. */
export function predictionView(source: StepSource): QuestionView | null {
  const { taking, now } = source;
  const { prediction } = now.step;
  if (prediction === undefined) return null;
  const given = { chosen: taking.answer, isLocked: taking.lockedAt !== null, verdict: taking.prediction };
  return questionView(source, `predictions.${prediction.id}`, prediction, given);
}

/** The question at the end; null if the step has none. */
export function checkView(source: StepSource): QuestionView | null {
  const { taking, now } = source;
  const { check } = now.step;
  if (check === undefined) return null;
  const given = { chosen: taking.checkAnswer, isLocked: taking.isCheckLocked, verdict: taking.check };
  return questionView(source, `checks.${check.id}`, check, given);
}

interface Given {
  readonly chosen: string | null;
  readonly isLocked: boolean;
  readonly verdict: Verdict | null;
}

function questionView(source: StepSource, texts: string, question: Question, given: Given): QuestionView {
  const { taking, at, say } = source;
  const { chosen, isLocked, verdict } = given;
  const begun = taking.startedAt ?? at;
  const seen = taking.doneAt ?? at;
  const options: readonly OptionView[] =
    question.kind === 'count'
      ? []
      : question.options.map((option) => ({
          id: option.id,
          text: say(`${texts}.options.${option.id}`, begun),
          place: 'place' in option ? placeOf(option.place, taking.names) : null,
          isRight: verdict === null ? null : verdict.option === option.id,
        }));
  return {
    id: question.id,
    kind: question.kind,
    question: say(`${texts}.question`, begun),
    options,
    shares: question.kind === 'count' ? sharesOf(source, verdict) : [],
    of: question.kind === 'count' ? question.of : 0,
    chosen,
    isLocked,
    verdict:
      verdict === null
        ? null
        : {
            isRight: verdict.isRight,
            because: say(`${texts}.because`, seen),
            against: verdict.isRight || chosen === null ? '' : say(`${texts}.wrong.${chosen}`, seen),
          },
  };
}

/** The Pods that were there when the step began, and any other that answered. */
function sharesOf({ taking, timeline, at }: StepSource, verdict: Verdict | null): ShareView[] {
  const truth = verdict?.shares ?? null;
  const moment = { at: taking.startedAt ?? at, startedAt: taking.startedAt ?? at, names: {} };
  const later = Object.keys(truth ?? {}).filter((pod) => !taking.pods.includes(pod));
  return [...taking.pods, ...later].map((pod) => {
    const ip = fillText(`{ip:Pod/${pod}}`, timeline, later.includes(pod) ? { ...moment, at } : moment);
    return {
      pod,
      shortName: shortOf(pod),
      ip: ip.startsWith('⟦') ? '' : ip,
      said: taking.shares[pod] ?? 0,
      truth: truth === null ? null : (truth[pod] ?? 0),
    };
  });
}
