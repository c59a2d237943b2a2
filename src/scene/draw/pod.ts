/** Pods: state by shape, label and colour, from a full card down to a cell. */
import type { PodBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Metrics } from '../layout/metrics';
import type { PodSlot } from '../layout/slots';
import type { Part } from '../model/shapes';
import { fitFirst } from '../text/fit';
import { textWidth } from '../text/measure';
import { chipHeight, Pen } from './pen';

export interface PodLook {
  /** Workload name in front of the Pod's own: in the Machines lens. */
  readonly workload: string | null;
  readonly selected: boolean;
  /** Leave out addresses that the picture shows elsewhere. */
  readonly withNode: boolean;
}

/** What is wrong or new about a Pod, in words; `ready` when nothing is. */
export function podStateText(pen: Pen, pod: PodBox): string {
  if (pod.state === 'terminating' && pod.graceLeftSeconds !== null) {
    return pen.say('pod.terminatingFor', { seconds: pod.graceLeftSeconds.toFixed(1) });
  }
  if (pod.onRoad === 'now') return pen.say('pod.here');
  if (pod.onRoad === 'next') return pen.say('pod.next');
  if (pod.state === 'ready' && pod.isNew) return pen.say('pod.new');
  return pen.say(`pod.${pod.state}`);
}

const BAD: ReadonlySet<PodBox['state']> = new Set(['terminating', 'crashed', 'backOff', 'lost']);

function toneOf(pod: PodBox): 'bad' | 'wait' | 'good' {
  if (BAD.has(pod.state)) return 'bad';
  return pod.state === 'ready' ? 'good' : 'wait';
}

/** Class names of a Pod's frame. */
export function podClasses(pod: PodBox): string {
  const road = pod.onRoad === null ? '' : ` hs-road-${pod.onRoad}`;
  return `hs-state-${toneOf(pod)}${road}`;
}

/** Ring empty: ready · full: chosen · cross: out · hourglass: behind or not yet. */
export function podMark(pen: Pen, pod: PodBox, x: number, y: number, r: number): void {
  const tone = toneOf(pod);
  if (tone === 'bad') pen.icon('cross', x - r * 1.2, y - r * 1.2, r * 2.4, 'hs-mark-bad');
  else if (tone === 'wait') pen.icon('hourglass', x - r * 1.2, y - r * 1.2, r * 2.4, 'hs-mark-wait');
  else pen.circle(x, y, r, pod.onRoad === 'next' || pod.onRoad === 'now' ? 'hs-ring-full' : 'hs-ring');
}

const made = new WeakMap<PodBox, Map<string, Part>>();

/** One Pod as a part; the same part again while the Pod, its room and its look are the same. */
export function podPart(pod: PodBox, slot: PodSlot, m: Metrics, language: Language, look: PodLook): Part {
  const { x, y, w, h } = slot.rect;
  const key = `${x}/${y}/${w}/${h}/${slot.mode}/${m.small}/${language}/${look.workload}/${look.selected}/${look.withNode}`;
  let parts = made.get(pod);
  if (!parts || parts.size > 8) made.set(pod, (parts = new Map<string, Part>()));
  let part = parts.get(key);
  if (!part) parts.set(key, (part = makePod(pod, slot, m, language, look)));
  return part;
}

function makePod(pod: PodBox, slot: PodSlot, m: Metrics, language: Language, look: PodLook): Part {
  const pen = new Pen(m, language);
  const { w, h } = slot.rect;
  const radius = slot.mode === 'cell' ? Math.min(4, w * 0.28) : Math.min(h / 2, m.small * 1.35, 22);
  const frame = `hs-frame hs-podbox hs-${slot.mode} ${podClasses(pod)}${look.selected ? ' hs-selected' : ''}`;
  if (slot.mode !== 'cell' && (pod.onRoad === 'now' || pod.onRoad === 'next')) {
    pen.box(-4, -4, w + 8, h + 8, radius + 4, `hs-halo hs-halo-${pod.onRoad}`);
  }
  pen.box(0, 0, w, h, radius, frame);
  if (pod.state === 'terminating' && slot.mode !== 'cell') pen.box(0, 0, w, h, radius, 'hs-hatch');
  if (slot.mode === 'cell') drawCell(pen, pod, w, h);
  else if (slot.mode === 'card') drawCard(pen, pod, w, h, look);
  else if (slot.mode === 'tile') drawTile(pen, pod, w, h);
  else if (slot.mode === 'line') drawLine(pen, pod, w, h);
  else if (slot.mode === 'two') drawTwo(pen, pod, w, h, look);
  else drawMini(pen, pod, w, h, look);
  return {
    key: pod.place,
    rect: slot.rect,
    shapes: pen.shapes,
    c: 'hs-pod-part',
    label: spoken(pen, pod),
    action: { type: 'select', place: pod.place },
    selected: look.selected,
    untabbed: slot.mode === 'cell',
  };
}

