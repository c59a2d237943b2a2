import { describe, expect, it } from 'vitest';
import { lessonSlugs } from '../../scenario/testing/lessons';
import type { SlideFrame } from './frame';
import { CAPTION_WIDTH } from './sentence';
import { played } from './testing/played';
import { fullWidth } from './width';

const HAN = /\p{Script=Han}/u;

describe.each(lessonSlugs())('the storyboard of %s', (slug) => {
  const { scenario, storyboard, en, zh } = played(slug, 'steps');
  const both: [string, readonly SlideFrame[]][] = [
    ['en', en],
    ['zh-CN', zh],
  ];

  it('is played as the lesson has it', () => {
    expect(storyboard.refusal).toBeNull();
  });

  it('has the same frames in both languages, those of a step together and in the lesson’s order', () => {
    expect(zh.map(({ id }) => id)).toEqual(en.map(({ id }) => id));
    expect(new Set(en.map(({ id }) => id)).size).toBe(en.length);
    const steps = en.map(({ step }) => step).filter((step, index, all) => step !== all[index - 1]);
    expect(steps).toEqual(scenario.steps.map(({ id }) => id));
  });

  it('never goes back in time', () => {
    let at = 0;
    for (const { id, startAt, endAt } of en) {
      expect(startAt, id).toBeGreaterThanOrEqual(at);
      expect(endAt, id).toBeGreaterThanOrEqual(startAt);
      at = endAt;
    }
  });

  it('reaches every goal in one frame of its step', () => {
    for (const { plan, moments } of storyboard.steps) {
      const reaching = moments.filter(({ reachesGoal }) => reachesGoal);
      expect(reaching.length, plan.id).toBe(plan.step.goal === undefined ? 0 : 1);
    }
  });

  it.each(both)('asks nothing that has not one right answer, told after it is asked: %s', (_, frames) => {
    frames.forEach(({ id, kind, question }, index) => {
      if (kind !== 'predict' && kind !== 'check') return;
      expect(question, id).not.toBeNull();
      const right = question!.options.filter(({ isRight }) => isRight);
      if (question!.options.length > 0) expect(right.length, id).toBe(1);
      expect(question!.answer, id).not.toBe('');
      const told = frames.slice(index).find((one) => one.kind === 'explain');
      expect(told?.question, id).toEqual(question);
    });
  });

  it.each(both)('says one short plain sentence with every frame: %s', (language, frames) => {
    for (const { id, caption, title, notes, question } of frames) {
      expect(caption, id).not.toBe('');
      expect(fullWidth(caption), `${id}: ${caption}`).toBeLessThanOrEqual(CAPTION_WIDTH);
      const all = [caption, title, notes, question?.text ?? '', question?.answer ?? ''].join('\n');
      expect(all, id).not.toMatch(/\*\*|`|⟦|\{\w+:/);
      expect(notes, id).not.toBe('');
      if (language === 'en') expect(all, id).not.toMatch(HAN);
    }
  });
});
