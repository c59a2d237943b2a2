/** The Layers lens on screens from 700 px: four bands, one above the other. */
import type { Picture } from '../../projection/picture';
import { columns, inset, rect, rows, type Rect } from '../geometry/rect';
import { textWidth } from '../text/measure';
import { castOf, dnsPods, type Cast } from './cast';
import { endpointSlots } from './endpointGrid';
import { metricsFor, type Metrics, type SceneSize } from './metrics';
import { podGrid } from './podGrid';
import { SlotMap, type Layout } from './slots';

/** The Service's band is the last to give way. */
const LOW_BANDS = [0.13, 0.245, 0.385, 0.24];

/** Rectangles, docks and obstacles of the Layers lens for a picture and a size in px. */
export function layersLayout(picture: Picture, size: SceneSize): Layout {
  const m = metricsFor(size);
  const cast = castOf(picture);
  const s = new SlotMap();
  const gutter = m.small * (m.low ? 7.2 : m.form === 'wide' ? 7.9 : 7.7);
  const whole = rect(8, 4, size.w - 16, size.h - 8);
  const bands = rows(
    whole,
    m.low ? LOW_BANDS : m.tight ? [0.13, 0.262, 0.35, 0.258] : [0.122, 0.262, 0.352, 0.264],
    m.lane * 0.75,
  );
  bands.forEach((band, i) => {
    s.add(`band/${i}`, band, null);
    s.add(
      `band/${i}/label`,
      rect(band.x + m.pad, band.y, gutter - m.pad - m.small * 0.45, band.h),
      `band/${i}`,
    );
  });
  // Between the boxes of two bands the capsule has room.
  const bank = m.low ? m.small * 0.55 : Math.max(m.pad * 0.6, (m.capsule + 9 - m.lane * 0.75) / 2);
  const inner = bands.map((band, i) => {
    const top = i === 0 ? m.pad * 0.5 : bank;
    const bottom = i === 3 ? m.pad * 0.6 : bank;
    return rect(band.x + gutter, band.y + top, band.w - gutter - m.pad, band.h - top - bottom);
  }) as [Rect, Rect, Rect, Rect];
  const lanes = [0, 1, 2].map((i) => (inner[i]!.y + inner[i]!.h + inner[i + 1]!.y) / 2);
  placeBrowser(s, picture, inner[0], m, lanes[0]!);
  placeFront(s, cast, picture, inner[1], m, lanes[1]!);
  const centreColumn = placeInfrastructure(s, cast, picture, inner[2], m, lanes[1]!);
  placeServices(s, cast, inner[3], centreColumn, m, lanes[2]!);
  return s.finish('layers', m);
}

function placeBrowser(s: SlotMap, picture: Picture, area: Rect, m: Metrics, lane: number): void {
  const shown = picture.clients.slice(0, m.form === 'wide' ? 3 : 2);
  const share = m.low ? 1 : shown.length > 1 ? 0.5 : m.form === 'wide' ? 0.42 : 0.47;
  const [left, right] = columns(area, [share, 1 - share], m.gap * 2) as [Rect, Rect];
  columns(
    left,
    shown.map(() => 1),
    m.gap,
  ).forEach((part, i) => {
    const place = shown[i]!.place;
    s.block(place, part, 'band/0');
    s.docks.set(place, { x: part.x + part.w / 2, y: lane });
  });
  if (!m.low) s.block('legend', right, 'band/0');
}

/** So many boxes stand side by side in layer 1; of more, the last one counts the others. */
const FRONT_MOST = 6;
const MORE_WEIGHT = 0.5;