function spoken(pen: Pen, pod: PodBox): string {
  return pen.say('pod.label', {
    name: pod.name,
    ip: pod.ip ?? pen.say('pod.noIp'),
    node: pod.node ?? pen.say('pod.noNode'),
    state: podStateText(pen, pod),
    count: pod.served,
  });
}

function drawCell(pen: Pen, pod: PodBox, w: number, h: number): void {
  if (w < 7) return;
  const tone = toneOf(pod);
  const s = w * 0.62;
  if (tone === 'bad') pen.icon('cross', (w - s) / 2, (h - s) / 2, s, 'hs-mark-bad');
  else if (tone === 'wait') pen.icon('hourglass', (w - s) / 2, (h - s) / 2, s, 'hs-mark-wait');
  else if (pod.onRoad !== null) pen.circle(w / 2, h / 2, w * 0.2, 'hs-ring-full');
}

/** Count of answered requests with a bar for each, up to eight; returns the width taken from the right. */
function drawTally(pen: Pen, pod: PodBox, right: number, top: number, h: number, room: number): number {
  const size = pen.m.body;
  const text = String(pod.served);
  pen.row(right, top, h, text, { size, face: 'bold', anchor: 'end', c: 'hs-ink' });
  const used = textWidth(text, size, 'bold');
  const bars = Math.min(8, pod.served);
  const step = size * 0.27;
  if (bars === 0 || room < used + bars * step + size * 0.5) return used;
  const x = right - used - size * 0.35 - bars * step;
  for (let i = 0; i < bars; i += 1) {
    const c = toneOf(pod) === 'bad' ? 'hs-tally hs-tally-bad' : 'hs-tally';
    pen.box(x + i * step, top + h / 2 - size * 0.3, step * 0.6, size * 0.6, 1, c);
  }
  return right - x;
}

function title(pod: PodBox, look: PodLook): string {
  return look.workload === null ? pod.shortName : look.workload;
}

/** The name, and what is left of it without the parts that say only what it is. */
function nameTexts(pod: PodBox, look: PodLook): readonly string[] {
  const whole = title(pod, look);
  const brief = whole.replace(/^api-|-(api|service|controller)$/, '');
  return brief === whole || look.workload === null ? [whole] : [whole, brief];
}

function drawCard(pen: Pen, pod: PodBox, w: number, h: number, look: PodLook): void {
  const { small, body } = pen.m;
  const pad = Math.max(small * 0.6, Math.min(small, w * 0.06));
  const chipH = chipHeight(small);
  const line = Math.min((h - chipH) / 2.3, small * 1.9);
  const top = (h - chipH - line * 2) / 2;
  const r = small * 0.38;
  podMark(pen, pod, pad + r, top + line / 2, r);
  const nameX = pad + r * 2 + small * 0.4;
  const countW = textWidth(String(pod.served), body, 'bold');
  const room = w - nameX - pad - Math.max(small * 1.2, countW + small * 0.4);
  const names = nameTexts(pod, look);
  const name = names.find((t) => textWidth(t, body, 'bold') <= room) ?? names[names.length - 1]!;
  const nameW = Math.min(room, textWidth(name, body, 'bold'));
  drawTally(pen, pod, w - pad, top, line, w - pad - nameX - nameW);
  pen.row(nameX, top, line, name, {
    size: body,
    face: 'bold',
    max: nameW + 1,
    middle: look.workload === null,
  });
  const c = look.workload === null ? '' : `…${pod.shortName}`;
  if (pod.ip === null) {
    pen.row(pad, top + line, chipH, pen.say('pod.noIp'), { size: small, c: 'hs-ink3', max: w - pad * 2 });
  } else {
    const chip = pen.chip(pad, top + line, { kind: 'pod', text: pod.ip }, small, {
      max: w - pad * 2,
      look: pod.state === 'terminating' || pod.state === 'crashed' ? 'faint' : 'rest',
    });
    if (c !== '' && textWidth(c, small) <= w - pad * 2 - chip - 6)
      pen.row(pad + chip + 6, top + line, chipH, c, {
        size: small,
        c: 'hs-ink3',
        max: w - pad * 2 - chip - 6,
      });
  }
  drawFoot(pen, pod, pad, top + line + chipH, line, w - pad * 2, look.withNode);
}

