/** The way of every link in a layout: worked out once, kept, sampled once. */
import type { Picture } from '../../projection/picture';
import { samplePath, shiftRoute, type SampledPath } from '../geometry/polyline';
import { centre, clamp, type Point, type Rect } from '../geometry/rect';
import { portsOf, routeBetween, type Port } from '../geometry/router';
import { castOf, type Cast } from '../layout/cast';
import { slotRect, type Layout } from '../layout/slots';

/** Radius of the corners of links, px. */
export const CORNER = 12;
const REPLY_SHIFT = 7;

export class RouteBook {
  private readonly routes = new Map<string, readonly Point[] | null>();
  private readonly samples = new Map<string, SampledPath | null>();
  private readonly tops = new Map<string, number>();
  private readonly cast: Cast;
  private readonly boxOfPod = new Map<string, string>();

  constructor(
    readonly layout: Layout,
    private readonly picture: Picture,
  ) {
    this.cast = castOf(picture);
    for (const w of picture.workloads) {
      for (const pod of w.pods) this.boxOfPod.set(pod.place, `workload/${w.key}`);
    }
    for (const pod of picture.dns?.pods ?? []) this.boxOfPod.set(pod.place, 'dns');
  }

  /** Corner points from stop to stop; null when one of them is not drawn. */
  route(from: string, to: string, isReply = false): readonly Point[] | null {
    const key = `${from}>${to}>${isReply}`;
    let found = this.routes.get(key);
    if (found === undefined) {
      const plain = this.layout.lens === 'layers' ? this.layersRoute(from, to) : this.machinesRoute(from, to);
      found = plain && isReply && !this.isSideways(from, to) ? shiftRoute(plain, REPLY_SHIFT) : plain;
      this.routes.set(key, found);
    }
    return found;
  }

  /** The same way, sampled for positions. */
  sampled(from: string, to: string, isReply = false): SampledPath | null {
    const key = `${from}>${to}>${isReply}`;
    let found = this.samples.get(key);
    if (found === undefined) {
      const route = this.route(from, to, isReply);
      found = route && route.length > 1 ? samplePath(route, CORNER, 64) : null;
      this.samples.set(key, found);
    }
    return found;
  }

  private size() {
    return { w: this.layout.metrics.size.w, h: this.layout.metrics.size.h };
  }

  private layersRoute(from: string, to: string): readonly Point[] | null {
    const focus = this.cast.focus ? `service/${this.cast.focus.key}` : '';
    if (from === focus && this.isMainPod(to)) return this.endpointRoute(to);
    if (to === focus && this.isMainPod(from)) return this.endpointRoute(from)?.slice().reverse() ?? null;
    if (this.isHiddenQuestion(from, to) || this.isHiddenQuestion(to, from)) return null;
    const ends = this.leadOut(from, to);
    const starts = this.leadOut(to, from);
    if (!ends || !starts) return null;
    const way = routeBetween([ends.port], [starts.port], this.layout.obstacles, this.size());
    const whole = [...ends.lead, ...way, ...[...starts.lead].reverse()];
    return this.isDns(from) || this.isDns(to) ? this.apart(whole) : whole;
  }

  /** On phones the way from layer 1 to CoreDNS is barred by the route line, but for the gateway. */
  private isHiddenQuestion(asker: string, server: string): boolean {
    const phone = this.layout.metrics.form === 'phone';
    return phone && this.isDns(server) && this.boxOfPod.get(asker) !== this.gatewayKey();
  }

  private isDns(stop: string): boolean {
    return stop === 'dns' || this.boxOfPod.get(stop) === 'dns';
  }

  /** Questions to CoreDNS keep to the upper half of a lane, so that they do not cover the request's link. */
  private apart(route: readonly Point[]): Point[] {
    const by = this.layout.metrics.lane * 0.3;
    return route.map((p, i) => {
      const level = [route[i - 1], route[i + 1]].some(
        (n) => n !== undefined && Math.abs(n.y - p.y) < 0.5 && n !== p,
      );
      return i > 0 && i < route.length - 1 && level ? { x: p.x, y: p.y - by } : p;
    });
  }

  private isMainPod(stop: string): boolean {
    return this.cast.main !== null && this.boxOfPod.get(stop) === `workload/${this.cast.main.key}`;
  }