/** Widths in layer 1: the Ingress controller is narrow, the gateway has its route beside it. */
function placeFront(s: SlotMap, cast: Cast, picture: Picture, area: Rect, m: Metrics, lane: number): void {
  const hasRoute = cast.gateway !== null && picture.route !== null;
  const boxes = cast.front.slice(0, cast.front.length > FRONT_MOST ? FRONT_MOST - 1 : FRONT_MOST);
  const hidden = cast.front.length > boxes.length;
  const weights = boxes.map((w) => {
    if (w.role === 'ingress') return 0.68;
    if (w.role === 'web') return 1.12;
    return w === cast.gateway && hasRoute ? 1.95 : 1;
  });
  const gap = boxes.length > 4 ? m.gap * 2 : m.small * 1.8;
  const via = cast.gatewayService;
  const viaService =
    via !== null && boxes.length <= 4
      ? Math.max(0, textWidth(via.vip.text.split(':')[0] ?? '', m.small, 'bold') + m.small * 1.2 - gap)
      : 0;
  const free = area.w - gap * (Math.max(0, boxes.length - 1) + (hidden ? 1 : 0)) - viaService;
  const sum = weights.reduce((a, b) => a + b, hidden ? MORE_WEIGHT : 0) || 1;
  let x = area.x;
  boxes.forEach((w, i) => {
    if (w === cast.gateway && viaService > 0 && i > 0) {
      const slot = rect(x - gap + 2, area.y, viaService + gap - 4, area.h);
      s.add(`service/${cast.gatewayService!.key}`, slot, 'band/1');
      s.docks.set(`service/${cast.gatewayService!.key}`, { x: slot.x + slot.w / 2, y: lane });
      x += viaService;
    }
    const box = rect(x, area.y, (free * weights[i]!) / sum, area.h);
    x += box.w + gap;
    const key = `workload/${w.key}`;
    s.block(key, box, 'band/1');
    s.docks.set(key, { x: box.x + box.w / 2, y: lane });
    const content = inset(box, m.pad);
    const [pods, route] =
      w === cast.gateway && hasRoute
        ? (columns(content, m.low ? [0.42, 0.58] : [0.56, 0.44], m.gap) as [Rect, Rect])
        : [content, null];
    const head = s.add(`${key}/head`, rect(pods.x, pods.y, pods.w, m.name * 1.5), key);
    const below = rect(pods.x, head.y + head.h + m.pad * 0.5, pods.w, content.h - head.h - m.pad * 0.5);
    if (route) s.add('route', route, key);
    const layout = podGrid(below, w.pods.length, m, ['line', 'card', 'two', 'mini']);
    w.pods.forEach((pod, k) => {
      s.addPod(pod.place, layout.rects[k]!, layout.mode, key);
      s.docks.set(pod.place, { x: box.x + box.w / 2, y: lane });
    });
    if (w === cast.gateway && cast.gatewayService) {
      s.docks.set('via', { x: box.x, y: below.y + below.h / 2 });
    }
  });
  if (hidden) s.block('moreFront', rect(x, area.y, area.x + area.w - x, area.h), 'band/1');
}

/** EndpointSlice, Service and CoreDNS; returns the Service's column. */
function placeInfrastructure(
  s: SlotMap,
  cast: Cast,
  picture: Picture,
  area: Rect,
  m: Metrics,
  lane: number,
): Rect {
  const wide = m.form === 'wide';
  const [slice, service, dns] = columns(
    area,
    wide ? [0.19, 0.56, 0.25] : [0.205, 0.545, 0.25],
    m.gap * 2,
  ) as [Rect, Rect, Rect];
  if (picture.slice) s.block('slice', slice, 'band/2');
  s.block('dns', dns, 'band/2');
  s.docks.set('dns', { x: dns.x + dns.w / 2, y: lane });
  if (picture.dns) {
    const side = m.small * 1.1;
    const head = rect(dns.x + dns.w - m.pad - side * 4, dns.y + m.pad, side * 4, side * 1.3);
    const pods = dnsPods(picture, cast);
    const layout = podGrid(head, pods.length, m, []);
    pods.forEach((pod, i) => {
      const r = layout.rects[i]!;
      const shifted =
        pods.length <= 4 ? rect(head.x + head.w - (r.w + 3) * (pods.length - i), r.y, r.w, r.h) : r;
      s.addPod(pod.place, shifted, 'cell', 'dns');
      s.docks.set(pod.place, { x: dns.x + dns.w / 2, y: lane });
    });
  }
  if (cast.focus) placeService(s, cast, service, m);
  else s.block('noService', service, 'band/2');
  return service;
}

