/**
 * The table as the kernel gives it back: the text of `nft list ruleset`.
 * Source: nft(8); nftables 1.0.6 src/rule.c (set_print, chain_print_declaration, prio2str), src/expression.c
 * (set_expr_print, calculate_delim), src/mergesort.c (the order of elements), src/datatype.c time_print.
 */
import { addressBytes } from '../addresses';
import { mergedRanges } from './intervals';
import { chainsOf, containersOf, printExpression, type Container } from './print';
import type { BaseChain, NftRule, NftRuleSet } from './ruleSet';

const TABLE = 'kube-proxy';

/** The table in the form of `nft list ruleset`. */
export function printNftList(ruleSet: NftRuleSet): string {
  const { family } = ruleSet;
  const blocks = containersOf(ruleSet).map((one) => [
    `\t${one.kind} ${one.name} {`,
    ...containerLines(one, family),
    '\t}',
  ]);
  const bases = new Map(ruleSet.baseChains.map((base) => [base.name, base]));
  for (const [name, { comment, rules }] of chainsOf(ruleSet)) {
    const base = bases.get(name);
    const hook = base && `type ${base.type} hook ${base.hook} priority ${priorityText(base)}; policy accept;`;
    const lines = [
      ...(comment === undefined ? [] : [`comment "${comment}"`]),
      ...(hook === undefined ? [] : [hook]),
      ...rules.map((rule) => listedRule(family, rule)),
    ];
    blocks.push([`\tchain ${name} {`, ...lines.map((line) => `\t\t${line}`), '\t}']);
  }
  const head = `table ${family} ${TABLE} {\n\tcomment "rules for kube-proxy"\n`;
  return `${head}${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n}\n`;
}

function containerLines(one: Container, family: 'ip' | 'ip6'): string[] {
  const { kind, type, comment, timeoutSeconds } = one;
  const lines = [`\t\ttype ${type}`];
  // A set that packets write to has a size; nft gives it this one if nobody else does.
  if (timeoutSeconds !== undefined) {
    lines.push('\t\tsize 65535', '\t\tflags dynamic,timeout', `\t\ttimeout ${duration(timeoutSeconds)}`);
  }
  if (comment !== undefined) lines.push(`\t\tcomment "${comment}"`);
  const texts = [...one.elements].sort((a, b) => compareKeys(a.key, b.key)).map(({ text }) => text);
  if (texts.length === 0) return lines;
  const perLine = kind === 'set' && family === 'ip' ? 2 : 1;
  const rows: string[] = [];
  for (let at = 0; at < texts.length; at += perLine) rows.push(texts.slice(at, at + perLine).join(', '));
  return [...lines, `\t\telements = { ${rows.join(',\n\t\t\t     ')} }`];
}

const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 };

/** The bytes by which nft sorts: an address as a number; several parts together with the last byte first. */
function sortBytes(key: string): readonly number[] {
  const parts = key.split(' . ');
  if (parts.length === 1) return addressBytes(key);
  const bytes = parts.flatMap((part, index) => {
    if (index === parts.length - 1) return [Number(part) >> 8, Number(part) & 0xff];
    return index === parts.length - 2 ? [PROTOCOL_NUMBERS[part] ?? 0] : addressBytes(part);
  });
  return bytes.reverse();
}

function compareKeys(a: string, b: string): number {
  const other = sortBytes(b);
  for (const [index, byte] of sortBytes(a).entries()) {
    const difference = byte - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `3h`, `1m1s`: as nft writes seconds. */
function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
}

/** nft names a priority only at the hook that it is meant for. */
function priorityText({ hook, priority }: BaseChain): string {
  if (hook === 'postrouting' && priority === 100) return 'srcnat';
  if (priority === 0) return 'filter';
  if (hook !== 'prerouting') return String(priority);
  const off = priority + 100;
  return off === 0 ? 'dstnat' : `dstnat ${off < 0 ? '-' : '+'} ${Math.abs(off)}`;
}

/** One rule as the kernel gives it back. */
function listedRule(family: 'ip' | 'ip6', rule: NftRule): string {
  const long = (mark: number) => `0x${mark.toString(16).padStart(8, '0')}`;
  const texts = rule.expressions.map((one) => {
    switch (one.is) {
      case 'unmarked':
        return `meta mark & ${long(one.mark)} == 0x00000000`;
      case 'mark':
        return `meta mark set meta mark ${one.operation === 'or' ? '|' : '^'} ${long(one.value)}`;
      case 'address':
        return printExpression(family, { ...one, cidr: mergedRanges([one.cidr])[0]! });
      case 'oneOf':
      case 'noneOf': {
        const cidrs = mergedRanges(one.cidrs);
        // nft reads a list of one as that one; a list that comes to one stays a list.
        if (one.cidrs.length > 1)
          return printExpression(family, { ...one, cidrs }).replaceAll(/ ?, ?/g, ', ');
        const negated = one.is === 'noneOf' ? { negated: true as const } : {};
        return printExpression(family, { is: 'address', side: one.side, cidr: cidrs[0]!, ...negated });
      }
      default:
        return printExpression(family, one).replaceAll(' , ', ', ');
    }
  });
  const text = texts.join(' ');
  return rule.comment === undefined ? text : `${text} comment "${rule.comment}"`;
}
