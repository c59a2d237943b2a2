/**
 * One learner at one scenario: the timeline, the moment shown, what is followed and how it
 * plays. It moves time only by asking the timeline; all that it shows comes from projections.
 */
import { FactLog, type RequestStory } from '../projection/factLog';
import { focusAt, type Focus } from '../projection/focus';
import { isAtRest, isLagging } from '../projection/rest';
import type { WorldView } from '../projection/view';
import type { LoadedScenario } from '../scenario/prepareFiles';
import { startPrepared } from '../scenario/startPrepared';
import { applyIntent, type Intent } from '../sim/intent';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import { simLaws, type SimTables } from '../sim/laws';
import type { Hop } from '../sim/packet/hop';
import { Timeline } from '../trace/timeline';
import type { TimedAction } from './actionCodec';
import { advance, CLUSTER_RATE, LAG_RATE, retreat, stretchesOf, TRAFFIC_RATE, type Stretch } from './pace';

/** Looking ahead of the moment shown, so that what comes next is known. */
const LOOK_AHEAD: Micros = millis(300);
/** A followed request is computed to its end, at most this far. */
const LONGEST_REQUEST: Micros = seconds(130);
/** After the cluster has come to rest, so much longer. */
const AFTERGLOW: Micros = millis(400);
const LONGEST_UNREST: Micros = seconds(120);

/** Something to be done by itself when its time has come. `act` says why it was refused, or null. */
export interface Deed {
  readonly at: Micros;
  act(timeline: Timeline<SimTables, Intent>): string | null;
}

/** When playing stops by itself. */
type Until = 'forever' | 'requestEnd' | 'rest' | { readonly target: Micros };

