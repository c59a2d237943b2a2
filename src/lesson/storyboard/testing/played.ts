/** A lesson of this project as a storyboard, told in both languages, for tests. */
import { FactLog } from '../../../projection/factLog';
import { prepareScenario } from '../../../scenario/prepareScenario';
import { startPrepared } from '../../../scenario/startPrepared';
import { readLesson } from '../../../scenario/testing/lessons';
import type { Scenario } from '../../../scenario/scenario';
import { applyIntent } from '../../../sim/intent';
import { simLaws } from '../../../sim/laws';
import { Timeline } from '../../../trace/timeline';
import type { Detail, SlideFrame } from '../frame';
import { playStoryboard, type Storyboard } from '../playStoryboard';
import { tellFrames } from '../tellFrames';
import type { LessonTimeline } from '../../references';

export interface Played {
  readonly scenario: Scenario;
  readonly timeline: LessonTimeline;
  readonly log: FactLog;
  readonly storyboard: Storyboard;
  readonly en: readonly SlideFrame[];
  readonly zh: readonly SlideFrame[];
}

export function played(slug: string, detail: Detail, change: Partial<Scenario> = {}): Played {
  const reading = readLesson(slug);
  const scenario: Scenario = { ...reading.scenario!, ...change };
  const { texts } = reading;
  const start = startPrepared(prepareScenario({ ...reading, scenario }));
  const timeline: LessonTimeline = new Timeline(start, simLaws, applyIntent);
  const log = new FactLog();
  const follow = () => {
    log.follow(timeline.facts());
    return log;
  };
  const storyboard = playStoryboard({
    scenario,
    texts: [texts['zh-CN'], texts.en],
    timeline,
    detail,
    follow,
  });
  follow();
  return {
    ...{ scenario, timeline, log, storyboard },
    en: tellFrames(storyboard, { scenario, texts: texts.en, language: 'en' }),
    zh: tellFrames(storyboard, { scenario, texts: texts['zh-CN'], language: 'zh-CN' }),
  };
}
