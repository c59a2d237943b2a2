/**
 * The table as what kube-proxy feeds to `nft -f -`; `printList.ts` is what the kernel gives back.
 * Source: kubernetes pkg/proxy/nftables/proxier_test.go (baseRules, TestOverallNFTablesRules);
 * sigs.k8s.io/knftables objects.go.
 */
import type { Expression, MapEntry, NftChain, NftMap, NftRule, NftRuleSet, NftSet, Verdict } from './ruleSet';

const TABLE = 'kube-proxy';

/** One rule without its chain, as kube-proxy writes it. */
export function printNftRule(family: 'ip' | 'ip6', { expressions, comment }: NftRule): string {
  const text = expressions.map((one) => printExpression(family, one)).join(' ');
  return comment === undefined ? text : `${text} comment "${comment}"`;
}

function address(family: string, side: 'source' | 'destination'): string {
  return `${family} ${side === 'source' ? 'saddr' : 'daddr'}`;
}

function socket(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function hex(mark: number): string {
  return `0x${mark.toString(16)}`;
}

/** One expression or statement, as kube-proxy writes it. */
export function printExpression(family: 'ip' | 'ip6', one: Expression): string {
  switch (one.is) {
    case 'address':
      return `${address(family, one.side)} ${one.negated === true ? '!= ' : ''}${one.cidr}`;
    case 'noneOf':
      return `${address(family, one.side)} != { ${one.cidrs.join(' , ')} }`;
    case 'oneOf':
      return `${address(family, one.side)} { ${one.cidrs.join(',')} }`;
    case 'member':
      return `${address(family, one.side)} @${one.set}`;
    case 'port':
      return `${one.protocol} dport ${one.port}`;
    case 'protocol':
      return `meta l4proto ${one.protocol}`;
    case 'newConnection':
      return 'ct state new';
    case 'local':
      return `fib ${one.side === 'source' ? 'saddr' : 'daddr'} type local`;
    case 'unmarked':
      return `mark and ${hex(one.mark)} == 0`;
    case 'mark':
      return `mark set mark ${one.operation} ${hex(one.value)}`;
    case 'masquerade':
      return 'masquerade fully-random';
    case 'dnat':
      return `dnat to ${socket(one.ip, one.port)}`;
    case 'remember':
      return `update @${one.set} { ${address(family, 'source')} }`;
    case 'lookUp': {
      const key = one.key === 'address' ? `${address(family, 'destination')} . ` : '';
      return `${key}meta l4proto . th dport vmap @${one.map}`;
    }
    case 'balance': {
      const ends = one.chains.map((chain, index) => `${index} : goto ${chain}`).join(' , ');
      return `numgen random mod ${one.chains.length} vmap { ${ends} }`;
    }
    default:
      return printVerdict(one);
  }
}

/** `goto service-…`, `drop`. */
export function printVerdict(verdict: Verdict): string {
  return 'chain' in verdict ? `${verdict.is} ${verdict.chain}` : verdict.is;
}

/** All chains, in the order in which they are made. */
export function chainsOf(ruleSet: NftRuleSet): (readonly [name: string, chain: NftChain])[] {
  const own = Object.values(ruleSet.services).flatMap(({ chains }) => Object.entries(chains));
  return [...Object.entries(ruleSet.chains), ...own];
}

/** A set or map with what is in it. */
export interface Container {
  readonly kind: 'set' | 'map';
  readonly name: string;
  readonly type: string;
  readonly comment: string | undefined;
  /** Of sets whose entries leave by themselves. */
  readonly timeoutSeconds: number | undefined;
  /** Elements by key, with their text as nft writes it. */
  readonly elements: readonly { readonly key: string; readonly text: string }[];
}

/** Sets and maps, in the order in which they are made: the shared ones, then those of affinity. */
export function containersOf(ruleSet: NftRuleSet): Container[] {
  const address = ruleSet.family === 'ip6' ? 'ipv6_addr' : 'ipv4_addr';
  const ofSet = ([name, set]: [string, NftSet]): Container => ({
    kind: 'set',
    name,
    type: address,
    comment: set.comment,
    timeoutSeconds: set.timeoutSeconds,
    elements: set.elements.map((key) => ({ key, text: key })),
  });
  const ofMap = ([name, { comment, key, entries }]: [string, NftMap]): Container => ({
    kind: 'map',
    name,
    type: `${key === 'address' ? `${address} . ` : ''}inet_proto . inet_service : verdict`,
    comment,
    timeoutSeconds: undefined,
    elements: Object.keys(entries)
      .sort()
      .map((one) => ({ key: one, text: entryText(one, entries[one]!) })),
  });
  const affinity = Object.values(ruleSet.services).flatMap(({ affinitySets }) =>
    Object.entries(affinitySets),
  );
  return [
    ...Object.entries(ruleSet.sets).map(ofSet),
    ...Object.entries(ruleSet.maps).map(ofMap),
    ...affinity.map(ofSet),
  ];
}

function entryText(key: string, { verdict, comment }: MapEntry): string {
  return `${key}${comment === undefined ? '' : ` comment "${comment}"`} : ${printVerdict(verdict)}`;
}

/**
 * The whole table as one transaction for `nft -f`. It stands alone: a table that is there is deleted first; chains
 * come before the rules, sets and maps that name them.
 */
export function printNftTransaction(ruleSet: NftRuleSet): string {
  const { family } = ruleSet;
  const add = (what: string, rest: string) => `add ${what} ${family} ${TABLE} ${rest}`;
  const block = (properties: readonly string[]) => `{ ${properties.join(' ; ')} ; }`;
  const table = add('table', block(['comment "rules for kube-proxy"']));
  const lines = [table, `delete table ${family} ${TABLE}`, table];
  const bases = new Map(ruleSet.baseChains.map((base) => [base.name, base]));
  const chains = chainsOf(ruleSet);
  for (const [name, { comment }] of chains) {
    const base = bases.get(name);
    const properties = [
      ...(base ? [`type ${base.type} hook ${base.hook} priority ${base.priority}`] : []),
      ...(comment === undefined ? [] : [`comment "${comment}"`]),
    ];
    lines.push(add('chain', properties.length === 0 ? name : `${name} ${block(properties)}`));
  }
  const containers = containersOf(ruleSet);
  for (const { kind, name, type, comment, timeoutSeconds } of containers) {
    const properties = [
      `type ${type}`,
      ...(timeoutSeconds === undefined ? [] : ['flags dynamic,timeout', `timeout ${timeoutSeconds}s`]),
      ...(comment === undefined ? [] : [`comment "${comment}"`]),
    ];
    lines.push(add(kind, `${name} ${block(properties)}`));
  }
  for (const [name, { rules }] of chains) {
    for (const rule of rules) lines.push(add('rule', `${name} ${printNftRule(family, rule)}`));
  }
  for (const { name, elements } of containers) {
    for (const { text } of elements) lines.push(add('element', `${name} { ${text} }`));
  }
  return `${lines.join('\n')}\n`;
}
