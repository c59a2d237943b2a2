/** A node: head, kube-proxy, kernel with the focus Service's rule table, conntrack. */
import type { NodeBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import { slotRect, type Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { textWidth } from '../text/measure';
import { chipHeight, chipWidth, Pen } from './pen';
import { isBehind, proxyPart, stateTexts } from './proxy';
import { ruleParts } from './rules';

/** Parts of one node, its Pods excepted; `quiet` when a packet is under way and never comes here. */
export function nodeParts(
  node: NodeBox,
  layout: Layout,
  language: Language,
  selected: boolean,
  quiet: boolean,
): Part[] {
  const box = slotRect(layout, node.place);
  const head = slotRect(layout, `${node.place}/head`);
  const proxy = slotRect(layout, `${node.place}/proxy`);
  if (!box || !head || !proxy) return [];
  const kernel = slotRect(layout, `${node.place}/kernel`);
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const isDark = node.lost !== undefined && node.lost.power !== 'on';
  const c = isDark
    ? ' hs-node-dark'
    : node.isActing
      ? ' hs-node-acting'
      : node.proxy.state === 'behind'
        ? ' hs-node-behind'
        : '';
  pen.box(0, 0, box.w, box.h, 4, `hs-frame hs-node-box${c}${selected ? ' hs-selected' : ''}`);
  if (isDark) pen.box(0, 0, box.w, box.h, 4, 'hs-hatch');
  drawHead(pen, node, { ...head, x: head.x - box.x, y: head.y - box.y }, kernel !== null);
  const parts: Part[] = [
    {
      key: node.place,
      rect: box,
      shapes: pen.shapes,
      c: 'hs-node-part',
      label:
        pen.say('node.label', { name: node.name, ip: node.ip, state: stateTexts(pen, node)[0] ?? '' }) +
        lossSpoken(pen, node),
      action: { type: 'select', place: node.place },
      selected,
    },
    proxyPart(node, proxy, layout, language, kernel !== null),
  ];
  if (kernel)
    parts.push(
      kernelPart(node, kernel, layout, language),
      ...ruleParts(node, kernel, layout, language, quiet),
    );
  return parts;
}

/** What is the matter with a node, the fullest words first: the truth, and what the API server says. */
function lossTexts(pen: Pen, node: NodeBox): readonly string[] {
  if (node.lost === undefined) return [];
  const { power, isReady } = node.lost;
  const truth = pen.say(`node.power.${power}`);
  const belief = isReady ? pen.say('node.stillReady') : 'NotReady';
  const less = isReady ? [truth] : [`${truth}·NotReady`, 'NotReady', truth];
  return [`${truth} · ${belief}`, ...less, pen.say(`node.powerShort.${power}`)];
}

function lossSpoken(pen: Pen, node: NodeBox): string {
  const text = lossTexts(pen, node)[0];
  return text === undefined ? '' : `, ${text}`;
}

/** The word for it at the right end of a node's head; returns the width that it takes. */
function drawLoss(pen: Pen, node: NodeBox, r: Rect, from: number, size: number): number {
  const room = r.x + r.w - from;
  const texts = lossTexts(pen, node);
  const text = texts.find((one) => textWidth(one, size) + size <= room) ?? texts.at(-1);
  if (text === undefined) return 0;
  const w = Math.min(room, textWidth(text, size) + size);
  pen.tag(r.x + r.w - w, r.y + (r.h - size * 1.5) / 2, text, size, 'hs-tag-bad', w);
  return w + size * 0.5;
}

function drawHead(pen: Pen, node: NodeBox, r: Rect, roomy: boolean): void {
  const m = pen.m;
  const size = roomy ? m.name : m.small;
  const nameW = pen.row(r.x, r.y, r.h, node.name, { size, face: 'bold', max: r.w });
  const chipSize = roomy ? m.body : m.small;
  let at = r.x + nameW + m.small * 0.7;
  const right = r.x + r.w - drawLoss(pen, node, r, at, chipSize);
  if (right - at >= chipWidth(node.ip, chipSize, false)) {
    const address = { kind: 'node' as const, text: node.ip };
    at +=
      pen.chip(at, r.y + (r.h - chipHeight(chipSize)) / 2, address, chipSize, { max: right - at }) +
      m.small * 0.7;
  }
  const cidr = [`Pods ${node.podCIDR}`, node.podCIDR].find((text) => textWidth(text, m.small) <= right - at);
  if (cidr && roomy) pen.row(right, r.y, r.h, cidr, { size: m.small, anchor: 'end', c: 'hs-pod-ink' });
}

function kernelPart(node: NodeBox, r: Rect, layout: Layout, language: Language): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const s = m.small;
  const key = `${node.place}/kernel`;
  const stale = isBehind(node);
  const isOff = node.lost !== undefined && node.lost.power !== 'on';
  pen.box(
    0,
    0,
    r.w,
    r.h,
    8,
    isOff ? 'hs-kernel hs-kernel-off' : stale ? 'hs-kernel hs-dashed-bad' : 'hs-kernel',
  );
  const head = slotRect(layout, `${key}/head`);
  if (head) {
    const x = head.x - r.x;
    const y = head.y - r.y;
    pen.icon('kernel', x, y + (head.h - s * 1.2) / 2, s * 1.2, 'hs-icon');
    let at = x + s * 1.6;
    at += pen.row(at, y, head.h, pen.say('kernel'), { size: m.body, face: 'bold' }) + s * 0.5;
    const tag =
      node.proxy.resourceVersion === null
        ? ''
        : pen.say('kernel.asOf', { version: node.proxy.resourceVersion });
    const tagW = tag === '' ? 0 : textWidth(tag, s) + s;
    const withTag = tag !== '' && at + tagW <= x + head.w;
    const table = pen.say(isOff ? 'kernel.off' : node.isActing ? 'kernel.prerouting' : 'kernel.nat');
    const room = x + head.w - at - (withTag ? tagW + s * 0.5 : 0);
    if (textWidth(table, s) <= room) pen.row(at, y, head.h, table, { size: s, c: 'hs-ink3' });
    if (withTag)
      pen.tag(x + head.w - tagW, y + (head.h - s * 1.5) / 2, tag, s, stale ? 'hs-tag-bad' : '', tagW);
  }
  drawConntrack(pen, node, layout, r);
  return { key, rect: r, shapes: pen.shapes, c: 'hs-kernel-part' };
}

function drawConntrack(pen: Pen, node: NodeBox, layout: Layout, kernel: Rect): void {
  const at = slotRect(layout, `${node.place}/kernel/conntrack`);
  const row = node.conntrack.find((c) => c.isCurrent) ?? node.conntrack[0];
  if (!at || !row) return;
  const s = pen.m.small;
  const x = at.x - kernel.x;
  const y = at.y - kernel.y;
  pen.box(x, y, at.w, at.h, 6, row.isCurrent ? 'hs-track hs-track-now' : 'hs-track');
  const pad = s * 0.5;
  const line = at.h / 2;
  pen.icon('conntrack', x + pad, y + (line - s * 1.1) / 2 + 1, s * 1.1, 'hs-icon');
  const left = x + pad + s * 1.5;
  const max = at.w - pad * 2 - s * 1.5;
  const faces = (kind: string) => (kind === 'vip' ? 'hs-vip-ink' : 'hs-pod-ink');
  pen.runs(left, y + 1, line, max, [
    { text: 'conntrack ', size: s, face: 'bold' },
    { text: `${row.original.source.text} `, size: s, face: 'bold', c: faces(row.original.source.kind) },
    { text: '→ ', size: s, c: 'hs-ink2' },
    { text: row.original.destination.text, size: s, face: 'bold', c: faces(row.original.destination.kind) },
  ]);
  pen.runs(left, y + line - 1, line, max, [
    ...(textWidth(`${row.state} ${pen.say('conntrack.reply')}  → `, s) +
      textWidth(row.reply.source.text + row.reply.destination.text, s, 'bold') <=
    max
      ? [{ text: `${row.state} `, size: s, c: 'hs-ink2' }]
      : []),
    { text: `${pen.say('conntrack.reply')} `, size: s, c: 'hs-ink2' },
    { text: `${row.reply.source.text} `, size: s, face: 'bold', c: faces(row.reply.source.kind) },
    { text: '→ ', size: s, c: 'hs-ink2' },
    { text: row.reply.destination.text, size: s, face: 'bold', c: faces(row.reply.destination.kind) },
  ]);
}
