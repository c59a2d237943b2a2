/** Inside one node: head, kube-proxy, kernel with its rule table, a lane for the capsule, Pods. */
import type { NodeBox, Picture, PodBox } from '../../projection/picture';
import { inset, rect, type Rect } from '../geometry/rect';
import type { Metrics } from './metrics';
import { podGrid, type PodStep } from './podGrid';
import type { SlotMap } from './slots';

/** Every Pod of a picture by its place. */
export function podsByPlace(picture: Picture): Map<string, PodBox> {
  const all = picture.workloads.flatMap((w) => w.pods).concat(picture.dns?.pods ?? []);
  return new Map(all.map((pod) => [pod.place, pod]));
}

/** Rule rows that are shown: all, or those around the one that hit. */
export interface RuleWindow {
  readonly indexes: readonly number[];
  /** How many rules are left out. */
  readonly hidden: number;
}

/** Chooses the rules to show when only `room` rows fit: the first, the hit, stale ones, then in order. */
export function ruleWindow(node: NodeBox, room: number): RuleWindow {
  const count = node.rules.length;
  if (count <= room) return { indexes: node.rules.map((_, i) => i), hidden: 0 };
  const places = Math.max(1, room - 1);
  const byNeed = node.rules
    .map((rule, i) => ({ i, need: rule.verdict === 'hit' ? 0 : rule.isStale ? 1 : 2 }))
    .sort((a, b) => a.need - b.need || a.i - b.i);
  const indexes = byNeed
    .slice(0, places)
    .map((entry) => entry.i)
    .sort((a, b) => a - b);
  return { indexes, hidden: count - indexes.length };
}

/** A workload's name and an address are wider than a Pod's own name; rather narrow than without the address. */
const NODE_STEPS: readonly PodStep[] = ['card', ['two', 8.8], ['two', 6.2], ['mini', 7.4], ['mini', 5.2]];

interface NodeFrame {
  readonly content: Rect;
  readonly headH: number;
  readonly proxyH: number;
  readonly laneH: number;
  /** Where the kernel begins and the Pods end. */
  readonly top: number;
  readonly bottom: number;
}

function nodeFrame(box: Rect, m: Metrics): NodeFrame {
  const phone = m.form === 'phone';
  const { tight } = m;
  const content = inset(box, m.pad, m.pad * 0.7);
  const headH = m.name * 1.6;
  const proxyH = m.small * (content.h < m.small * 26 || phone ? 1.9 : 2.9);
  const laneH = m.capsule + m.small * (phone ? 2.9 : tight ? 0.8 : 1.1);
  const top = content.y + headH + 3 + proxyH + m.gap * 0.8;
  return { content, headH, proxyH, laneH, top, bottom: content.y + content.h };
}

/** A height for the kernels of all nodes side by side, so that their lanes are level. */
export function sharedKernelHeight(
  nodes: readonly NodeBox[],
  boxes: readonly Rect[],
  pods: ReadonlyMap<string, PodBox>,
  m: Metrics,
): number {
  const limits = nodes.map((node, i) => {
    const { content, laneH, top, bottom } = nodeFrame(boxes[i]!, m);
    const rest = bottom - top - laneH;
    const count = node.pods.filter((place) => pods.has(place)).length;
    const least = Math.min(rest * 0.5, count === 0 ? 0 : podsHeight(count, content.w, m));
    return { most: rest - least, want: Math.max(kernelHeight(node, m), rest * 0.45) };
  });
  const want = Math.max(0, ...limits.map((l) => l.want));
  return Math.max(0, Math.min(want, ...limits.map((l) => l.most)));
}

