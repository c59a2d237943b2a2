/** The rule table of a node's kernel for one Service: its chains, and a part for each rule, which is lit when it is examined. */
import type { NodeBox, RuleRow } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import { slotRect, type Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { textWidth } from '../text/measure';
import { Pen } from './pen';

/** Class of a rule row while its verdict is still to come. */
export const UNLIT = 'hs-unlit';
/** Class of the rule row that is being examined. */
export const EXAMINED = 'hs-examined';

/** The chains around the rules, and the rules, as parts; `quiet` when a packet is under way and never comes here. */
export function ruleParts(
  node: NodeBox,
  kernel: Rect,
  layout: Layout,
  language: Language,
  quiet: boolean,
): Part[] {
  const key = `${node.place}/kernel`;
  const rows = node.rules.flatMap((rule, i): Part[] => {
    const r = slotRect(layout, `${key}/rule/${i}`);
    if (!r) return [];
    const pen = new Pen(layout.metrics, language);
    drawRule(pen, rule, { x: 0, y: 0, w: r.w, h: r.h });
    const verdict = rule.verdict === null ? '' : ` hs-row-${rule.verdict}`;
    return [
      {
        key: `${key}/rule/${i}`,
        rect: r,
        shapes: pen.shapes,
        c: `hs-rule-row${verdict}`,
        morphFrom: 'endpoints',
      },
    ];
  });
  return [chainPart(node, kernel, layout, language, quiet), ...rows];
}

function chainPart(node: NodeBox, kernel: Rect, layout: Layout, language: Language, quiet: boolean): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const s = m.small;
  const key = `${node.place}/kernel`;
  const local = (name: string): Rect | null => {
    const r = slotRect(layout, `${key}/${name}`);
    return r && { ...r, x: r.x - kernel.x, y: r.y - kernel.y };
  };
  const service = local('service');
  if (service && node.serviceRule) drawServiceRule(pen, node.serviceRule, service);
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
  if (reject) drawReject(pen, reject);
  const last = Math.max(
    0,
    ...[chain, more, reject, ...node.rules.map((_, i) => local(`rule/${i}`))].map((r) => (r ? r.y + r.h : 0)),
  );
  drawNote(pen, node, kernel, last, quiet);
  return { key: `${key}/rules`, rect: kernel, shapes: pen.shapes, c: 'hs-rules', morphFrom: 'endpoints' };
}

function drawServiceRule(pen: Pen, rule: NonNullable<NodeBox['serviceRule']>, r: Rect): void {
  const s = pen.m.small;
  if (rule.hit) pen.box(r.x - 4, r.y + 1, r.w + 4, r.h - 2, 4, 'hs-rule-vip');
  const [ip = '', port = ''] = rule.vip.text.split(':');
  const mono = s * 0.94;
  const vipW = textWidth(ip, s, 'bold');
  const room = r.w - 8;
  const name = rule.chain ?? 'KUBE-SERVICES';
  const chain = [`${name} `, `${name.slice(0, 9)}… `].find((t) => textWidth(t, mono, 'mono') + vipW <= room);
  pen.runs(r.x + 4, r.y, r.h, room, [
    ...(chain === undefined ? [] : [{ text: chain, size: mono, face: 'mono' as const }]),
    ...(r.w > s * 22 && name.startsWith('KUBE-')
      ? [{ text: '-d ', size: mono, face: 'mono' as const, c: 'hs-ink2' }]
      : []),
    { text: ip, size: s, face: 'bold', c: 'hs-vip-ink' },
    { text: port === '' ? '' : ` :${port}`, size: s, c: 'hs-ink2' },
  ]);
}

function drawReject(pen: Pen, r: Rect): void {
  const s = pen.m.small;
  pen.box(r.x, r.y, r.w, r.h, 5, 'hs-rule hs-rule-stale');
  pen.icon('cross', r.x + 6, r.y + (r.h - s) / 2, s, 'hs-mark-bad');
  const room = r.w - s - 18;
  const text = [pen.say('rules.reject'), pen.say('rules.rejectShort')].find(
    (t) => textWidth(t, s, 'bold') <= room,
  );
  pen.row(r.x + s + 12, r.y, r.h, text ?? 'REJECT', { size: s, face: 'bold', c: 'hs-bad', max: room });
}

/** Below the rules: that a stale one leads nowhere, or that this packet does not come here. */
function drawNote(pen: Pen, node: NodeBox, kernel: Rect, last: number, quiet: boolean): void {
  const { small: s, pad } = pen.m;
  const stale = node.rules.find((rule) => rule.isStale && rule.endpoint !== null);
  const note = stale
    ? pen.say('kernel.staleNote', { ip: (stale.endpoint ?? '').split(':')[0] ?? '' })
    : node.isActing || !quiet
      ? ''
      : pen.say('kernel.notHere');
  if (note === '' || node.conntrack.length > 0 || kernel.h - last <= s * 2) return;
  const x = pad + s * 0.4;
  pen.row(x, last + s * 0.2, s * 1.6, note, {
    size: s,
    c: stale ? 'hs-bad' : 'hs-ink3',
    max: kernel.w - x - pad,
  });
}

