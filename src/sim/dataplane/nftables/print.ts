/**
 * The table as text: what kube-proxy feeds to `nft -f -`, and what `nft list ruleset` gives back.
 * Source: kubernetes pkg/proxy/nftables/proxier_test.go (baseRules, TestOverallNFTablesRules) and
 * sigs.k8s.io/knftables objects.go for the former; nft(8) for the latter.
 */
import type { BaseChain, Expression, NftChain, NftRule, NftRuleSet, NftSet, Verdict } from './ruleSet';

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

function printExpression(family: 'ip' | 'ip6', one: Expression): string {
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

function chainsOf(ruleSet: NftRuleSet): (readonly [name: string, chain: NftChain])[] {
  const own = Object.values(ruleSet.services).flatMap(({ chains }) => Object.entries(chains));
  return [...Object.entries(ruleSet.chains), ...own];
}

function setsOf(ruleSet: NftRuleSet): (readonly [name: string, set: NftSet])[] {
  const own = Object.values(ruleSet.services).flatMap(({ affinitySets }) => Object.entries(affinitySets));
  return [...Object.entries(ruleSet.sets), ...own];
}

function addressType(ruleSet: NftRuleSet): string {
  return ruleSet.family === 'ip6' ? 'ipv6_addr' : 'ipv4_addr';
}

function mapType(ruleSet: NftRuleSet, key: 'address' | 'port'): string {
  return `${key === 'address' ? `${addressType(ruleSet)} . ` : ''}inet_proto . inet_service : verdict`;
}

function setProperties(ruleSet: NftRuleSet, set: NftSet): string[] {
  return [
    `type ${addressType(ruleSet)}`,
    ...(set.timeoutSeconds === undefined ? [] : ['flags dynamic,timeout', `timeout ${set.timeoutSeconds}s`]),
    ...(set.comment === undefined ? [] : [`comment "${set.comment}"`]),
  ];
}

/**
 * The whole table as one transaction for `nft -f`. It stands alone: the table is made anew, chains come
 * before the rules, sets and maps that name them.
 */
export function printNftTransaction(ruleSet: NftRuleSet): string {
  const { family } = ruleSet;
  const add = (what: string, rest: string) =>
    `add ${what} ${family} ${TABLE}${rest === '' ? '' : ` ${rest}`}`;
  const block = (properties: readonly string[]) => `{ ${properties.join(' ; ')} ; }`;
  const lines = [add('table', block(['comment "rules for kube-proxy"'])), `flush table ${family} ${TABLE}`];
  const bases = new Map(ruleSet.baseChains.map((base) => [base.name, base]));
  const chains = chainsOf(ruleSet);
  for (const [name, { comment }] of chains) {
    const base = bases.get(name);
    const hooked = base && `type ${base.type} hook ${base.hook} priority ${base.priority}`;
    const properties = [
      ...(hooked ? [hooked] : []),
      ...(comment === undefined ? [] : [`comment "${comment}"`]),
    ];
    lines.push(add('chain', properties.length === 0 ? name : `${name} ${block(properties)}`));
  }
  for (const [name, set] of setsOf(ruleSet))
    lines.push(add('set', `${name} ${block(setProperties(ruleSet, set))}`));
  for (const [name, { comment, key }] of Object.entries(ruleSet.maps)) {
    lines.push(add('map', `${name} ${block([`type ${mapType(ruleSet, key)}`, `comment "${comment}"`])}`));
  }
  for (const [name, { rules }] of chains) {
    for (const rule of rules) lines.push(add('rule', `${name} ${printNftRule(family, rule)}`));
  }
  for (const [name, { elements }] of setsOf(ruleSet)) {
    for (const element of elements) lines.push(add('element', `${name} { ${element} }`));
  }
  for (const [name, { entries }] of Object.entries(ruleSet.maps)) {
    for (const key of Object.keys(entries).sort()) {
      const { verdict, comment } = entries[key]!;
      const note = comment === undefined ? '' : ` comment "${comment}"`;
      lines.push(add('element', `${name} { ${key}${note} : ${printVerdict(verdict)} }`));
    }
  }
  return `${lines.join('\n')}\n`;
}

/**
 * A set's properties as the kernel gives them back: nft gives a set that rules fill a size, and writes a time in its
 * own units. Source: nftables src/datatype.c time_print; seen with nft 1.0.6.
 */
function listedProperties(ruleSet: NftRuleSet, set: NftSet): string[] {
  const { timeoutSeconds } = set;
  return setProperties(ruleSet, set).flatMap((one) => {
    if (timeoutSeconds === undefined) return [one];
    if (one.startsWith('flags')) return ['size 65535', one];
    return one.startsWith('timeout') ? [`timeout ${inUnits(timeoutSeconds)}`] : [one];
  });
}

/** `3h`, `1d1h1m1s`. */
function inUnits(seconds: number): string {
  const units = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return units.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
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
      case 'oneOf':
        if (one.cidrs.length === 1)
          return printExpression(family, { is: 'address', side: one.side, cidr: one.cidrs[0]! });
        return printExpression(family, one).replaceAll(',', ', ');
      case 'noneOf':
        if (one.cidrs.length === 1)
          return printExpression(family, {
            is: 'address',
            side: one.side,
            cidr: one.cidrs[0]!,
            negated: true,
          });
        return printExpression(family, one).replaceAll(' , ', ', ');
      default:
        return printExpression(family, one).replaceAll(' , ', ', ');
    }
  });
  const text = texts.join(' ');
  return rule.comment === undefined ? text : `${text} comment "${rule.comment}"`;
}

/** The table in the form of `nft list ruleset`. */
export function printNftList(ruleSet: NftRuleSet): string {
  const { family } = ruleSet;
  const lines = [`table ${family} ${TABLE} {`, '\tcomment "rules for kube-proxy"', ''];
  for (const [name, set] of setsOf(ruleSet)) {
    lines.push('', `\tset ${name} {`, ...listedProperties(ruleSet, set).map((one) => `\t\t${one}`));
    if (set.elements.length > 0) lines.push(`\t\telements = { ${set.elements.join(', ')} }`);
    lines.push('\t}');
  }
  for (const [name, { comment, key, entries }] of Object.entries(ruleSet.maps)) {
    lines.push('', `\tmap ${name} {`, `\t\ttype ${mapType(ruleSet, key)}`, `\t\tcomment "${comment}"`);
    const texts = Object.keys(entries)
      .sort()
      .map((one) => {
        const entry = entries[one]!;
        const note = entry.comment === undefined ? '' : ` comment "${entry.comment}"`;
        return `${one}${note} : ${printVerdict(entry.verdict)}`;
      });
    if (texts.length > 0) lines.push(`\t\telements = { ${texts.join(',\n\t\t\t     ')} }`);
    lines.push('\t}');
  }
  const bases = new Map(ruleSet.baseChains.map((base) => [base.name, base]));
  for (const [name, chain] of chainsOf(ruleSet)) {
    lines.push('', `\tchain ${name} {`);
    if (chain.comment !== undefined) lines.push(`\t\tcomment "${chain.comment}"`);
    const base = bases.get(name);
    if (base !== undefined) {
      lines.push(`\t\ttype ${base.type} hook ${base.hook} priority ${priorityText(base)}; policy accept;`);
    }
    lines.push(...chain.rules.map((rule) => `\t\t${listedRule(family, rule)}`), '\t}');
  }
  return `${lines.join('\n')}\n}\n`;
}
