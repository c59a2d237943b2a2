/** Lessons made up for tests, and a page that does what they ask for. */
import type { Action, Question, Step } from '../../scenario/scenario';
import type { LessonEffect, LessonEvent, LessonState } from '../lessonState';
import { planOf, type LessonPlan } from '../plan';
import { take, waitsFor } from '../taking';

export const SEND: Action = {
  type: 'send',
  client: 'learner',
  url: 'https://shop.example/',
  times: 1,
  everyMicros: 0,
};

const never = { type: 'looked', at: 'rules/nowhere' } as const;

export const CHOICE: Question = {
  kind: 'choice',
  id: 'which',
  options: [
    { id: 'a', when: never },
    { id: 'b', when: never },
  ],
};
export const COUNT: Question = {
  kind: 'count',
  id: 'how-many',
  of: 6,
  among: 'Deployment/default/web',
  inAnyOrder: true,
};
export const BELIEF: NonNullable<Step['belief']> = {
  id: 'how',
  about: 'Service/default/web',
  options: [
    { id: 'right', model: 'truth' },
    { id: 'wrong', model: 'roundRobin' },
  ],
};

/** What a step may have; the letters name its parts in the order in which they come. */
export interface Parts {
  readonly body?: boolean;
  readonly belief?: boolean;
  readonly prediction?: Question;
  readonly run?: boolean;
  readonly goal?: boolean;
  readonly done?: boolean;
  readonly check?: boolean;
}

/** A lesson of steps with these parts. */
export function lessonOf(steps: readonly Parts[]): LessonPlan {
  const texts: Record<string, string> = {};
  const made = steps.map((parts, index): Step => {
    const id = `step-${index + 1}`;
    if (parts.body === true) texts[`steps.${id}.body`] = 'Look.';
    if (parts.done === true) texts[`steps.${id}.done`] = 'Seen.';
    if (parts.goal === true) texts[`steps.${id}.hint`] = 'Try.';
    return {
      id,
      set: [],
      run: parts.run === true ? [SEND] : [],
      solution: parts.goal === true ? [SEND] : [],
      ...(parts.belief === true ? { belief: BELIEF } : {}),
      ...(parts.prediction === undefined ? {} : { prediction: parts.prediction }),
      ...(parts.goal === true ? { goal: never } : {}),
      ...(parts.check === true ? { check: CHOICE } : {}),
    };
  });
  return planOf({ id: 'made-up', steps: made }, texts);
}

/** A page: it sets scenes at once, and plays when it is told to go on. */
export class Page {
  now = 0;
  readonly played: Extract<LessonEffect, { type: 'play' }>[] = [];
  playing: Extract<LessonEffect, { type: 'play' }> | null = null;
  readonly effects: LessonEffect[] = [];

  constructor(
    readonly plan: LessonPlan,
    public state: LessonState,
    effects: readonly LessonEffect[],
  ) {
    this.carryOut(effects);
  }

  happen(event: LessonEvent): this {
    this.now += 1_000;
    const { state, effects } = take(this.plan, this.state, event);
    this.state = state;
    this.carryOut(effects);
    return this;
  }

  /** What is being played comes to its end. */
  goOn(): this {
    const { playing, now } = this;
    this.playing = null;
    if (playing === null) return this;
    return this.happen({ type: 'played', step: playing.step, from: playing.from, at: now });
  }

  /** Answers whatever the lesson waits for, and goes on. */
  oblige(): this {
    const { plan, state, now } = this;
    const step = plan.steps[state.step]!;
    if (state.freePlay !== null) return this.happen({ type: 'backToLesson' });
    switch (waitsFor(step, state.taken[step.id]!)) {
      case 'prediction':
        return this.answer().happen({ type: 'lock', at: now });
      case 'run':
        return this.goOn();
      case 'goal':
        return this.happen({ type: 'reached', step: step.id, at: now });
      case 'check':
        return this.happen({ type: 'choose', option: 'a' }).happen({ type: 'lock', at: now });
      case null:
        return this.happen({ type: 'next', at: now });
    }
  }

  private answer(): this {
    const { prediction } = this.plan.steps[this.state.step]!.step;
    if (this.plan.steps[this.state.step]!.step.belief !== undefined)
      this.happen({ type: 'believe', option: 'wrong' });
    if (prediction?.kind !== 'count') return this.happen({ type: 'choose', option: 'b' });
    return this.happen({ type: 'setShare', pod: 'default/web-b', count: 6 });
  }

  private carryOut(effects: readonly LessonEffect[]): void {
    for (const effect of effects) {
      this.effects.push(effect);
      if (effect.type === 'stop') this.playing = null;
      if (effect.type === 'play') {
        this.played.push(effect);
        this.playing = effect;
      }
      if (effect.type !== 'setScene') continue;
      const pods = ['default/web-a', 'default/web-b'];
      this.happen({ type: 'sceneSet', step: effect.step, at: this.now, names: {}, pods });
    }
  }
}
