/** A node: head, kube-proxy, kernel with the focus Service's rule table, conntrack. */
import { formatSeconds } from '../../projection/notation';
import type { NodeBox, RuleRow } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import { slotRect, type Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { fitFirst } from '../text/fit';
import { textWidth } from '../text/measure';
import { chipHeight, chipWidth, Pen } from './pen';

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
  const c = node.isActing ? ' hs-node-acting' : node.proxy.state === 'behind' ? ' hs-node-behind' : '';
  pen.box(0, 0, box.w, box.h, 4, `hs-frame hs-node-box${c}${selected ? ' hs-selected' : ''}`);
  drawHead(pen, node, { ...head, x: head.x - box.x, y: head.y - box.y }, kernel !== null);
  const parts: Part[] = [
    {
      key: node.place,
      rect: box,
      shapes: pen.shapes,
      c: 'hs-node-part',
      label: pen.say('node.label', { name: node.name, ip: node.ip, state: stateText(pen, node) }),
      action: { type: 'select', place: node.place },
      selected,
    },
    proxyPart(node, proxy, layout, language, kernel !== null),
  ];
  if (kernel)
    parts.push(kernelPart(node, kernel, layout, language), rulesPart(node, kernel, layout, language, quiet));
  return parts;
}

function stateText(pen: Pen, node: NodeBox): string {
  const { proxy } = node;
  if (proxy.state === 'behind' || (proxy.state !== 'synced' && proxy.staleMicros > 0)) {
    return pen.say('proxy.stale', { ms: Math.round(proxy.staleMicros / 1000) });
  }
  if (proxy.state === 'synced' && proxy.syncedAt !== null) {
    return pen.say('proxy.synced', { seconds: formatSeconds(proxy.syncedAt) });
  }
  return pen.say(`proxy.${proxy.state}`);
}

function drawHead(pen: Pen, node: NodeBox, r: Rect, roomy: boolean): void {
  const m = pen.m;
  const size = roomy ? m.name : m.small;
  const nameW = pen.row(r.x, r.y, r.h, node.name, { size, face: 'bold', max: r.w });
  const chipSize = roomy ? m.body : m.small;
  let at = r.x + nameW + m.small * 0.7;
  const right = r.x + r.w;
  if (right - at >= chipWidth(node.ip, chipSize, false)) {
    const address = { kind: 'node' as const, text: node.ip };
    at +=
      pen.chip(at, r.y + (r.h - chipHeight(chipSize)) / 2, address, chipSize, { max: right - at }) +
      m.small * 0.7;
  }
  const cidr = [`Pods ${node.podCIDR}`, node.podCIDR].find((text) => textWidth(text, m.small) <= right - at);
  if (cidr && roomy) pen.row(right, r.y, r.h, cidr, { size: m.small, anchor: 'end', c: 'hs-pod-ink' });
}