function drawRule(pen: Pen, rule: RuleRow, r: Rect): void {
  const s = pen.m.small;
  const c = rule.isStale ? 'hs-rule-stale' : rule.verdict === null ? '' : `hs-rule-${rule.verdict}`;
  pen.box(r.x, r.y, r.w, r.h, 5, `hs-rule ${c}`);
  if (rule.isStale) pen.box(r.x, r.y, r.w, r.h, 5, 'hs-hatch');
  if (rule.verdict === 'hit') pen.box(r.x - 2.5, r.y - 2.5, r.w + 5, r.h + 5, 7, 'hs-hit-ring');
  const pad = s * 0.5;
  const markW = rule.isStale ? s * 1.3 : 0;
  const right = r.x + r.w - pad;
  const endpoint = rule.endpoint ?? rule.target ?? rule.text;
  const endW = Math.min(textWidth(endpoint, s, 'bold') + markW, r.w - pad * 2);
  pen.row(right - markW, r.y, r.h, endpoint, {
    size: s,
    face: 'bold',
    anchor: 'end',
    c: rule.isStale ? 'hs-bad' : 'hs-pod-ink',
    max: endW - markW,
    middle: true,
  });
  if (rule.isStale) pen.icon('cross', right - s, r.y + (r.h - s) / 2, s, 'hs-mark-bad');
  drawChance(pen, rule, r, r.x + pad, right - endW - s * 0.6);
}

/** The rule's own chance, what was drawn against it, and the chain that it leads to, as far as there is room. */
function drawChance(pen: Pen, rule: RuleRow, r: Rect, from: number, limit: number): void {
  const s = pen.m.small;
  const mono = s * 0.94;
  let at = from;
  const [chance, brief] = chanceTexts(pen, rule);
  const hit = rule.verdict === 'hit';
  const texts = verdictTexts(pen, rule);
  const widest = (text: string) => textWidth(text, s, 'bold') + (rule.drawn === null ? 0 : s * 1.3);
  const chanceW = Math.max(textWidth('0.33333', mono, 'mono'), textWidth(chance, mono, 'mono'));
  const verdict = texts.find((text) => at + chanceW + s * 0.7 + widest(text) <= limit);
  if (at + chanceW <= limit) {
    pen.row(at, r.y, r.h, chance, { size: mono, face: hit ? 'monoBold' : 'mono', c: 'hs-ink' });
    at += chanceW + s * 0.7;
  } else {
    if (at + textWidth(brief, mono, 'mono') <= limit)
      pen.row(at, r.y, r.h, brief, { size: mono, face: 'mono' });
    return;
  }
  if (verdict !== undefined) {
    if (rule.drawn !== null) {
      pen.icon('dice', at, r.y + (r.h - s) / 2, s, `hs-verdict ${hit ? 'hs-icon' : 'hs-icon2'}`);
      at += s * 1.3;
    }
    const face = hit ? ('bold' as const) : ('sans' as const);
    at += pen.row(at, r.y, r.h, verdict, { size: s, face, c: 'hs-ink hs-verdict' }) + s * 0.7;
  }
  if (rule.target !== null && limit - at > s * 6) {
    pen.row(at, r.y, r.h, rule.target, { size: s * 0.9, face: 'mono', c: 'hs-ink3', max: limit - at });
  }
}

/** With what chance a rule is taken, in full and in brief; IPVS knows weights instead. */
function chanceTexts(pen: Pen, { probability, weight }: RuleRow): readonly [full: string, brief: string] {
  if (weight !== undefined) return [`Masq ${weight}`, `${weight}`];
  if (probability === null) return [pen.say('rules.rest'), '*'];
  return [probability.toFixed(5), probability.toFixed(2).replace(/^0/, '')];
}

/** `0.71 ≥ 0.33 skip`: what was drawn, why that decides, and the verdict; the fullest first. */
function verdictTexts(pen: Pen, rule: RuleRow): readonly string[] {
  if (rule.verdict === null) return [];
  const word = pen.say(`rules.${rule.verdict}`);
  if (rule.drawn === null) return [word];
  const drawn = rule.drawn.toFixed(2);
  const sign = rule.verdict === 'hit' ? '<' : '≥';
  const against = rule.probability === null ? '' : ` ${sign} ${rule.probability.toFixed(2)}`;
  return [`${drawn}${against} ${word}`, `${drawn} ${word}`, word];
}
