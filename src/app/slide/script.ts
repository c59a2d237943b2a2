/** A session that has a scenario's storyboard on its timeline: every frame is a moment of it, in both languages. */
import type { LoadedScenario } from '../../scenario/prepareFiles';
import { tellFrames } from '../../lesson/storyboard/tellFrames';
import { pictureOfMoment, type MomentPicture } from '../../lesson/storyboard/momentPicture';
import { playSteps, type Moment, type Storyboard } from '../../lesson/storyboard/playStoryboard';
import type { Detail, SlideFrame } from '../../lesson/storyboard/frame';
import type { Language } from '../../ui/contract';
import { Session } from '../session';

export interface Script {
  readonly session: Session;
  /** The branch of the timeline that holds the storyboard. */
  readonly branch: string;
  readonly moments: readonly Moment[];
  readonly frames: Readonly<Record<Language, readonly SlideFrame[]>>;
}

/** Plays a scenario's storyboard, step by step with a pause for the page in between. */
export async function writeScript(
  loaded: LoadedScenario,
  { seed, detail }: { readonly seed: string; readonly detail: Detail },
  pause: () => Promise<void>,
): Promise<Script> {
  const session = new Session(loaded, seed);
  const { timeline, log } = session;
  const { scenario, texts } = loaded;
  const steps = playSteps({
    scenario,
    texts: [texts['zh-CN'], texts.en],
    timeline,
    detail,
    follow: () => {
      log.follow(timeline.facts());
      return log;
    },
  });
  let played = steps.next();
  for (; played.done !== true; played = steps.next()) await pause();
  const storyboard: Storyboard = played.value;
  const frames = {
    'zh-CN': tellFrames(storyboard, { scenario, texts: texts['zh-CN'], language: 'zh-CN' }),
    en: tellFrames(storyboard, { scenario, texts: texts.en, language: 'en' }),
  } as const;
  // All of it counts as seen: whoever acts in between leaves it behind, and finds it again.
  session.seek(timeline.endAt());
  session.seek(0);
  const moments = storyboard.steps.flatMap((step) => step.moments);
  return { session, branch: timeline.currentBranch(), moments, frames };
}

/** What a frame shows at its rest. The session is left as it was. */
export function pictureOf({ session, branch, moments }: Script, index: number): MomentPicture {
  const { timeline, log } = session;
  const here = timeline.currentBranch();
  if (here !== branch) timeline.switchTo(branch);
  log.follow(timeline.facts());
  const found = pictureOfMoment(timeline, log, moments[index]!);
  if (here !== branch) {
    timeline.switchTo(here);
    log.follow(timeline.facts());
  }
  return found;
}
