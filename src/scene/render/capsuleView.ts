/** The capsule and the growing link in SVG: structure once per hop, a few attributes per frame. */
import type { Point } from '../geometry/rect';
import { clamp } from '../geometry/rect';
import type { CapsuleDrawing } from '../draw/capsule';
import { liveStroke, type LiveLink } from '../road/links';
import type { Stage } from '../road/stage';
import { joinShapes } from './parts';

/** A longer leader would run across half of the picture. */
const LEADER_MOST = 240;
const NS = 'http://www.w3.org/2000/svg';

function child<K extends keyof SVGElementTagNameMap>(
  parent: Element,
  tag: K,
  c: string,
): SVGElementTagNameMap[K] {
  const node = document.createElementNS(NS, tag);
  node.setAttribute('class', c);
  parent.appendChild(node);
  return node;
}

export class CapsuleView {
  readonly links: SVGGElement;
  readonly group: SVGGElement;
  private readonly leader: SVGPathElement;
  private readonly dot: SVGCircleElement;
  private readonly body: SVGGElement;
  private readonly fixed: SVGGElement;
  private readonly strike: SVGLineElement;
  private readonly fresh: SVGGElement;
  private drawing: CapsuleDrawing | null = null;

  constructor(parent: SVGGElement) {
    this.links = child(parent, 'g', 'hs-live');
    this.leader = child(parent, 'path', 'hs-leader');
    this.dot = child(parent, 'circle', 'hs-packet');
    this.dot.setAttribute('r', '7');
    this.group = child(parent, 'g', 'hs-capsule');
    this.body = child(this.group, 'g', '');
    this.fixed = child(this.body, 'g', '');
    this.strike = child(this.body, 'line', 'hs-strike');
    this.fresh = child(this.body, 'g', '');
  }

  /** Rebuilds the capsule and its links; null takes them away. */
  set(drawing: CapsuleDrawing | null, links: readonly LiveLink[]): void {
    this.drawing = drawing;
    this.group.setAttribute('visibility', drawing ? 'visible' : 'hidden');
    joinShapes(this.fixed, drawing?.shapes ?? [], '');
    joinShapes(this.fresh, drawing?.fresh ?? [], '');
    this.links.replaceChildren();
    for (const link of links)
      child(this.links, 'path', `hs-current hs-${link.tone}${link.failed ? ' hs-failed' : ''}`);
    if (!drawing) {
      this.leader.setAttribute('d', '');
      this.dot.setAttribute('visibility', 'hidden');
    }
  }

  /** One frame: where the capsule is, how far link, strike and new chip have come. */
  frame(stage: Stage, at: Point, links: readonly LiveLink[]): void {
    const { drawing } = this;
    if (!drawing) return;
    const x = at.x - drawing.w / 2;
    const y = at.y - drawing.h / 2;
    this.body.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    const head = this.frameLinks(links, stage.travel);
    this.frameLeader(head, x, y, drawing);
    const { strike } = drawing;
    this.strike.setAttribute('visibility', strike && stage.strike > 0 ? 'inherit' : 'hidden');
    if (strike) {
      const end = strike.x1 + (strike.x2 - strike.x1) * stage.strike;
      const slope = Math.tan((-3 * Math.PI) / 180);
      const middle = (strike.x1 + strike.x2) / 2;
      this.strike.setAttribute('x1', strike.x1.toFixed(1));
      this.strike.setAttribute('y1', (strike.y + (strike.x1 - middle) * slope).toFixed(1));
      this.strike.setAttribute('x2', end.toFixed(1));
      this.strike.setAttribute('y2', (strike.y + (end - middle) * slope).toFixed(1));
    }
    this.fresh.setAttribute('opacity', String(Math.round(stage.fresh * 100) / 100));
    this.fresh.setAttribute('transform', `translate(0 ${(8 * (1 - stage.fresh)).toFixed(1)})`);
  }

  private frameLinks(links: readonly LiveLink[], fraction: number): Point | null {
    let head: Point | null = null;
    links.forEach((link, i) => {
      const { d, head: at, progress } = liveStroke(link, fraction);
      this.links.children[i]?.setAttribute('d', d);
      if (progress > 0 || i === 0) head = at;
    });
    return head;
  }

  /** A thread from the packet on its link to the capsule, when they are apart. */
  private frameLeader(head: Point | null, x: number, y: number, drawing: CapsuleDrawing): void {
    const nearX = head ? clamp(head.x, x + 20, x + drawing.w - 20) : 0;
    const nearY = head ? clamp(head.y, y, y + drawing.h) : 0;
    const distance = head === null ? 0 : Math.hypot(head.x - nearX, head.y - nearY);
    const apart = head !== null && distance > 12;
    const thread = apart && distance < LEADER_MOST * (drawing.form === 'stacked' ? 0.4 : 1);
    this.dot.setAttribute('visibility', apart ? 'inherit' : 'hidden');
    this.leader.setAttribute(
      'd',
      thread ? `M${head.x.toFixed(1)} ${head.y.toFixed(1)}L${nearX.toFixed(1)} ${nearY.toFixed(1)}` : '',
    );
    if (head) {
      this.dot.setAttribute('cx', head.x.toFixed(1));
      this.dot.setAttribute('cy', head.y.toFixed(1));
    }
  }
}
