/** The EndpointSlice as a card: its version, what changed, its endpoints, and which nodes follow it. */
import type { NodeBox, SliceBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Rect } from '../geometry/rect';
import type { Metrics } from '../layout/metrics';
import type { Part, TextStyle } from '../model/shapes';
import { fitFirst } from '../text/fit';
import { textWidth } from '../text/measure';
import { chipHeight, Pen } from './pen';
import { isBehind, lagMillis, moment } from './proxy';

type Piece = TextStyle & { readonly text: string };

/** The card; `withNodes` adds how far each node is, where no other part says it. */
export function slicePart(
  slice: SliceBox,
  nodes: readonly NodeBox[],
  box: Rect,
  m: Metrics,
  language: Language,
  withNodes: boolean,
): Part {
  const pen = new Pen(m, language);
  const s = m.small;
  const flat = box.h < s * 3.2;
  pen.box(0, 0, box.w, box.h, flat ? 8 : 12, 'hs-card');
  const pad = flat ? s * 0.5 : m.pad;
  if (flat) {
    drawFlat(pen, slice, nodes, { x: pad, y: 0, w: box.w - pad * 2, h: box.h });
  } else {
    const top = m.pad * 0.6;
    const headH = m.name * 1.35;
    pen.icon('slice', pad, top + (headH - s * 1.2) / 2, s * 1.2, 'hs-icon');
    const size = Math.min(m.name, s * 1.25);
    const max = box.w - pad * 2 - s * 1.7;
    const fitted = textWidth('EndpointSlice', size, 'bold') <= max ? size : s;
    pen.row(pad + s * 1.7, top, headH, 'EndpointSlice', { size: fitted, face: 'bold', max });
    const y = top + headH;
    drawBody(
      pen,
      slice,
      withNodes ? nodes : [],
      { x: pad, y, w: box.w - pad * 2, h: box.h - y - m.pad * 0.6 },
      m,
    );
  }
  return {
    key: 'slice',
    rect: box,
    shapes: pen.shapes,
    c: 'hs-slice',
    label: pen.say('slice.label', { name: slice.name, version: slice.resourceVersion }),
  };
}

function drawFlat(pen: Pen, slice: SliceBox, nodes: readonly NodeBox[], area: Rect): void {
  const s = pen.m.small;
  pen.icon('slice', area.x, (area.h - s * 1.1) / 2, s * 1.1, 'hs-icon');
  const x = area.x + s * 1.5;
  const behind = nodes.filter(isBehind).length;
  const version = `rv ${slice.resourceVersion}`;
  const used = pen.row(x, 0, area.h, version, { size: s, face: 'bold', max: area.w - s * 1.5 });
  const text = behind > 0 ? pen.say('slice.behind', { count: behind }) : '';
  const left = area.x + area.w - x - used - s * 0.6;
  if (text !== '' && textWidth(text, s) <= left) {
    pen.row(area.x + area.w, 0, area.h, text, { size: s, anchor: 'end', c: 'hs-bad' });
  }
}

/** What stands in the card, each with its height; the least needed are left out first. */
function drawBody(pen: Pen, slice: SliceBox, nodes: readonly NodeBox[], area: Rect, m: Metrics): void {
  const s = m.small;
  const line = s * 1.42;
  const changes = changeLines(pen, slice, area.w);
  let left = area.h - line - changes.length * line;
  const heightOf = (lines: number) => (lines === 0 ? 0 : lines * s * 1.65 + s * 0.25);
  const chips = nodeChipLines(pen, nodes, area.w, Math.floor((left - s * 0.25) / (s * 1.65)));
  const withChips = chips.length > 0;
  const chipsH = heightOf(chips.length);
  left -= chipsH;
  const withName = left >= line;
  if (withName) left -= line;
  let y = area.y;
  if (withName) {
    pen.row(area.x, y, line, slice.name, { size: s, c: 'hs-ink2', max: area.w, middle: true });
    y += line;
  }
  const when = moment(pen, 'slice.changedAt', slice.changedAt);
  pen.runs(area.x, y, line, area.w, [
    { text: `rv ${slice.resourceVersion}`, size: s, face: 'bold' },
    {
      text:
        textWidth(`rv ${slice.resourceVersion}`, s, 'bold') + textWidth(`  ${when}`, s) <= area.w
          ? `  ${when}`
          : '',
      size: s,
      c: 'hs-ink2',
    },
  ]);
  y += line;
  for (const pieces of changes) {
    if (y + line > area.y + area.h + 1) break;
    pen.runs(area.x, y, line, area.w, pieces);
    y += line;
  }
  const rowsH = area.y + area.h - (withChips ? chipsH : 0) - y;
  drawRows(pen, slice, { ...area, y, h: rowsH });
  if (!withChips) return;
  let top = area.y + area.h - chipsH + s * 0.25;
  for (const chipLine of chips) {
    let x = area.x;
    for (const chip of chipLine) x += drawNodeChip(pen, chip, x, top) + s * 0.4;
    top += s * 1.65;
  }
}

