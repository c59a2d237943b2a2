/**
 * Taking a lesson: from what it is and what happens to what it is next. Pure; the page carries out the effects
 * and brings back events (`lessonState.ts`). Between two events it may ask `observe` what the trace has to say.
 */
import type { Question } from '../scenario/scenario';
import type { Micros } from '../sim/kernel/time';
import type { LessonEffect, LessonEvent, LessonState, StepTaking } from './lessonState';
import { catchUp, type LessonPlan, type StepPlan } from './plan';
import { plainReference, type PodNames } from './references';
import type { LessonView, Phase } from './view';

export interface Taken {
  readonly state: LessonState;
  readonly effects: readonly LessonEffect[];
}

/** What is known from earlier visits, and the step to begin with. */
export interface Opening {
  readonly at: Micros;
  readonly step?: number;
  readonly done?: readonly string[];
  readonly predicted?: Readonly<Record<string, boolean>>;
}

/** Opens a lesson in a world that has just begun. A later step has those before it played unseen. */
export function openLesson(plan: LessonPlan, { at, step = 0, done = [], predicted = {} }: Opening): Taken {
  const empty = { lesson: plan.id, step: 0, hasEnded: false, taken: {}, done, predicted, freePlay: null };
  return enter(plan, empty, Math.min(Math.max(0, step), Math.max(0, plan.steps.length - 1)), at, true);
}

/** What an event makes of a lesson. An event that does not fit changes nothing: the same state comes back. */
export function take(plan: LessonPlan, state: LessonState, event: LessonEvent): Taken {
  const now = plan.steps[state.step];
  const taking = now === undefined ? undefined : state.taken[now.id];
  if (now === undefined || taking === undefined) return still(state);
  if (state.freePlay !== null) return duringFreePlay(plan, state, event);
  switch (event.type) {
    case 'next':
      return next(plan, state, now, taking, event.at);
    case 'previous':
      return previous(plan, state, now, taking);
    case 'goToStep':
      return goToStep(plan, state, event.index, event.at);
    case 'choose':
      return still(withTaking(state, now, choose(now, taking, event.option)));
    case 'setShare':
      return still(withTaking(state, now, share(now.step.prediction, taking, event.pod, event.count)));
    case 'believe':
      return still(withTaking(state, now, believe(now, taking, event.option)));
    case 'lock':
      return lock(state, now, taking, event.at);
    case 'hint':
      return still(withTaking(state, now, hint(now, taking)));
    case 'showMe':
      return showMe(state, now, taking);
    case 'restartStep': {
      const later = new Set(plan.steps.slice(state.step).map((one) => one.id));
      const kept = Object.entries(state.taken).filter(([id]) => !later.has(id));
      const earlier: LessonState = { ...state, hasEnded: false, taken: Object.fromEntries(kept) };
      const { state: entered, effects } = enter(plan, earlier, state.step, taking.enteredAt, taking.isJump);
      return { state: entered, effects: [STOP, { type: 'rewind', at: taking.enteredAt }, ...effects] };
    }
    case 'freePlay':
      if (taking.startedAt === null) return still(state);
      return {
        state: { ...stopped(state), freePlay: { at: event.at, branch: event.branch } },
        effects: [STOP, { type: 'fork', at: event.at }],
      };
    case 'looked': {
      const look = { at: event.at, reference: event.reference };
      return still(withTaking(state, now, { ...taking, looks: [...taking.looks, look] }));
    }
    case 'acted': {
      const { startedAt, lockedAt } = taking;
      if (startedAt === null || startedAt <= event.at) return still(state);
      const earlier = lockedAt === null ? null : Math.min(lockedAt, event.at);
      return still(withTaking(state, now, { ...taking, startedAt: event.at, lockedAt: earlier }));
    }
    case 'sceneSet':
    case 'played':
    case 'reached':
    case 'judged':
      return told(plan, state, event);
    case 'backToLesson':
      return still(state);
  }
}

/** Why a phase cannot be left yet; null when it can. */
export function waitsFor(
  { step }: StepPlan,
  taking: StepTaking,
  phase: Phase = taking.phase,
): LessonView['waitsFor'] {
  if (taking.startedAt === null) return 'run';
  switch (phase) {
    case 'predict':
      return taking.lockedAt === null ? 'prediction' : null;
    case 'watch':
      return taking.run === 'over' ? null : 'run';
    case 'act':
      return step.goal !== undefined && taking.goalAt === null ? 'goal' : null;
    case 'check':
      return taking.isCheckLocked ? null : 'check';
    case 'scene':
    case 'explain':
      return null;
  }
}