  /** A Pod that is dialled by its own address: from above, past the Service box. */
  private mainPodPort(pod: string, box: Rect): { port: Port; lead: Point[] } | null {
    const target = slotRect(this.layout, pod);
    if (!target) return null;
    const inFirstLine = target.y - this.topOf(pod) < 1;
    if (inFirstLine) {
      const x = target.x + target.w / 2;
      return { port: { at: { x, y: box.y }, side: 'top' }, lead: [{ x, y: target.y }] };
    }
    const x = target.x - (this.layout.pods.get(pod)?.mode === 'cell' ? 1.5 : this.layout.metrics.gap / 2);
    const y = target.y + target.h / 2;
    return {
      port: { at: { x, y: box.y }, side: 'top' },
      lead: [
        { x: target.x, y },
        { x, y },
      ],
    };
  }

  /** From an endpoint's row down to its Pod. */
  private endpointRoute(pod: string): readonly Point[] | null {
    const target = slotRect(this.layout, pod);
    const service = this.cast.focus && slotRect(this.layout, `service/${this.cast.focus.key}`);
    if (!target || !service) return null;
    const index = this.cast.focus!.endpoints.findIndex((row) => row.pod === pod);
    const row = slotRect(this.layout, `endpoint/${index}`);
    const box = slotRect(this.layout, `workload/${this.cast.main!.key}`) ?? target;
    const lines = slotRect(this.layout, `endpoint/${this.cast.focus!.endpoints.length - 1}`);
    const single = row && lines && Math.abs(lines.y - row.y) < 1;
    const start = row
      ? { x: row.x + row.w / 2, y: single ? row.y + row.h : service.y + service.h - 2 }
      : { x: service.x + service.w / 2, y: service.y + service.h };
    const lane = (service.y + service.h + box.y) / 2;
    const inFirstLine = target.y - this.topOf(pod) < 1;
    if (inFirstLine) {
      const x = Math.abs(start.x - target.x - target.w / 2) < 8 ? start.x : target.x + target.w / 2;
      return [start, { x: start.x, y: lane }, { x, y: lane }, { x, y: target.y }];
    }
    const gap = this.layout.pods.get(pod)?.mode === 'cell' ? 1.5 : this.layout.metrics.gap / 2;
    const x = target.x - gap;
    const y = target.y + target.h / 2;
    return [start, { x: start.x, y: lane }, { x, y: lane }, { x, y }, { x: target.x, y }];
  }

  /** The port at which a link leaves a stop towards another, and points before it inside the box. */
  private leadOut(stop: string, other: string): { port: Port; lead: Point[] } | null {
    const boxKey = this.boxOfPod.get(stop) ?? stop;
    const box = slotRect(this.layout, boxKey);
    if (!box) return null;
    const place = slotRect(this.layout, stop) ?? box;
    if (stop.startsWith('client/')) return this.fromBottom(other, box);
    if (boxKey === 'dns') return this.dnsPort(box, other);
    if (this.cast.focus && stop === `service/${this.cast.focus.key}`) return this.focusPort(box);
    if (stop.startsWith('service/')) return this.viaPort(box, other);
    if (stop === 'slice') return { port: portsOf(box, ['top'])[0]!, lead: [] };
    if (this.isMainPod(stop)) return this.mainPodPort(stop, box);
    const otherBox = slotRect(this.layout, this.boxOfPod.get(other) ?? other);
    if (!otherBox) return null;
    const band = this.layout.slots.get(boxKey)?.parent;
    if (band !== 'band/1') return { port: portsOf(box, ['top'])[0]!, lead: [] };
    if (this.layout.slots.get(this.boxOfPod.get(other) ?? other)?.parent === 'band/1') {
      const y = this.layout.metrics.form === 'phone' ? box.y + box.h / 2 : this.level(place, other);
      const right = otherBox.x > box.x;
      const at = { x: right ? box.x + box.w : box.x, y };
      const inside = { x: right ? place.x + place.w : place.x, y };
      const lead = Math.abs(inside.x - at.x) < this.layout.metrics.pad + 3 ? [inside] : [];
      return { port: { at, side: right ? 'right' : 'left' }, lead };
    }
    if (otherBox.y < box.y) return { port: portsOf(box, ['top'])[0]!, lead: [] };
    return this.downwards(boxKey, box, other);
  }

  /** Height at which two neighbours meet: the other's middle where it lies beside this one. */
  private level(place: Rect, other: string): number {
    const mine = place.y + place.h / 2;
    const theirs = slotRect(this.layout, other);
    if (!theirs || theirs.h > place.h || other.startsWith('service/')) return mine;
    const y = theirs.y + theirs.h / 2;
    return y > place.y + 12 && y < place.y + place.h - 12 ? y : mine;
  }

  private gatewayKey(): string {
    return this.cast.gateway ? `workload/${this.cast.gateway.key}` : '';
  }

  private fromBottom(other: string, box: Rect): { port: Port; lead: Point[] } {
    const target = slotRect(this.layout, this.boxOfPod.get(other) ?? other);
    const x = target ? clamp(target.x + target.w / 2, box.x + 20, box.x + box.w - 20) : centre(box).x;
    return { port: { at: { x, y: box.y + box.h }, side: 'bottom' }, lead: [] };
  }