/** One row for each address, as many as fit. */
function drawRows(pen: Pen, slice: SliceBox, area: Rect): void {
  const s = pen.m.small;
  const rowH = Math.min(s * 2.1, Math.max(s * 1.72, area.h / Math.max(1, slice.rows.length)));
  const room = Math.floor((area.h + 1) / rowH);
  if (room < 1 || (room === 1 && slice.rows.length > 1)) return;
  const shown = slice.rows.length <= room ? slice.rows : slice.rows.slice(0, room - 1);
  let y = area.y;
  for (const row of shown) {
    const out = row.state === 'terminating' || row.state === 'gone';
    const chip = pen.chip(area.x, y + (rowH - chipHeight(s)) / 2, { kind: 'pod', text: row.ip }, s, {
      icon: false,
      max: area.w,
      look: out ? 'faint' : 'rest',
    });
    const left = area.w - chip - s * 0.4;
    const fresh = row.isNew && row.state === 'ready';
    const words = fresh
      ? [pen.say('endpoint.new'), pen.say('endpoint.newShort')]
      : row.state === 'terminating'
        ? [pen.say('endpoint.terminating'), pen.say('pod.terminatingShort')]
        : row.state === 'notReady'
          ? [pen.say('endpoint.notReady'), pen.say('endpoint.notReadyShort'), '✗']
          : [pen.say(`endpoint.${row.state}`)];
    const word = words.find((text) => textWidth(text, s) <= left);
    const c = out ? 'hs-bad' : 'hs-ink2';
    if (word !== undefined) pen.row(area.x + chip + s * 0.4, y, rowH, word, { size: s, c });
    y += rowH;
  }
  if (shown.length < slice.rows.length) {
    const more = pen.say('more', { count: slice.rows.length - shown.length });
    pen.row(area.x, y, rowH, more, { size: s, c: 'hs-ink2', max: area.w });
  }
}

/** `+` and `−` with the state that an address has now. */
function changeLines(pen: Pen, slice: SliceBox, width: number): Piece[][] {
  const size = pen.m.small;
  const stateOf = (ip: string) => slice.rows.find((row) => row.ip === ip)?.state ?? 'gone';
  const lines = (ips: readonly string[], sign: string, c: string): Piece[][] => {
    const states = [...new Set(ips.map(stateOf))];
    return states.map((state) => {
      const own = ips.filter((ip) => stateOf(ip) === state);
      const word = pen.say(`endpoint.${state}`);
      const list = own.join(' ');
      const wide = textWidth(`${sign} ${list} ${word}`, size, 'bold') > width;
      return [
        { text: `${sign} `, size, face: 'bold', c },
        { text: wide && own.length > 1 ? pen.say('slice.addresses', { count: own.length }) : list, size, c },
        { text: ` ${word}`, size, c: state === 'ready' ? c : state === 'notReady' ? 'hs-ink2' : 'hs-bad' },
      ];
    });
  };
  return [...lines(slice.added, '+', 'hs-pod-ink'), ...lines(slice.removed, '−', 'hs-bad')];
}

interface NodeChip {
  readonly text: string;
  readonly behind: boolean;
  readonly w: number;
}

/** A chip for each node in at most `most` lines; one for all where they do not fit. */
function nodeChipLines(pen: Pen, nodes: readonly NodeBox[], width: number, most: number): NodeChip[][] {
  const s = pen.m.small;
  if (nodes.length === 0 || most < 1) return [];
  const late = nodes.filter(isBehind);
  const make = (text: string, behind: boolean): NodeChip => ({
    text,
    behind,
    w: textWidth(text, s) + s * 2.1,
  });
  const each = nodes.map((node) =>
    isBehind(node) ? make(`${node.name} ${lagMillis(node)} ms`, true) : make(node.name, false),
  );
  const lines = flow(each, width, s * 0.4);
  if (lines.length <= Math.min(most, late.length > 0 ? 3 : 2)) return lines;
  if (late.length === 0) return [[make(fitFirst([pen.say('slice.allKnow')], width - s * 2.1, s), false)]];
  return [
    [
      make(
        fitFirst(
          [
            pen.say('slice.behind', { count: late.length }),
            pen.say('slice.behindShort', { count: late.length }),
          ],
          width - s * 2.1,
          s,
        ),
        true,
      ),
    ],
  ];
}

function flow(chips: readonly NodeChip[], width: number, gap: number): NodeChip[][] {
  const lines: NodeChip[][] = [];
  let used = Infinity;
  for (const chip of chips) {
    if (used + gap + chip.w > width) {
      lines.push([]);
      used = -gap;
    }
    lines[lines.length - 1]!.push(chip);
    used += gap + chip.w;
  }
  return lines;
}

function drawNodeChip(pen: Pen, chip: NodeChip, x: number, top: number): number {
  const s = pen.m.small;
  const h = s * 1.5;
  pen.box(x, top, chip.w, h, 3, chip.behind ? 'hs-sync hs-sync-late' : 'hs-sync');
  if (chip.behind) pen.box(x, top, chip.w, h, 3, 'hs-hatch');
  const icon = s * 0.85;
  pen.icon(
    chip.behind ? 'hourglass' : 'check',
    x + s * 0.4,
    top + (h - icon) / 2,
    icon,
    chip.behind ? 'hs-mark-bad' : 'hs-mark-good',
  );
  pen.row(x + s * 1.5, top, h, chip.text, {
    size: s,
    c: chip.behind ? 'hs-bad' : 'hs-ink2',
    max: chip.w - s * 1.7,
  });
  return chip.w;
}
