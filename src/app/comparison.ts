/** Two branches of a session side by side, at the session's moment: a world, a log and a scene for each. */
import { buildStructure, withMotion, type Structure } from '../projection/buildPicture';
import { differencesOf, firstDifference, type ComparedRun, type Difference } from '../projection/compare';
import { compareCard } from '../projection/compareCard';
import { FactLog } from '../projection/factLog';
import { focusAt } from '../projection/focus';
import type { WorldView } from '../projection/view';
import { Scene, type SceneLook } from '../scene/scene';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';
import type { BranchReader } from '../trace/branchReader';
import type { BranchView, ComparisonView } from '../ui/branches/contract';
import type { View } from '../ui/contract';
import { partingOf } from './branchBook';
import type { Session } from './session';
import { structureKey } from './viewOf';

/** Beyond the moment shown, so that what is on the road is known; and a request to its end, at most so far. */
const AHEAD: Micros = millis(300);
const LONGEST_REQUEST: Micros = seconds(130);
/** Marked on the strip. */
const MAX_FLAGS = 1;
/** Told one after the other. */
const MAX_TOLD = 200;
const NOBODY = { select: () => undefined, scale: () => undefined, openRoute: () => undefined };

class Side implements ComparedRun {
  readonly log = new FactLog();
  private reader: BranchReader<SimTables> | null = null;
  private id: string | null = null;
  private scene: Scene | null = null;
  private structure: Structure | null = null;
  private madeFor = '';
  private revision = 0;

  constructor(
    private readonly session: Session,
    public letter: string,
  ) {}

  /** False if there is no such branch any more. */
  follow(): boolean {
    const id = this.session.book.idOf(this.letter);
    if (id === null) return false;
    if (id !== this.id) {
      this.id = id;
      this.reader = this.session.timeline.readerOf(id);
      this.madeFor = '';
    }
    return true;
  }

  attach(host: HTMLElement | null): void {
    this.scene?.destroy();
    this.scene = host === null ? null : new Scene(host, NOBODY);
    this.madeFor = '';
  }

  /** Computes the branch so far that the moment can be shown. Returns how far it is computed. */
  compute(at: Micros): Micros {
    const reader = this.reader!;
    let end = reader.extend(at + AHEAD);
    this.log.follow(reader.facts());
    const request = this.log.lastSent(at);
    while (request !== undefined && request.endedAt === null && end < at + LONGEST_REQUEST) {
      end = reader.extend(end + millis(200));
      this.log.follow(reader.facts());
    }
    return end;
  }

  draw(at: Micros, look: SceneLook): void {
    if (this.scene === null || !this.follow()) return;
    this.compute(at);
    const reader = this.reader!;
    const { tables } = reader.worldAt(at);
    const index = reader.viewIndex();
    const view: WorldView = {
      at,
      tables,
      lookup: (table, name, value) => index.lookup(table, name, value),
    };
    const focus = focusAt(view, this.log, null, this.session.everyPacket());
    const key = structureKey({ revision: () => reader.revisionAt(at) }, focus, view);
    if (this.structure === null || key !== this.madeFor) {
      this.structure = buildStructure(view, this.log, focus, ++this.revision);
      this.madeFor = key;
    }
    this.scene.draw(withMotion(this.structure, view, this.log, focus), { ...look, selected: null });
  }
}

export class Comparison {
  private readonly sides: readonly [Side, Side];
  private known: readonly Difference[] = [];
  private knownFor = '';

  constructor(
    private readonly session: Session,
    left: string,
    right: string,
  ) {
    this.sides = [new Side(session, left), new Side(session, right)];
  }

  attach(side: 0 | 1, host: HTMLElement | null): void {
    this.sides[side].attach(host);
  }

  destroy(): void {
    for (const side of this.sides) side.attach(null);
  }

  draw(at: Micros, look: SceneLook): void {
    for (const side of this.sides) side.draw(at, look);
  }

  /** What there is to say of the two; null if one of them is no more. */
  view(branches: readonly BranchView[], at: Micros): ComparisonView | null {
    this.takeInCurrent(branches);
    const [left, right] = this.sides.map(({ letter }) => branches.find((one) => one.letter === letter));
    if (left === undefined || right === undefined || this.sides.some((side) => !side.follow())) return null;
    const until = Math.min(...this.sides.map((side) => side.compute(at)));
    const forkAt = partingOf(this.session.book.list(), this.sides[0].letter, this.sides[1].letter);
    this.compareUntil(forkAt, until);
    const first = firstDifference(this.known);
    const rest = this.known.filter((one) => one.kind !== 'deed' && one !== first);
    const shown = first === null ? [] : [first, ...rest.slice(0, MAX_TOLD)];
    const differences = shown.map(({ at: when, message, inner }) => ({ at: when, message, inner }));
    return { left, right, forkAt, at, differences };
  }

  /** The strip of both. */
  timeline(view: Pick<View, 'timeline' | 'transport'>): View['timeline'] {
    const { timeline, transport } = view;
    const first = firstDifference(this.known);
    const scope = {
      from: Math.max(0, transport.at - seconds(60)),
      to: Math.max(timeline.endAt, transport.at),
      endAt: timeline.endAt,
      at: transport.at,
      nodes: Object.keys(this.session.view().tables.nodes).sort(),
      service: this.session.focus(this.session.view()).service,
    };
    const card = compareCard(this.sides, scope, first === null ? [] : [first].slice(0, MAX_FLAGS));
    return { ...card, window: timeline.window };
  }

  /** Whoever acts goes on with a new branch: it takes the place of the one that was looked at. */
  private takeInCurrent(branches: readonly BranchView[]): void {
    const current = branches.find((one) => one.isCurrent);
    if (current === undefined || this.sides.some(({ letter }) => letter === current.letter)) return;
    const left = this.sides.find(({ letter }) => letter === current.parent) ?? this.sides[1];
    left.letter = current.letter;
    this.knownFor = '';
  }

  private compareUntil(forkAt: Micros, until: Micros): void {
    const [a, b] = this.sides;
    const sizes = this.sides.map(
      ({ log }) => `${log.events.length}/${log.sent.length}/${log.intents.length}`,
    );
    const ends = this.sides.map(({ log }) => log.sent.filter(({ endedAt }) => endedAt !== null).length);
    const key = [a.letter, b.letter, forkAt, Math.floor(until / AHEAD), ...sizes, ...ends].join(' ');
    if (key === this.knownFor) return;
    this.knownFor = key;
    this.known = differencesOf(a, b, { forkAt, until });
  }
}
