/**
 * One learner at one scenario: the timeline, the moment shown, what is followed and how it
 * plays. It moves time only by asking the timeline; all that it shows comes from projections.
 */
import { FactLog } from '../projection/factLog';
import { focusAt, type Focus } from '../projection/focus';
import { momentAfter, momentBefore, type MomentKind } from '../projection/moments';
import { isAtRest } from '../projection/rest';
import type { WorldView } from '../projection/view';
import type { LoadedScenario } from '../scenario/prepareFiles';
import { startPrepared } from '../scenario/startPrepared';
import { applyIntent, type Intent } from '../sim/intent';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import { simLaws, type SimTables } from '../sim/laws';
import type { Hop } from '../sim/packet/hop';
import { Timeline } from '../trace/timeline';
import type { CodecDefaults, TimedAction } from './actionCodec';
import { BranchBook } from './branchBook';
import { DeedQueue, type Deed } from './deeds';
import { linkWordsOf, type LinkWords } from './linkWords';
import { advance, retreat, stretchesOf, type Stretch } from './pace';
import { outcomeShownAt, stepBackTarget, stepTarget } from './stepping';
import { storyOf, type Bookmark, type Story } from './story';
import { clusterRate, eventHorizon, hasTraffic, isFollowed, isQuiet, isSteady, longestUnrest } from './tempo';

/** Looking ahead of the moment shown. */
const LOOK_AHEAD: Micros = millis(300);
/** A followed request is computed to its end, at most this far. */
const LONGEST_REQUEST: Micros = seconds(130);
/** After the cluster has come to rest, so much longer. */
const AFTERGLOW: Micros = millis(400);

/** When playing stops by itself. */
type Until = 'forever' | 'requestEnd' | 'rest' | { readonly target: Micros };

export class Session {
  readonly log = new FactLog();
  readonly timeline: Timeline<SimTables, Intent>;
  readonly book: BranchBook;
  /** The names that a link need not spell. */
  readonly words: LinkWords;
  bookmarks: readonly Bookmark[] = [];
  private shown: Micros = 0;
  private until: Until | null = null;
  private startedAt: Micros = 0;
  private followed: string | null = null;
  private pinned: string | null = null;
  private all = false;
  private deeds = new DeedQueue();
  private stretches: readonly Stretch[] = [];
  private stretchesOfHops: readonly Hop[] | null = null;
  speed = 1;
  refusal: string | null = null;

  constructor(
    readonly loaded: LoadedScenario,
    readonly seed: string,
    actions: readonly TimedAction[] = [],
  ) {
    const start = startPrepared(loaded, { seed });
    this.timeline = new Timeline(start, simLaws, applyIntent, {
      ignoredTables: ['queue', 'random', 'packets', 'numbers', 'ports'],
    });
    this.book = new BranchBook(this.timeline);
    this.words = linkWordsOf(start.tables);
    this.tell(storyOf(actions.filter(({ at }) => at >= 0)));
  }

  // --- what was done ----------------------------------------------------------------

  /** Does all that a story tells; nothing may have been done yet. Says whether all of it could be done. */
  tell(story: Story): boolean {
    const isWhole = this.book.tell(story);
    this.bookmarks = story.bookmarks;
    this.follow();
    return isWhole;
  }

  story(): Story {
    return this.book.story(this.bookmarks);
  }

  /** Who sends, and what, if nothing else is said. */
  usual(): CodecDefaults {
    const [client] = this.loaded.scenario.clients;
    return { client: client?.id ?? '', url: client?.urls[0] ?? '' };
  }

  /** Goes over to another branch, at the same moment. What was to be done by itself is not done there. */
  switchBranch(id: string): void {
    this.deeds = new DeedQueue();
    this.until = this.pinned = null;
    this.timeline.switchTo(id);
    this.follow();
    this.jump(this.moment);
  }

  // --- what is shown ----------------------------------------------------------------

  at(): Micros {
    return this.moment;
  }

  private get moment(): Micros {
    return this.shown;
  }
  private set moment(at: Micros) {
    this.shown = at;
    this.book.saw(at);
  }

  endAt(): Micros {
    return this.timeline.endAt();
  }

  isPlaying(): boolean {
    return this.until !== null;
  }

  everyPacket(): boolean {
    return this.all;
  }

  /** The world at the moment shown. */
  view(): WorldView {
    const world = this.timeline.worldAt(this.moment);
    const index = this.timeline.viewIndex();
    return {
      at: this.moment,
      tables: world.tables,
      lookup: (table, name, value) => index.lookup(table, name, value),
    };
  }

  focus(view: WorldView): Focus {
    const focus = focusAt(view, this.log, this.followed, this.all);
    const pinned = this.pinned === null ? -1 : focus.hops.findIndex((hop) => hop.hopId === this.pinned);
    if (pinned < 0) return focus;
    return focusAt(view, this.log, this.followed, this.all, pinned);
  }

