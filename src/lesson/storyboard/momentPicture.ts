/** What a frame shows: the picture and the header strip of its moment. */
import { buildStructure, withMotion } from '../../projection/buildPicture';
import type { StripCard } from '../../projection/cards';
import type { FactLog } from '../../projection/factLog';
import { focusAt } from '../../projection/focus';
import { stripCard } from '../../projection/journey';
import type { Picture } from '../../projection/picture';
import type { WorldView } from '../../projection/view';
import type { LessonTimeline } from '../references';
import type { Moment } from './playStoryboard';

export interface MomentPicture {
  readonly picture: Picture;
  readonly strip: StripCard | null;
}

/** The world of a timeline at a moment. It stays valid until the timeline is looked at again. */
export function viewAt(timeline: LessonTimeline, at: number): WorldView {
  const { tables } = timeline.worldAt(at);
  const index = timeline.viewIndex();
  return { at, tables, lookup: (table, name, value) => index.lookup(table, name, value) };
}

/** Picture and strip of a frame at its rest. `log` has followed the timeline that the storyboard was played on. */
export function pictureOfMoment(
  timeline: LessonTimeline,
  log: FactLog,
  { endAt, hop }: Pick<Moment, 'endAt' | 'hop'>,
): MomentPicture {
  const view = viewAt(timeline, endAt);
  const plain = focusAt(view, log, null, false);
  const pinned = hop === null ? -1 : plain.hops.findIndex(({ hopId }) => hopId === hop.hopId);
  const focus = pinned < 0 ? plain : focusAt(view, log, null, false, pinned);
  const structure = buildStructure(view, log, focus, 1);
  return { picture: withMotion(structure, view, log, focus), strip: stripCard(view, focus) };
}