/** True if what is asked has been answered in full: only then can it be locked. */
export function isAnswered(question: Question | undefined, taking: StepTaking): boolean {
  if (question === undefined) return true;
  if (question.kind !== 'count') return taking.answer !== null;
  return Object.values(taking.shares).reduce((sum, count) => sum + count, 0) === question.of;
}

const STOP: LessonEffect = { type: 'stop' };

function still(state: LessonState): Taken {
  return { state, effects: [] };
}

function withTaking(state: LessonState, { id }: StepPlan, taking: StepTaking): LessonState {
  return taking === state.taken[id] ? state : { ...state, taken: { ...state.taken, [id]: taking } };
}

/** Begins a step. `isJump`: the steps before it have not been taken in this world. */
function enter(plan: LessonPlan, state: LessonState, index: number, at: Micros, isJump: boolean): Taken {
  const now = plan.steps[index];
  if (now === undefined) return still({ ...state, hasEnded: true });
  const { step } = now;
  const effects: LessonEffect[] = [];
  if (step.lens !== undefined) effects.push({ type: 'lens', lens: step.lens });
  const actions = [...(isJump ? catchUp(plan, index) : []), ...step.set];
  effects.push({ type: 'setScene', step: step.id, actions });
  const taking: StepTaking = { ...UNTOUCHED, phase: now.phases[0]!, enteredAt: at, isJump };
  return { state: withTaking({ ...state, step: index, hasEnded: false }, now, taking), effects };
}

const UNTOUCHED: Omit<StepTaking, 'phase' | 'enteredAt' | 'isJump'> = {
  startedAt: null,
  names: {},
  pods: [],
  belief: null,
  answer: null,
  shares: {},
  lockedAt: null,
  run: 'waiting',
  runAt: null,
  isShowing: false,
  goalAt: null,
  doneAt: null,
  prediction: null,
  checkAnswer: null,
  isCheckLocked: false,
  check: null,
  hints: 0,
  looks: [],
};

function next(plan: LessonPlan, state: LessonState, now: StepPlan, taking: StepTaking, at: Micros): Taken {
  if (state.hasEnded || waitsFor(now, taking) !== null) return still(state);
  const phase = now.phases[now.phases.indexOf(taking.phase) + 1];
  if (phase !== undefined) return toPhase(state, now, taking, phase, at);
  const index = state.step + 1;
  const following = plan.steps[index];
  const finished = withDone(state, now);
  if (following !== undefined && state.taken[following.id] !== undefined) {
    return still({ ...finished, step: index });
  }
  if (following === undefined) return { state: { ...stopped(finished), hasEnded: true }, effects: [STOP] };
  const { state: entered, effects } = enter(plan, stopped(finished), index, at, false);
  return { state: entered, effects: [STOP, ...effects] };
}

/** Goes on to a phase. What is to be watched starts when one comes to it for the first time. */
function toPhase(state: LessonState, now: StepPlan, taking: StepTaking, phase: Phase, at: Micros): Taken {
  const starts = phase === 'watch' && taking.run === 'waiting';
  const played: Partial<StepTaking> = starts ? { run: 'playing', runAt: at } : {};
  const moved = settled(now, { ...taking, phase, ...played }, at);
  const effects: LessonEffect[] = starts
    ? [{ type: 'play', step: now.id, from: 'run', actions: now.step.run }]
    : [];
  return { state: finishedIfLast(withTaking(state, now, moved), now, moved), effects };
}

/** Marks when all that had to happen has happened. */
function settled({ step }: StepPlan, taking: StepTaking, at: Micros): StepTaking {
  const isAsked = step.prediction !== undefined || step.belief !== undefined;
  const isOpen =
    taking.startedAt === null ||
    (isAsked && taking.lockedAt === null) ||
    (step.run.length > 0 && taking.run !== 'over') ||
    (step.goal !== undefined && taking.goalAt === null);
  if (isOpen || taking.doneAt !== null) return taking;
  return { ...taking, doneAt: Math.max(at, taking.lockedAt ?? at, taking.startedAt ?? at) };
}

