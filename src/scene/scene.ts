/**
 * The scene: draws a Picture in one lens, the other, or in between. Called once per
 * frame; structure is made anew only when the picture's revision, the size, the language, the selection
 * or the set of lenses shown has changed. It keeps no time and no animation of its own.
 */
import './looks/boxes.css';
import './looks/cluster.css';
import './looks/road.css';
import type { Capsule, Picture } from '../projection/picture';
import { translate, type Language } from '../i18n/translate';
import { drawCapsule, type CapsuleDrawing } from './draw/capsule';
import { compose } from './draw/compose';
import type { Point, Rect } from './geometry/rect';
import { layoutOf } from './layout/layout';
import type { SceneSize } from './layout/metrics';
import { slotRect, type LensName } from './layout/slots';
import type { Part, PartAction } from './model/shapes';
import { CapsuleView } from './render/capsuleView';
import { DotPositions, dotRadius, drawDots, readColours, type DotColours } from './render/dots';
import { dotsCopy, standaloneCopy } from './render/export';
import { morphParts } from './render/morph';
import { joinParts } from './render/parts';
import { paintRows, rowLooks } from './render/rows';
import { addHatch, element, type View } from './render/view';
import { capsuleDocks, capsulePoint, keepInside } from './road/capsulePlace';
import { idleParts } from './road/idleRoad';
import { liveLinks, possibleParts, roadParts } from './road/links';
import { bookSignature, entryX, RouteBook } from './road/routes';
import { stageOf, type Stage } from './road/stage';
import { StopFinder } from './road/stops';

export interface SceneCallbacks {
  /** A Pod's, node's or client's place, `workload/<key>`, `service/<key>` or `dns`; its box in client px. */
  select(place: string | null, rect: Rect | null): void;
  scale(workloadKey: string, replicas: number): void;
  openRoute(file: string, line: number | null): void;
  /** There is more room, or less: what is drawn is out of date. */
  resized?(): void;
}

export interface SceneLook {
  /** 0 is Layers, 1 is Machines. */
  readonly lensMix: number;
  readonly language: Language;
  readonly selected: string | null;
  readonly reducedMotion: boolean;
}

const NS = 'http://www.w3.org/2000/svg';
let instances = 0;