/** Lays out one node in full. */
export function placeNode(
  s: SlotMap,
  node: NodeBox,
  pods: ReadonlyMap<string, PodBox>,
  box: Rect,
  m: Metrics,
  kernelH: number,
): void {
  const key = node.place;
  s.add(key, box, null);
  const { content, headH, proxyH, laneH, top, bottom } = nodeFrame(box, m);
  s.block(`${key}/head`, rect(content.x, content.y, content.w, headH), key);
  s.block(`${key}/proxy`, rect(content.x, content.y + headH + 3, content.w, proxyH), key);
  const shown = node.pods.filter((place) => pods.has(place));
  const kernel = s.block(`${key}/kernel`, rect(content.x, top, content.w, kernelH), key);
  placeKernel(s, node, kernel, m);
  const lane = s.add(`${key}/lane`, rect(content.x, kernel.y + kernel.h, content.w, laneH), key);
  s.docks.set(key, { x: lane.x + lane.w / 2, y: lane.y + lane.h / 2 });
  const podsArea = rect(content.x, lane.y + lane.h, content.w, bottom - lane.y - lane.h);
  const layout = podGrid(podsArea, shown.length, m, NODE_STEPS);
  shown.forEach((place, i) => {
    const r = layout.rects[i]!;
    const rested = layout.mode === 'cell' ? r : rect(r.x, Math.min(r.y, r.y), r.w, r.h);
    s.addPod(place, rested, layout.mode, key);
    if (layout.mode !== 'cell') s.obstacles.push(rested);
    s.docks.set(place, { x: r.x + r.w / 2, y: lane.y + lane.h / 2 });
  });
}

function podsHeight(count: number, width: number, m: Metrics): number {
  const least = m.small * (m.form === 'wide' ? 8.8 : 6.2);
  const across = Math.max(1, Math.floor((width + m.gap) / (least + m.gap)));
  const { tight } = m;
  const down = Math.min(tight ? 2 : 3, Math.ceil(count / across));
  return down * m.small * 3.1 + (down - 1) * m.gap;
}

function kernelHeight(node: NodeBox, m: Metrics): number {
  const lines = 2 + (node.chain === null ? 0 : 1) + Math.min(node.rules.length, 8);
  return m.small * 2 * lines + (node.conntrack.length > 0 ? m.small * 3.2 : 0) + m.pad * 2;
}

function placeKernel(s: SlotMap, node: NodeBox, kernel: Rect, m: Metrics): void {
  const key = `${node.place}/kernel`;
  const content = inset(kernel, m.pad, m.pad * 0.6);
  const lineH = m.small * 1.8;
  let y = content.y;
  const take = (name: string, h: number, indent = 0): Rect | null => {
    if (y + h > content.y + content.h + 0.5) return null;
    const r = s.add(`${key}/${name}`, rect(content.x + indent, y, content.w - indent, h), key);
    y += h;
    return r;
  };
  take('head', lineH);
  const trackH =
    node.conntrack.length > 0 && content.h > m.small * (8.7 + 1.65 * Math.min(3, node.rules.length))
      ? m.small * 3
      : 0;
  const end = content.y + content.h - (trackH > 0 ? trackH + m.pad * 0.6 : 0);
  if (trackH > 0) {
    const side = m.small * (m.form === 'wide' ? 1.2 : 0.7);
    s.add(
      `${key}/conntrack`,
      rect(content.x + side, content.y + content.h - trackH, content.w - side, trackH),
      key,
    );
  }
  const indent = m.form === 'wide' ? m.small * 1.2 : m.small * 0.7;
  if (y + lineH <= end && (node.serviceRule || node.rejects)) take('service', lineH, indent);
  const free = end - y;
  const least = m.small * 1.65;
  const rowsWanted = node.rejects ? 1 : node.rules.length;
  if (node.chain !== null && free > least * 2.2) take('chain', m.small * 1.6, indent * 1.6);
  const room = Math.max(0, Math.floor((end - y) / least));
  const shown = node.rejects ? { indexes: [], hidden: 0 } : ruleWindow(node, room);
  const wanted = node.rejects ? 1 : shown.indexes.length + (shown.hidden > 0 ? 1 : 0);
  const count = Math.min(room, wanted);
  const rowH = count === 0 ? 0 : Math.min(m.small * 2.3, (end - y) / count);
  if (room === 0 || rowsWanted === 0) return;
  for (let i = 0; i < count; i += 1) {
    const name = node.rejects
      ? 'reject'
      : i < shown.indexes.length
        ? `rule/${shown.indexes[i]}`
        : 'moreRules';
    const r = rect(content.x + indent * 1.6, y + 2, content.w - indent * 1.6, rowH - 4);
    s.add(`${key}/${name}`, r, key);
    y += rowH;
  }
}