function drawFoot(
  pen: Pen,
  pod: PodBox,
  x: number,
  top: number,
  h: number,
  max: number,
  withNode: boolean,
): void {
  const size = pen.m.small;
  const tone = toneOf(pod);
  const state = podStateText(pen, pod);
  const strong = tone === 'bad' || pod.onRoad === 'next' || pod.onRoad === 'now';
  const c = tone === 'bad' ? 'hs-bad' : strong ? 'hs-ink' : 'hs-ink2';
  const stateW = textWidth(state, size, strong ? 'bold' : 'sans');
  const node = withNode ? (pod.node ?? pen.say('pod.noNode')) : '';
  const both = node !== '' && textWidth(node, size) + size * 0.5 + stateW <= max;
  let at = x;
  if (both) at += pen.row(x, top, h, node, { size, c: 'hs-ink2' }) + size * 0.5;
  pen.row(at, top, h, state, { size, face: strong ? 'bold' : 'sans', c, max: x + max - at });
}

function drawTile(pen: Pen, pod: PodBox, w: number, h: number): void {
  const { small, name } = pen.m;
  const line = Math.min(h / 3.3, small * 1.9);
  const top = (h - line * 3) / 2;
  const count = String(pod.served);
  const r = small * 0.36;
  const width = r * 2 + 6 + textWidth(count, name, 'bold');
  podMark(pen, pod, (w - width) / 2 + r, top + line / 2, r);
  pen.row((w - width) / 2 + r * 2 + 6, top, line, count, { size: name, face: 'bold' });
  pen.row(w / 2, top + line, line, pod.shortName, {
    size: small,
    anchor: 'middle',
    max: w - 6,
    middle: true,
  });
  const state = podStateText(pen, pod);
  const plain = toneOf(pod) === 'good' && !pod.isNew;
  const long = toneOf(pod) === 'bad' ? pen.say(`pod.${pod.state}`) : plain ? (pod.node ?? state) : state;
  const short = pod.state === 'terminating' ? 'pod.terminatingShort' : pod.isNew ? 'pod.newShort' : null;
  const foot = short === null ? long : fitFirst([long, pen.say(short)], w - 6, small);
  pen.row(w / 2, top + line * 2, line, foot, {
    size: small,
    anchor: 'middle',
    max: w - 6,
    c: toneOf(pod) === 'bad' ? 'hs-bad' : 'hs-ink2',
  });
}

function drawLine(pen: Pen, pod: PodBox, w: number, h: number): void {
  const { small, body } = pen.m;
  const pad = Math.min(h * 0.4, small);
  const r = small * 0.36;
  podMark(pen, pod, pad + r, h / 2, r);
  const x = pad + r * 2 + small * 0.45;
  const ip = pod.ip ?? pen.say('pod.noIp');
  const count = String(pod.served);
  const tail = toneOf(pod) === 'good' ? (pod.node ?? '') : podStateText(pen, pod);
  const size = h < small * 2 ? small * 0.95 : small;
  const countW = textWidth(count, size, 'bold');
  const nameW = textWidth(pod.shortName, body, 'bold');
  pen.row(x, 0, h, pod.shortName, { size: body, face: 'bold', max: Math.min(nameW, w * 0.3), middle: true });
  const chipX = x + Math.min(nameW, w * 0.3) + small * 0.6;
  pen.row(w - pad, 0, h, count, { size, face: 'bold', anchor: 'end' });
  const room = w - pad - countW - small * 0.5 - chipX;
  if (pod.ip === null) {
    pen.row(chipX, 0, h, ip, { size, c: 'hs-ink3', max: room });
    return;
  }
  const chip = pen.chip(chipX, (h - chipHeight(size)) / 2, { kind: 'pod', text: ip }, size, { max: room });
  const left = room - chip - small * 0.6;
  if (left >= textWidth(tail, small)) {
    pen.row(chipX + chip + small * 0.6, 0, h, tail, {
      size: small,
      max: left,
      c: toneOf(pod) === 'bad' ? 'hs-bad' : 'hs-ink2',
    });
  }
}

