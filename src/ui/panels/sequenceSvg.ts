/** A sequence diagram as an SVG file that stands alone: light colours and fonts written in, nothing referred to outside. */
import type { SequenceLayout, SequenceShape } from './sequenceLayout';

const FONT = "-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
const INK = '#1b2027';
const BAD = '#a3231b';

/** Attributes by what a shape is; the first word decides, the others refine. */
const LOOKS: Readonly<Record<string, string>> = {
  life: 'fill="none" stroke="#bdb7a9" stroke-width="1.5" stroke-dasharray="5 4"',
  who: 'fill="#ffffff" stroke="#77818d" stroke-width="1.5"',
  'who is-client': 'fill="#f3d6e8" stroke="#8a2f70" stroke-width="1.5"',
  'who is-pod': 'fill="#ddeef9" stroke="#0072b2" stroke-width="1.5"',
  'who is-dns': 'fill="#ddeef9" stroke="#0072b2" stroke-width="1.5"',
  'who is-kernel': 'fill="#e2f7ee" stroke="#1fae83" stroke-width="1.5"',
  notebox: 'fill="#fff3b8" stroke="#b89000" stroke-width="1.2"',
  arrow: `fill="none" stroke="${INK}" stroke-width="1.8"`,
  'arrow is-reply': `fill="none" stroke="${INK}" stroke-width="1.8" stroke-dasharray="6 4"`,
  'arrow is-refused': `fill="none" stroke="${BAD}" stroke-width="1.8" stroke-dasharray="6 4"`,
  'arrow is-lost': `fill="none" stroke="${BAD}" stroke-width="1.8"`,
  tip: `fill="${INK}"`,
  'tip is-refused': `fill="${BAD}"`,
  cross: `fill="none" stroke="${BAD}" stroke-width="2.4"`,
  name: `fill="${INK}" font-weight="700"`,
  note: 'fill="#474f5a"',
  number: 'fill="#5f6873"',
  words: `fill="${INK}"`,
  said: `fill="${INK}" stroke="#fbfaf7" stroke-width="4" paint-order="stroke" stroke-linejoin="round"`,
};

/** The whole diagram as text. */
export function sequenceSvg(layout: SequenceLayout, title: string): string {
  const { width, headHeight, bodyHeight, fontSize } = layout;
  const height = headHeight + bodyHeight;
  const body = [...layout.lines, ...layout.groups.flatMap((group) => group.shapes)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="${fontSize}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fbfaf7"/>`,
    ...layout.head.map(shapeText),
    `<g transform="translate(0 ${headHeight})">`,
    ...body.map(shapeText),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function shapeText(shape: SequenceShape): string {
  const look = LOOKS[shape.c] ?? LOOKS[shape.c.split(' ')[0]!] ?? '';
  if (shape.t === 'rect')
    return `<rect x="${n(shape.x)}" y="${n(shape.y)}" width="${n(shape.w)}" height="${n(shape.h)}" rx="${shape.r}" ${look}/>`;
  if (shape.t === 'path') return `<path d="${shape.d}" ${look}/>`;
  const anchor = shape.middle ? ' text-anchor="middle"' : '';
  return `<text x="${n(shape.x)}" y="${n(shape.y)}"${anchor} ${look}>${escapeXml(shape.text)}</text>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
