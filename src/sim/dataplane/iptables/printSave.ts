/**
 * Rules as `iptables-save` gives them back after loading: the same rules in the kernel's own form.
 * Source: iptables iptables/iptables.c print_rule4 and the extensions' `save` functions.
 */
import { STATISTIC_RANGE } from './matches';
import { hex, printMatch, printTarget } from './print';
import {
  BUILT_IN_CHAINS,
  chainNames,
  findChain,
  type Match,
  type Rule,
  type RuleSet,
  type TableName,
  type Target,
} from './ruleSet';

/** An address with its mask, as the kernel keeps it. */
function masked(cidr: string): string {
  return cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`;
}

/** iptables-save quotes whatever is not made of letters, digits, `_` and `-` alone (xtables_save_string). */
function savedText(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `"${text}"`;
}

function printSavedMatch(match: Match, family: 'IPv4' | 'IPv6'): string {
  const mask = family === 'IPv4' ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
  switch (match.kind) {
    case 'statistic':
      return `-m statistic --mode random --probability ${(match.threshold / STATISTIC_RANGE).toFixed(11)}`;
    case 'recentCheck':
      return `-m recent --rcheck --seconds ${match.seconds} --reap --name ${match.list} --mask ${mask} --rsource`;
    case 'recentSet':
      return `-m recent --set --name ${match.list} --mask ${mask} --rsource`;
    case 'addressType':
      return `-m addrtype ${match.negated ? '! ' : ''}--${match.side === 'source' ? 'src' : 'dst'}-type ${match.type}`;
    default:
      return printMatch(match);
  }
}

function printSavedTarget(target: Target, family: 'IPv4' | 'IPv6'): string {
  if (target.kind === 'reject')
    return `-j REJECT --reject-with icmp${family === 'IPv4' ? '' : '6'}-port-unreachable`;
  if (target.kind !== 'mark') return printTarget(target);
  return `-j MARK --set-xmark ${hex(target.value)}/${target.operation === 'or' ? hex(target.value) : '0x0'}`;
}

/** One rule: addresses and protocol first, then comment, then the other matches in their order. */
export function printSavedRule(chain: string, rule: Rule, family: 'IPv4' | 'IPv6' = 'IPv4'): string {
  const parts = [`-A ${chain}`];
  let protocol: string | undefined;
  for (const side of ['source', 'destination'] as const) {
    for (const match of rule.matches) {
      if (match.kind !== side) continue;
      parts.push(`${match.negated ? '! ' : ''}-${side === 'source' ? 's' : 'd'} ${masked(match.cidr)}`);
    }
  }
  for (const match of rule.matches) {
    if (match.kind !== 'protocol') continue;
    protocol = match.protocol;
    parts.push(`-p ${protocol}`);
  }
  // IPVS mode asks a set for the port, and so loads no match of the protocol.
  const asksSet = rule.matches.some(({ kind }) => kind === 'set');
  // The built-in chains' jumps name the connection state before the comment.
  const stateFirst = BUILT_IN_CHAINS.filter.includes(chain) || BUILT_IN_CHAINS.nat.includes(chain);
  const comment = rule.comment === undefined ? [] : [`-m comment --comment ${savedText(rule.comment)}`];
  const rest = rule.matches
    .filter(({ kind }) => kind !== 'source' && kind !== 'destination')
    .flatMap((match) => {
      if (match.kind === 'protocol') return asksSet ? [] : [`-m ${match.protocol}`];
      return [printSavedMatch(match, family)];
    });
  parts.push(
    ...(stateFirst ? [...rest, ...comment] : [...comment, ...rest]),
    printSavedTarget(rule.target, family),
  );
  return parts.filter((part) => part !== '').join(' ');
}

function saveTable(ruleSet: RuleSet, table: TableName): string[] {
  const names = chainNames(ruleSet, table);
  const policy = (name: string) => (BUILT_IN_CHAINS[table].includes(name) ? 'ACCEPT' : '-');
  return [
    `*${table}`,
    ...names.map((name) => `:${name} ${policy(name)} [0:0]`),
    ...names.flatMap((name) =>
      (findChain(ruleSet, table, name) ?? []).map((rule) =>
        printSavedRule(name, rule, ruleSet.node.ipFamily),
      ),
    ),
    'COMMIT',
  ];
}

/** What `iptables-save` shows on the node, nat table first; `table` limits it to one, as `-t` does. */
export function printSave(ruleSet: RuleSet, table?: TableName): string {
  const wanted: readonly TableName[] = table === undefined ? ['nat', 'filter'] : [table];
  return [...wanted.flatMap((name) => saveTable(ruleSet, name)), ''].join('\n');
}
