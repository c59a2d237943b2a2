/** All packets in flight on one canvas: one fill for each colour. */
import type { AddressKind, PacketDot } from '../../projection/picture';
import { pointAt } from '../geometry/polyline';
import type { RouteBook } from '../road/routes';
import type { StopFinder } from '../road/stops';

const TONES: readonly AddressKind[] = ['client', 'vip', 'pod', 'node', 'external'];

/** Where a dot travels in this lens: two stops, or nothing to be drawn. */
export interface DotWay {
  readonly from: string;
  readonly to: string;
}

/** The stops between which a dot is drawn. In the Layers lens a node stands for the Service in front. */
export function dotWay(dot: PacketDot, finder: StopFinder, lens: 'layers' | 'machines'): DotWay | null {
  if (lens === 'machines') return dot;
  const fromNode = dot.from.startsWith('node/');
  const toNode = dot.to.startsWith('node/');
  if (fromNode && toNode) return null;
  if (!fromNode && !toNode) return dot;
  if (toNode) {
    const via = dot.isReply
      ? finder.serviceStop(dot.from)
      : dot.tone === 'vip'
        ? finder.likelyService(dot.from)
        : null;
    return via === null ? null : { from: dot.from, to: via };
  }
  const via = dot.isReply ? finder.likelyService(dot.to) : finder.serviceStop(dot.to);
  return via === null ? null : { from: via, to: dot.to };
}

/** Points of dots by colour, reused from frame to frame. */
export class DotPositions {
  private readonly points = new Map<string, number[]>();
  private readonly ways = new Map<string, DotWay | null>();

  /** Forgets the ways: when the layout or the cast has changed. */
  reset(): void {
    this.ways.clear();
  }

  /** Positions of all dots, grouped by tone (`bad` for failed ones): x, y, x, y, … */
  place(
    dots: readonly PacketDot[],
    book: RouteBook,
    finder: StopFinder,
    atEnd: boolean,
  ): ReadonlyMap<string, readonly number[]> {
    for (const list of this.points.values()) list.length = 0;
    for (const dot of dots) {
      const key = `${dot.from}>${dot.to}>${dot.isReply}${dot.tone}`;
      let way = this.ways.get(key);
      if (way === undefined) {
        way = dotWay(dot, finder, book.layout.lens);
        this.ways.set(key, way);
      }
      const path = way && book.sampled(way.from, way.to, dot.isReply);
      if (!path) continue;
      const at = pointAt(path, atEnd ? 1 : dot.fraction);
      const tone = dot.failed ? 'bad' : dot.tone;
      let list = this.points.get(tone);
      if (!list) this.points.set(tone, (list = []));
      list.push(at.x, at.y);
    }
    return this.points;
  }
}

export interface DotColours {
  readonly fill: ReadonlyMap<string, string>;
  readonly edge: string;
}

/** Reads the colours of the theme from custom properties. */
export function readColours(host: Element): DotColours {
  const style = getComputedStyle(host);
  const value = (name: string, other: string) => style.getPropertyValue(name).trim() || other;
  const fill = new Map<string, string>(TONES.map((tone) => [tone, value(`--${tone}-stroke`, '#555')]));
  fill.set('bad', value('--bad', '#a3231b'));
  return { fill, edge: value('--card', '#fff') };
}

/** Smaller where there are many. */
export function dotRadius(count: number): number {
  return count > 400 ? 3.2 : count > 80 ? 4.2 : 5.5;
}

/** Draws the points: discs with an edge, failed ones as crosses, smaller where there are many. */
export function drawDots(
  context: CanvasRenderingContext2D,
  points: ReadonlyMap<string, readonly number[]>,
  colours: DotColours,
  count: number,
): void {
  const r = dotRadius(count);
  for (const [tone, list] of points) {
    if (list.length === 0) continue;
    context.beginPath();
    if (tone === 'bad') {
      for (let i = 0; i < list.length; i += 2) {
        const x = list[i]!;
        const y = list[i + 1]!;
        context.moveTo(x - r, y - r);
        context.lineTo(x + r, y + r);
        context.moveTo(x + r, y - r);
        context.lineTo(x - r, y + r);
      }
      context.strokeStyle = colours.fill.get(tone) ?? '#555';
      context.lineWidth = 2.5;
      context.stroke();
      continue;
    }
    for (let i = 0; i < list.length; i += 2) {
      const x = list[i]!;
      const y = list[i + 1]!;
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 6.2832);
    }
    context.fillStyle = colours.fill.get(tone) ?? '#555';
    context.fill();
    context.strokeStyle = colours.edge;
    context.lineWidth = 1.2;
    if (count <= 400) context.stroke();
  }
}
