/**
 * What the presenter's window and the audience's windows have in common, and how they come to agree on it: every
 * change counts one up, the higher count wins, and of two equal ones the later name. So the order in which messages
 * come in does not matter, and a window that is opened late asks and is told.
 * Source: L. Lamport, Time, Clocks, and the Ordering of Events in a Distributed System (1978).
 */

export interface Stage {
  /** How often something has been changed. */
  readonly clock: number;
  /** The window that made the last change. */
  readonly author: string;
  /** The frame, from 0. */
  readonly index: number;
  /** The frame is shown at its rest, without playing. */
  readonly isStill: boolean;
  /** The answer to the frame's question may be seen, and how many hands went up for each option. */
  readonly isRevealed: boolean;
  /** Hands counted, by option. They belong to the question of the frame `handsAt`. */
  readonly hands: Readonly<Record<string, number>>;
  readonly handsAt: number;
  /** The audience keeps what it sees, whatever the presenter does. Null: it follows. */
  readonly frozenAt: number | null;
  readonly isBlank: boolean;
}

export type StageChange = Partial<Omit<Stage, 'clock' | 'author'>>;

/** The place of the laser's dot, as fractions of the slide; null while it is off. */
export type Laser = { readonly x: number; readonly y: number } | null;

export type StageMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'stage'; readonly stage: Stage }
  | { readonly type: 'laser'; readonly laser: Laser }
  | { readonly type: 'bye'; readonly author: string };

export const MAX_HANDS = 999;

/** Where a show begins. */
export function openStage(author: string, index = 0): Stage {
  return {
    ...{ clock: 0, author, index, isStill: true, isRevealed: false },
    ...{ hands: {}, handsAt: index, frozenAt: null, isBlank: false },
  };
}

/** A change made in this window. Another frame hides the answer again and forgets the hands. */
export function changeStage(stage: Stage, author: string, change: StageChange): Stage {
  const index = change.index ?? stage.index;
  const fresh = index === stage.index ? {} : { isRevealed: false, hands: {}, handsAt: index };
  return { ...stage, ...fresh, ...change, clock: stage.clock + 1, author };
}

/** One hand more (or fewer) for an option; between 0 and `MAX_HANDS`. */
export function countHands(stage: Stage, author: string, option: string, count: number): Stage {
  const kept = Math.min(MAX_HANDS, Math.max(0, Math.round(count)));
  return changeStage(stage, author, {
    hands: { ...stage.hands, [option]: Number.isFinite(kept) ? kept : 0 },
    handsAt: stage.index,
  });
}

/** The stage after hearing of another one. */
export function agree(mine: Stage, theirs: Stage): Stage {
  if (theirs.clock !== mine.clock) return theirs.clock > mine.clock ? theirs : mine;
  return theirs.author > mine.author ? theirs : mine;
}

/** The frame that the audience sees. */
export function frameSeen(stage: Stage): number {
  return stage.frozenAt ?? stage.index;
}

/** A message of another window, or null for anything else: nothing of it is trusted. */
export function readStageMessage(value: unknown): StageMessage | null {
  if (!isRecord(value)) return null;
  switch (value['type']) {
    case 'hello':
      return { type: 'hello' };
    case 'bye':
      return typeof value['author'] === 'string' ? { type: 'bye', author: value['author'] } : null;
    case 'laser':
      return isLaser(value['laser']) ? { type: 'laser', laser: value['laser'] } : null;
    case 'stage':
      return isStage(value['stage']) ? { type: 'stage', stage: value['stage'] } : null;
    default:
      return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isLaser(value: unknown): value is Laser {
  return value === null || (isRecord(value) && isFraction(value['x']) && isFraction(value['y']));
}

function isStage(value: unknown): value is Stage {
  if (!isRecord(value) || !isRecord(value['hands'])) return false;
  const { clock, author, index, handsAt, frozenAt, isStill, isRevealed, isBlank, hands } = value;
  return (
    [clock, index, handsAt].every(isCount) &&
    (frozenAt === null || isCount(frozenAt)) &&
    typeof author === 'string' &&
    author.length <= 40 &&
    [isStill, isRevealed, isBlank].every((flag) => typeof flag === 'boolean') &&
    Object.entries(hands).length <= 26 &&
    Object.values(hands).every((count) => isCount(count) && count <= MAX_HANDS)
  );
}