  /** From the gateway the link starts under its route; a question to CoreDNS starts a little further on. */
  private downwards(boxKey: string, box: Rect, other: string): { port: Port; lead: Point[] } {
    const isGateway = boxKey === this.gatewayKey();
    const route = isGateway ? slotRect(this.layout, 'route') : null;
    const usable =
      route && route.x >= box.x - 1 && route.x + route.w <= box.x + box.w + 1 && route.y < box.y + box.h;
    const base = usable ? route : box;
    const share = other === 'dns' || this.boxOfPod.get(other) === 'dns' ? 0.78 : usable ? 0.35 : 0.5;
    const y = Math.max(box.y + box.h, route ? route.y + route.h : 0);
    return { port: { at: { x: base.x + base.w * share, y }, side: 'bottom' }, lead: [] };
  }

  /** From above, where the capsule's old address stands; on phones at the right, level with the capsule. */
  private focusPort(box: Rect): { port: Port; lead: Point[] } {
    const dock = slotRect(this.layout, 'dock')!;
    if (this.layout.metrics.form !== 'phone') {
      return { port: { at: { x: entryX(dock), y: box.y }, side: 'top' }, lead: [] };
    }
    const y = dock.y + dock.h / 2;
    return { port: { at: { x: box.x + box.w, y }, side: 'right' }, lead: [{ x: dock.x + dock.w, y }] };
  }

  /** Each asker comes down at a place of its own. */
  private dnsPort(box: Rect, other: string): { port: Port; lead: Point[] } {
    const share = this.boxOfPod.get(other) === this.gatewayKey() ? 0.62 : 0.28;
    return { port: { at: { x: box.x + box.w * share, y: box.y }, side: 'top' }, lead: [] };
  }

  private viaPort(box: Rect, other: string): { port: Port; lead: Point[] } {
    const otherBox = slotRect(this.layout, this.boxOfPod.get(other) ?? other);
    const right = otherBox !== null && otherBox.x > box.x;
    const m = this.layout.metrics;
    const y = this.layout.docks.get('via')?.y ?? box.y + box.h / 2;
    const r = m.small * 0.46;
    const x = box.x + box.w / 2 + (right ? r : -r);
    return { port: { at: { x, y }, side: right ? 'right' : 'left' }, lead: [] };
  }

  private machinesRoute(from: string, to: string): readonly Point[] | null {
    const a = slotRect(this.layout, from);
    const b = slotRect(this.layout, to);
    if (!a || !b || this.isSmall(from) || this.isSmall(to)) return null;
    if (to.startsWith('node/') && this.nodeOf(from) === to) return this.intoKernel(from, to);
    if (from.startsWith('node/') && this.nodeOf(to) === from) return this.outOfKernel(from, to);
    const start = this.machinePorts(from);
    const end = this.machinePorts(to);
    return routeBetween(start, end, this.layout.obstacles, this.size());
  }

  /** A Pod in a small node box, or, on phones, that box: no link is drawn to it. */
  private isSmall(stop: string): boolean {
    const node = stop.startsWith('node/') ? stop : this.nodeOf(stop);
    if (node === null || !node.startsWith('node/') || this.layout.slots.has(`${node}/kernel`)) return false;
    return node !== stop || this.layout.metrics.form === 'phone';
  }

  private nodeOf(place: string): string | null {
    return this.layout.slots.get(place)?.parent ?? null;
  }

  private machinePorts(stop: string): Port[] {
    const kernel = slotRect(this.layout, `${stop}/kernel`);
    if (kernel) return portsOf(kernel, ['bottom']);
    const box = slotRect(this.layout, stop)!;
    if (stop.startsWith('client/')) return portsOf(box, ['right', 'bottom']);
    if (stop === 'api') return portsOf(box, ['right']);
    return portsOf(box, stop.startsWith('node/') ? ['left', 'right', 'bottom', 'top'] : ['top']);
  }