/** The Service box: head, dock for the capsule, endpoint row. */
export function placeService(s: SlotMap, cast: Cast, box: Rect, m: Metrics): void {
  const focus = cast.focus!;
  const key = `service/${focus.key}`;
  s.block(key, box, 'band/2');
  const content = inset(box, m.pad, m.pad * 0.8);
  const headH = m.name * 1.55;
  const dockH = m.capsule + m.small * (m.form === 'phone' ? 3.3 : m.tight ? 0.6 : 1);
  const head = s.add(`${key}/head`, rect(content.x, content.y, content.w, headH), key);
  const restH = content.h - headH;
  const dock = s.add('dock', rect(content.x, head.y + headH, content.w, Math.min(dockH, restH * 0.6)), key);
  const top = dock.y + dock.h;
  const area = s.add('endpoints', rect(content.x, top, content.w, content.y + content.h - top), key);
  s.docks.set(key, { x: dock.x + dock.w / 2, y: dock.y + dock.h / 2 });
  endpointSlots(area, focus.endpoints.length, m).forEach((r, i) => s.add(`endpoint/${i}`, r, 'endpoints'));
}

function placeServices(s: SlotMap, cast: Cast, area: Rect, centre: Rect, m: Metrics, lane: number): void {
  const hasOthers = cast.others.length > 0;
  const rightX = centre.x + centre.w + m.gap * 2;
  const right = rect(rightX, area.y, area.x + area.w - rightX, area.h);
  if (cast.main) {
    const key = `workload/${cast.main.key}`;
    const box = rect(area.x, area.y, (hasOthers ? centre.x + centre.w : area.x + area.w) - area.x, area.h);
    s.block(key, box, 'band/3');
    const headW = centre.x - box.x - m.gap - m.pad;
    s.add(`${key}/head`, rect(box.x + m.pad, box.y + m.pad, headW, box.h - 2 * m.pad), key);
    const podsArea = rect(
      centre.x + m.pad,
      box.y + m.pad,
      box.x + box.w - centre.x - 2 * m.pad,
      box.h - 2 * m.pad,
    );
    const layout = podGrid(podsArea, cast.mainPods.length, m, ['card', 'two', 'mini']);
    cast.mainPods.forEach((pod, i) => {
      const r = layout.rects[i]!;
      s.addPod(pod.place, r, layout.mode, key);
      s.docks.set(pod.place, { x: r.x + r.w / 2, y: lane });
    });
    s.docks.set(key, { x: centre.x + centre.w / 2, y: lane });
  }
  if (hasOthers) placeOthers(s, cast, right, m, lane);
}

function placeOthers(s: SlotMap, cast: Cast, area: Rect, m: Metrics, lane: number): void {
  const least = m.small * 3.9;
  const down = Math.max(1, Math.floor((area.h + m.gap) / (least + m.gap)));
  const across = Math.max(
    1,
    Math.min(3, Math.floor(area.w / (m.small * 8)), Math.ceil(cast.others.length / down)),
  );
  const room = down * across;
  const shown = cast.others.slice(0, cast.others.length > room ? Math.max(1, room - 1) : room);
  const hidden = cast.others.length - shown.length;
  const count = shown.length + (hidden > 0 && room > 1 ? 1 : 0);
  const lines = rows(
    area,
    Array.from({ length: Math.ceil(count / across) }, () => 1),
    m.gap,
  );
  const boxes = lines.flatMap((line) =>
    columns(
      line,
      Array.from({ length: across }, () => 1),
      m.gap,
    ),
  );
  shown.forEach((w, i) => {
    const box = boxes[i]!;
    const key = `workload/${w.key}`;
    s.block(key, box, 'band/3');
    s.docks.set(key, { x: box.x + box.w / 2, y: lane });
    const content = inset(box, m.pad, m.pad * 0.7);
    const head = s.add(`${key}/head`, rect(content.x, content.y, content.w, m.small * 1.7), key);
    const below = rect(content.x, head.y + head.h + 3, content.w, content.h - head.h - 3);
    const layout = podGrid(below, w.pods.length, m, ['line', 'two', 'mini']);
    w.pods.forEach((pod, k) => {
      s.addPod(pod.place, layout.rects[k]!, layout.mode, key);
      s.docks.set(pod.place, { x: box.x + box.w / 2, y: lane });
    });
  });
  const moreBox = boxes[shown.length];
  if (hidden > 0 && moreBox && room > 1) s.block('more', moreBox, 'band/3');
}