export class Session {
  readonly log = new FactLog();
  readonly timeline: Timeline<SimTables, Intent>;
  private moment: Micros = 0;
  private until: Until | null = null;
  private startedAt: Micros = 0;
  private followed: string | null = null;
  private pinned: string | null = null;
  private all = false;
  private deeds: readonly Deed[] = [];
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
    for (const { at, intent } of actions) {
      if (at >= 0) this.timeline.act(at, intent);
    }
    this.follow();
  }

  // --- what is shown ----------------------------------------------------------------

  at(): Micros {
    return this.moment;
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

  /** All that was done, for the page's address. */
  actions(): readonly TimedAction[] {
    return this.timeline.intents();
  }

  traceHash(): string {
    return this.timeline.traceHash();
  }

  // --- acting -----------------------------------------------------------------------

  /** Carries out an intent at the moment shown. What lay in the future of it is left behind. */
  act(intent: Intent): void {
    this.timeline.act(this.moment, intent);
    this.pinned = null;
    this.follow();
    const done = this.log.intents.at(-1);
    this.refusal = done?.refusal ?? null;
    this.startedAt = this.moment;
    if (intent.type === 'sendRequest') {
      this.followed = null;
      this.foresee();
      this.until = 'requestEnd';
    } else if (intent.type === 'setRate' && intent.rate > 0) {
      this.followed = null;
      this.until = 'forever';
    } else if (this.until === null || this.until === 'requestEnd' || typeof this.until === 'object') {
      this.until = this.isQuietIntent(intent) ? this.until : 'rest';
    }
  }

  /** Does these things, each when its time has come, and plays until the cluster has come to rest after the last. */
  perform(deeds: readonly Deed[]): void {
    this.deeds = [...deeds].sort((a, b) => a.at - b.at);
    this.pinned = null;
    this.followed = null;
    this.refusal = null;
    this.startedAt = this.moment;
    this.until = 'rest';
    this.doWhatIsDue();
  }

  /** True while something is still to be done by itself. */
  isPerforming(): boolean {
    return this.deeds.length > 0;
  }

  /** What was to be done by itself is not done any more. */
  stopPerforming(): void {
    this.deeds = [];
  }

  private doWhatIsDue(): void {
    for (let deed = this.deeds[0]; deed !== undefined && deed.at <= this.moment; deed = this.deeds[0]) {
      this.deeds = this.deeds.slice(1);
      this.refusal ??= deed.act(this.timeline);
      this.startedAt = this.moment;
      this.follow();
    }
  }

  /** As far as may be computed: what is still to be done by itself changes what comes after. */
  private nextDeedAt(): Micros {
    return this.deeds[0]?.at ?? Infinity;
  }

  private isQuietIntent(intent: Intent): boolean {
    return (
      intent.type === 'setWatchDelay' || intent.type === 'setNewConnections' || intent.type === 'setRate'
    );
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
    const isFollowing = request !== null && hops.length > 0 && current < hops.length - 1;
    this.until = isFollowing && !this.hasTraffic() ? 'requestEnd' : 'forever';
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

  /** On to the end of the next hop, then to the outcome, then by half seconds of the cluster's time. */
  stepForward(jump: boolean): void {
    const interrupted =
      this.until !== null && typeof this.until === 'object' && this.until.target > this.moment;
    if (interrupted) return this.settle((this.until as { target: Micros }).target);
    const { hops, current } = this.focus(this.view());
    const here = hops[current];
    const isInside = here !== undefined && this.moment < here.endAt;
    const hop = isInside ? here : hops[current + 1];
    const outcomeAt = outcomeShownAt(this.log.lastSent(this.moment));
    const isOutcomeNext = here !== undefined && Number.isFinite(outcomeAt) && this.moment < outcomeAt;
    const target = hop?.endAt ?? (isOutcomeNext ? outcomeAt : this.moment + millis(500));
    if (jump) return this.settle(target);
    this.pinned = null;
    this.foreseeTo(target);
    this.until = { target };
  }

  /** Back to the end of the hop before; before the first, to the request's beginning, then to earlier moments. */
  stepBack(): void {
    const { hops, current, request } = this.focus(this.view());
    const here = hops[current];
    this.until = null;
    if (here === undefined) {
      this.pinned = null;
      const before = request === null ? undefined : this.log.sent[this.log.sent.indexOf(request) - 1];
      if (request !== null && this.moment > request.sentAt) return this.jump(request.sentAt);
      if (before !== undefined)
        return this.settle(
          before.hops.filter((hop) => this.all || hop.level === 'main').at(-1)?.endAt ?? before.sentAt,
        );
      return this.jump(Math.max(0, this.moment - millis(500)));
    }
    if (this.moment > here.endAt) return this.settle(here.endAt);
    const before = hops[current - 1];
    if (before === undefined) {
      this.pinned = null;
      return this.jump(request?.sentAt ?? 0);
    }
    this.settle(before.endAt);
  }

  /** To a hop's end, with that hop shown even where the next one has begun already. */
  private settle(target: Micros): void {
    this.until = null;
    this.jump(target);
    const { hops } = focusAt(this.view(), this.log, this.followed, this.all);
    this.pinned = hops.findLast((hop) => hop.endAt === target)?.hopId ?? null;
  }

  goToStart(): void {
    this.seek(
      this.log.lastSent(this.moment)?.sentAt === this.moment
        ? 0
        : (this.log.lastSent(this.moment)?.sentAt ?? 0),
    );
  }

  goToEnd(): void {
    const request = this.log.lastSent(this.moment);
    const outcomeAt = outcomeShownAt(request);
    this.seek(Number.isFinite(outcomeAt) ? outcomeAt : this.timeline.endAt());
  }

  private jump(at: Micros): void {
    for (let due = this.nextDeedAt(); due <= at; due = this.nextDeedAt()) {
      this.moment = due;
      this.doWhatIsDue();
    }
    this.foreseeTo(at);
    this.moment = at;
    // A link may lead into the middle of a request: how many hops it has is known only at its end.
    if (!this.hasTraffic()) this.foresee();
  }

  /** Screen time passes. Returns true if the moment has changed. */
  tick(elapsedMillis: number): boolean {
    if (this.until === null || elapsedMillis <= 0) return false;
    const before = this.moment;
    const screen = elapsedMillis * this.speed;
    const target = typeof this.until === 'object' ? this.until.target : Infinity;
    const otherwise = this.clusterRate();
    const stretches = this.hasTraffic() ? [] : this.stretchesNow();
    if (target < this.moment) this.moment = retreat(stretches, this.moment, screen, otherwise, target);
    else {
      const limit = Math.min(target, this.stopAt(), this.nextDeedAt());
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
    const stretches = this.hasTraffic() ? [] : this.stretchesNow();
    const inside = stretches.find((stretch) => this.moment >= stretch.from && this.moment < stretch.to);
    return (
      (inside === undefined ? this.clusterRate() : (inside.to - inside.from) / inside.millis) * this.speed
    );
  }

  /** The pace while no single request is followed. */
  private clusterRate(): number {
    if (this.hasTraffic()) return TRAFFIC_RATE;
    return isLagging(this.view()) ? LAG_RATE : CLUSTER_RATE;
  }

  private stopAt(): Micros {
    if (this.until !== 'requestEnd') return Infinity;
    return outcomeShownAt(this.log.lastSent(this.moment));
  }

  private isOver(target: Micros): boolean {
    if (target !== Infinity) return this.moment === target;
    if (this.until === 'requestEnd') return this.moment >= this.stopAt();
    if (this.until !== 'rest' || this.deeds.length > 0) return false;
    const waited = this.moment - this.startedAt;
    return (waited > AFTERGLOW && isAtRest(this.view())) || waited > LONGEST_UNREST;
  }

  /** True while requests come by themselves or more than one is under way. */
  private hasTraffic(): boolean {
    const { settings, requests } = this.timeline.worldAt(this.moment).tables;
    if ((settings['traffic']?.rate ?? 0) > 0) return true;
    let count = 0;
    for (const id in requests) if (id !== '' && ++count > 1) return true;
    return false;
  }

  private stretchesNow(): readonly Stretch[] {
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
    const last = Math.min(this.moment + LONGEST_REQUEST, this.nextDeedAt());
    for (let end = this.moment; story.endedAt === null && end < last;) {
      end = Math.min(last, end + millis(200));
      this.timeline.extend(end);
      this.follow();
    }
    this.stretchesOfHops = null;
  }

  private foreseeTo(at: Micros): void {
    if (this.timeline.endAt() >= at + LOOK_AHEAD) return;
    this.timeline.extend(Math.max(at, Math.min(at + LOOK_AHEAD * 2, this.nextDeedAt())));
    this.follow();
  }

  private follow(): void {
    if (this.log.follow(this.timeline.facts())) this.stretchesOfHops = null;
  }
}

/** When the last packet has arrived and the outcome is what there is to see; Infinity while it is not known. */
function outcomeShownAt(story: RequestStory | undefined): Micros {
  return (story?.endedAt ?? Infinity) + millis(1);
}
