/** Holds what a kernel gives back to what Hopscope prints: all but what the kernel itself decides. */

/** The rules of a saved text by table and chain, in their order; counters and comments of the tool left out. */
function chainsIn(text: string): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  let table = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1);
    const declared = /^:(\S+) (\S+)/.exec(line);
    if (declared !== null) chains.set(`${table} ${declared[1]!}`, [`policy ${declared[2]!}`]);
    const rule = /^-A (\S+) (.*)$/.exec(line.replace(/^\[\d+:\d+\] /, ''));
    if (rule !== null) chains.get(`${table} ${rule[1]!}`)?.push(rule[2]!);
  }
  return chains;
}

/** Where two texts of `iptables-save` differ first, in a sentence; undefined if they say the same. */
export function firstDifference(printed: string, kernel: string): string | undefined {
  const ours = chainsIn(printed);
  const theirs = chainsIn(kernel);
  for (const name of theirs.keys()) if (!ours.has(name)) return `the kernel also has chain ${name}`;
  for (const [name, lines] of ours) {
    const given = theirs.get(name);
    if (given === undefined) return `the kernel has no chain ${name}`;
    const at = lines.findIndex((line, index) => line !== given[index]);
    if (at >= 0)
      return `${name} rule ${at}: printed "${lines[at]!}", the kernel has "${given[at] ?? 'none'}"`;
    if (given.length > lines.length) return `${name}: the kernel also has "${given[lines.length]!}"`;
  }
  return undefined;
}

/** A set, map or chain of `nft list table`: its lines in order, and its elements, whose order the kernel decides. */
interface NftObject {
  readonly lines: readonly string[];
  readonly elements: readonly string[];
}

const QUOTED_OR_NOT = /"[^"]*"|[^"]/g;

/** The text's objects by kind and name, in the order in which they stand. */
function objectsIn(text: string): Map<string, NftObject> {
  const objects = new Map<string, NftObject>();
  const table: string[] = [];
  let current: { lines: string[]; elements: string[] } | undefined;
  let elements: string | undefined;
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const opens = /^((?:set|map|chain) \S+) \{$/.exec(line);
    if (opens !== null) {
      current = { lines: [], elements: [] };
      objects.set(opens[1]!, current);
    } else if (current === undefined) {
      if (line !== '}') table.push(line);
    } else if (elements !== undefined || line.startsWith('elements = {')) {
      elements = `${elements ?? ''} ${line}`;
      if (!line.endsWith('}')) continue;
      current.elements.push(...elementsIn(elements.replace(/^ elements = \{|\}$/g, '')));
      elements = undefined;
    } else if (line === '}') {
      current = undefined;
    } else current.lines.push(line);
  }
  objects.set('table', { lines: table, elements: [] });
  return objects;
}

/** Split at commas that are not in quotes, and sorted. */
function elementsIn(text: string): string[] {
  let current = '';
  const found: string[] = [];
  for (const [piece] of text.matchAll(QUOTED_OR_NOT)) {
    if (piece !== ',') current += piece;
    else {
      found.push(current);
      current = '';
    }
  }
  return [...found, current].map((one) => one.trim()).sort();
}

/** Where two texts of `nft list table` differ first, in a sentence; undefined if they say the same. */
export function firstNftDifference(printed: string, kernel: string): string | undefined {
  const ours = objectsIn(printed);
  const theirs = objectsIn(kernel);
  for (const name of theirs.keys()) if (!ours.has(name)) return `the kernel also has ${name}`;
  for (const [name, { lines, elements }] of ours) {
    const given = theirs.get(name);
    if (given === undefined) return `the kernel has no ${name}`;
    const difference = firstOther(lines, given.lines) ?? firstOther(elements, given.elements);
    if (difference !== undefined) return `${name}: ${difference}`;
  }
  return undefined;
}

/** Where two texts of `ipset save` or `ipvsadm -S` differ, whose lines stand in any order. */
export function firstLineDifference(printed: string, kernel: string): string | undefined {
  const linesOf = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .sort();
  return firstOther(linesOf(printed), linesOf(kernel));
}

function firstOther(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const at = Math.max(ours.length, theirs.length);
  for (let index = 0; index < at; index++) {
    const [one, other] = [ours[index], theirs[index]];
    if (one === other) continue;
    return `printed "${one ?? 'none'}", the kernel has "${other ?? 'none'}"`;
  }
  return undefined;
}