export class Scene {
  private readonly svg: SVGSVGElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly hatch: string;
  private readonly root: SVGGElement;
  private readonly capsuleView: CapsuleView;
  private readonly dots = new DotPositions();
  private readonly views = new Map<LensName, View>();
  private readonly observer: MutationObserver;
  private readonly resizer: ResizeObserver;
  private readonly scheme: MediaQueryList;
  private colours: DotColours | null = null;
  private size: SceneSize = { w: 0, h: 0 };
  private picture: Picture | null = null;
  private drawing: CapsuleDrawing | null = null;
  private capsuleMadeFor = '';
  private lastPoints: ReadonlyMap<string, readonly number[]> = new Map();
  private dotsShown = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly callbacks: SceneCallbacks,
  ) {
    this.hatch = `hs-hatch-${(instances += 1)}`;
    host.classList.add('hs-host');
    this.svg = document.createElementNS(NS, 'svg');
    this.svg.setAttribute('class', 'hs-scene');
    this.svg.setAttribute('role', 'group');
    host.appendChild(this.svg);
    addHatch(this.svg, this.hatch);
    this.root = element(this.svg, 'g', 'hs-lenses');
    const capsule = element(this.svg, 'g', 'hs-capsule-layer');
    capsule.setAttribute('aria-hidden', 'true');
    this.capsuleView = new CapsuleView(capsule);
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'hs-dots';
    this.canvas.setAttribute('aria-hidden', 'true');
    host.appendChild(this.canvas);
    this.context = this.canvas.getContext('2d');
    this.svg.addEventListener('click', this.press);
    this.svg.addEventListener('keydown', this.pressKey);
    this.observer = new MutationObserver(this.forgetColours);
    this.observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'class'],
    });
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.scheme.addEventListener('change', this.forgetColours);
    this.resizer = new ResizeObserver(this.measure);
    this.resizer.observe(host);
    this.measure();
  }

  /** Draws one moment. */
  draw(picture: Picture, look: SceneLook): void {
    if (this.size.w < 40 || this.size.h < 40) return;
    this.picture = picture;
    const mix = Math.min(1, Math.max(0, look.lensMix));
    const shown: LensName[] = mix <= 0 ? ['layers'] : mix >= 1 ? ['machines'] : ['layers', 'machines'];
    for (const lens of ['layers', 'machines'] as const) {
      const visible = shown.includes(lens);
      if (visible) this.update(lens, picture, look);
      const view = this.views.get(lens);
      view?.layer.setAttribute('display', visible ? 'inline' : 'none');
    }
    this.morph(shown, mix);
    this.drawCapsuleFrame(picture, look, shown, mix);
    this.drawDotsFrame(picture, look, mix);
  }

  /** The present drawing as an SVG element that looks the same anywhere; it is not in the page. */
  standalone(): SVGSVGElement {
    const { fill, edge } = (this.colours ??= readColours(this.host));
    const copy = standaloneCopy(this.svg);
    const count = this.picture?.dots.length ?? 0;
    copy.append(dotsCopy(this.lastPoints, fill, edge, dotRadius(count)));
    return copy;
  }

  /** The box of a place in client px; null when it is not drawn. */
  rectOf(place: string): Rect | null {
    for (const view of this.views.values()) {
      const placed = view.placed.get(place);
      if (placed && view.layer.getAttribute('display') !== 'none') return clientRect(placed.node);
    }
    return null;
  }

  /** Takes everything away. */
  destroy(): void {
    this.observer.disconnect();
    this.resizer.disconnect();
    this.scheme.removeEventListener('change', this.forgetColours);
    this.svg.remove();
    this.canvas.remove();
    this.host.classList.remove('hs-host');
  }

  private readonly forgetColours = () => {
    this.colours = null;
  };

  private readonly measure = () => {
    const w = this.host.clientWidth;
    const h = this.host.clientHeight;
    if (w === this.size.w && h === this.size.h) return;
    this.size = { w, h };
    this.svg.setAttribute('viewBox', `0 0 ${w} ${h}`);
    this.svg.setAttribute('width', String(w));
    this.svg.setAttribute('height', String(h));
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    this.canvas.width = Math.round(w * ratio);
    this.canvas.height = Math.round(h * ratio);
    this.context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.callbacks.resized?.();
  };

  private update(lens: LensName, picture: Picture, look: SceneLook): void {
    const madeFor = `${picture.revision}/${this.size.w}x${this.size.h}/${look.language}/${look.selected ?? ''}/${litKey(picture)}`;
    const old = this.views.get(lens);
    if (old?.madeFor === madeFor) return this.updateCapsule(old, picture);
    this.svg.setAttribute('aria-label', translate(look.language, 'scene.picture'));
    const layout = layoutOf(picture, lens, this.size);
    const view = old ?? this.makeView(lens);
    view.layout = layout;
    const ways = bookSignature(layout, picture);
    if (view.waysFor !== ways) {
      view.waysFor = ways;
      view.book = new RouteBook(layout, picture);
      this.dots.reset();
    }
    view.finder = new StopFinder(picture, lens);
    view.legs = view.finder.legs();
    view.madeFor = madeFor;
    view.capsuleKey = '';
    view.placed.clear();
    const parts = compose(picture, layout, look);
    const put = (key: string, node: SVGGElement, part: Part) => view.placed.set(key, { node, part });
    joinParts(view.partLayer, parts, this.hatch, put);
    const links = [
      ...possibleParts(picture, view.legs, view.book),
      ...roadParts(view.legs, view.book),
      ...idleParts(picture, view.book),
    ];
    joinParts(view.linkLayer, links, this.hatch, () => undefined);
    this.updateCapsule(view, picture);
  }

  private makeView(lens: LensName): View {
    const layer = element(this.root, 'g', `hs-lens hs-lens-${lens}`);
    const partLayer = element(layer, 'g', 'hs-parts');
    const linkLayer = element(layer, 'g', 'hs-links');
    linkLayer.setAttribute('aria-hidden', 'true');
    const view = {
      lens,
      layer,
      partLayer,
      linkLayer,
      placed: new Map(),
      madeFor: '',
      waysFor: '',
      capsuleKey: '',
    } as unknown as View;
    this.views.set(lens, view);
    return view;
  }

  private updateCapsule(view: View, picture: Picture): void {
    const key = picture.capsule === null ? 'none' : `${view.madeFor}/${capsuleKey(picture.capsule)}`;
    if (view.capsuleKey === key) return;
    view.capsuleKey = key;
    view.links = picture.capsule ? liveLinks(picture.capsule, view.legs, view.book) : [];
    view.docks = picture.capsule ? capsuleDocks(picture.capsule, view.legs, view.layout) : [];
  }

  private morph(shown: readonly LensName[], mix: number): void {
    if (shown.length === 1) {
      const view = this.views.get(shown[0]!)!;
      if (view.layer.dataset['morphed'] === 'yes') {
        view.layer.dataset['morphed'] = '';
        for (const { node, part } of view.placed.values()) {
          node.setAttribute('transform', `translate(${part.rect.x} ${part.rect.y})`);
          node.removeAttribute('opacity');
        }
        view.linkLayer.removeAttribute('opacity');
      }
      return;
    }
    const rects = new Map(
      [...this.views.values()].map((view) => [
        view.lens,
        new Map([...view.placed].map(([key, placed]) => [key, placed.part.rect])),
      ]),
    );
    for (const view of this.views.values()) {
      const other = rects.get(view.lens === 'layers' ? 'machines' : 'layers') ?? new Map<string, Rect>();
      morphParts(view.placed, other, view.lens, mix);
      view.layer.dataset['morphed'] = 'yes';
      const away = view.lens === 'layers' ? mix : 1 - mix;
      view.linkLayer.setAttribute('opacity', String(Math.max(0, 1 - away * 5).toFixed(2)));
    }
  }

  private drawCapsuleFrame(picture: Picture, look: SceneLook, shown: readonly LensName[], mix: number): void {
    const { capsule } = picture;
    const main = this.views.get(mix < 0.5 ? 'layers' : 'machines')!;
    const moving = shown.length > 1;
    const key = capsule === null ? 'none' : `${main.capsuleKey}/${moving}/${look.language}/${main.lens}`;
    if (this.capsuleMadeFor !== key) {
      this.capsuleMadeFor = key;
      this.drawing = capsule
        ? drawCapsule(capsule, this.capsuleRoom(main), main.layout.metrics, look.language)
        : null;
      this.capsuleView.set(this.drawing, moving ? [] : main.links);
    }
    if (!capsule || !this.drawing) {
      this.lightRules(picture, null);
      return;
    }
    const stage = stageOf(capsule, look.reducedMotion ? 1 : capsule.fraction);
    this.lightRules(picture, stage);
    const at = shown.map((lens) => this.capsuleAt(this.views.get(lens)!, stage.travel));
    const a = at[0]!;
    const b = at[1] ?? a;
    const t = moving ? mix : 0;
    const point = { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    this.capsuleView.frame(stage, point, moving ? [] : main.links);
  }

  private lightRules(picture: Picture, stage: Stage | null): void {
    const view = this.views.get('machines');
    const node = picture.nodes.find((one) => one.isActing);
    if (!view || !node) return;
    paintRows(node, rowLooks(node, picture.capsule, stage), (key) => view.placed.get(key)?.node);
  }

  /** How wide the capsule may be: as the Service box where it rests there, else as a lane. */
  private capsuleRoom({ layout, docks }: View): number {
    const dock = slotRect(layout, 'dock');
    if (layout.lens === 'layers') {
      const middle = dock && dock.y + dock.h / 2;
      const inService = docks.some(({ at }) => middle !== null && Math.abs(at.y - middle) < 2);
      return inService && dock ? dock.w : this.size.w - 24;
    }
    const acting = this.picture?.nodes.find((n) => n.isActing);
    const lane = acting ? slotRect(layout, `${acting.place}/lane`) : null;
    const sky = slotRect(layout, 'sky');
    return Math.min(this.size.w - 24, Math.max(lane?.w ?? 0, (sky?.w ?? this.size.w) * 0.62));
  }

  /** The capsule's middle; in the Service box its old address stands under the link that comes in. */
  private capsuleAt(view: View, fraction: number): Point {
    const drawing = this.drawing!;
    const at = capsulePoint(view.docks, fraction, view.layout);
    const dock = slotRect(view.layout, 'dock');
    let x = at.x;
    if (dock && drawing.w <= dock.w) {
      const right = dock.x + dock.w - drawing.w / 2 - 4;
      const above = view.layout.metrics.form !== 'phone';
      const rest = above ? Math.min(right, entryX(dock) - drawing.oldX + drawing.w / 2) : right;
      const near =
        Math.max(0, 1 - Math.abs(at.y - (dock.y + dock.h / 2)) / 120) *
        (Math.abs(at.x - dock.x - dock.w / 2) < dock.w ? 1 : 0);
      x += (rest - dock.x - dock.w / 2) * near;
    }
    return keepInside({ x, y: at.y }, drawing.w, drawing.h, view.layout);
  }

  private drawDotsFrame(picture: Picture, look: SceneLook, mix: number): void {
    const { context } = this;
    const empty = picture.dots.length === 0 || (mix > 0 && mix < 1);
    if (!context || (empty && !this.dotsShown)) return;
    context.clearRect(0, 0, this.size.w, this.size.h);
    this.dotsShown = !empty;
    if (empty) {
      this.lastPoints = new Map();
      return;
    }
    const view = this.views.get(mix < 0.5 ? 'layers' : 'machines')!;
    this.colours ??= readColours(this.host);
    this.lastPoints = this.dots.place(picture.dots, view.book, view.finder, look.reducedMotion);
    drawDots(context, this.lastPoints, this.colours, picture.dots.length);
  }

  private readonly press = (event: Event) => {
    const node = (event.target as Element).closest<SVGGElement>('.hs-part[data-key]');
    const part = node && this.partOf(node);
    if (!node || !part?.action) {
      this.callbacks.select(null, null);
      return;
    }
    if (!part.disabled) this.act(part.action, node);
  };

  private readonly pressKey = (event: KeyboardEvent) => {
    const node = (event.target as Element).closest<SVGGElement>('.hs-part[data-key]');
    const part = node && this.partOf(node);
    if (!node || !part?.action) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (!part.disabled) this.act(part.action, node);
    } else if (part.c.includes('hs-pod-part') && /^Arrow(Left|Right)$/.test(event.key)) {
      const next = event.key === 'ArrowRight' ? node.nextElementSibling : node.previousElementSibling;
      if (next instanceof SVGGElement && next.classList.contains('hs-pod-part')) {
        event.preventDefault();
        event.stopPropagation();
        next.focus();
      }
    }
  };

  private partOf(node: SVGGElement): Part | null {
    const key = node.dataset['key'] ?? '';
    for (const view of this.views.values()) {
      const placed = view.placed.get(key);
      if (placed?.node === node) return placed.part;
    }
    return null;
  }

  private act(action: PartAction, node: SVGGElement): void {
    if (action.type === 'select') this.callbacks.select(action.place, clientRect(node));
    else if (action.type === 'scale') this.callbacks.scale(action.workload, action.replicas);
    else this.callbacks.openRoute(action.file, action.line);
  }
}

function clientRect(node: Element): Rect {
  const r = node.getBoundingClientRect();
  return { x: r.x, y: r.y, w: r.width, h: r.height };
}

/** What the lit places depend on: they change without anything else. */
function litKey({ lit }: Picture): string {
  return lit.map((one) => `${one.number}${one.place}${one.isStrong ? '!' : ''}`).join(' ');
}

/** What a capsule's structure depends on, its fraction excepted. */
function capsuleKey(c: Capsule): string {
  const end = c.rewrite ? `${c.rewrite.end}${c.rewrite.source.text}${c.rewrite.destination.text}` : '';
  return `${c.hopId}/${c.label}/${c.source.text}/${c.destination.text}/${end}`;
}