function drawTwo(pen: Pen, pod: PodBox, w: number, h: number, look: PodLook): void {
  const { small } = pen.m;
  const pad = small * 0.6;
  const line = Math.min(h / 2.25, small * 1.7);
  const top = (h - line * 2) / 2;
  const r = small * 0.34;
  podMark(pen, pod, pad + r, top + line / 2, r);
  const x = pad + r * 2 + small * 0.35;
  const right = w - pad;
  const countW = textWidth(String(pod.served), pen.m.body, 'bold') + 4;
  const names = nameTexts(pod, look);
  const room = right - x + pad * 0.5;
  const beside = names.find((text) => x + textWidth(text, small, 'bold') + countW <= right);
  const alone = names.find((text) => textWidth(text, small) <= room);
  // Rather the whole name above and the tally below than a name cut short.
  const above = beside !== undefined && (beside === names[0] || alone !== names[0]);
  const name = (above ? beside : alone) ?? names[names.length - 1]!;
  const face = textWidth(name, small, 'bold') <= room ? 'bold' : 'sans';
  const ipText = pod.ip ?? pen.say('pod.noIp');
  let tallyW = 0;
  if (above) drawTally(pen, pod, right, top, line, right - x - 8 - textWidth(name, small, 'bold'));
  else if (textWidth(ipText, small, 'bold') + countW <= w - pad * 2)
    tallyW = drawTally(pen, pod, right, top + line, line, 0) + 4;
  pen.row(x, top, line, name, { size: small, face, max: room, middle: look.workload === null });
  const bad = toneOf(pod) === 'bad';
  const ipW = pen.row(pad, top + line, line, ipText, {
    size: small,
    face: 'bold',
    c: bad ? 'hs-bad hs-struck' : pod.ip === null ? 'hs-ink3' : 'hs-pod-ink',
    max: w - pad * 1.6 - tallyW,
  });
  const rest =
    toneOf(pod) !== 'good' || pod.isNew
      ? podStateText(pen, pod)
      : look.withNode
        ? (pod.node ?? '')
        : `…${pod.shortName}`;
  const left = w - pad * 2 - tallyW - ipW - small * 0.5;
  if (left >= textWidth(rest, small)) {
    pen.row(pad + ipW + small * 0.5, top + line, line, rest, {
      size: small,
      c: bad ? 'hs-bad' : 'hs-ink2',
      max: left,
    });
  }
}

/** A name; then how many requests and which address, as far as there is room. */
function drawMini(pen: Pen, pod: PodBox, w: number, h: number, look: PodLook): void {
  const { small } = pen.m;
  const pad = small * 0.45;
  const r = small * 0.3;
  podMark(pen, pod, pad + r, h / 2, r);
  const x = pad + r * 2 + small * 0.3;
  const names = nameTexts(pod, look);
  const name = names.find((t) => textWidth(t, small) <= w - x - pad) ?? names[names.length - 1]!;
  const nameW = textWidth(name, small);
  let right = w - pad - small * 0.2;
  const count = String(pod.served);
  const countW = textWidth(count, small, 'bold') + small * 0.5;
  if (x + nameW + countW <= right) {
    pen.row(right, 0, h, count, { size: small, face: 'bold', anchor: 'end' });
    right -= countW;
  }
  const bad = toneOf(pod) === 'bad';
  const ip = pod.ip ?? '';
  if (ip !== '' && x + nameW + small * 0.5 + textWidth(ip, small) <= right) {
    const c = bad ? 'hs-bad hs-struck' : 'hs-pod-ink';
    pen.row(right, 0, h, ip, { size: small, anchor: 'end', c });
    right -= textWidth(ip, small) + small * 0.5;
  }
  pen.row(x, 0, h, name, { size: small, max: right - x, middle: look.workload === null });
}