  /** Changes iff anything but packets in flight has changed in the world. */
  revision(): number {
    return this.timeline.revisionAt(this.moment);
  }

  /** All that was done on this branch. */
  actions(): readonly TimedAction[] {
    return this.timeline.intents();
  }

  traceHash(): string {
    return this.timeline.traceHash();
  }

  // --- acting -----------------------------------------------------------------------

  /** Carries out an intent at the moment shown. What lay in the future of it is left behind. */
  act(intent: Intent): void {
    this.book.beforeActing(this.moment);
    this.timeline.act(this.moment, intent);
    this.pinned = null;
    this.follow();
    this.refusal = this.log.intents.at(-1)?.refusal ?? null;
    this.startedAt = this.moment;
    if (isFollowed(intent)) {
      this.followed = null;
      this.foresee();
      this.until = 'requestEnd';
    } else if (intent.type === 'setRate' && intent.rate > 0) {
      this.followed = null;
      this.until = 'forever';
    } else if (this.until === null || this.until === 'requestEnd' || typeof this.until === 'object') {
      this.until = isQuiet(intent) ? this.until : 'rest';
    }
  }

  /** Does these things in their time, and plays until the cluster has come to rest. A series goes by as traffic does. */
  perform(deeds: readonly Deed[], isSeries = false): void {
    this.deeds = new DeedQueue(deeds, isSeries);
    this.pinned = this.followed = this.refusal = null;
    this.startedAt = this.moment;
    this.until = 'rest';
    this.doWhatIsDue();
  }

  /** True while something is still to be done by itself. */
  isPerforming(): boolean {
    return !this.deeds.isEmpty;
  }
  stopPerforming(): void {
    this.deeds = new DeedQueue();
  }

  private doWhatIsDue(): void {
    for (let deed = this.deeds.take(this.moment); deed !== undefined; deed = this.deeds.take(this.moment)) {
      const refusal = deed.act(this.timeline);
      this.refusal ??= refusal;
      this.startedAt = this.moment;
      this.follow();
    }
  }

  setEveryPacket(on: boolean): void {
    this.all = on;
    this.pinned = null;
    this.stretchesOfHops = null;
  }

  // --- moving in time ---------------------------------------------------------------

  play(): void {
    this.pinned = null;
    this.startedAt = this.moment;
    const { request, hops, current } = this.focus(this.view());
    const isInside = request !== null && hops.length > 0 && current < hops.length - 1;
    const isFollowing = isInside && !hasTraffic(this.view().tables);
    this.until = this.isPerforming() ? 'rest' : isFollowing ? 'requestEnd' : 'forever';
  }

  pause(): void {
    this.until = null;
  }

  seek(at: Micros): void {
    this.until = null;
    this.pinned = null;
    this.jump(Math.max(0, Math.round(at)));
  }

  /** Shows a hop of the followed request at its end. */
  seekHop(hopId: string): void {
    const hop = this.focus(this.view()).hops.find((one) => one.hopId === hopId);
    if (hop === undefined) return;
    this.until = null;
    this.jump(hop.endAt);
    this.pinned = hop.hopId;
  }

  stepForward(jump: boolean): void {
    const wanted = this.until !== null && typeof this.until === 'object' ? this.until.target : -Infinity;
    if (wanted > this.moment) return this.settle(wanted);
    const target = stepTarget(this.focus(this.view()), this.log, this.moment);
    if (jump) this.settle(target);
    else this.playTo(target);
  }

  /** Plays to a moment, and rests there. */
  playTo(target: Micros): void {
    this.pinned = null;
    this.foreseeTo(target);
    this.until = { target };
  }

  stepBack(): void {
    const { at, endsHop } = stepBackTarget(this.focus(this.view()), this.log, this.moment, this.all);
    this.until = null;
    if (endsHop) return this.settle(at);
    this.pinned = null;
    this.jump(at);
  }

  /** To the next or the last moment at which something happened. Where there is none, as far as it was looked for. */
  stepEvent(direction: 1 | -1, kind: MomentKind): void {
    const from = this.moment;
    if (direction < 0) return this.seek(momentBefore(this.log, from, kind) ?? 0);
    const horizon = Math.min(from + eventHorizon(this.view()), this.deeds.nextAt());
    let found = momentAfter(this.log, from, kind);
    for (let end = from; found === null && end < horizon;) {
      end = Math.min(horizon, end + seconds(1));
      this.timeline.extend(end);
      this.follow();
      found = momentAfter(this.log, from, kind);
    }
    if (found !== null || Number.isFinite(this.deeds.nextAt()))
      this.seek(Math.min(found ?? horizon, horizon));
  }

