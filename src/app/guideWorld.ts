/** What a lesson does to the session: scenes set unseen, actions played to be watched, worlds left and come back to. */
import type { Look } from '../lesson/goals';
import { awaitRequests, dueActions, playAll } from '../lesson/playActions';
import type { PodNames } from '../lesson/references';
import type { Taken } from '../lesson/taking';
import type { Action, Reference } from '../scenario/scenario';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import type { Session } from './session';

/** Something is played a little after the moment it was asked for: that moment stays as it was, to come back to. */
const PAUSE: Micros = millis(1);
/** Requests sent while a scene is set are waited for, so long at most. */
const PATIENCE: Micros = seconds(180);

/** More requests than these go by without a stop at every hop. */
const SHOWN_BY_HOPS = 2;

/** What is being played, to be watched. */
export interface Playing {
  readonly step: string;
  readonly from: 'run' | 'solution';
  readonly startAt: Micros;
  /** When the last wait is over and the last action done. */
  readonly endAt: Micros;
}

/** A lesson opened in a world that a link has told: what led to its step has been done. */
export function asTold({ state, effects }: Taken): Taken {
  const taken = Object.entries(state.taken).map(([id, one]) => [id, { ...one, isJump: false }] as const);
  return { state: { ...state, taken: Object.fromEntries(taken) }, effects };
}

/** Plays actions at once, unseen, after all that has been shown; shows the moment after it. Returns the looks. */
export function playUnseen(
  session: Session,
  actions: readonly Action[],
  shownUntil: Micros,
): readonly Look[] {
  session.stopPerforming();
  if (actions.length === 0) {
    session.seek(Math.max(session.at(), shownUntil) + PAUSE);
    return [];
  }
  const { timeline } = session;
  const startAt = Math.max(timeline.endAt(), shownUntil) + PAUSE;
  const { looks } = playAll(dueActions(actions, { startAt, names: {} }), timeline);
  awaitRequests(timeline, timeline.endAt() + PATIENCE);
  session.seek(timeline.endAt());
  return looks;
}

/** Begins to play actions at the moment shown; `onLook` is told what they look at, when they do. */
export function playToBeWatched(
  session: Session,
  actions: readonly Action[],
  what: Pick<Playing, 'step' | 'from'> & { readonly names: PodNames },
  onLook: (reference: Reference, at: Micros) => void,
): Playing {
  const startAt = session.at() + PAUSE;
  const { dues, endAt } = dueActions(actions, { startAt, names: what.names });
  const deeds = dues.map((due) => ({
    at: due.at,
    act: (timeline: Session['timeline']) => {
      const { looks, refusal } = due.act(timeline);
      for (const reference of looks) onLook(reference, due.at);
      return refusal;
    },
  }));
  const sent = dues.filter(({ action }) => action.type === 'send').length;
  // The wait at the end is waited for, too.
  session.perform([...deeds, { at: endAt, act: () => null }], sent > SHOWN_BY_HOPS);
  return { step: what.step, from: what.from, startAt, endAt };
}

/** True once what was to be played is over at the moment shown, and every request sent meanwhile has ended. */
export function isPlayed(session: Session, { startAt, endAt }: Playing): boolean {
  const at = session.at();
  if (at < endAt || session.isPerforming()) return false;
  const { timeline } = session;
  const open = new Set<unknown>();
  for (const fact of timeline.factsOfType('request/sent')) {
    if (fact.at >= startAt && fact.at <= endAt) open.add(fact['request']);
  }
  for (const fact of timeline.factsOfType('request/ended')) {
    if (fact.at <= at) open.delete(fact['request']);
  }
  return open.size === 0;
}

/** Back to a moment; what lay after it is forgotten, unless the learner has given it a name. */
export function rewind(session: Session, at: Micros): void {
  const { timeline, book } = session;
  const left = timeline.currentBranch();
  const isNamed = book.list().some((branch) => branch.id === left && branch.name !== null);
  timeline.fork(Math.max(at, 0));
  session.seek(at);
  const isThere = timeline.branches().some(({ id }) => id === left);
  if (!isNamed && isThere && left !== timeline.currentBranch()) book.drop(left);
}

/** Makes a branch at a moment and goes over to it. Returns its id. */
export function leaveFor(session: Session, at: Micros): string {
  session.stopPerforming();
  session.timeline.fork(at);
  session.seek(at + PAUSE);
  return session.timeline.currentBranch();
}

/**
 * Back to a branch, at a moment. A branch on which nothing lay beyond that moment is not kept: `left`, which
 * left it then, is the same until then. False if neither is there any more.
 */
export function comeBack(session: Session, branch: string, left: string | null, at: Micros): boolean {
  const { timeline } = session;
  const isThere = (wanted: string | null) => timeline.branches().some(({ id }) => id === wanted);
  session.stopPerforming();
  if (isThere(branch)) session.switchBranch(branch);
  else if (left !== null && isThere(left)) {
    session.switchBranch(left);
    timeline.fork(at);
  } else return false;
  session.seek(at);
  return true;
}
