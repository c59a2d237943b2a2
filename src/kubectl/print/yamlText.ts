/**
 * JSON values as YAML, in the way that kubectl prints it: lists not indented, text in quotes only where it would
 * otherwise be read as something else. Written here because the library that reads manifests is large, and this
 * is part of what every page loads; its tests let that library read what this writes.
 * Source: sigs.k8s.io/yaml Marshal; YAML 1.2.2 §7.3.3 Plain Style, §8.1 Block Scalar Styles.
 */

/** The lines of a map or list; keys stay in their order. */
export function yamlLines(value: unknown, indent = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => itemLines(item, indent));
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  return entries.flatMap(([key, item]) => pairLines(scalar(key), item, indent));
}

function pairLines(key: string, item: unknown, indent: string): string[] {
  if (typeof item === 'string' && isBlock(item)) {
    return [`${indent}${key}: ${blockHead(item)}`, ...blockLines(item, `${indent}  `)];
  }
  if (!isFilled(item)) return [`${indent}${key}: ${leaf(item)}`];
  return [`${indent}${key}:`, ...yamlLines(item, Array.isArray(item) ? indent : `${indent}  `)];
}

function itemLines(item: unknown, indent: string): string[] {
  if (typeof item === 'string' && isBlock(item)) {
    return [`${indent}- ${blockHead(item)}`, ...blockLines(item, `${indent}  `)];
  }
  if (!isFilled(item)) return [`${indent}- ${leaf(item)}`];
  const [first = '', ...others] = yamlLines(item, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...others];
}

function isFilled(item: unknown): boolean {
  return typeof item === 'object' && item !== null && Object.keys(item).length > 0;
}

function leaf(item: unknown): string {
  if (Array.isArray(item)) return '[]';
  if (typeof item === 'object' && item !== null) return '{}';
  return typeof item === 'string' ? scalar(item) : String(item ?? null);
}

/** Several lines, without anything that a block cannot hold. */
function isBlock(text: string): boolean {
  return /^[\x20-\x7e\n]+$/.test(text) && /[^\n]\n/.test(text) && !/^[\s]/.test(text);
}

function blockHead(text: string): string {
  if (!text.endsWith('\n')) return '|-';
  return text.endsWith('\n\n') ? '|+' : '|';
}

function blockLines(text: string, indent: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? '' : indent + line));
}

/** What YAML 1.1 or 1.2 takes for a number, a truth value, a date or nothing. */
const OTHER_TYPE = new RegExp(
  [
    '~|null|true|false|yes|no|on|off|y|n|<<|=|---|\\.\\.\\.',
    '[-+]?(?:[\\d_]*\\.?[\\d_]*|[\\d_.]+e[-+]?\\d*)',
    '[-+]?\\.(?:inf|nan)|[-+]?0[box][\\da-f_]*',
    '[-+]?[\\d_]+(?::[\\d_]*)+(?:\\.[\\d_]*)?',
    '\\d{4}-\\d\\d?-\\d\\d?(?:[Tt ].*)?',
  ]
    .map((one) => `^(?:${one})$`)
    .join('|'),
  'i',
);
const SPECIAL = /^[?:,[\]{}#&*!|>'"%@`]|^-(?:\s|$)|^---|^\.\.\.|:\s|:$|\s#|^\s|\s$/;

function scalar(text: string): string {
  if (text === '' || OTHER_TYPE.test(text) || !/^[\x20-\x7e]*$/.test(text)) return JSON.stringify(text);
  return SPECIAL.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
}