function finishedIfLast(state: LessonState, now: StepPlan, taking: StepTaking): LessonState {
  const isLast = taking.phase === now.phases.at(-1);
  return isLast && waitsFor(now, taking) === null ? withDone(state, now) : state;
}

function withDone(state: LessonState, { id }: StepPlan): LessonState {
  return state.done.includes(id) ? state : { ...state, done: [...state.done, id] };
}

function previous(plan: LessonPlan, state: LessonState, now: StepPlan, taking: StepTaking): Taken {
  if (state.hasEnded) return still({ ...state, hasEnded: false });
  const phase = now.phases[now.phases.indexOf(taking.phase) - 1];
  if (phase !== undefined) return still(withTaking(state, now, { ...taking, phase }));
  const before = plan.steps[state.step - 1];
  const isTaken = before !== undefined && state.taken[before.id] !== undefined;
  return still(isTaken ? { ...state, step: state.step - 1 } : state);
}

/** A step that was taken is shown as it was left. Any other is begun in a world made for it. */
function goToStep(plan: LessonPlan, state: LessonState, index: number, at: Micros): Taken {
  const wanted = plan.steps[index];
  if (wanted === undefined) return still(state);
  if (state.taken[wanted.id] !== undefined) return still({ ...state, step: index, hasEnded: false });
  const before = plan.steps[index - 1];
  if (before !== undefined && state.taken[before.id] !== undefined && state.done.includes(before.id)) {
    const { state: entered, effects } = enter(plan, stopped(state), index, at, false);
    return { state: entered, effects: [STOP, ...effects] };
  }
  const { state: entered, effects } = enter(plan, { ...state, taken: {} }, index, 0, true);
  return { state: entered, effects: [STOP, { type: 'rewind', at: 0 }, ...effects] };
}

function optionsOf(question: Question | undefined): readonly string[] {
  return question === undefined || question.kind === 'count' ? [] : question.options.map(({ id }) => id);
}

function choose({ step }: StepPlan, taking: StepTaking, option: string): StepTaking {
  if (taking.phase === 'predict' && taking.lockedAt === null && optionsOf(step.prediction).includes(option)) {
    return { ...taking, answer: option };
  }
  if (taking.phase === 'check' && !taking.isCheckLocked && optionsOf(step.check).includes(option)) {
    return { ...taking, checkAnswer: option };
  }
  return taking;
}

function share(question: Question | undefined, taking: StepTaking, pod: string, count: number): StepTaking {
  const isOpen = taking.phase === 'predict' && taking.lockedAt === null;
  if (!isOpen || question?.kind !== 'count' || !taking.pods.includes(pod) || !Number.isFinite(count))
    return taking;
  const others = Object.entries(taking.shares).reduce(
    (sum, [key, said]) => (key === pod ? sum : sum + said),
    0,
  );
  const said = Math.max(0, Math.min(Math.round(count), question.of - others));
  return { ...taking, shares: { ...taking.shares, [pod]: said } };
}

function believe({ step }: StepPlan, taking: StepTaking, option: string): StepTaking {
  const isOpen = taking.phase === 'predict' && taking.lockedAt === null;
  const isOption = step.belief?.options.some(({ id }) => id === option) === true;
  return isOpen && isOption ? { ...taking, belief: option } : taking;
}

function lock(state: LessonState, now: StepPlan, taking: StepTaking, at: Micros): Taken {
  if (taking.startedAt === null) return still(state);
  if (taking.phase === 'check' && taking.checkAnswer !== null && !taking.isCheckLocked) {
    const locked = { ...taking, isCheckLocked: true };
    return still(finishedIfLast(withTaking(state, now, locked), now, locked));
  }
  const isBelieved = now.step.belief === undefined || taking.belief !== null;
  const isReady = isBelieved && isAnswered(now.step.prediction, taking);
  if (taking.phase !== 'predict' || taking.lockedAt !== null || !isReady) return still(state);
  return onwards(state, now, settled(now, { ...taking, lockedAt: at }, at), 'predict', at);
}

