/** The Machines lens from 700 px: control plane at the left, nodes as boxes, the acting one wider. */
import type { NodeBox, Picture } from '../../projection/picture';
import { columns, inset, rect, rows, type Rect } from '../geometry/rect';
import { metricsFor, type Metrics, type SceneSize } from './metrics';
import { placeNode, podsByPlace, sharedKernelHeight } from './nodeBox';
import { podGrid } from './podGrid';
import { SlotMap, type Layout } from './slots';

/** Which nodes are drawn in full, and which as small boxes. */
export function splitNodes(
  nodes: readonly NodeBox[],
  room: number,
): { readonly full: readonly NodeBox[]; readonly small: readonly NodeBox[] } {
  if (nodes.length <= room) return { full: nodes, small: [] };
  const rank = (node: NodeBox) => (node.isActing ? 0 : node.proxy.state === 'behind' ? 1 : 2);
  const chosen = new Set(
    [...nodes]
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, Math.max(1, room - 1))
      .map((node) => node.place),
  );
  return { full: nodes.filter((n) => chosen.has(n.place)), small: nodes.filter((n) => !chosen.has(n.place)) };
}

/** Rectangles, docks and obstacles of the Machines lens. */
export function machinesLayout(picture: Picture, size: SceneSize): Layout {
  const m = metricsFor(size);
  const s = new SlotMap();
  const pods = podsByPlace(picture);
  const whole = rect(8, 4, size.w - 16, size.h - 8);
  const controlW = Math.max(m.small * 11.5, whole.w * 0.168);
  const skyH = m.small * (m.tight ? 2.7 : 2.5) + (m.tight ? 0 : m.capsule + 6);
  const { full, small } = splitNodes(picture.nodes, m.form === 'wide' ? 4 : 3);
  placeControl(s, picture, rect(whole.x, whole.y, controlW, whole.h), m);
  const sky = rect(whole.x + controlW + m.small * 2.2, whole.y, whole.w - controlW - m.small * 2.2, skyH);
  s.add('sky', sky, null);
  // A packet at the browser is written out beside it, under the changes on their way.
  const client = picture.clients[0];
  const below = m.tight ? sky.h / 2 : sky.h - m.capsule / 2 - 5;
  if (client) s.docks.set(client.place, { x: sky.x, y: sky.y + below });
  const ground = rect(sky.x, sky.y + skyH, sky.w, whole.h - skyH);
  const weights = full.map((node) => (node.isActing ? 1.5 : 1));
  const parts = columns(ground, [...weights, ...(small.length > 0 ? [0.8] : [])], m.small * 1.1);
  const kernelH = sharedKernelHeight(full, parts, pods, m);
  full.forEach((node, i) => placeNode(s, node, pods, parts[i]!, m, kernelH));
  if (small.length > 0) placeSmallNodes(s, small, pods, parts[full.length]!, m);
  placeStrays(s, picture, m);
  return s.finish('machines', m);
}

function placeControl(s: SlotMap, picture: Picture, area: Rect, m: Metrics): void {
  const client = picture.clients[0];
  const clientH = client ? m.small * 4 : 0;
  if (client) {
    s.block(client.place, rect(area.x, area.y, area.w, clientH), null);
  }
  const top = area.y + clientH + (client ? m.gap : 0);
  const plane = s.block('control', rect(area.x, top, area.w, area.y + area.h - top), null);
  const content = inset(plane, m.pad);
  s.add('control/head', rect(content.x, content.y, content.w, m.name * 1.5), 'control');
  const below = rect(content.x, content.y + m.name * 1.5, content.w, content.h - m.name * 1.5);
  const apiH = m.small * 3.1;
  s.add('api', rect(below.x, below.y, below.w, apiH), 'control');
  const rest = rect(below.x, below.y + apiH + m.small * 1.6, below.w, below.h - apiH - m.small * 1.6);
  const sliceRows = Math.min(picture.slice?.rows.length ?? 0, 8);
  const want = m.small * (5.2 + 1.9 * sliceRows) + m.pad * 2;
  const causesLeast = m.small * (2.8 + 1.6 * Math.min(4, picture.nodes.length));
  const sliceH = picture.slice ? Math.min(want, rest.h - (rest.h > causesLeast * 1.9 ? causesLeast : 0)) : 0;
  if (picture.slice) s.add('slice', rect(rest.x, rest.y, rest.w, sliceH), 'control');
  const y = rest.y + sliceH + (sliceH > 0 ? m.gap : 0);
  const h = rest.y + rest.h - y;
  if (h > m.small * 4) s.add('causes', rect(rest.x, y, rest.w, h), 'control');
}

