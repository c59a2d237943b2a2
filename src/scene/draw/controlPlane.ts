/** The control plane: API server, and changes on their way to each node's kube-proxy. */
import type { Picture, WavefrontMark } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import { clamp, type Rect } from '../geometry/rect';
import { slotRect, type Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { textWidth } from '../text/measure';
import { fitFirst, wrapText } from '../text/fit';
import { Pen } from './pen';
import { isBehind } from './proxy';

/** Frame, API server and what the API server knows. */
export function controlParts(picture: Picture, layout: Layout, language: Language): Part[] {
  const plane = slotRect(layout, 'control');
  const head = slotRect(layout, 'control/head');
  if (!plane || !head) return [];
  const m = layout.metrics;
  const s = m.small;
  const pen = new Pen(m, language);
  pen.box(0, 0, plane.w, plane.h, 12, 'hs-control');
  const y = head.y - plane.y;
  const x = head.x - plane.x;
  const size = m.form === 'phone' ? s : m.name;
  pen.icon('control', x, y + (head.h - size * 1.1) / 2, size * 1.1, 'hs-icon');
  pen.row(x + size * 1.5, y, head.h, pen.say('control'), { size, face: 'bold', max: head.w - size * 1.5 });
  const parts: Part[] = [{ key: 'control', rect: plane, shapes: pen.shapes, c: 'hs-control-part' }];
  const api = slotRect(layout, 'api');
  if (api) parts.push(apiPart(api, layout, language, picture));
  const causes = slotRect(layout, 'causes');
  if (causes) parts.push(knowledgePart(picture, causes, layout, language));
  return parts;
}

function apiPart(r: Rect, layout: Layout, language: Language, picture: Picture): Part {
  const m = layout.metrics;
  const s = m.small;
  const pen = new Pen(m, language);
  pen.box(0, 0, r.w, r.h, 8, 'hs-card');
  pen.row(s * 0.6, 2, r.h / 2, pen.say('api'), { size: m.body, face: 'bold', max: r.w - s * 1.2 });
  const tells = fitFirst([pen.say('api.tells'), pen.say('api.tellsShort')], r.w - s * 1.2, s);
  pen.row(s * 0.6, r.h / 2 - 2, r.h / 2, tells, { size: s, c: 'hs-ink2' });
  if (picture.slice) {
    const x = r.w / 2;
    pen.path(`M${x} ${r.h + s * 1.6}V${r.h + 4}`, 'hs-link-quiet');
    pen.path(`M${x} ${r.h + 1}l-4.5 8h9z`, 'hs-head-quiet');
  }
  return { key: 'api', rect: r, shapes: pen.shapes, c: 'hs-api' };
}

/** Each node's rules against what the API server holds: who knows what. */
function knowledgePart(picture: Picture, r: Rect, layout: Layout, language: Language): Part {
  const m = layout.metrics;
  const s = m.small;
  const pen = new Pen(m, language);
  pen.box(0, 0, r.w, r.h, 8, 'hs-card-flat');
  const pad = s * 0.6;
  let y = pad * 0.6;
  const line = s * 1.6;
  pen.row(pad, y, line, pen.say('knowledge'), { size: s, face: 'bold', max: r.w - pad * 2 });
  y += line;
  const room = Math.floor((r.h - y - pad * 0.5) / line);
  const shown = picture.nodes.length <= room ? picture.nodes : picture.nodes.slice(0, Math.max(0, room - 1));
  for (const node of shown) {
    const isOff = node.lost !== undefined && node.lost.power !== 'on';
    const stale = isBehind(node) || isOff;
    pen.icon(
      isOff ? 'cross' : stale ? 'hourglass' : 'check',
      pad,
      y + (line - s) / 2,
      s,
      stale ? 'hs-mark-bad' : 'hs-mark-good',
    );
    const text = `rv ${node.proxy.resourceVersion ?? '–'}`;
    const w = textWidth(text, s);
    pen.row(pad + s * 1.4, y, line, node.name, { size: s, max: r.w - pad * 2 - s * 2 - w });
    pen.row(r.w - pad, y, line, text, { size: s, anchor: 'end', c: stale ? 'hs-bad' : 'hs-ink2' });
    y += line;
  }
  if (shown.length < picture.nodes.length) {
    const rest = pen.say('more', { count: picture.nodes.length - shown.length });
    pen.row(pad, y, line, rest, { size: s, c: 'hs-ink2', max: r.w - pad * 2 });
    y += line;
  }
  const left = Math.floor((r.h - y - pad) / line);
  if (left >= 2) {
    const text = pen.say('knowledge.note');
    wrapText(text, r.w - pad * 2, s, Math.min(4, left)).forEach((t, i) => {
      pen.row(pad, y + pad * 0.4 + i * line * 0.9, line, t, { size: s, c: 'hs-ink3' });
    });
  }
  return { key: 'causes', rect: r, shapes: pen.shapes, c: '' };
}

/** The path of changes to one node, and the changes on it: a pill for each, its place by `fraction`. */
export function wavefrontParts(picture: Picture, layout: Layout, language: Language): Part[] {
  const sky = slotRect(layout, 'sky');
  const api = slotRect(layout, 'api') ?? slotRect(layout, 'control');
  if (!sky || !api) return [];
  const pen = new Pen(layout.metrics, language);
  const s = layout.metrics.small;
  const phone = layout.metrics.form === 'phone';
  const moving = new Set(picture.wavefronts.map((w) => w.node));
  const y = phone ? sky.h * 0.5 : s * 1.15;
  const startX = phone ? api.x + api.w / 2 - sky.x : 0;
  for (const node of picture.nodes) {
    const box = slotRect(layout, node.place);
    if (!box) continue;
    const x = box.x + box.w / 2 - sky.x;
    const targetY = box.y - sky.y;
    const below = targetY > y;
    if (!phone && targetY > sky.h + 4) continue;
    const c = moving.has(node.name) ? 'hs-wave' : 'hs-wave-quiet';
    if (phone && !below) continue;
    pen.path(`M${startX} ${y}H${x - 10}Q${x} ${y} ${x} ${y + 10}V${targetY - 2}`, c);
    pen.path(`M${x} ${targetY}l-4.5 -8h9z`, moving.has(node.name) ? 'hs-head-wave' : 'hs-head-quiet');
  }
  if (!phone) {
    const apiY = api.y + api.h / 2 - sky.y;
    const edge = api.x + api.w - sky.x;
    const plane = slotRect(layout, 'control') ?? api;
    const x = plane.x + plane.w - sky.x + s * 0.55;
    pen.path(
      `M${edge} ${apiY}H${x}V${y + 8}Q${x} ${y} ${x + 9} ${y}H0`,
      moving.size > 0 ? 'hs-wave' : 'hs-wave-quiet',
    );
  }
  const sorted = [...picture.wavefronts].sort((a, b) => a.fraction - b.fraction);
  const taken: { x: number; w: number }[] = [];
  for (const wave of sorted.reverse()) drawWave(pen, wave, picture, layout, sky, y, startX, taken);
  // With little height the capsule stands here while the packet is at the browser.
  const occupied = layout.metrics.tight && picture.road.some(isAtClient);
  if (sorted.length === 0 && !phone && !occupied) {
    const text = pen.say('waves.none');
    const w = textWidth(text, s);
    if (w < sky.w - 40) {
      pen.box(s, y - s * 0.8, w + 16, s * 1.6, 4, 'hs-wave-gap');
      pen.row(s + 8, y - s * 0.8, s * 1.6, text, { size: s, c: 'hs-ink3' });
    }
  }
  return [{ key: 'sky', rect: sky, shapes: pen.shapes, c: 'hs-sky' }];
}

function isAtClient(mark: Picture['road'][number]): boolean {
  return mark.state === 'now' && (mark.from.startsWith('client/') || mark.to.startsWith('client/'));
}

function drawWave(
  pen: Pen,
  wave: WavefrontMark,
  picture: Picture,
  layout: Layout,
  sky: Rect,
  y: number,
  startX: number,
  taken: { x: number; w: number }[],
): void {
  const node = picture.nodes.find((n) => n.name === wave.node);
  const box = node && slotRect(layout, node.place);
  if (!box) return;
  const s = pen.m.small;
  const target = box.x + box.w / 2 - sky.x;
  const phone = pen.m.form === 'phone';
  const version = `rv ${wave.resourceVersion}`;
  const change = phone ? '' : ` ${wave.change}`;
  const w = textWidth(version, s, 'bold') + textWidth(change, s) + s * 1.6;
  const x = clamp(startX + (target - startX) * wave.fraction - w / 2, 2, Math.max(2, sky.w - w - 2));
  const free = taken.reduce((at, t) => (at < t.x + t.w + 6 && at + w + 6 > t.x ? t.x - w - 8 : at), x);
  const left = Math.max(0, free);
  if (taken.some((t) => left < t.x + t.w && left + w > t.x)) return;
  taken.push({ x: left, w });
  const h = s * 1.7;
  pen.box(left, y - h / 2, w, h, h / 2, 'hs-wave-pill');
  const used = pen.row(left + s * 0.8, y - h / 2, h, version, { size: s, face: 'bold' });
  if (change !== '') {
    const c = wave.change.startsWith('−') || wave.change.startsWith('-') ? 'hs-bad' : 'hs-pod-ink';
    pen.row(left + s * 0.8 + used, y - h / 2, h, change, { size: s, c });
  }
}
