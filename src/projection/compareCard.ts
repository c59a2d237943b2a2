/** The timeline strip while two runs are compared: the same lanes of both, one above the other, and where they differ. */
import type { TimelineCard, TimelineLane } from './cards';
import type { ComparedRun, Difference } from './compare';
import { timelineCard, type TimelineScope } from './timelineCard';

/** Lanes that are shown of both runs. */
const COMPARED = /^(?:client|rules\/)/;

/** The strip of two runs; `window` and what else is no lane comes from the first. */
export function compareCard(
  runs: readonly [ComparedRun, ComparedRun],
  scope: TimelineScope,
  shown: readonly Difference[],
): TimelineCard {
  const cards = runs.map(({ log, letter }) => ({ letter, card: timelineCard(log, scope) }));
  const [first, second] = cards;
  const lanes = first!.card.lanes.flatMap((lane): TimelineLane[] => {
    const other = second!.card.lanes.find((one) => one.id === lane.id);
    if (!COMPARED.test(lane.id) || other === undefined) return [];
    return [named(lane, first!.letter), named(other, second!.letter)];
  });
  const flags = shown.map(({ id, at, kind, message }) => ({
    id: `difference/${id}`,
    at,
    tone: kind === 'request' ? ('bad' as const) : ('info' as const),
    note: { key: 'diff.flag', params: message.params },
  }));
  return { ...first!.card, lanes, flags: flags.filter(({ at }) => at >= scope.from && at <= scope.to) };
}

function named(lane: TimelineLane, letter: string): TimelineLane {
  const { key, params } = lane.label;
  return {
    id: `${letter}/${lane.id}`,
    label: { key: `${key}.of`, params: { ...params, run: letter } },
    spans: lane.spans.map((span) => ({ ...span, id: `${letter}/${span.id}` })),
    marks: lane.marks.map((mark) => ({ ...mark, id: `${letter}/${mark.id}` })),
  };
}
