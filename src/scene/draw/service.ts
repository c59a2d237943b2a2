/** The Service box: dashed, because nothing listens there; its endpoint row; other Services as way points. */
import type { EndpointRow, Picture, ServiceBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import type { Layout } from '../layout/slots';
import { slotRect } from '../layout/slots';
import type { Metrics } from '../layout/metrics';
import type { Part } from '../model/shapes';
import { fitFirst, wrapText } from '../text/fit';
import { textWidth } from '../text/measure';
import { chipHeight, chipWidth, Pen } from './pen';

/** The focus Service with its endpoints. */
export function serviceParts(
  service: ServiceBox,
  picture: Picture,
  layout: Layout,
  language: Language,
  selected: boolean,
): Part[] {
  const key = `service/${service.key}`;
  const box = slotRect(layout, key);
  const head = slotRect(layout, `${key}/head`);
  const dock = slotRect(layout, 'dock');
  const area = slotRect(layout, 'endpoints');
  if (!box || !head || !area || !dock) return [];
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const ready = service.endpoints.filter((row) => row.state === 'ready').length;
  const c = service.isBypassed ? ' hs-service-off' : ready === 0 ? ' hs-service-bad' : '';
  pen.box(0, 0, box.w, box.h, 14, `hs-frame hs-service${c}${selected ? ' hs-selected' : ''}`);
  drawHead(pen, service, head, box, m, ready === 0);
  drawDockNote(pen, picture, service, dock, box, m, ready);
  return [
    {
      key,
      rect: box,
      shapes: pen.shapes,
      c: service.isBypassed ? 'hs-service-part hs-off-road' : 'hs-service-part',
      label: pen.say('service.label', { name: service.name, vip: service.vip.text, ready }),
      action: { type: 'select', place: key },
      selected,
    },
    endpointsPart(service, area, layout, language),
  ];
}

function drawHead(pen: Pen, service: ServiceBox, head: Rect, box: Rect, m: Metrics, rejects: boolean): void {
  const x = head.x - box.x;
  const y = head.y - box.y;
  const iconSize = m.name * 1.25;
  pen.icon('service', x, y + (head.h - iconSize) / 2, iconSize, 'hs-icon-vip');
  let at = x + iconSize + 8;
  const chipW = chipWidth(service.vip.text, m.body);
  const chipTop = y + (head.h - chipHeight(m.body)) / 2;
  const right = x + head.w;
  const word = pen.say('kind.service');
  const nameW = textWidth(service.name, m.name, 'bold');
  if (at + textWidth(word, m.small) + 8 + nameW + 12 + chipW < right) {
    at += pen.row(at, y, head.h, word, { size: m.small, c: 'hs-ink3' }) + 8;
  }
  const showChip = right - at - chipW - 10 > (m.form === 'phone' ? nameW : m.name * 4);
  const room = right - at - (showChip ? chipW + 12 : 0);
  at += pen.row(at, y, head.h, service.name, { size: m.name, face: 'bold', max: room, middle: true }) + 12;
  if (!showChip) return;
  at += pen.chip(at, chipTop, service.vip, m.body) + 10;
  if (service.externalIP !== null && right - at > chipWidth(service.externalIP, m.small)) {
    at +=
      pen.chip(
        at,
        y + (head.h - chipHeight(m.small)) / 2,
        { kind: 'external', text: service.externalIP },
        m.small,
      ) + 10;
  }
  if (rejects) {
    const tag = pen.say('service.rejectTag');
    const w = textWidth(tag, m.small) + m.small;
    if (right - at >= w) pen.tag(right - w, y + (head.h - m.small * 1.5) / 2, tag, m.small, 'hs-tag-bad', w);
    return;
  }
  const port = pen.say('service.targetPort', { port: service.targetPort });
  if (right - at > textWidth(port, m.small)) {
    pen.row(right, y, head.h, port, { size: m.small, anchor: 'end', c: 'hs-ink3' });
  }
}

/** What the dock says while no capsule rests in it. */
function drawDockNote(
  pen: Pen,
  picture: Picture,
  service: ServiceBox,
  dock: Rect,
  box: Rect,
  m: Metrics,
  ready: number,
): void {
  const x = dock.x - box.x;
  const y = dock.y - box.y;
  if (service.isBypassed) return drawBypass(pen, dock, box, m);
  if (ready === 0) {
    const text = pen.say('service.rejects');
    const size = m.body;
    const w = Math.min(dock.w, textWidth(text, size, 'bold') + size * 3);
    const left = x + (dock.w - w) / 2;
    const h = Math.min(dock.h * 0.9, size * 2);
    const top = y + (dock.h - h) / 2;
    if (picture.capsule !== null && picture.capsule.verdict === 'rejected') return;
    pen.box(left, top, w, h, h / 2, 'hs-alarm');
    pen.icon('cross', left + size * 0.7, top + (h - size) / 2, size, 'hs-mark-bad');
    pen.row(left + size * 2, top, h, text, { size, face: 'bold', c: 'hs-bad', max: w - size * 2.6 });
    return;
  }
  if (picture.capsule !== null || picture.isAsking === true) return;
  const params = { name: service.name, count: ready };
  const line = m.small * 1.4;
  const most = Math.max(1, Math.floor((dock.h + 2) / line));
  const whole = wrapText(pen.say('service.nothingListens', params), dock.w - m.small, m.small, 9);
  const lines =
    whole.length <= most
      ? whole
      : [fitFirst([pen.say('service.nothingListensShort', params)], dock.w, m.small)];
  lines.forEach((text, i) => {
    const top = y + (dock.h - lines.length * line) / 2 + i * line;
    pen.row(x + dock.w / 2, top, line, text, { size: m.small, anchor: 'middle', c: 'hs-ink3' });
  });
}

/** The Service is not on this road. */
function drawBypass(pen: Pen, dock: Rect, box: Rect, m: Metrics): void {
  const x = dock.x - box.x;
  const y = dock.y - box.y;
  const title = pen.say('service.offRoad');
  const size = m.body;
  const w = Math.min(dock.w, textWidth(title, size, 'bold') + size * 1.6);
  const top = y + Math.max(0, (dock.h - size * 3.3) / 2);
  pen.box(x + (dock.w - w) / 2, top, w, size * 1.8, size * 0.9, 'hs-off-pill');
  pen.row(x + dock.w / 2, top, size * 1.8, title, { size, face: 'bold', anchor: 'middle', c: 'hs-ink' });
  const why = fitFirst([pen.say('service.offRoadWhy'), pen.say('service.offRoadShort')], dock.w, m.small);
  if (dock.h < size * 3) return;
  pen.row(x + dock.w / 2, top + size * 1.9, m.small * 1.5, why, {
    size: m.small,
    anchor: 'middle',
    c: 'hs-ink2',
    max: dock.w,
  });
}

/** 1/3 for one third; per cent where there is no small fraction. */
export function chanceText(probability: number): string {
  const parts = Math.round(1 / probability);
  if (probability > 0 && parts <= 99 && Math.abs(1 / parts - probability) < 0.0005) {
    return parts === 1 ? '1' : `1/${parts}`;
  }
  return `${(probability * 100).toFixed(probability < 0.01 ? 1 : 0)} %`;
}

function endpointClass(row: EndpointRow): string {
  if (row.isChosen) return 'hs-ep hs-ep-chosen';
  return row.state === 'ready' ? 'hs-ep' : row.state === 'notReady' ? 'hs-ep hs-ep-wait' : 'hs-ep hs-ep-out';
}

function endpointsPart(service: ServiceBox, area: Rect, layout: Layout, language: Language): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  if (service.endpoints.length === 0) {
    pen.box(0, 0, area.w, area.h, 8, 'hs-ep hs-ep-none');
    pen.row(area.w / 2, 0, area.h, pen.say('service.noEndpoints'), {
      size: m.small,
      anchor: 'middle',
      c: 'hs-bad',
      max: area.w - 12,
    });
  }
  const prefix = commonPrefix(service.endpoints.map((row) => row.ip));
  service.endpoints.forEach((row, i) => {
    const r = slotRect(layout, `endpoint/${i}`);
    if (r) drawEndpoint(pen, row, { ...r, x: r.x - area.x, y: r.y - area.y }, m, prefix, service.isBypassed);
  });
  return {
    key: 'endpoints',
    rect: area,
    shapes: pen.shapes,
    c: service.isBypassed ? 'hs-endpoints hs-off-road' : 'hs-endpoints',
  };
}

