/** Layer 0: browsers with their URL, and the key to colours and outcomes. */
import type { AddressKind, ClientBox, Picture } from '../../projection/picture';
import { translate, type Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import type { Metrics } from '../layout/metrics';
import type { IconName } from '../model/icons';
import type { Part } from '../model/shapes';
import { textWidth } from '../text/measure';
import { chipHeight, chipWidth, Pen } from './pen';

/** A browser: URL with its path in bold, its own address, how it stands. */
export function clientPart(
  client: ClientBox,
  box: Rect,
  m: Metrics,
  language: Language,
  selected: boolean,
): Part {
  const pen = new Pen(m, language);
  const s = m.small;
  pen.box(
    0,
    0,
    box.w,
    box.h,
    12,
    `hs-frame hs-card hs-client-${client.state}${selected ? ' hs-selected' : ''}`,
  );
  if (box.h > s * 3 && box.w < s * 20) drawTall(pen, client, box, m);
  else drawFlat(pen, client, box, m);
  return {
    key: client.place,
    rect: box,
    shapes: pen.shapes,
    c: 'hs-client-part',
    label: pen.say('client.label', {
      name: client.name,
      ip: client.ip,
      url: client.url,
      state: pen.say(`client.${client.state}`),
    }),
    action: { type: 'select', place: client.place },
    selected,
  };
}

function stateMark(client: ClientBox): { icon: IconName; c: string } {
  if (client.state === 'done') return { icon: 'check', c: 'hs-mark-good' };
  if (client.state === 'failed') return { icon: 'cross', c: 'hs-mark-bad' };
  return client.state === 'waiting' ? { icon: 'flow', c: 'hs-icon' } : { icon: 'browser', c: 'hs-icon' };
}

/** Host and path apart; without the scheme where room is short. */
function drawUrl(pen: Pen, url: string, x: number, top: number, h: number, room: number, size: number): void {
  const parts = /^(\w+:\/\/)?([^/]*)(\/.*)?$/.exec(url);
  const scheme = parts?.[1] ?? '';
  const host = parts?.[2] ?? url;
  const path = parts?.[3] ?? '';
  const pathW = textWidth(path, size, 'bold');
  const full = textWidth(scheme + host, size) + pathW;
  const start = full <= room ? scheme + host : room - pathW < size * 4 ? '' : host;
  const startMax = Math.max(size * 2, room - pathW);
  const used = pen.row(x, top, h, start, { size, max: startMax });
  pen.row(x + used, top, h, path, { size, face: 'bold', max: room - used });
}

function drawFlat(pen: Pen, client: ClientBox, box: Rect, m: Metrics): void {
  const s = m.small;
  const pad = s * 0.7;
  const mark = stateMark(client);
  const phone = m.form === 'phone';
  const iconSize = s * 1.35;
  pen.icon(mark.icon, pad, (box.h - iconSize) / 2, iconSize, mark.c);
  let right = box.w - pad;
  const chip = chipWidth(client.ip, s);
  if (!phone && box.w > chip + s * 14) {
    pen.chip(right - chip, (box.h - chipHeight(s)) / 2, { kind: 'client', text: client.ip }, s);
    right -= chip + s * 0.6;
  }
  if (client.status !== null) {
    const c = client.state === 'failed' ? 'hs-bad' : 'hs-good';
    right -=
      pen.row(right, 0, box.h, client.status, { size: m.body, face: 'bold', anchor: 'end', c }) + s * 0.6;
  }
  const x = pad + iconSize + s * 0.5;
  const fieldH = Math.min(s * 2.1, box.h - 4);
  if (!phone) pen.box(x, (box.h - fieldH) / 2, right - x, fieldH, fieldH / 2, 'hs-field');
  drawUrl(
    pen,
    client.url,
    x + (phone ? 0 : s * 0.7),
    0,
    box.h,
    right - x - (phone ? 0 : s * 1.2),
    phone ? s : m.body,
  );
}

function drawTall(pen: Pen, client: ClientBox, box: Rect, m: Metrics): void {
  const s = m.small;
  const pad = m.pad;
  const line = (box.h - pad) / 2;
  const mark = stateMark(client);
  pen.icon(mark.icon, pad, pad / 2 + (line - s * 1.2) / 2, s * 1.2, mark.c);
  const x = pad + s * 1.6;
  const status = client.status ?? '';
  const statusW = status === '' ? 0 : textWidth(status, s, 'bold') + 6;
  drawUrl(pen, client.url, x, pad / 2, line, box.w - x - pad - statusW, s);
  if (status !== '') {
    const c = client.state === 'failed' ? 'hs-bad' : 'hs-good';
    pen.row(box.w - pad, pad / 2, line, status, { size: s, face: 'bold', anchor: 'end', c });
  }
  const top = pad / 2 + line + (line - chipHeight(s)) / 2;
  pen.chip(pad, top, { kind: 'client', text: client.ip }, s, { max: box.w - pad * 2 });
}

const KINDS: readonly AddressKind[] = ['client', 'vip', 'pod', 'node', 'external'];

/** Key to the kinds of address, and requests counted by how they ended. */
export function legendPart(picture: Picture, box: Rect, m: Metrics, language: Language): Part {
  const pen = new Pen(m, language);
  const s = m.small;
  if (m.form === 'phone') {
    // Little room: the two kinds of address that the story is about, and the counts.
    const kinds = chipWidth('VIP', s) + chipWidth('Pod', s) + s * 0.4;
    const counts = s * 5;
    const at = Math.max(0, box.w - kinds);
    if (box.w >= kinds + counts) {
      pen.chip(at, (box.h - chipHeight(s)) / 2, { kind: 'vip', text: 'VIP' }, s);
      pen.chip(
        at + chipWidth('VIP', s) + s * 0.4,
        (box.h - chipHeight(s)) / 2,
        { kind: 'pod', text: 'Pod' },
        s,
      );
    }
    drawCounts(pen, picture, 0, 0, box.h, box.w >= kinds + counts ? at - s * 0.5 : box.w, false);
  } else if (box.h >= s * 3.05) {
    drawKinds(pen, 0, 0, box.h / 2, box.w);
    drawCounts(pen, picture, 0, box.h / 2, box.h / 2, box.w, true);
  } else {
    const half = box.w * 0.52;
    drawKinds(pen, 0, 0, box.h, half);
    drawCounts(pen, picture, half + s, 0, box.h, box.w - half - s, false);
  }
  return { key: 'legend', rect: box, shapes: pen.shapes, c: 'hs-legend' };
}

function drawKinds(pen: Pen, x: number, top: number, h: number, room: number): void {
  const s = pen.m.small;
  const names = KINDS.map((kind) => ({ kind, text: pen.say(`kind.${kind}`) }));
  const label = pen.say('legend.addresses');
  const width = (icon: boolean) => names.reduce((sum, n) => sum + chipWidth(n.text, s, icon) + s * 0.5, 0);
  const labelW = Math.max(textWidth(label, s), textWidth(pen.say('legend.requests', { count: 999 }), s)) + s;
  const withLabel = width(true) + labelW <= room;
  let at = x;
  if (withLabel) {
    pen.row(x, top, h, label, { size: s, c: 'hs-ink2' });
    at += labelW;
  }
  const icon = width(true) <= room;
  for (const { kind, text } of names) {
    if (at + chipWidth(text, s, icon) > x + room) break;
    at += pen.chip(at, top + (h - chipHeight(s)) / 2, { kind, text }, s, { icon }) + s * 0.5;
  }
}

interface Count {
  readonly icon: IconName;
  readonly c: string;
  readonly text: string;
  /** The status alone, where room is short. */
  readonly brief: string;
  readonly count: number;
}

/** Words for an outcome's id: a status is its own name. */
function countsOf(pen: Pen, picture: Picture): Count[] {
  const counts = picture.outcomes.map((outcome): Count => {
    const good = outcome.id.startsWith('2') || outcome.id === 'ok';
    const late = outcome.id.endsWith('timeout');
    const [status = ''] = outcome.id.split('.');
    const full = translate(pen.language, `outcome.${outcome.id}`);
    const known = full.startsWith('⟦') ? translate(pen.language, 'outcome.other', { status }) : full;
    return {
      icon: good ? 'check' : late ? 'hourglass' : 'cross',
      c: good ? 'good' : late ? 'wait' : 'bad',
      text: known,
      brief: /^\d+$/.test(status) ? status : known,
      count: outcome.count,
    };
  });
  const text = translate(pen.language, 'outcome.inFlight');
  return [...counts, { icon: 'flow', c: 'now', text, brief: text, count: picture.inFlight }];
}

function drawCounts(
  pen: Pen,
  picture: Picture,
  x: number,
  top: number,
  h: number,
  room: number,
  withLabel: boolean,
): void {
  const s = pen.m.small;
  const total = picture.outcomes.reduce((sum, o) => sum + o.count, 0) + picture.inFlight;
  let at = x;
  const label = pen.say('legend.requests', { count: total });
  const labelW = Math.max(textWidth(label, s), textWidth(pen.say('legend.addresses'), s)) + s;
  const phone = pen.m.form === 'phone';
  const widthOf = (c: Count) =>
    s * 1.2 +
    (phone ? 0 : textWidth(c.text, s) + s * 0.3) +
    textWidth(String(c.count), pen.m.body, 'bold') +
    s * 0.9;
  const sum = (list: readonly Count[]) => list.reduce((w, c) => w + widthOf(c), -s * 0.9);
  const full = countsOf(pen, picture);
  const brief = full.map((c) => ({ ...c, text: c.brief }));
  const labelled = withLabel && sum(brief) + labelW <= room;
  const left = room - (labelled ? labelW : 0);
  const counts = sum(full) <= left ? full : brief;
  if (labelled) at += drawLabel(pen, label, x, top, h, labelW);
  // What is under way stays in sight; of many outcomes the rarest give way.
  const shown = [...counts];
  while (shown.length > 1 && sum(shown) > left) {
    const ended = shown.slice(0, -1);
    shown.splice(ended.indexOf(ended.reduce((a, b) => (b.count < a.count ? b : a))), 1);
  }
  for (const c of shown) {
    pen.icon(c.icon, at, top + (h - s) / 2, s, c.c === 'now' ? 'hs-icon' : `hs-mark-${c.c}`);
    let inner = at + s * 1.2;
    const ink = c.c === 'good' ? 'hs-good' : c.c === 'bad' ? 'hs-bad' : 'hs-ink2';
    if (!phone) inner += pen.row(inner, top, h, c.text, { size: s, c: ink }) + s * 0.3;
    pen.row(inner, top, h, String(c.count), {
      size: pen.m.body,
      face: 'bold',
      c: c.count === 0 ? 'hs-ink3' : 'hs-ink',
    });
    at += widthOf(c);
  }
}

function drawLabel(pen: Pen, text: string, x: number, top: number, h: number, width: number): number {
  pen.row(x, top, h, text, { size: pen.m.small, c: 'hs-ink2' });
  return width;
}
