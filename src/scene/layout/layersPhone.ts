/** The Layers lens on a phone: the same bands, numbers only in the margin, tiles instead of cards. */
import type { Picture } from '../../projection/picture';
import { columns, inset, rect, rows, type Rect } from '../geometry/rect';
import { castOf, dnsPods, type Cast } from './cast';
import { placeService } from './layers';
import { metricsFor, type Metrics, type SceneSize } from './metrics';
import { podGrid } from './podGrid';
import { SlotMap, type Layout } from './slots';

/** Rectangles of the Layers lens for screens below 700 px. */
export function layersPhoneLayout(picture: Picture, size: SceneSize): Layout {
  const m = metricsFor(size);
  const cast = castOf(picture);
  const s = new SlotMap();
  const gutter = m.small * 2.7;
  const whole = rect(6, 4, size.w - 12, size.h - 8);
  const tall = size.h >= 540;
  const bands = rows(whole, tall ? [0.09, 0.2, 0.44, 0.27] : [0.1, 0.2, 0.44, 0.26], m.lane);
  bands.forEach((band, i) => {
    s.add(`band/${i}`, band, null);
    s.add(`band/${i}/label`, rect(band.x + 4, band.y, gutter - 6, band.h), `band/${i}`);
  });
  const inner = bands.map((band) => rect(band.x + gutter, band.y + 6, band.w - gutter - 7, band.h - 12)) as [
    Rect,
    Rect,
    Rect,
    Rect,
  ];
  const lanes = [0, 1, 2].map((i) => (bands[i]!.y + bands[i]!.h + bands[i + 1]!.y) / 2);
  const client = picture.clients[0];
  const [url, legend] = columns(inner[0], [0.5, 0.5], m.gap) as [Rect, Rect];
  if (client) {
    s.block(client.place, url, 'band/0');
    s.docks.set(client.place, { x: url.x + url.w / 2, y: lanes[0]! });
  }
  s.block('legend', legend, 'band/0');
  placeFront(s, cast, picture, inner[1], m, lanes[1]!);
  placeMiddle(s, cast, picture, inner[2], m, tall, lanes[1]!);
  placeBehind(s, cast, inner[3], m, lanes[2]!);
  return s.finish('layers', m);
}

function placeFront(s: SlotMap, cast: Cast, picture: Picture, area: Rect, m: Metrics, lane: number): void {
  const boxes = cast.front.slice(0, 4);
  const hasRoute = picture.route !== null && area.h > m.small * 4;
  const routeH = hasRoute ? m.small * 1.6 : 0;
  const chips = rect(area.x, area.y, area.w, area.h - routeH - (hasRoute ? 4 : 0));
  const wideGap = m.small * 2.7;
  const gaps = boxes.map((w, i) =>
    i === 0 ? 0 : w === cast.gateway && cast.gatewayService ? wideGap : m.small * 1.2,
  );
  const weights = boxes.map((w) => (w.role === 'ingress' ? 0.9 : 1));
  const unit =
    (chips.w - gaps.reduce((a, b) => a + b, 0)) /
    Math.max(
      1,
      weights.reduce((a, b) => a + b, 0),
    );
  let x = chips.x;
  boxes.forEach((w, i) => {
    x += gaps[i]!;
    const box = rect(x, chips.y, unit * weights[i]!, chips.h);
    x += box.w;
    const key = `workload/${w.key}`;
    s.block(key, box, 'band/1');
    s.docks.set(key, { x: box.x + box.w / 2, y: lane });
    const content = inset(box, 6, 3);
    const head = s.add(`${key}/head`, rect(content.x, content.y, content.w, m.small * 1.6), key);
    const below = rect(content.x, head.y + head.h + 1, content.w, content.h - head.h - 1);
    const layout = podGrid(below, w.pods.length, m, []);
    w.pods.forEach((pod, k) => {
      s.addPod(pod.place, layout.rects[k]!, layout.mode, key);
      s.docks.set(pod.place, { x: box.x + box.w / 2, y: lane });
    });
  });
  const gateway = cast.gatewayService;
  const index = boxes.findIndex((w) => w === cast.gateway);
  if (gateway && index > 0) {
    const before = s.slots.get(`workload/${boxes[index - 1]!.key}`)!.rect;
    const after = s.slots.get(`workload/${boxes[index]!.key}`)!.rect;
    const x = before.x + before.w + 2;
    s.add(`service/${gateway.key}`, rect(x, before.y + 2, after.x - x - 2, before.h - 4), 'band/1');
    s.docks.set(`service/${gateway.key}`, { x: (x + after.x) / 2, y: lane });
    s.docks.set('via', { x, y: before.y + before.h / 2 });
  }
  if (hasRoute) s.block('route', rect(area.x, area.y + area.h - routeH, area.w, routeH), 'band/1');
}

