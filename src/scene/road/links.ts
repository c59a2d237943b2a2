/** Links as shapes: solid travelled, growing now, hollow next, thin possible, cut no longer possible. */
import type { Capsule, Picture } from '../../projection/picture';
import { pathUntil, pointAt, roundedPath, type SampledPath } from '../geometry/polyline';
import { clamp, type Point } from '../geometry/rect';
import { castOf } from '../layout/cast';
import type { Layout } from '../layout/slots';
import type { Part, Shape } from '../model/shapes';
import { CORNER, type RouteBook } from './routes';
import type { Leg } from './stops';

/** The link that the packet in focus is on: redrawn with every frame. */
export interface LiveLink {
  readonly path: SampledPath;
  readonly tone: Leg['tone'];
  /** Fractions of the whole hop at which the packet enters and leaves this link. */
  readonly start: number;
  readonly end: number;
  readonly failed: boolean;
}

const FAILED = new Set(['rejected', 'refused', 'dropped', 'failed']);

function arrowHead(route: readonly Point[], size: number, c: string): Shape {
  const end = route[route.length - 1]!;
  const before = [...route].reverse().find((p) => Math.hypot(p.x - end.x, p.y - end.y) > 1) ?? end;
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const at = (distance: number, side: number) =>
    `${round(end.x - distance * Math.cos(angle) - side * Math.sin(angle))} ${round(end.y - distance * Math.sin(angle) + side * Math.cos(angle))}`;
  const d = `M${round(end.x)} ${round(end.y)}L${at(size, size * 0.55)}L${at(size, -size * 0.55)}Z`;
  return { t: 'path', x: 0, y: 0, d, c: `hs-head ${c}` };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The route without its last px, so that the line ends under the arrow head. */
function shortened(route: readonly Point[], by: number): Point[] {
  const points = [...route];
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  if (!end || !before) return points;
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  const cut = Math.min(by, length * 0.8);
  const t = length === 0 ? 0 : 1 - cut / length;
  points[points.length - 1] = { x: before.x + (end.x - before.x) * t, y: before.y + (end.y - before.y) * t };
  return points;
}

function cross(at: Point, size: number): Shape[] {
  const d = `M${round(at.x - size)} ${round(at.y - size)}l${size * 2} ${size * 2}M${round(at.x + size)} ${round(at.y - size)}l${-size * 2} ${size * 2}`;
  return [
    { t: 'circle', x: round(at.x), y: round(at.y), r: size * 1.5, c: 'hs-cut-ground' },
    { t: 'path', x: 0, y: 0, d, c: 'hs-cut' },
  ];
}

/** One part per link of the road; the current one only as a faint track (its growing part is live). */
export function roadParts(legs: readonly Leg[], book: RouteBook): Part[] {
  const seen = new Set<string>();
  const whole = { x: 0, y: 0, w: 0, h: 0 };
  const order = { past: 0, future: 1, next: 2, now: 3 } as const;
  const before = legs.findLast((leg) => leg.state === 'past')?.hopId;
  // Among machines every road leads through the same lanes: only the last hop, this one and the next are drawn.
  const near = (leg: Leg) => (leg.state === 'past' ? leg.hopId === before : leg.state !== 'future');
  const shown = book.layout.lens === 'machines' ? legs.filter(near) : legs;
  return [...shown]
    .sort((a, b) => order[b.state] - order[a.state])
    .flatMap((leg): Part[] => {
      const key = `${leg.from}>${leg.to}>${leg.isReply}`;
      const route = book.route(leg.from, leg.to, leg.isReply);
      if (!route || route.length < 2 || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          key: `link/${key}`,
          rect: whole,
          shapes: linkShapes(leg, route, book.layout),
          c: `hs-link hs-link-${leg.state}`,
        },
      ];
    })
    .reverse();
}

function linkShapes(leg: Leg, route: readonly Point[], layout: Layout): Shape[] {
  const tone = `hs-${leg.tone}`;
  const small = layout.metrics.form === 'phone' || layout.metrics.small < 14.5;
  const line = (points: readonly Point[], c: string): Shape => ({
    t: 'path',
    x: 0,
    y: 0,
    d: roundedPath(points, CORNER),
    c,
  });
  const failed = FAILED.has(leg.verdict);
  const end = route[route.length - 1]!;
  if (leg.state === 'now') {
    return [
      line(shortened(route, 10), `hs-track-line ${tone}`),
      arrowHead(route, small ? 10 : 13, `${tone} hs-faint`),
    ];
  }
  if (leg.state === 'next') {
    const short = shortened(route, 12);
    return [
      line(short, `hs-pipe ${tone}`),
      line(short, 'hs-pipe-inside'),
      arrowHead(route, small ? 13 : 16, tone),
    ];
  }
  if (leg.state === 'future')
    return [line(shortened(route, 8), `hs-thin ${tone}`), arrowHead(route, 9, tone)];
  return [
    line(shortened(route, 8), `hs-past ${tone}${leg.isReply ? ' hs-reply' : ''}`),
    arrowHead(route, small ? 9 : 11, `${tone}${leg.isReply ? ' hs-reply' : ''}`),
    ...(failed ? cross(end, 6) : []),
  ];
}