  /** To a hop's end, with that hop shown even where the next one has begun already. */
  private settle(target: Micros): void {
    this.until = null;
    this.jump(target);
    const { hops } = focusAt(this.view(), this.log, this.followed, this.all);
    this.pinned = hops.findLast((hop) => hop.endAt === target)?.hopId ?? null;
  }

  goToStart(): void {
    const sentAt = this.log.lastSent(this.moment)?.sentAt ?? 0;
    this.seek(sentAt === this.moment ? 0 : sentAt);
  }

  goToEnd(): void {
    if (this.until === 'rest') return this.skip();
    const request = this.log.lastSent(this.moment);
    const outcomeAt = outcomeShownAt(request);
    this.seek(Number.isFinite(outcomeAt) ? outcomeAt : this.timeline.endAt());
  }

  /** What plays by itself is over at once: everything is done, and the cluster has come to rest. */
  private skip(): void {
    while (this.isPerforming()) this.jump(this.deeds.nextAt());
    const last = this.moment + longestUnrest(this.view());
    do this.jump(this.moment + AFTERGLOW);
    while (!isAtRest(this.view()) && this.moment < last && !isSteady(this.view()));
    this.until = null;
    this.pinned = null;
  }

  private jump(at: Micros): void {
    for (let due = this.deeds.nextAt(); due <= at; due = this.deeds.nextAt()) {
      this.moment = due;
      this.doWhatIsDue();
    }
    this.foreseeTo(at);
    this.moment = at;
    // A link may lead into the middle of a request: how many hops it has is known only at its end.
    if (!hasTraffic(this.view().tables)) this.foresee();
  }

  /** Screen time passes. Returns true if the moment has changed. */
  tick(elapsedMillis: number): boolean {
    if (this.until === null || elapsedMillis <= 0) return false;
    const before = this.moment;
    const screen = elapsedMillis * this.speed;
    const target = typeof this.until === 'object' ? this.until.target : Infinity;
    const otherwise = clusterRate(this.view(), this.deeds.isSeries);
    const stretches = this.stretchesNow();
    if (target < this.moment) this.moment = retreat(stretches, this.moment, screen, otherwise, target);
    else {
      const limit = Math.min(target, this.stopAt(), this.deeds.nextAt());
      this.moment = advance(stretches, this.moment, screen, otherwise, limit);
    }
    this.moment = Math.round(this.moment);
    this.foreseeTo(this.moment);
    this.doWhatIsDue();
    if (this.isOver(target)) {
      this.until = null;
      if (target !== Infinity) this.settle(target);
    }
    return this.moment !== before;
  }

  /** Simulated microseconds per screen millisecond now, at the present speed. */
  ratePerMillisecond(): number {
    const inside = this.stretchesNow().find(({ from, to }) => this.moment >= from && this.moment < to);
    const otherwise = clusterRate(this.view(), this.deeds.isSeries);
    return (inside === undefined ? otherwise : (inside.to - inside.from) / inside.millis) * this.speed;
  }

  private stopAt(): Micros {
    if (this.until !== 'requestEnd') return Infinity;
    return outcomeShownAt(this.log.lastSent(this.moment));
  }

  private isOver(target: Micros): boolean {
    if (target !== Infinity) return this.moment === target;
    if (this.until === 'requestEnd') return this.moment >= this.stopAt();
    if (this.until !== 'rest' || !this.deeds.isEmpty) return false;
    const waited = this.moment - this.startedAt;
    return (waited > AFTERGLOW && isAtRest(this.view())) || waited > longestUnrest(this.view());
  }

  private stretchesNow(): readonly Stretch[] {
    if ((this.deeds.isSeries && this.until === 'rest') || hasTraffic(this.view().tables)) return [];
    const { request, hops } = focusAt(this.view(), this.log, this.followed, this.all);
    if (request === null) return [];
    if (this.stretchesOfHops?.length !== hops.length || this.stretchesOfHops[0] !== hops[0]) {
      this.stretches = stretchesOf(request.sentAt, hops);
      this.stretchesOfHops = hops;
    }
    return this.stretches;
  }

  /** Computes on, so that the followed request is known to its end. */
  private foresee(): void {
    const story = this.log.lastSent(this.moment);
    if (story === undefined || story.endedAt !== null) return;
    const last = Math.min(this.moment + LONGEST_REQUEST, this.deeds.nextAt());
    for (let end = this.moment; story.endedAt === null && end < last;) {
      end = Math.min(last, end + millis(200));
      this.timeline.extend(end);
      this.follow();
    }
    this.stretchesOfHops = null;
  }

  private foreseeTo(at: Micros): void {
    if (this.timeline.endAt() >= at + LOOK_AHEAD) return;
    this.timeline.extend(Math.max(at, Math.min(at + LOOK_AHEAD * 2, this.deeds.nextAt())));
    this.follow();
  }

  private follow(): void {
    this.book.settle();
    if (this.log.follow(this.timeline.facts())) this.stretchesOfHops = null;
  }
}
