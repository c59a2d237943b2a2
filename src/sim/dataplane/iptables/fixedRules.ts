/**
 * The chains that are there on every node, whatever Services exist.
 * Source: kubernetes pkg/proxy/iptables/proxier.go iptablesJumpChains and syncProxyRules.
 */
import { isLoopback } from '../addresses';
import { nodePortAddresses, servesLocalhost } from '../nodePortAddresses';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { jump, rule } from './matches';
import { MASQUERADE_MARK, type Chains, type Match, type Rule } from './ruleSet';

const NEW: Match = { kind: 'connectionState', states: ['NEW'] };
const MARKED = { kind: 'mark', value: MASQUERADE_MARK, mask: MASQUERADE_MARK } as const;

/**
 * Jumps from the built-in chains. kube-proxy puts each at the top of its chain, so the one
 * it asks for last comes first; the kubelet's KUBE-FIREWALL was there before and comes last.
 */
export function builtInNatChains(): Chains {
  const services = rule(jump('KUBE-SERVICES'), [], { comment: 'kubernetes service portals' });
  const postrouting = rule(jump('KUBE-POSTROUTING'), [], { comment: 'kubernetes postrouting rules' });
  return { PREROUTING: [services], INPUT: [], OUTPUT: [services], POSTROUTING: [postrouting] };
}

/** As `builtInNatChains`, for the filter table. The jump to KUBE-FIREWALL is there even if that chain has no rule. */
export function builtInFilterChains(): Chains {
  const balancer = rule(jump('KUBE-PROXY-FIREWALL'), [NEW], { comment: 'kubernetes load balancer firewall' });
  const external = rule(jump('KUBE-EXTERNAL-SERVICES'), [NEW], {
    comment: 'kubernetes externally-visible service portals',
  });
  const services = rule(jump('KUBE-SERVICES'), [NEW], { comment: 'kubernetes service portals' });
  const healthChecks = rule(jump('KUBE-NODEPORTS'), [], { comment: 'kubernetes health check service ports' });
  const forward = rule(jump('KUBE-FORWARD'), [], { comment: 'kubernetes forwarding rules' });
  const firewall = rule(jump('KUBE-FIREWALL'), []);
  return {
    INPUT: [balancer, healthChecks, external, firewall],
    FORWARD: [balancer, forward, services, external],
    OUTPUT: [balancer, services, firewall],
  };
}

/** KUBE-FIREWALL, which protects `route_localnet` where kube-proxy has set that, and KUBE-FORWARD. */
export function fixedFilterChains(config: NodeProxyConfig): Chains {
  const account: Match[] = config.nfacct ? [{ kind: 'account', name: 'ct_state_invalid_dropped_pkts' }] : [];
  const invalid = rule({ kind: 'drop' }, [{ kind: 'connectionState', states: ['INVALID'] }, ...account]);
  const marked = rule({ kind: 'accept' }, [MARKED], { comment: 'kubernetes forwarding rules' });
  const established = rule(
    { kind: 'accept' },
    [{ kind: 'connectionState', states: ['RELATED', 'ESTABLISHED'] }],
    {
      comment: 'kubernetes forwarding conntrack rule',
    },
  );
  const forward = config.conntrackTCPLiberal ? [marked, established] : [invalid, marked, established];
  if (!servesLocalhost(config)) return { 'KUBE-FIREWALL': [], 'KUBE-FORWARD': forward };
  const localnet = rule(
    { kind: 'drop' },
    [
      { kind: 'destination', cidr: '127.0.0.0/8' },
      { kind: 'source', cidr: '127.0.0.0/8', negated: true },
      { kind: 'connectionState', states: ['RELATED', 'ESTABLISHED', 'DNAT'], negated: true },
    ],
    { comment: 'block incoming localnet connections' },
  );
  return { 'KUBE-FIREWALL': [localnet], 'KUBE-FORWARD': forward };
}

/** KUBE-MARK-MASQ marks; KUBE-POSTROUTING clears the mark and masquerades. */
export function fixedNatChains(config: NodeProxyConfig): Chains {
  return {
    'KUBE-MARK-MASQ': [rule({ kind: 'mark', operation: 'or', value: MASQUERADE_MARK }, [])],
    'KUBE-POSTROUTING': [
      rule({ kind: 'return' }, [{ ...MARKED, negated: true }]),
      rule({ kind: 'mark', operation: 'xor', value: MASQUERADE_MARK }, []),
      rule({ kind: 'masquerade', randomFully: config.randomFully }, [], {
        comment: 'kubernetes service traffic requiring SNAT',
      }),
    ],
  };
}

/** The end of KUBE-SERVICES: one rule for all of the node's addresses, or one per chosen address. */
export function nodePortEntryRules(config: NodeProxyConfig): Rule[] {
  const comment = 'kubernetes service nodeports; NOTE: this must be the last rule in this chain';
  const target = jump('KUBE-NODEPORTS');
  const addresses = nodePortAddresses(config);
  if (addresses === 'all') {
    const matches: Match[] = [{ kind: 'addressType', side: 'destination', type: 'LOCAL' }];
    if (config.ipFamily === 'IPv6') matches.push({ kind: 'destination', cidr: '::1/128', negated: true });
    else if (!servesLocalhost(config))
      matches.push({ kind: 'destination', cidr: '127.0.0.0/8', negated: true });
    return [rule(target, matches, { comment })];
  }
  return addresses
    .filter((ip) => servesLocalhost(config) || !isLoopback(ip))
    .map((ip) => rule(target, [{ kind: 'destination', cidr: ip }], { comment }));
}