function proxyPart(node: NodeBox, r: Rect, layout: Layout, language: Language, roomy: boolean): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const s = m.small;
  const stale = node.proxy.state === 'behind' || node.proxy.staleMicros > 0;
  const tone = stale ? 'hs-bad' : node.proxy.state === 'synced' ? 'hs-good' : 'hs-ink2';
  const icon = stale ? 'hourglass' : node.proxy.state === 'synced' ? 'check' : 'hourglass';
  const mark = stale ? 'hs-mark-bad' : node.proxy.state === 'synced' ? 'hs-mark-good' : 'hs-mark-wait';
  const state = stateText(pen, node);
  if (!roomy) {
    pen.icon(icon, 0, (r.h - s) / 2, s, mark);
    const brief = stale
      ? `${Math.round(node.proxy.staleMicros / 1000)} ms`
      : `rv ${node.proxy.resourceVersion ?? '–'}`;
    const text = textWidth(state, s, 'bold') <= r.w - s * 1.4 ? state : brief;
    pen.row(s * 1.3, 0, r.h, text, { size: s, face: 'bold', c: tone, max: r.w - s * 1.3 });
    return { key: `${node.place}/proxy`, rect: r, shapes: pen.shapes, c: '' };
  }
  pen.box(0, 0, r.w, r.h, 8, stale ? 'hs-card-flat hs-dashed-bad' : 'hs-card-flat');
  const pad = s * 0.6;
  const brief = stale
    ? pen.say('proxy.staleShort', { ms: Math.round(node.proxy.staleMicros / 1000) })
    : node.proxy.syncedAt !== null
      ? `${formatSeconds(node.proxy.syncedAt)} s`
      : state;
  const nameW = textWidth('kube-proxy', m.body, 'bold');
  const left = r.w - pad * 2 - nameW - s * 2.2;
  const text = textWidth(state, s, 'bold') + s * 1.4 <= left ? state : brief;
  const stateW = textWidth(text, s, 'bold');
  const twoLines = r.h >= s * 2.7;
  const firstH = twoLines ? r.h / 2 : r.h;
  pen.icon('pen', pad, (r.h - s * 1.2) / 2, s * 1.2, 'hs-icon');
  const x = pad + s * 1.7;
  pen.row(x, twoLines ? 2 : 0, firstH, 'kube-proxy', { size: m.body, face: 'bold', max: r.w - x - pad });
  const stateH = twoLines ? firstH : r.h;
  if (stateW + s * 1.4 <= r.w - pad - x - nameW) {
    pen.row(r.w - pad, twoLines ? 2 : 0, stateH, text, { size: s, face: 'bold', anchor: 'end', c: tone });
    pen.icon(icon, r.w - pad - stateW - s * 1.3, (twoLines ? 2 : 0) + (stateH - s) / 2, s, mark);
  }
  if (twoLines) {
    const delay = Math.round(node.proxy.watchDelayMicros / 1000);
    const note =
      delay >= 100
        ? [pen.say('proxy.delayed', { ms: delay })]
        : [pen.say('proxy.writes'), pen.say('proxy.writesShort')];
    pen.row(x, firstH - 2, firstH, fitFirst(note, r.w - x - pad, s), {
      size: s,
      c: 'hs-ink2',
      max: r.w - x - pad,
    });
  }
  return { key: `${node.place}/proxy`, rect: r, shapes: pen.shapes, c: '' };
}

function kernelPart(node: NodeBox, r: Rect, layout: Layout, language: Language): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const s = m.small;
  const key = `${node.place}/kernel`;
  const stale = node.proxy.state === 'behind' || node.proxy.staleMicros > 0;
  pen.box(0, 0, r.w, r.h, 8, stale ? 'hs-kernel hs-dashed-bad' : 'hs-kernel');
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
    const table = pen.say(node.isActing ? 'kernel.prerouting' : 'kernel.nat');
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

/** The rule table: in the other lens it was the Service box's endpoint row. */
function rulesPart(node: NodeBox, kernel: Rect, layout: Layout, language: Language, quiet: boolean): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const s = m.small;
  const key = `${node.place}/kernel`;
  const local = (name: string): Rect | null => {
    const r = slotRect(layout, `${key}/${name}`);
    return r && { ...r, x: r.x - kernel.x, y: r.y - kernel.y };
  };
  const service = local('service');
  if (service && node.serviceRule) {
    const { vip, hit } = node.serviceRule;
    if (hit) pen.box(service.x - 4, service.y + 1, service.w + 4, service.h - 2, 4, 'hs-rule-vip');
    const [ip = '', port = ''] = vip.text.split(':');
    pen.runs(service.x + 4, service.y, service.h, service.w - 8, [
      { text: 'KUBE-SERVICES ', size: s * 0.94, face: 'mono' },
      ...(service.w > s * 22 ? [{ text: '-d ', size: s * 0.94, face: 'mono' as const, c: 'hs-ink2' }] : []),
      { text: ip, size: s, face: 'bold', c: 'hs-vip-ink' },
      { text: port === '' ? '' : ` :${port}`, size: s, c: 'hs-ink2' },
    ]);
  }
  const chain = local('chain');
  if (chain && node.chain) {
    pen.row(chain.x, chain.y, chain.h, node.chain, {
      size: s * 0.94,
      face: 'mono',
      max: chain.w,
      c: 'hs-ink',
    });
    if (service) {
      const x = service.x + s * 0.5;
      const y = chain.y + chain.h / 2;
      pen.path(`M${x} ${service.y + service.h}V${y}H${chain.x - 4}`, 'hs-twig');
    }
  }
  node.rules.forEach((rule, i) => {
    const r = local(`rule/${i}`);
    if (r) drawRule(pen, rule, r);
  });
  const more = local('moreRules');
  if (more) {
    const hidden = node.rules.filter((_, i) => !layout.slots.has(`${key}/rule/${i}`)).length;
    pen.row(more.x + 4, more.y, more.h, pen.say('rules.more', { count: hidden }), {
      size: s,
      c: 'hs-ink2',
      max: more.w,
    });
  }
  const reject = local('reject');
  if (reject) {
    pen.box(reject.x, reject.y, reject.w, reject.h, 5, 'hs-rule hs-rule-stale');
    pen.icon('cross', reject.x + 6, reject.y + (reject.h - s) / 2, s, 'hs-mark-bad');
    pen.row(reject.x + s + 12, reject.y, reject.h, pen.say('rules.reject'), {
      size: s,
      face: 'bold',
      c: 'hs-bad',
      max: reject.w - s - 18,
    });
  }
  const last = Math.max(
    0,
    ...[chain, more, reject, ...node.rules.map((_, i) => local(`rule/${i}`))].map((r) => (r ? r.y + r.h : 0)),
  );
  const stale = node.rules.find((rule) => rule.isStale && rule.endpoint !== null);
  const note = stale
    ? pen.say('kernel.staleNote', { ip: (stale.endpoint ?? '').split(':')[0] ?? '' })
    : node.isActing || !quiet
      ? ''
      : pen.say('kernel.notHere');
  if (note !== '' && node.conntrack.length === 0 && kernel.h - last > s * 2) {
    const x = m.pad + s * 0.4;
    pen.row(x, last + s * 0.2, s * 1.6, note, {
      size: s,
      c: stale ? 'hs-bad' : 'hs-ink3',
      max: kernel.w - x - m.pad,
    });
  }
  return { key: `${key}/rules`, rect: kernel, shapes: pen.shapes, c: 'hs-rules', morphFrom: 'endpoints' };
}