function placeSmallNodes(
  s: SlotMap,
  nodes: readonly NodeBox[],
  pods: ReturnType<typeof podsByPlace>,
  area: Rect,
  m: Metrics,
): void {
  const down = Math.max(1, Math.floor((area.h + m.gap) / (m.small * 4.6 + m.gap)));
  const across = Math.max(1, Math.min(Math.floor(area.w / (m.small * 8)), Math.ceil(nodes.length / down)));
  const room = down * across;
  const shown = nodes.slice(0, nodes.length > room ? room - 1 : room);
  const hidden = nodes.length - shown.length;
  const lines = Math.ceil((shown.length + (hidden > 0 ? 1 : 0)) / across);
  const boxes = rows(
    area,
    Array.from({ length: Math.max(1, lines) }, () => 1),
    m.gap,
  ).flatMap((line) =>
    columns(
      line,
      Array.from({ length: across }, () => 1),
      m.gap,
    ),
  );
  shown.forEach((node, i) => placeSmallNode(s, node, pods, boxes[i]!, m));
  if (hidden > 0 && boxes[shown.length]) s.block('moreNodes', boxes[shown.length]!, null);
}

/** A node as a small box: name, state of its kube-proxy, Pods as cells. */
export function placeSmallNode(
  s: SlotMap,
  node: NodeBox,
  pods: ReturnType<typeof podsByPlace>,
  box: Rect,
  m: Metrics,
): void {
  const key = node.place;
  s.block(key, box, null);
  s.docks.set(key, { x: box.x + box.w / 2, y: box.y + box.h / 2 });
  const content = inset(box, m.pad * 0.8, m.pad * 0.5);
  const lineH = m.small * 1.45;
  s.add(`${key}/head`, rect(content.x, content.y, content.w, lineH), key);
  s.add(`${key}/proxy`, rect(content.x, content.y + lineH, content.w, lineH), key);
  const below = rect(content.x, content.y + lineH * 2 + 2, content.w, content.h - lineH * 2 - 2);
  const shown = node.pods.filter((place) => pods.has(place));
  if (below.h < 4) return;
  const layout = podGrid(below, shown.length, m, []);
  shown.forEach((place, i) => {
    const r = layout.rects[i]!;
    s.addPod(place, r, 'cell', key);
    s.docks.set(place, { x: r.x + r.w / 2, y: box.y + box.h / 2 });
  });
}

/** Pods without a node wait in the control plane's head. */
export function placeStrays(s: SlotMap, picture: Picture, m: Metrics): void {
  const strays = picture.workloads
    .flatMap((w) => w.pods)
    .filter((pod) => !s.pods.has(pod.place) && pod.node === null);
  const head = s.slots.get('control/head')?.rect;
  if (!head || strays.length === 0) return;
  const spot = rect(head.x + head.w * 0.62, head.y + 3, head.w * 0.38, head.h - 6);
  const layout = podGrid(spot, strays.length, m, []);
  const area = s.add('strays', spot, 'control/head');
  strays.forEach((pod, i) => {
    s.addPod(pod.place, layout.rects[i]!, 'cell', 'strays');
    s.docks.set(pod.place, { x: area.x + area.w / 2, y: area.y + area.h });
  });
}
