/** Deployment boxes: head with name and ready count, and the stepper for replicas. */
import type { WorkloadBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import { rect, type Rect } from '../geometry/rect';
import type { Metrics } from '../layout/metrics';
import type { IconName } from '../model/icons';
import type { Part } from '../model/shapes';
import { fitMiddle, wrapText } from '../text/fit';
import { textWidth } from '../text/measure';
import { Pen } from './pen';

const ROLE_ICONS: Readonly<Record<WorkloadBox['role'], IconName>> = {
  ingress: 'ingress',
  web: 'web',
  gateway: 'gateway',
  service: 'workload',
  dns: 'dns',
  other: 'workload',
};

/** Width of a stepper in px. */
export function stepperWidth(m: Metrics, desired: number): number {
  return m.small * 3.7 + textWidth(String(desired), m.body, 'bold');
}

/** The icon of a role. */
export function roleIcon(role: WorkloadBox['role']): IconName {
  return ROLE_ICONS[role];
}

/** The minus and plus buttons and the number between, as three parts. */
export function stepperParts(w: WorkloadBox, x: number, y: number, m: Metrics, language: Language): Part[] {
  const h = m.small * 1.75;
  const side = m.small * 1.6;
  const width = stepperWidth(m, w.desired);
  const frame = new Pen(m, language);
  frame.box(0, 0, width, h, 8, 'hs-card-flat');
  frame.row(width / 2, 0, h, String(w.desired), { size: m.body, face: 'bold', anchor: 'middle' });
  const button = (name: 'minus' | 'plus', at: number, replicas: number): Part => {
    const pen = new Pen(m, language);
    pen.box(0, 0, side, h, 8, 'hs-frame hs-button');
    const s = m.small * 0.95;
    pen.icon(name, (side - s) / 2, (h - s) / 2, s, 'hs-icon');
    return {
      key: `stepper/${w.key}/${name}`,
      rect: rect(x + at, y, side, h),
      shapes: pen.shapes,
      c: 'hs-button-part',
      label: pen.say(name === 'minus' ? 'stepper.less' : 'stepper.more', { name: w.name, replicas }),
      hint: scaleLine(w.key, replicas),
      action: { type: 'scale', workload: w.key, replicas },
      disabled: replicas < 0,
    };
  };
  return [
    { key: `stepper/${w.key}`, rect: rect(x, y, width, h), shapes: frame.shapes, c: '' },
    button('minus', 0, w.desired - 1),
    button('plus', width - side, w.desired + 1),
  ];
}

/** The line of kubectl that a button stands for. */
function scaleLine(key: string, replicas: number): string {
  const [namespace = '', name = ''] = key.split('/');
  const where = namespace === 'default' ? '' : ` -n ${namespace}`;
  return `kubectl scale deployment/${name} --replicas=${replicas}${where}`;
}

/** Whether the head has a stepper: on phones only that of the Service's own workload, which has room for it. */
function canScale(w: WorkloadBox, m: Metrics): boolean {
  return !m.low && w.role !== 'ingress' && (m.form !== 'phone' || (w.role === 'service' && w.layer === 2));
}

/** The largest head that fits: first the icon gives way, then the size, then what the name has in common with others. */
function headFit(
  pen: Pen,
  w: WorkloadBox,
  head: Rect,
  m: Metrics,
): { readonly size: number; readonly withIcon: boolean; readonly name: string } {
  const phone = m.form === 'phone';
  const big = phone || head.h < m.name * 1.4 ? m.small : m.name;
  const title =
    w.role === 'ingress' ? pen.say('ingress') : phone && w.role === 'gateway' ? pen.say('gateway') : w.name;
  const brief = title.replace(/-deployment$/, '');
  const room = head.w - (canScale(w, m) ? stepperWidth(m, w.desired) + 8 : 0);
  const fits = (name: string, size: number, withIcon: boolean) =>
    (withIcon ? size * 1.1 + (phone ? 4 : 8) : 0) + textWidth(name, size, 'bold') <= room;
  for (const name of [title, brief]) {
    for (const size of big === m.small ? [big] : [big, (big + m.small) / 2, m.small]) {
      for (const withIcon of [true, false]) if (fits(name, size, withIcon)) return { size, withIcon, name };
    }
  }
  return { size: m.small, withIcon: false, name: brief };
}

/** The frame and head of a workload whose head is one line above its Pods. */
export function workloadParts(
  w: WorkloadBox,
  box: Rect,
  head: Rect | null,
  m: Metrics,
  language: Language,
  selected: boolean,
): Part[] {
  const pen = new Pen(m, language);
  pen.box(0, 0, box.w, box.h, 12, `hs-frame hs-card${selected ? ' hs-selected' : ''}`);
  const parts: Part[] = [];
  if (head) {
    const x = head.x - box.x;
    const y = head.y - box.y;
    const phone = m.form === 'phone';
    const { size, withIcon, name } = headFit(pen, w, head, m);
    const iconSize = size * 1.1;
    const stepW = stepperWidth(m, w.desired);
    const withStepper = canScale(w, m) && head.w > stepW + size * (phone ? 9 : 4);
    const right = withStepper ? stepW + 8 : 0;
    if (withIcon) pen.icon(roleIcon(w.role), x, y + (head.h - iconSize) / 2, iconSize, 'hs-icon');
    const textX = x + (withIcon ? iconSize + (phone ? 4 : 8) : 0);
    const room = x + head.w - right - textX;
    const used = pen.row(textX, y, head.h, name, { size, face: phone ? 'sans' : 'bold', max: room });
    const kind = pen.say('kind.deployment');
    const left = room - used - size * 0.5;
    if (!phone && canScale(w, m) && left > textWidth(kind, m.small)) {
      pen.row(textX + used + size * 0.5, y, head.h, kind, { size: m.small, c: 'hs-ink3' });
    }
    if (withStepper) {
      const top = head.y + (head.h - m.small * 1.75) / 2;
      parts.push(...stepperParts(w, head.x + head.w - stepW, top, m, language));
    }
  }
  return [workloadPart(w, box, pen, selected), ...parts];
}

/** The main workload: its head stands at the left of the Pods, over several lines. */
export function mainWorkloadParts(
  w: WorkloadBox,
  box: Rect,
  head: Rect,
  m: Metrics,
  language: Language,
  selected: boolean,
): Part[] {
  const pen = new Pen(m, language);
  pen.box(0, 0, box.w, box.h, 12, `hs-frame hs-card${selected ? ' hs-selected' : ''}`);
  const x = head.x - box.x;
  let y = head.y - box.y;
  if (m.low) return [workloadPart(w, box, drawBrief(pen, w, head, x, y), selected)];
  const parts: Part[] = [];
  const line = m.small * (m.tight ? 1.36 : 1.5);
  const stepH = m.small * 1.75;
  const nameLines = wrapName(w.name, head.w - m.name * 1.5, m.name);
  const lines = Math.max(1, Math.min(nameLines.length, Math.floor((head.h - stepH - line) / (m.name * 1.2))));
  pen.icon(roleIcon(w.role), x, y + 2, m.name * 1.1, 'hs-icon');
  const shown =
    lines >= nameLines.length ? nameLines : [fitMiddle(w.name, head.w - m.name * 1.5, m.name, 'bold')];
  for (const text of shown) {
    pen.row(x + m.name * 1.5, y, m.name * 1.25, text, { size: m.name, face: 'bold' });
    y += m.name * 1.25;
  }
  const bottom = head.y - box.y + head.h;
  const labels = wrapText(`${pen.say('kind.deployment')} · ${w.labels}`, head.w, m.small, 2);
  for (const text of labels) {
    if (y + line > bottom - stepH - line) break;
    pen.row(x, y, line, text, { size: m.small, c: 'hs-ink3' });
    y += line;
  }
  const ready = pen.say('workload.ready', { ready: w.ready, desired: w.desired });
  const stepW = stepperWidth(m, w.desired);
  const stepY = bottom - stepH;
  if (y + line <= stepY + 1) {
    const c = w.ready < w.desired ? 'hs-bad' : 'hs-good';
    const face = 'bold' as const;
    pen.row(x, stepY - line, line, ready, { size: m.small, face, c, max: head.w });
  }
  const desired = pen.say('workload.desired');
  const labelW = head.w - stepW - m.small * 0.6;
  let stepX = head.x;
  if (labelW > textWidth(desired, m.small)) {
    pen.row(x, stepY, stepH, desired, { size: m.small, c: 'hs-ink2' });
    stepX += textWidth(desired, m.small) + m.small * 0.6;
  }
  parts.push(...stepperParts(w, stepX, box.y + stepY, m, language));
  if (w.pods.length === 0) {
    const middle = (x + head.w + box.w) / 2;
    pen.row(middle, 0, box.h, pen.say('workload.noPods'), { size: m.small, anchor: 'middle', c: 'hs-ink3' });
  }
  return [workloadPart(w, box, pen, selected), ...parts];
}

/** Where there is little height: what it is called, and how many are ready. */
function drawBrief(pen: Pen, w: WorkloadBox, head: Rect, x: number, y: number): Pen {
  const { m } = pen;
  const half = head.h / 2;
  const name = fitMiddle(w.name.replace(/-deployment$/, ''), head.w - m.name * 1.5, m.name, 'bold');
  pen.icon(roleIcon(w.role), x, y + (half - m.name * 1.1) / 2, m.name * 1.1, 'hs-icon');
  pen.row(x + m.name * 1.5, y, half, name, { size: m.name, face: 'bold' });
  const ready = pen.say('workload.ready', { ready: w.ready, desired: w.desired });
  const c = w.ready < w.desired ? 'hs-bad' : 'hs-good';
  pen.row(x, y + half, half, ready, { size: m.small, face: 'bold', c, max: head.w });
  return pen;
}

/** Breaks a name at its hyphens. */
function wrapName(name: string, width: number, size: number): string[] {
  const pieces = name.match(/[^-]+-?/g) ?? [name];
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines[lines.length - 1];
    if (last !== undefined && textWidth(last + piece, size, 'bold') <= width)
      lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => fitMiddle(line, width, size, 'bold'));
}

function workloadPart(w: WorkloadBox, box: Rect, pen: Pen, selected: boolean): Part {
  const key = `workload/${w.key}`;
  return {
    key,
    rect: box,
    shapes: pen.shapes,
    c: 'hs-workload',
    label: pen.say('workload.label', { name: w.name, ready: w.ready, desired: w.desired }),
    action: { type: 'select', place: key },
    selected,
  };
}
