/**
 * The iptables rules of IPVS mode: a fixed few, whatever the number of Services, because they ask ipsets.
 * Source: kubernetes pkg/proxy/ipvs/proxier.go iptablesJumpChain, ipsetWithIptablesChain and writeIptablesRules (v1.34).
 */
import { jump, notFrom, rule } from '../iptables/matches';
import { MASQUERADE_MARK, type Match, type Rule, type TableName, type Target } from '../iptables/ruleSet';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { IPSETS, kernelSetName, type IpsetName } from './ipsets';
import type { PlacedRule } from './ruleSet';

type Sides = readonly ('source' | 'destination')[];

const DST: Sides = ['destination'];
const DST_DST: Sides = ['destination', 'destination'];
const DST_DST_SRC: Sides = ['destination', 'destination', 'source'];

const ACCEPT: Target = { kind: 'accept' };
const DROP: Target = { kind: 'drop' };
const RETURN: Target = { kind: 'return' };
const MARK_MASQ = jump('KUBE-MARK-MASQ');
const MARKED = { kind: 'mark', value: MASQUERADE_MARK, mask: MASQUERADE_MARK } as const;
const TO_LOCAL: Match = { kind: 'addressType', side: 'destination', type: 'LOCAL' };

/** Rules for which a set must have entries: set, table, chain, target, sides, protocol. */
const SET_RULES: readonly (readonly [
  set: IpsetName,
  table: TableName,
  chain: string,
  target: Target,
  sides: Sides,
  protocol?: 'tcp' | 'udp' | 'sctp',
])[] = [
  ['KUBE-LOOP-BACK', 'nat', 'KUBE-POSTROUTING', { kind: 'masquerade', randomFully: false }, DST_DST_SRC],
  ['KUBE-LOAD-BALANCER', 'nat', 'KUBE-SERVICES', jump('KUBE-LOAD-BALANCER'), DST_DST],
  ['KUBE-LOAD-BALANCER-LOCAL', 'nat', 'KUBE-LOAD-BALANCER', RETURN, DST_DST],
  ['KUBE-NODE-PORT-LOCAL-TCP', 'nat', 'KUBE-NODE-PORT', RETURN, DST, 'tcp'],
  ['KUBE-NODE-PORT-TCP', 'nat', 'KUBE-NODE-PORT', MARK_MASQ, DST, 'tcp'],
  ['KUBE-NODE-PORT-LOCAL-UDP', 'nat', 'KUBE-NODE-PORT', RETURN, DST, 'udp'],
  ['KUBE-NODE-PORT-UDP', 'nat', 'KUBE-NODE-PORT', MARK_MASQ, DST, 'udp'],
  ['KUBE-NODE-PORT-LOCAL-SCTP-HASH', 'nat', 'KUBE-NODE-PORT', RETURN, DST_DST, 'sctp'],
  ['KUBE-NODE-PORT-SCTP-HASH', 'nat', 'KUBE-NODE-PORT', MARK_MASQ, DST_DST, 'sctp'],
  ['KUBE-LOAD-BALANCER-FW', 'filter', 'KUBE-PROXY-FIREWALL', jump('KUBE-SOURCE-RANGES-FIREWALL'), DST_DST],
  ['KUBE-LOAD-BALANCER-SOURCE-CIDR', 'filter', 'KUBE-SOURCE-RANGES-FIREWALL', RETURN, DST_DST_SRC],
  ['KUBE-LOAD-BALANCER-SOURCE-IP', 'filter', 'KUBE-SOURCE-RANGES-FIREWALL', RETURN, DST_DST_SRC],
];

/**
 * All of kube-proxy's rules on a node, in the order in which it writes them; the jumps from the built-in chains,
 * which it makes one by one before, come first. `hasEntries` says whether a set is filled; `closedToNode` names
 * load balancer addresses that the node itself may not use (`protocol ip:port`).
 */
