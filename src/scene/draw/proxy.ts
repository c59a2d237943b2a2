/** kube-proxy in words: how far its node's rules follow the API server, and what it is doing. */
import { formatSeconds } from '../../projection/notation';
import type { NodeBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import type { Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { textWidth } from '../text/measure';
import { Pen } from './pen';

/** A watch that is slower than so many milliseconds is worth a word. */
const STRETCHED = 100;

/** Whether a node's rules are older than what the API server holds. */
export function isBehind(node: NodeBox): boolean {
  return node.proxy.state === 'behind' || node.proxy.staleMicros > 0;
}

/** How long its rules have been out of date, in whole milliseconds. */
export function lagMillis(node: NodeBox): number {
  return Math.round(node.proxy.staleMicros / 1000);
}

/** A sentence with a moment; what happened before the start has a sentence of its own, `<key>.before`. */
export function moment(pen: Pen, key: string, at: number): string {
  return at < 0 ? pen.say(`${key}.before`) : pen.say(key, { seconds: formatSeconds(at) });
}

/** The state in words, the fullest first. */
export function stateTexts(pen: Pen, node: NodeBox): readonly string[] {
  const { proxy, lost } = node;
  if (lost !== undefined) {
    const key = lost.power === 'on' ? 'proxy.starting' : 'proxy.still';
    return [pen.say(key), pen.say(`${key}Short`)];
  }
  const ms = lagMillis(node);
  if (isBehind(node)) {
    const stale = [pen.say('proxy.stale', { ms }), pen.say('proxy.staleShort', { ms })];
    const doing = proxy.state === 'waiting' || proxy.state === 'syncing' ? proxy.state : null;
    return doing === null ? stale : [`${pen.say(`proxy.${doing}`)} · ${stale[0]}`, ...stale];
  }
  if (proxy.state === 'synced') {
    if (proxy.syncedAt === null) return [pen.say('proxy.inStep')];
    return [moment(pen, 'proxy.synced', proxy.syncedAt), pen.say('proxy.inStep')];
  }
  return [pen.say(`proxy.${proxy.state}`), pen.say(`proxy.${proxy.state}Short`)];
}

interface Look {
  readonly tone: string;
  readonly icon: 'check' | 'cross' | 'hourglass' | 'pen';
  readonly mark: string;
}

function lookOf(node: NodeBox): Look {
  if (node.lost !== undefined && node.lost.power !== 'on')
    return { tone: 'hs-bad', icon: 'cross', mark: 'hs-mark-bad' };
  if (node.lost !== undefined) return { tone: 'hs-ink2', icon: 'hourglass', mark: 'hs-mark-wait' };
  if (isBehind(node)) return { tone: 'hs-bad', icon: 'hourglass', mark: 'hs-mark-bad' };
  if (node.proxy.state === 'synced') return { tone: 'hs-good', icon: 'check', mark: 'hs-mark-good' };
  return { tone: 'hs-ink2', icon: 'hourglass', mark: 'hs-mark-wait' };
}

/** The kube-proxy of a node; `roomy` as a card, else as one line in a small node box. */
export function proxyPart(node: NodeBox, r: Rect, layout: Layout, language: Language, roomy: boolean): Part {
  const pen = new Pen(layout.metrics, language);
  if (roomy) drawCard(pen, node, r);
  else drawLine(pen, node, r);
  return { key: `${node.place}/proxy`, rect: r, shapes: pen.shapes, c: '' };
}

function drawLine(pen: Pen, node: NodeBox, r: Rect): void {
  const s = pen.m.small;
  const { icon, mark, tone } = lookOf(node);
  pen.icon(icon, 0, (r.h - s) / 2, s, mark);
  const brief = isBehind(node) ? `${lagMillis(node)} ms` : `rv ${node.proxy.resourceVersion ?? '–'}`;
  const room = r.w - s * 1.3;
  const text = [...stateTexts(pen, node).slice(0, 1), brief].find((t) => textWidth(t, s, 'bold') <= room);
  pen.row(s * 1.3, 0, r.h, text ?? brief, { size: s, face: 'bold', c: tone, max: room });
}

/** Name and state; below, what is worth knowing about it. The state takes the lower line where the upper is short. */
function drawCard(pen: Pen, node: NodeBox, r: Rect): void {
  const { small: s, body } = pen.m;
  const stale = isBehind(node);
  const { icon, mark, tone } = lookOf(node);
  pen.box(0, 0, r.w, r.h, 8, stale ? 'hs-card-flat hs-dashed-bad' : 'hs-card-flat');
  const pad = s * 0.6;
  const two = r.h >= s * 2.7;
  const lineH = two ? (r.h - 4) / 2 : r.h;
  const top = two ? 2 : 0;
  const x = pad + s * 1.7;
  pen.icon('pen', pad, (r.h - s * 1.2) / 2, s * 1.2, 'hs-icon');
  const nameW = pen.row(x, top, lineH, 'kube-proxy', { size: body, face: 'bold', max: r.w - x - pad });
  const states = stateTexts(pen, node);
  const right = r.w - pad;
  const beside = right - x - nameW - s * 2;
  const below = right - x - s * 1.4;
  const fits = (room: number) => states.find((text) => textWidth(text, s, 'bold') <= room);
  const delay = Math.round(node.proxy.watchDelayMicros / 1000);
  const notes =
    delay >= STRETCHED
      ? [pen.say('proxy.delayed', { ms: delay }), pen.say('proxy.delayedShort', { ms: delay })]
      : [pen.say('proxy.writes'), pen.say('proxy.writesShort')];
  const upper = fits(beside);
  const put = (text: string, endX: number, y: number, anchor: 'start' | 'end') => {
    const w = textWidth(text, s, 'bold');
    const from = anchor === 'end' ? endX - w - s * 1.3 : endX;
    pen.icon(icon, from, y + (lineH - s) / 2, s, mark);
    pen.row(from + s * 1.3, y, lineH, text, { size: s, face: 'bold', c: tone });
  };
  // Two lines and much to say: the whole state below, where it fits, rather than half of it above.
  if (
    upper !== undefined &&
    (upper === states[0] || !two || fits(below) !== states[0] || delay >= STRETCHED)
  ) {
    put(upper, right, top, 'end');
    const note = notes.find((text) => textWidth(text, s) <= right - x);
    if (two && note !== undefined) pen.row(x, top + lineH, lineH, note, { size: s, c: 'hs-ink2' });
    return;
  }
  const lower = fits(below);
  if (two && lower !== undefined) put(lower, x, top + lineH, 'start');
}