function drawRule(pen: Pen, rule: RuleRow, r: Rect): void {
  const s = pen.m.small;
  const c = rule.isStale ? 'hs-rule-stale' : rule.verdict === null ? '' : `hs-rule-${rule.verdict}`;
  pen.box(r.x, r.y, r.w, r.h, 5, `hs-rule ${c}`);
  if (rule.isStale) pen.box(r.x, r.y, r.w, r.h, 5, 'hs-hatch');
  const pad = s * 0.5;
  const ink = rule.verdict === 'notReached' || rule.verdict === 'miss' ? 'hs-ink3' : 'hs-ink';
  const chance = rule.probability === null ? pen.say('rules.rest') : rule.probability.toFixed(5);
  const endpoint = rule.endpoint ?? rule.target ?? rule.text;
  const endW = textWidth(endpoint, s, 'bold') + (rule.isStale ? s * 1.3 : 0);
  const right = r.x + r.w - pad;
  const endC = rule.isStale
    ? 'hs-bad'
    : rule.verdict === 'miss' || rule.verdict === 'notReached'
      ? 'hs-pod-dim'
      : 'hs-pod-ink';
  const endRoom = Math.min(endW, r.w - pad * 2 - (rule.isStale ? s * 1.3 : 0));
  pen.row(right - (rule.isStale ? s * 1.3 : 0), r.y, r.h, endpoint, {
    size: s,
    face: 'bold',
    anchor: 'end',
    c: endC,
    max: endRoom,
    middle: true,
  });
  if (rule.isStale) pen.icon('cross', right - s, r.y + (r.h - s) / 2, s, 'hs-mark-bad');
  let at = r.x + pad;
  const limit = right - endW - s * 0.6;
  const chanceW = textWidth('0.33333', s * 0.94, 'mono');
  if (limit - at < chanceW) return;
  pen.row(at, r.y, r.h, chance, {
    size: s * 0.94,
    face: rule.verdict === 'hit' ? 'monoBold' : 'mono',
    c: ink,
  });
  at += Math.max(chanceW, textWidth(chance, s * 0.94, 'mono')) + s * 0.7;
  const verdict = rule.verdict === null ? '' : pen.say(`rules.${rule.verdict}`);
  const drawn = rule.drawn === null ? verdict : `${rule.drawn.toFixed(2)} ${verdict}`;
  const strong = rule.verdict === 'hit';
  if (verdict !== '' && limit - at > textWidth(drawn, s, 'bold') + s * 1.4) {
    if (rule.drawn !== null) {
      pen.icon('dice', at, r.y + (r.h - s) / 2, s, strong ? 'hs-icon' : 'hs-icon2');
      at += s * 1.3;
    }
    at += pen.row(at, r.y, r.h, drawn, { size: s, face: strong ? 'bold' : 'sans', c: ink }) + s * 0.7;
  }
  if (rule.target !== null && limit - at > s * 6) {
    pen.row(at, r.y, r.h, rule.target, { size: s * 0.9, face: 'mono', c: 'hs-ink3', max: limit - at });
  }
}