/** Goes on by itself if the phase that has just been fulfilled is the one that is shown. */
function onwards(state: LessonState, now: StepPlan, taking: StepTaking, fulfilled: Phase, at: Micros): Taken {
  const phase = now.phases[now.phases.indexOf(fulfilled) + 1];
  if (taking.phase !== fulfilled || phase === undefined) {
    return still(finishedIfLast(withTaking(state, now, taking), now, taking));
  }
  return toPhase(state, now, taking, phase, at);
}

function hint(now: StepPlan, taking: StepTaking): StepTaking {
  return taking.hints < now.hints ? { ...taking, hints: taking.hints + 1 } : taking;
}

function showMe(state: LessonState, now: StepPlan, taking: StepTaking): Taken {
  const { solution } = now.step;
  const fits =
    taking.phase === 'act' && taking.goalAt === null && !taking.isShowing && taking.startedAt !== null;
  if (!fits || solution.length === 0) return still(state);
  return {
    state: withTaking(state, now, { ...taking, isShowing: true }),
    effects: [{ type: 'play', step: now.id, from: 'solution', actions: solution }],
  };
}

type Told = Extract<LessonEvent, { type: 'sceneSet' | 'played' | 'reached' | 'judged' }>;

/** Events about a step that need not be the one that is shown any more. */
function told(plan: LessonPlan, state: LessonState, event: Told): Taken {
  const meant = plan.steps.find(({ id }) => id === event.step);
  const taking = state.taken[event.step];
  if (meant === undefined || taking === undefined) return still(state);
  switch (event.type) {
    case 'sceneSet': {
      if (taking.startedAt !== null) return still(state);
      const { at, names, pods } = event;
      const begun = settled(meant, { ...taking, startedAt: at, names, pods }, at);
      // A step that begins with what is to be watched starts it now, when its scene is set.
      const entered = toPhase(state, meant, begun, begun.phase, at);
      return { state: entered.state, effects: [...whatToShow(meant, names), ...entered.effects] };
    }
    case 'played': {
      if (event.from === 'solution') return still(withTaking(state, meant, { ...taking, isShowing: false }));
      if (taking.run !== 'playing') return still(state);
      return onwards(state, meant, settled(meant, { ...taking, run: 'over' }, event.at), 'watch', event.at);
    }
    case 'reached': {
      if (taking.goalAt !== null || taking.startedAt === null) return still(state);
      return onwards(
        state,
        meant,
        settled(meant, { ...taking, goalAt: event.at }, event.at),
        'act',
        event.at,
      );
    }
    case 'judged': {
      if (event.question === 'check')
        return still(withTaking(state, meant, { ...taking, check: event.verdict }));
      const judged = withTaking(state, meant, { ...taking, prediction: event.verdict });
      const predicted = { [event.step]: event.verdict.isRight, ...state.predicted };
      return still({ ...judged, predicted });
    }
  }
}

/** What the step points at and opens: known when its scene is set, for a numbered reference means a Pod then. */
function whatToShow({ step }: StepPlan, names: PodNames): LessonEffect[] {
  const reference = step.show === undefined ? null : plainReference(step.show, names);
  return [
    ...(reference === null ? [] : [{ type: 'point', reference } as const]),
    ...(step.open === undefined ? [] : [{ type: 'open', panel: step.open, reference } as const]),
  ];
}

function duringFreePlay(plan: LessonPlan, state: LessonState, event: LessonEvent): Taken {
  if (event.type !== 'backToLesson' || state.freePlay === null) return still(state);
  const { at, branch } = state.freePlay;
  const effects: LessonEffect[] = [{ type: 'return', branch, at }];
  // What was being played when the lesson was left is played again from its beginning.
  const [id, taking] = Object.entries(state.taken).find(([, one]) => one.run === 'playing') ?? [];
  const step = plan.steps.find((one) => one.id === id)?.step;
  if (step !== undefined && taking !== undefined && taking.runAt !== null) {
    effects.push({ type: 'rewind', at: taking.runAt });
    effects.push({ type: 'play', step: step.id, from: 'run', actions: step.run });
  }
  return { state: { ...state, freePlay: null }, effects };
}

/** "Show me" ends where one leaves. */
function stopped(state: LessonState): LessonState {
  const taken = Object.entries(state.taken).map(([id, one]) => {
    return [id, one.isShowing ? { ...one, isShowing: false } : one] as const;
  });
  return { ...state, taken: Object.fromEntries(taken) };
}
