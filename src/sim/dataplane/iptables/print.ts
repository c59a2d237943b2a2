/**
 * Rules as the text that kube-proxy feeds to `iptables-restore --noflush --counters`.
 * Source: kubernetes pkg/proxy/iptables/proxier.go and its golden text in proxier_test.go.
 */
import type { Sync } from './program';
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

/** As the shell wants it: in quotes if it holds a blank. */
export function quoted(text: string): string {
  return /\s/.test(text) ? `"${text}"` : text;
}

export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** A match as kube-proxy writes it: `-m tcp -p tcp`, `! -s 10.244.0.0/16`. */
export function printMatch(match: Match): string {
  const not = 'negated' in match ? '! ' : '';
  switch (match.kind) {
    case 'protocol':
      return `-m ${match.protocol} -p ${match.protocol}`;
    case 'source':
      return `${not}-s ${match.cidr}`;
    case 'destination':
      return `${not}-d ${match.cidr}`;
    case 'destinationPort':
      return `--dport ${match.port}`;
    case 'addressType':
      return `-m addrtype ${not}--${match.side === 'source' ? 'src' : 'dst'}-type ${match.type}`;
    case 'mark':
      return `-m mark ${not}--mark ${hex(match.value)}/${hex(match.mask)}`;
    case 'connectionState':
      return `-m conntrack ${not}--ctstate ${match.states.join(',')}`;
    case 'account':
      return `-m nfacct --nfacct-name ${match.name}`;
    case 'statistic':
      return `-m statistic --mode random --probability ${match.probability}`;
    case 'recentCheck':
      return `-m recent --name ${match.list} --rcheck --seconds ${match.seconds} --reap`;
    case 'recentSet':
      return `-m recent --name ${match.list} --set`;
    case 'set':
      return `-m set --match-set ${match.set} ${match.sides.map((side) => (side === 'source' ? 'src' : 'dst')).join(',')}`;
    case 'notBridged':
      return '-m physdev ! --physdev-is-in';
    case 'virtualServer':
      return `-m ipvs --vaddr ${match.ip} --vproto ${match.protocol} --vport ${match.port}`;
  }
}

/** `-j …`; empty for a rule without a target. */
export function printTarget(target: Target): string {
  switch (target.kind) {
    case 'jump':
      return `-j ${target.chain}`;
    case 'dnat':
      return `-j DNAT --to-destination ${target.ip.includes(':') ? `[${target.ip}]` : target.ip}:${target.port}`;
    case 'masquerade':
      return `-j MASQUERADE${target.randomFully ? ' --random-fully' : ''}`;
    case 'mark':
      return `-j MARK --${target.operation}-mark ${hex(target.value)}`;
    case 'none':
      return '';
    default:
      return `-j ${target.kind.toUpperCase()}`;
  }
}

/** One rule as a line: `-A CHAIN …`. */
export function printRule(chain: string, rule: Rule): string {
  const parts = [`-A ${chain}`];
  if (rule.comment !== undefined) parts.push(`-m comment --comment ${quoted(rule.comment)}`);
  parts.push(...rule.matches.map(printMatch), printTarget(rule.target));
  return parts.filter((part) => part !== '').join(' ');
}

function restoreTable(
  ruleSet: RuleSet,
  table: TableName,
  names: readonly string[],
  deleted: readonly string[],
): string[] {
  const rules = names.flatMap((name) =>
    (findChain(ruleSet, table, name) ?? []).map((rule) => printRule(name, rule)),
  );
  const declared = [...names, ...deleted].sort(byPlace(names));
  return [
    `*${table}`,
    ...declared.map((name) => `:${name} - [0:0]`),
    ...rules,
    ...deleted.map((name) => `-X ${name}`),
    'COMMIT',
  ];
}

/** Keeps the first two (KUBE-NODEPORTS, KUBE-SERVICES) in front and sorts the others by name. */
function byPlace(names: readonly string[]): (a: string, b: string) => number {
  const first: readonly string[] = ['KUBE-NODEPORTS', 'KUBE-SERVICES'].filter((name) => names.includes(name));
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return (a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Chains that kube-proxy writes. KUBE-FIREWALL is always made, but only written where it has its rule. */
function ownChains(ruleSet: RuleSet, table: TableName): string[] {
  const isWritten = (name: string) => name !== 'KUBE-FIREWALL' || findChain(ruleSet, table, name)!.length > 0;
  return chainNames(ruleSet, table).filter(
    (name) => !BUILT_IN_CHAINS[table].includes(name) && isWritten(name),
  );
}

/** The whole rule set: what a full sync feeds to `iptables-restore`, filter table first. */
export function printRestore(ruleSet: RuleSet): string {
  const active = ownChains(ruleSet, 'nat').filter((name) => !(name in ruleSet.stale));
  const filter = restoreTable(ruleSet, 'filter', ownChains(ruleSet, 'filter'), []);
  return [...filter, ...restoreTable(ruleSet, 'nat', active, []), ''].join('\n');
}

/** What one sync feeds to `iptables-restore`: shared chains in full, of the Services' own only those written. */
export function printSync({ ruleSet, written, deleted }: Sync): string {
  const shared = ownChains({ ...ruleSet, services: {}, stale: {} }, 'nat');
  const names = [...shared, ...written].sort(byPlace([...shared, ...written]));
  const filter = restoreTable(ruleSet, 'filter', ownChains(ruleSet, 'filter'), []);
  return [...filter, ...restoreTable(ruleSet, 'nat', names, deleted), ''].join('\n');
}
