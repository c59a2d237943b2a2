/** The frames of a storyboard with their sentences, in one language. */
import '../../i18n/slides';
import { translate } from '../../i18n/translate';
import type { Texts } from '../../scenario/readScenario';
import type { Language, Scenario } from '../../scenario/scenario';
import type { Micros } from '../../sim/kernel/time';
import { fillText } from '../fillText';
import type { FrameQuestion, SlideFrame } from './frame';
import type { Asked, Moment, StepMoments, Storyboard } from './playStoryboard';
import { captionOf, plainText } from './sentence';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface Telling {
  readonly scenario: Scenario;
  readonly texts: Texts;
  readonly language: Language;
}

/** All frames in order. Looks at the timeline that the storyboard was played on, which must be on that branch. */
export function tellFrames({ steps }: Storyboard, telling: Telling): SlideFrame[] {
  const frames = steps.flatMap((step) => step.moments.map((moment) => frameOf(moment, step, telling)));
  const last = frames.length - 1;
  return frames.map((frame, index) => ({
    ...frame,
    notes: paragraphs(
      index === 0 ? (telling.texts['summary'] ?? '') : '',
      frame.notes,
      index === last ? closing(telling) : '',
    ),
  }));
}

interface Words {
  /** The text of a key with its places filled in as things are then; empty if there is none. */
  readonly then: (key: string) => string;
  readonly after: (key: string) => string;
  /** A sentence of the interface. */
  readonly t: (key: string, params?: Readonly<Record<string, string>>) => string;
}

function frameOf(moment: Moment, { plan, run, doneAt }: StepMoments, telling: Telling): SlideFrame {
  const { texts, language, scenario } = telling;
  const fill = (key: string, at: Micros) =>
    fillText(texts[key] ?? '', run.timeline, { at, startedAt: run.startedAt, names: run.names });
  const words: Words = {
    then: (key) => fill(key, run.startedAt),
    after: (key) => fill(key, doneAt),
    t: (key, params) => translate(language, key, params),
  };
  const { id, kind, step, startAt, endAt, lens } = moment;
  const title = plainText(words.then(`steps.${plan.id}.title`) || texts['title'] || scenario.id);
  const question = moment.asked === null ? null : questionOf(moment.asked, words);
  const { caption, notes } = sentencesFor(moment, question, title, words, telling);
  return { id, kind, step, title, caption, notes, startAt, endAt, lens, question };
}

function sentencesFor(
  { kind, step, asked, hop }: Moment,
  question: FrameQuestion | null,
  title: string,
  { then, after, t }: Words,
  { texts, language }: Telling,
): { readonly caption: string; readonly notes: string } {
  const steps = `steps.${step}`;
  // What is only watched has no task.
  const toldOf = then(`${steps}.task`) || then(`${steps}.body`) || title;
  switch (kind) {
    case 'scene': {
      const body = then(`${steps}.body`);
      return { caption: captionOf([body], title), notes: paragraphs(body, then(`${steps}.task`)) };
    }
    case 'predict':
    case 'check':
      return { caption: t(`slide.caption.${kind}`), notes: questionNotes(question, t) };
    case 'hop': {
      const told = hop === null ? title : translate(language, hop.sentence.key, hop.sentence.params);
      return { caption: plainText(told), notes: plainText(toldOf) };
    }
    case 'run': {
      const task = then(`${steps}.task`);
      return { caption: captionOf([task, texts['recap'] ?? ''], title), notes: paragraphs(toldOf) };
    }
    case 'explain': {
      const because = asked === null ? '' : after(`${asked.texts}.because`);
      const done = asked?.texts.startsWith('checks.') === true ? '' : after(`${steps}.done`);
      const wrong = (asked?.options ?? []).map(({ id }) => after(`${asked!.texts}.wrong.${id}`));
      const answer = question === null ? '' : t('slide.notes.answer', { answer: question.answer });
      return {
        caption: captionOf([because, done], title),
        notes: paragraphs(answer, because, ...wrong, done),
      };
    }
  }
}

function questionOf({ texts, options, shares }: Asked, { then, t }: Words): FrameQuestion {
  const told = options.map(({ id, isRight }, index) => ({
    id,
    letter: LETTERS[index] ?? String(index + 1),
    text: plainText(then(`${texts}.options.${id}`)),
    isRight,
  }));
  const counted = Object.entries(shares ?? {}).map(([pod, count]) => `${pod.replace(/^.*-/, '')} ${count}`);
  const right = told.filter(({ isRight }) => isRight).map(({ letter, text }) => `${letter}. ${text}`);
  const answer = [...right, ...counted].join(t('slide.and'));
  return { text: plainText(then(`${texts}.question`)), options: told, answer };
}

function questionNotes(question: FrameQuestion | null, t: Words['t']): string {
  if (question === null) return '';
  const options = question.options.map(({ letter, text }) => `${letter}. ${text}`).join('\n');
  return [question.text, options, t('slide.notes.answer', { answer: question.answer })]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What is said at the end: in short, what is simplified, where it is documented. */
function closing({ texts, scenario, language }: Telling): string {
  const simplified = texts['simplified'] ?? '';
  const { docs } = scenario;
  const name = texts['docs'] ?? '';
  return paragraphs(
    texts['recap'] ?? '',
    simplified === '' ? '' : translate(language, 'slide.notes.simplified', { text: simplified }),
    docs === null
      ? ''
      : translate(language, 'slide.notes.docs', { name, url: docs.url, version: docs.version }),
  );
}

function paragraphs(...texts: readonly string[]): string {
  return texts
    .map(plainText)
    .filter((text) => text !== '')
    .join('\n\n');
}
