/** CoreDNS and the gateway's route: what is asked and answered, matched and sent on. */
import type { DnsBox, RouteBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import type { Metrics } from '../layout/metrics';
import type { Part, TextStyle } from '../model/shapes';
import { fitFirst } from '../text/fit';
import { textWidth } from '../text/measure';
import { chipHeight, Pen } from './pen';

type Piece = TextStyle & { readonly text: string };

/** Lines of pieces from the top, the less needed ones left out when they do not fit. */
function stack(
  pen: Pen,
  box: { x: number; y: number; w: number; h: number },
  lines: readonly { readonly pieces: readonly Piece[]; readonly need: number; readonly h: number }[],
): void {
  const kept = new Set(lines.map((_, i) => i));
  const total = () => [...kept].reduce((sum, i) => sum + lines[i]!.h, 0);
  const byNeed = lines
    .map((line, i) => ({ i, need: line.need }))
    .sort((a, b) => b.need - a.need || b.i - a.i);
  for (const { i } of byNeed) {
    if (total() <= box.h + 1) break;
    kept.delete(i);
  }
  const stretch = Math.min(1.25, kept.size === 0 ? 1 : box.h / Math.max(1, total()));
  let y = box.y;
  lines.forEach((line, i) => {
    if (!kept.has(i)) return;
    const h = line.h * stretch;
    pen.runs(box.x, y, h, box.w, line.pieces);
    y += h;
  });
}

/** CoreDNS: its address, and the question and answer last seen on the road. */
export function dnsPart(dns: DnsBox, box: Rect, m: Metrics, language: Language, selected: boolean): Part {
  const pen = new Pen(m, language);
  const s = m.small;
  const flat = box.h < s * 3.2;
  pen.box(0, 0, box.w, box.h, flat ? 8 : 12, `hs-frame hs-card${selected ? ' hs-selected' : ''}`);
  const pad = flat ? s * 0.5 : m.pad;
  const headH = flat ? box.h : m.name * 1.45;
  const top = flat ? 0 : m.pad * 0.8;
  const full = flat ? s : Math.min(m.name, s * 1.25);
  // The Pods stand at the right end of the same line: in a narrow box first the icon gives way, then the size.
  const line = box.w - pad * 2 - (flat ? 0 : dns.pods.length * s * 1.8);
  const wanted = textWidth('CoreDNS', full, 'bold');
  const before = flat || wanted + s * 1.6 <= line ? s * 1.6 : 0;
  if (before > 0) pen.icon('dns', pad, top + (headH - s * 1.2) / 2, s * 1.2, 'hs-icon');
  pen.row(pad + before, top, headH, 'CoreDNS', {
    size: flat ? full : Math.max(s * 0.85, full * Math.min(1, line / wanted)),
    face: 'bold',
    max: box.w - pad * 2 - before,
  });
  if (!flat)
    drawExchange(pen, dns, {
      x: pad,
      y: top + headH,
      w: box.w - pad * 2,
      h: box.h - top - headH - m.pad * 0.7,
    });
  return {
    key: 'dns',
    rect: box,
    shapes: pen.shapes,
    c: 'hs-dns',
    label: pen.say('dns.label', { vip: dns.vip.text }),
    action: { type: 'select', place: 'dns' },
    selected,
  };
}

function drawExchange(pen: Pen, dns: DnsBox, box: { x: number; y: number; w: number; h: number }): void {
  const s = pen.m.small;
  const chipH = chipHeight(s);
  const line = s * 1.42;
  const exchange = dns.exchange;
  const spare = Math.max(0, box.h - chipH * 2 - line * 2 - s * 0.3);
  const air = Math.min(s * 0.6, spare / 3);
  let y = box.y + air * 0.5;
  const vipW = pen.chip(box.x, y, dns.vip, s, { max: box.w });
  if (box.w - vipW > s * 3) pen.row(box.x + vipW + s * 0.5, y, chipH, 'UDP', { size: s, c: 'hs-ink3' });
  y += chipH + s * 0.25 + air;
  if (!exchange) {
    pen.row(box.x, y, line, pen.say('dns.quiet'), { size: s, c: 'hs-ink3', max: box.w });
    return;
  }
  const answerH = chipH + 2;
  const left = box.y + box.h - y - answerH;
  const [host = '', ...rest] = exchange.question.split('.');
  const ask = pen.say('dns.asks');
  const askPieces: Piece[] = [
    { text: `${ask} `, size: s, face: 'bold' },
    { text: `${exchange.type} `, size: s, c: 'hs-ink2' },
  ];
  const twoLines = left >= line * 2 - 1;
  if (left >= line - 1) {
    pen.runs(box.x, y, line, box.w, [...askPieces, { text: twoLines ? host : exchange.question, size: s }]);
    y += line;
  }
  if (twoLines && rest.length > 0) {
    const indent = textWidth(`${ask} `, s, 'bold');
    pen.row(box.x + indent, y, line, `.${rest.join('.')}`, { size: s, c: 'hs-ink2', max: box.w - indent });
    y += line;
  }
  y += air;
  if (box.y + box.h - y < answerH - 3) return;
  const word = `${pen.say('dns.answers')} `;
  const at = box.x + pen.row(box.x, y, chipH, word, { size: s, face: 'bold' });
  if (exchange.answer === null) {
    const waits = exchange.rcode === null;
    const text =
      exchange.rcode === 'NOERROR' ? pen.say('dns.noAnswer') : (exchange.rcode ?? pen.say('dns.waits'));
    const c = waits ? 'hs-ink3' : 'hs-bad';
    pen.row(at, y, chipH, text, { size: s, face: waits ? 'sans' : 'bold', c, max: box.x + box.w - at });
    return;
  }
  const max = box.x + box.w - at;
  const chip = pen.chip(at, y, { kind: 'vip', text: exchange.answer }, s, { max });
  const ttl = exchange.ttlSeconds === null ? '' : `TTL ${exchange.ttlSeconds} s`;
  if (ttl !== '' && max - chip - s * 0.5 > textWidth(ttl, s)) {
    pen.row(at + chip + s * 0.5, y, chipH, ttl, { size: s, c: 'hs-ink3' });
  }
}

/** The gateway's route: what came in, which Service it names, what goes out. */
export function routePart(route: RouteBox, box: Rect, m: Metrics, language: Language): Part {
  const pen = new Pen(m, language);
  const s = m.small;
  pen.box(0, 0, box.w, box.h, 8, `hs-frame hs-route hs-route-${route.state}`);
  const pad = s * 0.55;
  const mono = m.form === 'phone' ? s * 0.93 : s;
  const lineage: Piece[] = [
    { text: '→ ', size: mono, face: 'mono', c: 'hs-ink2' },
    {
      text: route.target,
      size: mono,
      face: 'monoBold',
      c: route.isDiscovered === true ? 'hs-pod-ink' : 'hs-vip-ink',
    },
  ];
  const area = { x: pad, y: s * 0.3, w: box.w - pad * 2, h: box.h - s * 0.6 };
  if (box.h < s * 3) {
    const up: Piece = { text: `${route.upstream} `, size: mono, face: 'mono' };
    if (box.h < s * 2.6) pen.runs(pad, 0, box.h, area.w, [up, ...lineage]);
    else {
      pen.runs(pad, 2, box.h / 2 - 2, area.w, [up]);
      pen.runs(pad, box.h / 2, box.h / 2 - 2, area.w, lineage);
    }
  } else {
    const line = s * 1.4;
    const tone = route.state === 'matched' ? 'hs-good' : route.state === 'unmatched' ? 'hs-bad' : 'hs-ink2';
    const sign = route.state === 'matched' ? '✓ ' : route.state === 'unmatched' ? '✕ ' : '';
    const bound = Object.entries(route.placeholders)
      .map(([name, value]) => `${name} = ${value}`)
      .join('  ');
    const upTwo = textWidth(`${route.method} ${route.upstream}`, mono, 'mono') > area.w;
    stack(pen, area, [
      {
        pieces: [
          {
            text: fitFirst(
              [`${sign}${pen.say(`route.${route.state}`)}`, `${sign}Ocelot`],
              area.w - s * 1.4,
              s,
              'bold',
            ),
            size: s,
            face: 'bold',
            c: tone,
          },
        ],
        need: 3,
        h: line,
      },
      {
        pieces: [
          ...(upTwo ? [] : [{ text: `${route.method} `, size: mono, face: 'mono' as const }]),
          { text: route.upstream, size: mono, face: 'monoBold' as const },
        ],
        need: 2,
        h: line,
      },
      { pieces: lineage, need: 1, h: line },
      {
        pieces: [{ text: `  ${route.downstream}`, size: mono, face: 'mono', c: 'hs-ink2' }],
        need: 4,
        h: line,
      },
      ...(bound === ''
        ? []
        : [{ pieces: [{ text: bound, size: s, c: 'hs-ink2' } as Piece], need: 5, h: line }]),
    ]);
  }
  // It can be changed: the way to its file and to the switch.
  if (box.h >= s * 3) pen.icon('pen', box.w - pad - s, area.y + s * 0.1, s, 'hs-icon2');
  return {
    key: 'route',
    rect: box,
    shapes: pen.shapes,
    c: 'hs-route-part',
    label: pen.say('route.label', {
      upstream: route.upstream,
      target: route.target,
      downstream: route.downstream,
    }),
    action: { type: 'openRoute', file: route.file, line: route.line },
  };
}