const POSSIBLE_LIMIT = 24;

/** Thin lines from every endpoint row to its Pod; cut with a cross where nothing new may go. */
export function possibleParts(picture: Picture, legs: readonly Leg[], book: RouteBook): Part[] {
  const cast = castOf(picture);
  if (book.layout.lens !== 'layers' || !cast.focus || cast.focus.endpoints.length > POSSIBLE_LIMIT) return [];
  if (cast.focus.isBypassed) return dialledParts(picture, legs, book);
  const stop = `service/${cast.focus.key}`;
  const tops = new Set(cast.mainPods.map((pod) => Math.round(book.layout.pods.get(pod.place)?.rect.y ?? 0)));
  const lines = new Set(
    cast.focus.endpoints.map((_, i) => Math.round(book.layout.slots.get(`endpoint/${i}`)?.rect.y ?? 0)),
  );
  if (tops.size > 1 || lines.size > 1) return [];
  const used = new Set(legs.filter((leg) => leg.from === stop && !leg.isReply).map((leg) => leg.to));
  return cast.focus.endpoints.flatMap((row, i): Part[] => {
    if (row.pod === null || used.has(row.pod)) return [];
    const route = book.route(stop, row.pod);
    if (!route || book.layout.pods.get(row.pod)?.mode === 'cell') return [];
    const out = row.state !== 'ready';
    const middle = route[1] ?? route[0]!;
    const lane = route[0] && route[1] ? { x: route[0].x, y: Math.max(middle.y, route[0].y + 10) } : middle;
    const path: Shape = {
      t: 'path',
      x: 0,
      y: 0,
      d: roundedPath(shortened(route, 8), CORNER),
      c: out ? 'hs-thin-out' : 'hs-thin hs-pod',
    };
    const shapes = out ? [path, ...cross(lane, 5)] : [path, arrowHead(route, 10, 'hs-pod hs-faint')];
    return [{ key: `possible/${i}`, rect: { x: 0, y: 0, w: 0, h: 0 }, shapes, c: 'hs-possible' }];
  });
}

/** Past the Service: from the gateway itself to every Pod that it may dial. */
function dialledParts(picture: Picture, legs: readonly Leg[], book: RouteBook): Part[] {
  const cast = castOf(picture);
  const gateway = cast.front.find((workload) => workload.role === 'gateway');
  const from = legs.find((leg) => leg.from.startsWith('pod/') && isOf(gateway?.pods, leg.from))?.from;
  const stop = from ?? gateway?.pods[0]?.place;
  if (stop === undefined) return [];
  const used = new Set(legs.filter((leg) => leg.from === stop && !leg.isReply).map((leg) => leg.to));
  return (cast.focus?.endpoints ?? []).flatMap((row, i): Part[] => {
    if (row.pod === null || row.state !== 'ready' || used.has(row.pod)) return [];
    const route = book.route(stop, row.pod);
    if (!route || book.layout.pods.get(row.pod)?.mode === 'cell') return [];
    const d = roundedPath(shortened(route, 8), CORNER);
    const path: Shape = { t: 'path', x: 0, y: 0, d, c: 'hs-thin hs-pod' };
    const shapes = [path, arrowHead(route, 10, 'hs-pod hs-faint')];
    return [{ key: `possible/${i}`, rect: { x: 0, y: 0, w: 0, h: 0 }, shapes, c: 'hs-possible' }];
  });
}

function isOf(pods: readonly { readonly place: string }[] | undefined, place: string): boolean {
  return pods?.some((pod) => pod.place === place) ?? false;
}

/** The links that the packet in focus is travelling in this hop. */
export function liveLinks(capsule: Capsule, legs: readonly Leg[], book: RouteBook): LiveLink[] {
  const at = new Map(capsule.route.map((point) => [point.place, point.fraction] as const));
  return legs
    .filter((leg) => leg.hopId === capsule.hopId && leg.state === 'now')
    .flatMap((leg): LiveLink[] => {
      const path = book.sampled(leg.from, leg.to, leg.isReply);
      if (!path) return [];
      const start = at.get(leg.startPlace) ?? 0;
      const end = at.get(leg.endPlace) ?? 1;
      return [{ path, tone: leg.tone, start, end: Math.max(end, start), failed: FAILED.has(leg.verdict) }];
    });
}

/** How far along a live link the packet is, 0 … 1. */
export function liveProgress(link: LiveLink, fraction: number): number {
  if (link.end <= link.start) return fraction >= link.end ? 1 : 0;
  return clamp((fraction - link.start) / (link.end - link.start), 0, 1);
}

/** Path text of the travelled part and the point that the packet has reached. */
export function liveStroke(link: LiveLink, fraction: number): { d: string; head: Point; progress: number } {
  const progress = liveProgress(link, fraction);
  return {
    d: progress === 0 ? '' : pathUntil(link.path, progress),
    head: pointAt(link.path, progress),
    progress,
  };
}