/** Leading octets that all addresses share, with the dot: `10.244.`. */
export function commonPrefix(ips: readonly string[]): string {
  const split = ips.map((ip) => ip.split('.'));
  const first = split[0];
  if (!first || ips.length < 2) return '';
  let n = 0;
  while (n < 3 && split.every((octets) => octets[n] === first[n])) n += 1;
  return n === 0 ? '' : `${first.slice(0, n).join('.')}.`;
}

function drawEndpoint(
  pen: Pen,
  row: EndpointRow,
  r: Rect,
  m: Metrics,
  prefix: string,
  isListOnly: boolean,
): void {
  const out = row.state === 'terminating' || row.state === 'gone';
  const tiny = r.w < m.small * 3 || r.h < m.small * 1.3;
  pen.box(r.x, r.y, r.w, r.h, Math.min(8, r.h * 0.25), `${endpointClass(row)}${tiny ? ' hs-ep-tiny' : ''}`);
  if (tiny) return;
  const two = r.h >= m.small * 2.6;
  const pad = m.small * 0.4;
  const size = r.w > m.small * 9 && two ? m.body : m.small;
  const short = prefix !== '' && textWidth(row.address, size, 'bold') > r.w - pad * 2;
  const noPort = textWidth(row.ip, size, 'bold') <= r.w - pad * 2 ? row.ip : row.ip.slice(prefix.length - 1);
  const address = short ? noPort : row.address;
  const lineH = two ? Math.min(r.h / 2.2, m.small * 1.7) : r.h;
  const top = r.y + (two ? (r.h - lineH * 2) / 2 : 0);
  const c = out ? 'hs-bad hs-struck' : row.state === 'notReady' ? 'hs-ink3' : 'hs-pod-ink';
  pen.row(r.x + r.w / 2, top, lineH, address, {
    size,
    face: 'bold',
    anchor: 'middle',
    c,
    max: r.w - pad * 2,
    middle: true,
  });
  if (!two) return;
  const chance = row.probability === null || out || isListOnly ? '' : chanceText(row.probability);
  const word = row.isChosen
    ? pen.say('endpoint.chosen')
    : row.isNew && row.state === 'ready'
      ? pen.say('endpoint.new')
      : pen.say(`endpoint.${row.state}`);
  const iconW = m.small * 1.25;
  const brief = row.state === 'terminating' ? pen.say('pod.terminatingShort') : word;
  const texts = [`${word} ${chance}`.trim(), chance === '' || row.isChosen ? word : chance, brief];
  const text =
    texts.find((t) => textWidth(t, m.small) + iconW <= r.w - pad * 2) ??
    fitFirst(texts.slice(1), r.w - pad, m.small);
  const withIcon = textWidth(text, m.small) + iconW <= r.w - pad * 2;
  const face = row.isChosen ? ('bold' as const) : ('sans' as const);
  const w = textWidth(text, m.small, face) + (withIcon ? iconW : 0);
  const x = r.x + (r.w - w) / 2;
  const icon = row.isChosen ? 'dice' : out ? 'cross' : row.state === 'notReady' ? 'hourglass' : 'check';
  if (withIcon)
    pen.icon(icon, x, top + lineH + (lineH - m.small) / 2, m.small, out ? 'hs-mark-bad' : 'hs-icon2');
  pen.row(x + (withIcon ? iconW : 0), top + lineH, lineH, text, {
    size: m.small,
    face,
    c: out ? 'hs-bad' : row.isChosen ? 'hs-ink' : 'hs-ink2',
  });
}

