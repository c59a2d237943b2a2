/** The frames of a scenario as what exports are made of: with their words, their stills, and what plays in between. */
import { translate } from '../i18n/translate';
import type { Detail } from '../lesson/storyboard/frame';
import { pictureOfMoment } from '../lesson/storyboard/momentPicture';
import type { Moment } from '../lesson/storyboard/playStoryboard';
import type { Footage, FootageFrame } from '../export/footage';
import type { StillInput } from '../export/still';
import type { LoadedScenario } from '../scenario/prepareFiles';
import type { Micros } from '../sim/kernel/time';
import type { Language, Lens } from '../ui/contract';
import { screenMillisOf, stretchesOf, type Stretch } from './pace';
import { rangeOf } from './slide/slideAddress';
import { pictureOf, writeScript, type Script } from './slide/script';

export interface FootageChoice {
  readonly loaded: LoadedScenario;
  readonly seed: string;
  readonly detail: Detail;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  /** Null: each frame's own. */
  readonly lens: Lens | null;
  /** `3`, `2-5`, a step's id; null for all. */
  readonly steps: string | null;
}

/** Says which frames there are, where the frames asked for do not exist. */
export class NoSuchFrames extends Error {
  constructor(
    readonly asked: string,
    readonly count: number,
  ) {
    super(`steps ${asked}: there are ${count}`);
  }
}

/** A picture of what plays is shown so long. */
const SHOT_MILLIS = 200;
/** A stretch in which only the cluster works, or many requests go by. */
const SERIES_SHOTS = 24;

/** Plays the scenario and takes its frames. Throws `NoSuchFrames`. */
export async function footageOf(choice: FootageChoice): Promise<Footage> {
  const { loaded, seed, detail, language, theme } = choice;
  const script = await writeScript(loaded, { seed, detail }, turn);
  const frames = script.frames[language];
  const { first, last, problems } = rangeOf({ step: null, steps: choice.steps }, frames);
  if (problems.length > 0) throw new NoSuchFrames(choice.steps ?? '', frames.length);
  const title = loaded.texts[language]['title'] ?? loaded.scenario.id;
  const shown = frames.slice(first, last + 1).map((_, i) => frameOf(script, first + i, { ...choice, title }));
  return { id: loaded.scenario.id, title, language, theme, frames: shown };
}

/** Lets the page draw and listen for a moment. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function frameOf(
  script: Script,
  index: number,
  choice: FootageChoice & { readonly title: string },
): FootageFrame {
  const { language, theme, title } = choice;
  const frame = script.frames[language][index]!;
  const shared = {
    ...{ language, theme, title },
    lens: choice.lens ?? frame.lens,
    stepNumber: index + 1,
    stepCount: script.frames[language].length,
  };
  return {
    frame,
    number: index + 1,
    still: (): StillInput => ({
      ...shared,
      ...pictureOf(script, index),
      caption: frame.caption,
      question: frame.question,
      isRevealed: frame.kind === 'explain',
    }),
    motion: (most) =>
      momentsOf(script, script.moments[index]!, most).map(({ at, hop, millis, isFollowed }) => ({
        millis,
        input: (): StillInput => {
          const { timeline, log } = script.session;
          const shown = pictureOfMoment(timeline, log, { endAt: at, hop });
          const { key, params } = shown.picture.caption;
          const caption = isFollowed ? translate(language, key, params) : frame.caption;
          return { ...shared, ...shown, caption, question: null };
        },
      })),
  };
}

interface Shot {
  readonly at: Micros;
  readonly hop: Moment['hop'];
  readonly millis: number;
  /** One request is followed through all its hops: each has a sentence of its own. */
  readonly isFollowed: boolean;
}

/** The moments of what a frame plays, at the pace of the page; fewer and longer ones if there are too many. */
function momentsOf({ session }: Script, moment: Moment, most: number): Shot[] {
  const { kind, startAt, endAt, hop } = moment;
  if ((kind !== 'run' && kind !== 'hop') || endAt <= startAt) return [];
  if (hop !== null) {
    const stretch = { from: hop.startAt, to: hop.endAt, millis: screenMillisOf(hop) };
    return shots([stretch], most, hop, false);
  }
  const sent = session.log.sent.filter((story) => story.sentAt >= startAt && story.sentAt <= endAt);
  if (sent.length === 1) {
    const main = sent[0]!.hops.filter(({ level }) => level === 'main');
    return shots(stretchesOf(sent[0]!.sentAt, main), most, null, true);
  }
  return shots([{ from: startAt, to: endAt, millis: SERIES_SHOTS * SHOT_MILLIS }], most, null, false);
}

function shots(stretches: readonly Stretch[], most: number, hop: Moment['hop'], isFollowed: boolean): Shot[] {
  const whole = stretches.reduce((sum, { millis }) => sum + millis, 0);
  const millis = Math.max(SHOT_MILLIS, Math.ceil(whole / Math.max(1, most) / 10) * 10);
  const found: Shot[] = [];
  let passed = 0;
  let next = millis / 2;
  for (const stretch of stretches) {
    for (; next < passed + stretch.millis; next += millis) {
      const part = (next - passed) / stretch.millis;
      found.push({ at: stretch.from + (stretch.to - stretch.from) * part, hop, millis, isFollowed });
    }
    passed += stretch.millis;
  }
  return found.slice(0, most);
}
