/** Building blocks of rules. */
import type { Match, Rule, RuleOrigin, StatisticMatch, Target } from './ruleSet';

/** 2^31: the kernel's random numbers for `statistic` have 31 bits. */
export const STATISTIC_RANGE = 0x80000000;

/**
 * The chance of one in `count`, as kube-proxy writes it.
 * Source: kubernetes pkg/proxy/iptables/proxier.go computeProbability (`%0.10f`).
 */
export function probabilityText(count: number): string {
  return (1 / count).toFixed(10);
}

/**
 * `-m statistic --mode random`. The kernel keeps the probability as a 31-bit threshold.
 * Source: iptables extensions/libxt_statistic.c, `lround(0x80000000 * probability)`;
 * Linux net/netfilter/xt_statistic.c, `(get_random_u32() & 0x7FFFFFFF) < probability`.
 */
export function oneIn(count: number): StatisticMatch {
  const probability = probabilityText(count);
  return {
    kind: 'statistic',
    oneIn: count,
    probability,
    threshold: Math.round(STATISTIC_RANGE * Number(probability)),
  };
}

export function from(cidr: string): Match {
  return { kind: 'source', cidr };
}

export function notFrom(cidr: string): Match {
  return { kind: 'source', cidr, negated: true };
}

export function to(cidr: string): Match {
  return { kind: 'destination', cidr };
}

export function toPort(port: number): Match {
  return { kind: 'destinationPort', port };
}

export function protocol(name: 'tcp' | 'udp' | 'sctp'): Match {
  return { kind: 'protocol', protocol: name };
}

export function jump(chain: string): Target {
  return { kind: 'jump', chain };
}

/** A rule; leaves out what is absent, so that it is plain JSON. */
export function rule(
  target: Target,
  matches: readonly Match[],
  given: { readonly comment?: string; readonly origin?: RuleOrigin } = {},
): Rule {
  return { ...given, matches, target };
}
