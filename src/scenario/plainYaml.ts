/** Plain values as YAML, the way lessons are written by hand: short things on one line, text quoted where it must be. */
import type { Plain } from './skeletonDeeds';

const WIDTH = 100;
/** Text that YAML reads as this text and nothing else. */
const BARE = /^[A-Za-z][\w./-]*(?::\/\/[\w./?=&%-]+)?(?: [\w./=-]+)*$/;
const OTHER = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A value that stands behind `key:` or `-`, with what follows it indented by so many spaces. */
export function yamlOf(value: Plain, indent: number): string {
  const flow = flowOf(value);
  if (typeof value !== 'object' || flow.length + indent <= WIDTH) return ` ${flow}`;
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) {
    return `\n${(value as readonly Plain[]).map((item) => `${pad}-${inItem(item, indent + 2)}`).join('\n')}`;
  }
  const entries = Object.entries(value as Readonly<Record<string, Plain>>);
  return `\n${entries.map(([key, one]) => `${pad}${scalar(key)}:${yamlOf(one, indent + 2)}`).join('\n')}`;
}

/** The first key of a group stands on the line of its dash. */
function inItem(item: Plain, indent: number): string {
  return yamlOf(item, indent).replace(/^\n\s*/, ' ');
}

function flowOf(value: Plain): string {
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(flowOf).join(', ')}]`;
  if (typeof value !== 'object') return scalar(value);
  const entries = Object.entries(value as Readonly<Record<string, Plain>>);
  return `{ ${entries.map(([key, one]) => `${scalar(key)}: ${flowOf(one)}`).join(', ')} }`;
}

function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return BARE.test(value) && !OTHER.test(value) ? value : JSON.stringify(value);
}