export function ipvsIptablesRules(
  node: NodeProxyConfig,
  hasEntries: (set: IpsetName) => boolean,
  closedToNode: readonly string[],
): PlacedRule[] {
  const out: PlacedRule[] = builtInJumps();
  const add = (
    table: TableName,
    chain: string,
    target: Target,
    matches: readonly Match[],
    comment?: string,
  ) => out.push({ table, chain, rule: commented(target, matches, comment) });
  const inSet = (set: IpsetName, sides: Sides): Match => ({
    kind: 'set',
    set: kernelSetName(set, node.ipFamily),
    sides,
  });
  const loopback = node.ipFamily === 'IPv6' ? '::1/128' : '127.0.0.0/8';
  add('nat', 'KUBE-SERVICES', RETURN, [{ kind: 'source', cidr: loopback }]);
  for (const [set, table, chain, target, sides, protocol] of SET_RULES) {
    if (!hasEntries(set)) continue;
    const first: Match[] = protocol === undefined ? [] : [{ kind: 'protocol', protocol }];
    add(table, chain, target, [...first, inSet(set, sides)], IPSETS[set][1]);
  }
  if (hasEntries('KUBE-CLUSTER-IP')) {
    const comment = IPSETS['KUBE-CLUSTER-IP'][1];
    const matches = node.masqueradeAll
      ? [inSet('KUBE-CLUSTER-IP', DST_DST)]
      : node.detectLocal
        ? [inSet('KUBE-CLUSTER-IP', DST_DST), notFrom(node.podCIDR)]
        : // A node's own packets to a VIP have a VIP as source: it is an address of kube-ipvs0.
          [inSet('KUBE-CLUSTER-IP', ['source', 'destination'])];
    add('nat', 'KUBE-SERVICES', MARK_MASQ, matches, comment);
  }
  for (const set of ['KUBE-EXTERNAL-IP', 'KUBE-EXTERNAL-IP-LOCAL'] as const) {
    if (!hasEntries(set)) continue;
    const match = inSet(set, DST_DST);
    const comment = IPSETS[set][1];
    if (set === 'KUBE-EXTERNAL-IP') add('nat', 'KUBE-SERVICES', MARK_MASQ, [match], comment);
    const fromOutside: Match[] = [
      { kind: 'notBridged' },
      { kind: 'addressType', side: 'source', type: 'LOCAL', negated: true },
    ];
    add('nat', 'KUBE-SERVICES', ACCEPT, [match, ...fromOutside], comment);
    add('nat', 'KUBE-SERVICES', ACCEPT, [match, TO_LOCAL], comment);
  }
  add('nat', 'KUBE-SERVICES', jump('KUBE-NODE-PORT'), [TO_LOCAL]);
  add('nat', 'KUBE-LOAD-BALANCER', MARK_MASQ, []);
  add('filter', 'KUBE-SOURCE-RANGES-FIREWALL', DROP, []);
  for (const closed of closedToNode) {
    const virtual = virtualMatch(closed);
    add('filter', 'KUBE-IPVS-OUT-FILTER', DROP, [{ kind: 'source', cidr: virtual.ip }, virtual]);
  }
  for (const set of ['KUBE-CLUSTER-IP', 'KUBE-LOAD-BALANCER'] as const) {
    if (hasEntries(set)) add('nat', 'KUBE-SERVICES', ACCEPT, [inSet(set, DST_DST)]);
  }
  add('filter', 'KUBE-FORWARD', ACCEPT, [MARKED], 'kubernetes forwarding rules');
  const known: Match = { kind: 'connectionState', states: ['RELATED', 'ESTABLISHED'] };
  add('filter', 'KUBE-FORWARD', ACCEPT, [known], 'kubernetes forwarding conntrack rule');
  const health = inSet('KUBE-HEALTH-CHECK-NODE-PORT', DST);
  add('filter', 'KUBE-NODE-PORT', ACCEPT, [health], IPSETS['KUBE-HEALTH-CHECK-NODE-PORT'][1]);
  for (const set of [
    'KUBE-LOAD-BALANCER',
    'KUBE-CLUSTER-IP',
    'KUBE-EXTERNAL-IP',
    'KUBE-EXTERNAL-IP-LOCAL',
  ] as const) {
    add('filter', 'KUBE-IPVS-FILTER', RETURN, [inSet(set, DST_DST)]);
  }
  add('filter', 'KUBE-IPVS-FILTER', RETURN, [health]);
  const isNew: Match = { kind: 'connectionState', states: ['NEW'] };
  add('filter', 'KUBE-IPVS-FILTER', { kind: 'reject' }, [isNew, inSet('KUBE-IPVS-IPS', DST)]);
  add('nat', 'KUBE-POSTROUTING', RETURN, [{ ...MARKED, negated: true }]);
  add('nat', 'KUBE-POSTROUTING', { kind: 'mark', operation: 'xor', value: MASQUERADE_MARK }, []);
  const masquerade: Target = { kind: 'masquerade', randomFully: node.randomFully };
  add('nat', 'KUBE-POSTROUTING', masquerade, [], 'kubernetes service traffic requiring SNAT');
  add('nat', 'KUBE-MARK-MASQ', { kind: 'mark', operation: 'or', value: MASQUERADE_MARK }, []);
  return out;
}

function commented(target: Target, matches: readonly Match[], comment?: string): Rule {
  return rule(target, matches, comment === undefined ? {} : { comment });
}

/** kube-proxy puts each jump at the top of its chain, so the one it asks for last comes first. */
function builtInJumps(): PlacedRule[] {
  const at = (table: TableName, chain: string, to: string, comment: string): PlacedRule => ({
    table,
    chain,
    rule: commented(jump(to), [], comment),
  });
  const firewall = 'kube-proxy firewall rules';
  const access = 'kubernetes ipvs access filter';
  return [
    at('nat', 'PREROUTING', 'KUBE-SERVICES', 'kubernetes service portals'),
    at('nat', 'OUTPUT', 'KUBE-SERVICES', 'kubernetes service portals'),
    at('nat', 'POSTROUTING', 'KUBE-POSTROUTING', 'kubernetes postrouting rules'),
    at('filter', 'INPUT', 'KUBE-IPVS-FILTER', access),
    at('filter', 'INPUT', 'KUBE-PROXY-FIREWALL', firewall),
    at('filter', 'INPUT', 'KUBE-NODE-PORT', 'kubernetes health check rules'),
    at('filter', 'FORWARD', 'KUBE-PROXY-FIREWALL', firewall),
    at('filter', 'FORWARD', 'KUBE-FORWARD', 'kubernetes forwarding rules'),
    at('filter', 'OUTPUT', 'KUBE-IPVS-OUT-FILTER', access),
  ];
}

function virtualMatch(key: string): Extract<Match, { kind: 'virtualServer' }> {
  const [protocol = '', socket = ''] = key.split(' ');
  const colon = socket.lastIndexOf(':');
  const ip = socket.slice(0, colon).replace(/^\[|\]$/g, '');
  return {
    kind: 'virtualServer',
    protocol: protocol as 'tcp' | 'udp' | 'sctp',
    ip,
    port: Number(socket.slice(colon + 1)),
  };
}
