/**
 * What was found out about a moment of a timeline, kept: looking at a moment means walking there, and the page asks
 * the same of the same moments many times a second.
 */
import type { Micros } from '../sim/kernel/time';
import type { LessonTimeline } from './references';

/** More answers than this are forgotten: they can be found again. */
const MOST_ANSWERS = 2_000;

const memories = new WeakMap<LessonTimeline, Map<string, unknown>>();

/** The answer to a question about the moment `at`, which `question` names; `find` finds it the first time. */
export function remembered<T>(timeline: LessonTimeline, at: Micros, question: string, find: () => T): T {
  const memory = memories.get(timeline) ?? new Map<string, unknown>();
  memories.set(timeline, memory);
  timeline.extend(at);
  // Someone may still act at the last instant: then it is not the same moment any more.
  const id = `${timeline.currentBranch()} ${timeline.recordIndexAt(at)} ${at} ${question}`;
  if (memory.has(id)) return memory.get(id) as T;
  const answer = find();
  if (memory.size >= MOST_ANSWERS) memory.clear();
  memory.set(id, answer);
  return answer;
}