  /** Up the kernel's left margin to the line of the focus Service, if this packet hits it. */
  private intoKernel(pod: string, node: string): readonly Point[] {
    const p = slotRect(this.layout, pod)!;
    const kernel = slotRect(this.layout, `${node}/kernel`);
    const box = this.picture.nodes.find((n) => n.place === node);
    const service = slotRect(this.layout, `${node}/kernel/service`);
    const x = p.x + p.w / 2;
    if (!kernel)
      return [
        { x, y: p.y },
        { x, y: slotRect(this.layout, node)!.y },
      ];
    const hits = box?.serviceRule?.hit === true && service !== null && this.isSender(pod);
    if (!hits && this.isLower(pod, p)) {
      return [...this.sideways(p)]
        .reverse()
        .concat({ x: p.x - this.layout.metrics.gap / 2, y: kernel.y + kernel.h });
    }
    if (!hits)
      return [
        { x, y: p.y },
        { x, y: kernel.y + kernel.h },
      ];
    const lane = kernel.y + kernel.h + 10;
    const margin = kernel.x + this.layout.metrics.pad * 0.75;
    const y = service.y + service.h / 2;
    const aside = p.x - this.layout.metrics.gap / 2;
    const up = this.isLower(pod, p)
      ? [...[...this.sideways(p)].reverse(), { x: aside, y: lane }]
      : [
          { x, y: p.y },
          { x, y: lane },
        ];
    return [...up, { x: margin, y: lane }, { x: margin, y }, { x: service.x - 13, y }];
  }

  /** Top of the first line of Pods among which this one stands. */
  private topOf(pod: string): number {
    if (this.tops.size === 0) {
      for (const [place, slot] of this.layout.pods) {
        const parent = this.nodeOf(place) ?? '';
        this.tops.set(parent, Math.min(this.tops.get(parent) ?? Infinity, slot.rect.y));
      }
    }
    return this.tops.get(this.nodeOf(pod) ?? '') ?? -Infinity;
  }

  /** Whether other Pods stand between this one and the kernel. */
  private isLower(pod: string, p: Rect): boolean {
    return p.y - this.topOf(pod) > 1;
  }

  /** A way in the narrow gap beside Pods: there is no room for another one next to it. */
  private isSideways(from: string, to: string): boolean {
    const lower = (stop: string) => {
      const box = stop.startsWith('pod/') ? slotRect(this.layout, stop) : null;
      return box !== null && this.isLower(stop, box);
    };
    return this.layout.lens === 'machines' && (lower(from) || lower(to));
  }

  /** Into a Pod of a lower line, by the gap at its left. */
  private sideways(p: Rect): Point[] {
    const y = p.y + p.h / 2;
    return [
      { x: p.x - this.layout.metrics.gap / 2, y },
      { x: p.x, y },
    ];
  }

  private isSender(pod: string): boolean {
    const current = this.picture.capsule?.route[0]?.place;
    return (
      current === pod ||
      (current !== undefined && current.startsWith('node/')) ||
      this.boxOfPod.get(pod) === this.gatewayKey()
    );
  }

  /** From the rule that hit, down the kernel's right margin to the Pod. */
  private outOfKernel(node: string, pod: string): readonly Point[] {
    const p = slotRect(this.layout, pod)!;
    const kernel = slotRect(this.layout, `${node}/kernel`);
    const x = p.x + p.w / 2;
    if (!kernel)
      return [
        { x, y: slotRect(this.layout, node)!.y },
        { x, y: p.y },
      ];
    if (this.isLower(pod, p))
      return [{ x: p.x - this.layout.metrics.gap / 2, y: kernel.y + kernel.h }, ...this.sideways(p)];
    const box = this.picture.nodes.find((n) => n.place === node);
    const hit = box?.rules.findIndex((rule) => rule.verdict === 'hit') ?? -1;
    const row = slotRect(this.layout, `${node}/kernel/rule/${hit}`);
    if (!row || !this.isMainPod(pod))
      return [
        { x, y: kernel.y + kernel.h },
        { x, y: p.y },
      ];
    const margin = kernel.x + kernel.w - this.layout.metrics.pad * 0.45;
    const lane = kernel.y + kernel.h + 10;
    const y = row.y + row.h / 2;
    return [
      { x: row.x + row.w, y },
      { x: margin, y },
      { x: margin, y: lane },
      { x, y: lane },
      { x, y: p.y },
    ];
  }
}

/** Where the link to the Service box comes down, phones excepted. */
export function entryX(dock: Rect): number {
  return dock.x + dock.w * 0.68;
}

/** Everything that routes depend on: two pictures with the same one share their routes. */
export function bookSignature(layout: Layout, picture: Picture): string {
  let text = layout.lens;
  for (const [key, { rect: r }] of layout.slots) text += `${key}${r.x | 0},${r.y | 0},${r.w | 0},${r.h | 0};`;
  for (const node of picture.nodes) {
    text += `${node.place}${node.serviceRule?.hit === true}${node.rules.findIndex((rule) => rule.verdict === 'hit')}`;
  }
  for (const row of castOf(picture).focus?.endpoints ?? []) text += row.pod;
  for (const w of picture.workloads) text += `${w.key}${w.service}${w.pods.length}`;
  return `${text}${picture.capsule?.route[0]?.place}`;
}
