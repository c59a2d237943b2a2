/** Where a step leads from the moment shown: hop by hop along the followed request, event by event in the cluster. */
import type { FactLog, RequestStory } from '../projection/factLog';
import type { Focus } from '../projection/focus';
import { millis, type Micros } from '../sim/kernel/time';

/** A step where no request is on the road. */
const IDLE_STEP: Micros = millis(500);

export interface StepTarget {
  readonly at: Micros;
  /** A hop that ends there is to be shown, even where the next one has begun already. */
  readonly endsHop: boolean;
}

/** When the last packet has arrived and the outcome is what there is to see; Infinity while it is not known. */
export function outcomeShownAt(story: RequestStory | undefined): Micros {
  return (story?.endedAt ?? Infinity) + millis(1);
}

/** On to the end of the next hop, then to the outcome, then by half seconds of the cluster's time. */
export function stepTarget({ hops, current }: Focus, log: FactLog, at: Micros): Micros {
  const here = hops[current];
  const isInside = here !== undefined && at < here.endAt;
  const hop = isInside ? here : hops[current + 1];
  const outcomeAt = outcomeShownAt(log.lastSent(at));
  const isOutcomeNext = here !== undefined && Number.isFinite(outcomeAt) && at < outcomeAt;
  return hop?.endAt ?? (isOutcomeNext ? outcomeAt : at + IDLE_STEP);
}

/** Back to the end of the hop before; before the first, to the request's beginning, then to earlier moments. */
export function stepBackTarget(
  { hops, current, request }: Focus,
  log: FactLog,
  at: Micros,
  everyPacket: boolean,
): StepTarget {
  const here = hops[current];
  if (here === undefined) {
    const before = request === null ? undefined : log.sent[log.sent.indexOf(request) - 1];
    if (request !== null && at > request.sentAt) return { at: request.sentAt, endsHop: false };
    if (before === undefined) return { at: Math.max(0, at - IDLE_STEP), endsHop: false };
    const last = before.hops.filter((hop) => everyPacket || hop.level === 'main').at(-1);
    return { at: last?.endAt ?? before.sentAt, endsHop: true };
  }
  if (at > here.endAt) return { at: here.endAt, endsHop: true };
  const before = hops[current - 1];
  return before === undefined
    ? { at: request?.sentAt ?? 0, endsHop: false }
    : { at: before.endAt, endsHop: true };
}