function placeMiddle(
  s: SlotMap,
  cast: Cast,
  picture: Picture,
  area: Rect,
  m: Metrics,
  tall: boolean,
  lane: number,
): void {
  const footH = m.small * (tall ? 2 : 1.65);
  const top = area.y + footH + m.small * (tall ? 0.7 : 0.35);
  const service = rect(area.x, top, area.w - m.small, area.y + area.h - top);
  if (cast.focus) placeService(s, cast, service, m);
  else s.block('noService', service, 'band/2');
  const foot = rect(area.x, area.y, area.w - m.small, footH);
  const [slice, dns] = columns(foot, [0.5, 0.5], 6) as [Rect, Rect];
  if (picture.slice) s.block('slice', slice, 'band/2');
  if (picture.dns) {
    s.block('dns', dns, 'band/2');
    const pods = dnsPods(picture, cast);
    const spot = rect(dns.x + dns.w - m.small * 3.2, dns.y + 5, m.small * 2.8, footH - 10);
    const layout = podGrid(spot, pods.length, m, []);
    pods.forEach((pod, i) => s.addPod(pod.place, layout.rects[i]!, 'cell', 'dns'));
  }
  // A question to CoreDNS is written out below it, over the head of the Service box.
  const dock = { x: dns.x + dns.w / 2, y: dns.y + dns.h + m.small * 2.6 };
  s.docks.set('dns', picture.dns ? dock : { x: area.x + area.w / 2, y: lane });
  for (const pod of dnsPods(picture, cast)) s.docks.set(pod.place, dock);
}

function placeBehind(s: SlotMap, cast: Cast, area: Rect, m: Metrics, lane: number): void {
  const footH = cast.others.length > 0 && area.h > m.small * 8.6 ? m.small * 1.9 : 0;
  if (cast.main) {
    const key = `workload/${cast.main.key}`;
    const box = rect(area.x, area.y, area.w - m.small, area.h - footH - (footH > 0 ? 6 : 0));
    s.block(key, box, 'band/3');
    const roomy = box.h > m.small * 7;
    const headH = roomy ? m.small * 1.9 : 0;
    if (roomy) s.add(`${key}/head`, rect(box.x + 6, box.y + box.h - headH - 2, box.w - 12, headH), key);
    const pods = rect(box.x + 5, box.y + 5, box.w - 10, box.h - 10 - headH);
    const layout = podGrid(pods, cast.mainPods.length, m, ['tile', 'mini']);
    cast.mainPods.forEach((pod, i) => {
      const r = layout.rects[i]!;
      s.addPod(pod.place, r, layout.mode, key);
      s.docks.set(pod.place, { x: r.x + r.w / 2, y: lane });
    });
    s.docks.set(key, { x: box.x + box.w / 2, y: lane });
  }
  if (footH === 0) return;
  const shown = cast.others.slice(0, 3);
  const foot = rect(area.x, area.y + area.h - footH, area.w, footH);
  columns(
    foot,
    shown.map(() => 1),
    6,
  ).forEach((box, i) => {
    const w = shown[i]!;
    const key = `workload/${w.key}`;
    s.block(key, box, 'band/3');
    const cellsW = Math.min(box.w * 0.3, m.small * 3);
    s.add(`${key}/head`, rect(box.x + 6, box.y, box.w - cellsW - 14, box.h), key);
    const spot = rect(box.x + box.w - cellsW - 5, box.y + 5, cellsW, box.h - 10);
    const layout = podGrid(spot, w.pods.length, m, []);
    w.pods.forEach((pod, k) => {
      s.addPod(pod.place, layout.rects[k]!, 'cell', key);
      s.docks.set(pod.place, { x: box.x + box.w / 2, y: lane });
    });
  });
}
