/**
 * Every lesson of the course, taken from its first step to its end as on a page: scenes set, questions answered,
 * tasks shown, with nothing but what the trace says to go on. Whatever is drawn meanwhile is whole.
 */
import { describe, expect, it, vi } from 'vitest';
import { en } from '../i18n/testing/everything';
import { LANGUAGES } from '../scenario/scenario';
import { lessonSlugs, readLesson } from '../scenario/testing/lessons';
import { seconds } from '../sim/kernel/time';
import type { LessonEffect, LessonEvent, LessonState } from './lessonState';
import { lessonView } from './lessonView';
import { observe, sceneSet } from './observe';
import { planOf, type LessonPlan } from './plan';
import { awaitRequests, dueActions, playAll } from './playActions';
import { playSolution } from './playSolution';
import { openLesson, take, waitsFor } from './taking';
import { worldOf } from './testing/stepRuns';
import type { LessonView } from './view';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 120_000 });

/** A page without a screen, on which a lesson is taken. */
class Taking {
  readonly reading;
  readonly plan: LessonPlan;
  readonly timeline;
  state: LessonState;
  readonly views: LessonView[] = [];

  constructor(readonly slug: string) {
    const { scenario, ...reading } = readLesson(slug);
    this.reading = { ...reading, scenario: scenario! };
    this.plan = planOf(scenario!, reading.texts.en);
    this.timeline = worldOf(slug);
    const opened = openLesson(this.plan, { at: 0 });
    this.state = opened.state;
    this.carryOut(opened.effects);
  }

  happen(event: LessonEvent): void {
    const { state, effects } = take(this.plan, this.state, event);
    this.state = state;
    this.carryOut(effects);
    this.look();
  }

  /** What the trace has come to say. */
  follow(): void {
    const events = observe(this.plan, this.state, this.timeline, this.timeline.endAt());
    for (const event of events) this.happen(event);
    if (events.length > 0) this.follow();
  }

  look(): void {
    const at = this.timeline.endAt();
    for (const language of LANGUAGES) {
      const { plan, state, reading, timeline } = this;
      const course = { number: 1, count: 1, next: null };
      this.views.push(lessonView({ plan, state, loaded: reading, language, timeline, at, course }));
    }
  }

  private carryOut(effects: readonly LessonEffect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'setScene' && effect.type !== 'play') continue;
      const { timeline } = this;
      const names = this.state.taken[effect.step]!.names;
      const { looks, refusal } = playAll(
        dueActions(effect.actions, { startAt: timeline.endAt() + 1_000, names }),
        timeline,
      );
      expect(refusal).toBeNull();
      awaitRequests(timeline, timeline.endAt() + seconds(180));
      const at = timeline.endAt();
      const step = this.plan.steps.find(({ id }) => id === effect.step)!;
      if (effect.type === 'setScene') {
        this.happen(sceneSet(step, Object.values(this.reading.texts), timeline, at));
        continue;
      }
      for (const look of looks) this.happen({ type: 'looked', ...look });
      this.happen({ type: 'played', step: effect.step, from: effect.from, at });
    }
  }

  /** Does what the lesson waits for. */
  oblige(): void {
    const at = this.timeline.endAt();
    const now = this.plan.steps[this.state.step]!;
    const { pods } = this.state.taken[now.id]!;
    const { belief, prediction, check } = now.step;
    switch (waitsFor(now, this.state.taken[now.id]!)) {
      case 'prediction':
        if (belief !== undefined) this.happen({ type: 'believe', option: belief.options[0]!.id });
        if (prediction?.kind === 'count')
          this.happen({ type: 'setShare', pod: pods[0]!, count: prediction.of });
        else if (prediction !== undefined) this.happen({ type: 'choose', option: prediction.options[0]!.id });
        return this.happen({ type: 'lock', at });
      case 'goal':
        this.happen({ type: 'hint' });
        return this.happen({ type: 'showMe', at });
      case 'check':
        if (check?.kind !== 'count') this.happen({ type: 'choose', option: check!.options[0]!.id });
        return this.happen({ type: 'lock', at });
      case 'run':
      case null:
        return this.happen({ type: 'next', at });
    }
  }
}

describe.each(lessonSlugs())('the lesson %s', (slug) => {
  const taking = new Taking(slug);
  for (let i = 0; i < 200 && !taking.state.hasEnded; i++) {
    taking.oblige();
    taking.follow();
  }

  it('comes to its end', () => {
    expect(taking.state.hasEnded).toBe(true);
    expect(taking.state.done).toEqual(taking.plan.steps.map(({ id }) => id));
  });

  it('judges what was answered as its own solution does', () => {
    const played = playSolution(taking.reading);
    for (const { id, prediction, check } of played.steps) {
      const { prediction: said, check: checked } = taking.state.taken[id]!;
      if (prediction !== null && prediction.shares === null)
        expect(said?.option, id).toBe(prediction.right[0]);
      if (prediction !== null && prediction.shares !== null)
        expect(said?.shares, id).toEqual(prediction.shares);
      if (check !== null) expect(checked?.option, id).toBe(check.right[0]);
    }
  });

  it('has nothing in it that is missing, or cannot be filled in', () => {
    expect(taking.views.length).toBeGreaterThan(10);
    const texts = [...new Set(taking.views.map((view) => JSON.stringify(view)))];
    expect(texts.flatMap((text) => text.match(/⟦[^⟧]*⟧/g) ?? [])).toEqual([]);
    const keys = texts.flatMap((text) => text.match(/"belief\.[\w.]+"/g) ?? []);
    expect([...new Set(keys)].filter((key) => en[JSON.parse(key) as string] === undefined)).toEqual([]);
    for (const { phase, belief, explanation, steps } of taking.views) {
      expect(steps.length).toBe(taking.plan.steps.length);
      expect(explanation === null).toBe(phase !== 'explain' && phase !== 'check');
      expect(belief?.question).not.toBe('');
    }
  });
});
