/**
 * From the simulation's places to the stops of a drawing. In the Machines lens a stop
 * is a place. In the Layers lens nodes are not drawn: a node that rewrites to or from a VIP
 * is the Service box (or the DNS box, or the ring on the link), any other node is nothing.
 */
import type { AddressKind, Picture, RoadMark, WorkloadBox } from '../../projection/picture';
import { castOf } from '../layout/cast';
import type { LensName } from '../layout/slots';

/** A stretch as drawn: from stop to stop, with the marks of the road that it stands for. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly state: RoadMark['state'];
  readonly tone: AddressKind;
  readonly isReply: boolean;
  readonly verdict: RoadMark['verdict'];
  readonly hopId: string;
  /** Places at its two ends, for the fraction at which the packet in focus reaches them. */
  readonly startPlace: string;
  readonly endPlace: string;
}

export class StopFinder {
  private readonly workloadOf = new Map<string, WorkloadBox>();
  private readonly focusKey: string | null;
  private readonly gatewayKey: string | null;

  constructor(
    private readonly picture: Picture,
    private readonly lens: LensName,
  ) {
    for (const w of picture.workloads) for (const pod of w.pods) this.workloadOf.set(pod.place, w);
    const cast = castOf(picture);
    this.focusKey = cast.focus?.key ?? null;
    this.gatewayKey = cast.gatewayService?.key ?? null;
  }

  /** The workload that a Pod belongs to. */
  workload(place: string): WorkloadBox | null {
    return this.workloadOf.get(place) ?? null;
  }

  /** The stop of the Service in front of a Pod; null when it has none that is drawn. */
  serviceStop(place: string): string | null {
    const dnsPod = this.picture.dns?.pods.some((pod) => pod.place === place) ?? false;
    const w = this.workloadOf.get(place);
    if (dnsPod || w?.role === 'dns') return 'dns';
    if (!w || w.service === null) return null;
    return w.service === this.focusKey || w.service === this.gatewayKey ? `service/${w.service}` : null;
  }

  /** Where a packet to a VIP from this place most likely goes, when the road does not say. */
  likelyService(place: string): string | null {
    const role = this.workloadOf.get(place)?.role;
    if (role === 'web' && this.gatewayKey !== null) return `service/${this.gatewayKey}`;
    return this.focusKey === null ? null : `service/${this.focusKey}`;
  }

  /** The road as stretches between stops. */
  legs(): Leg[] {
    if (this.lens === 'machines') return this.picture.road.map((mark) => legOf(mark.from, mark.to, [mark]));
    const legs: Leg[] = [];
    for (const run of runsOf(this.picture.road)) legs.push(...this.legsOfRun(run));
    return legs.map((leg) => ({ ...leg, from: boxOf(leg.from), to: boxOf(leg.to) }));
  }

  private legsOfRun(run: readonly RoadMark[]): Leg[] {
    const start = run[0]!.from;
    const end = run[run.length - 1]!.to;
    const via = this.viaOf(run, start, end);
    if (via === null) {
      return start.startsWith('node/') || end.startsWith('node/') ? [] : [legOf(start, end, run)];
    }
    const cut = run[0]!.isReply ? 1 : run.filter((mark) => mark.tone === 'vip').length;
    const before = run.slice(0, Math.max(1, cut));
    const after = run.slice(Math.max(1, cut));
    const legs = start.startsWith('node/') ? [] : [legOf(start, via, before)];
    if (via === 'dns')
      return start.startsWith('node/')
        ? []
        : [legOf(run[0]!.isReply ? via : start, run[0]!.isReply ? end : via, run)];
    const ends = end.startsWith('node/') || after.length === 0;
    return ends ? legs : [...legs, legOf(via, end, after)];
  }

  private viaOf(run: readonly RoadMark[], start: string, end: string): string | null {
    const named = run.find((mark) => mark.service !== null)?.service ?? null;
    if (named === null) return null;
    if (named === this.picture.dns?.service) return 'dns';
    if (named === this.focusKey || named === this.gatewayKey) return `service/${named}`;
    return run[0]!.isReply ? this.serviceStop(start) : this.serviceStop(end);
  }
}

/** In the Layers lens the API server is where its list of endpoints stands. */
function boxOf(stop: string): string {
  return stop === 'api' ? 'slice' : stop;
}

/** Marks that follow each other through nodes, from one program to the next. */
function runsOf(road: readonly RoadMark[]): RoadMark[][] {
  const runs: RoadMark[][] = [];
  for (const mark of road) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    const goesOn =
      last !== undefined &&
      last.to === mark.from &&
      mark.from.startsWith('node/') &&
      last.isReply === mark.isReply;
    if (goesOn) run!.push(mark);
    else runs.push([mark]);
  }
  return runs;
}

function legOf(from: string, to: string, marks: readonly RoadMark[]): Leg {
  const now = marks.find((mark) => mark.state === 'now');
  const open = marks.find((mark) => mark.state !== 'past');
  const lead = now ?? open ?? marks[marks.length - 1]!;
  const last = marks[marks.length - 1]!;
  return {
    from,
    to,
    state: lead.state,
    tone: marks[0]!.tone,
    isReply: lead.isReply,
    verdict: last.verdict,
    hopId: lead.hopId,
    startPlace: marks[0]!.from,
    endPlace: last.to,
  };
}