/** The gateway's own Service: a ring on the link, with its VIP. */
export function viaServicePart(
  service: ServiceBox,
  box: Rect,
  layout: Layout,
  language: Language,
  selected: boolean,
): Part {
  const m = layout.metrics;
  const pen = new Pen(m, language);
  const key = `service/${service.key}`;
  const r = m.small * 0.46;
  const y = (layout.docks.get('via')?.y ?? box.y + box.h / 2) - box.y;
  pen.circle(box.w / 2, y, r, `hs-frame hs-via${selected ? ' hs-selected' : ''}`);
  const [ip = ''] = service.vip.text.split(':');
  const line = m.small * 1.4;
  const top = Math.min(m.small * 0.3, y - r - line * 2);
  if (box.w >= textWidth(ip, m.small, 'bold') && top > -2) {
    pen.row(box.w / 2, top, line, fitFirst([pen.say('service.via'), 'VIP'], box.w, m.small), {
      size: m.small,
      anchor: 'middle',
      c: 'hs-ink2',
    });
    pen.row(box.w / 2, top + line, line, ip, {
      size: m.small,
      face: 'bold',
      anchor: 'middle',
      c: 'hs-vip-ink',
    });
  }
  return {
    key,
    rect: box,
    shapes: pen.shapes,
    c: 'hs-via-part',
    label: pen.say('service.label', {
      name: service.name,
      vip: service.vip.text,
      ready: service.endpoints.filter((e) => e.state === 'ready').length,
    }),
    action: { type: 'select', place: key },
    selected,
  };
}
