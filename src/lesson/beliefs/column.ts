/** Columns in which what is believed stands above what happens, and the words in them. */
import type { Micros } from '../../sim/kernel/time';
import type { Message } from '../../sim/packet/hop';
import type { GhostColumn } from '../view';
import { ipOf, shortOf, type Sight } from './sight';

/** A column, with what someone foretells who knows how it works. */
export type Column = GhostColumn & { readonly known: Message };

/** What a model of how things work makes of a step. */
export type Model = (sight: Sight) => readonly Column[];

/** So many columns are shown at a time. */
export const MOST_COLUMNS = 8;

interface ColumnPlan {
  readonly id: string;
  /** When it happened; null while it has not. */
  readonly at: Micros | null;
  readonly label: Message;
  readonly believed: Message;
  /** What happened; null while it has not. */
  readonly truth: Message | null;
  readonly agrees: boolean;
  /** What someone foretells who knows; what happened, if it is absent. */
  readonly known?: Message;
  /** Where the ghost is, at that moment. */
  readonly place?: string | null;
}

/** A column. While nothing has happened it stands at the moment shown. */
export function column(sight: Sight, plan: ColumnPlan): Column {
  const { id, at, label, believed, truth, known, place = null } = plan;
  const agrees = truth === null ? null : plan.agrees;
  const foretold = known ?? truth ?? word('open');
  return { id, at: at ?? sight.at, label, believed, ghostPlace: place, truth, agrees, known: foretold };
}

/** `belief.<name>` in the catalogues. */
export function word(name: string, params: Message['params'] = {}): Message {
  return { key: `belief.${name}`, params };
}

/** Something technical as it is: an address, a name. */
export function literal(text: string): Message {
  return word('literal', { text });
}

/** A Pod by the end of its name, and its address. */
export function podWords(sight: Sight, pod: string): Message {
  return word('pod', { short: shortOf(pod), ip: ipOf(sight, pod) });
}

/** How long after something else it happened. */
export function later(micros: Micros): Message {
  return micros < 10_000_000
    ? word('laterMillis', { millis: Math.round(micros / 1000) })
    : word('laterSeconds', { seconds: Math.round(micros / 1_000_000) });
}

/**
 * At most so many: the newest, and always the one in which the two part, with the one before it. The ghost stands
 * where things are now.
 */
export function choose(columns: readonly GhostColumn[]): GhostColumn[] {
  const parts = columns.findIndex((one) => one.agrees === false);
  const newest = columns.findLastIndex((one) => one.truth !== null);
  // Columns still to come fill what is left.
  const end = Math.min(columns.length, Math.max(newest + 1, MOST_COLUMNS));
  const begin = Math.max(0, end - MOST_COLUMNS);
  const shown = columns.slice(begin, end);
  if (parts >= 0 && parts < begin + 1) {
    const kept = columns.slice(Math.max(0, parts - 1), parts + 1);
    shown.splice(0, kept.length, ...kept);
  }
  const current = columns[newest + 1] ?? columns[newest];
  return shown.map((one) => (one === current ? one : { ...one, ghostPlace: null }));
}
