/** Short ways to write expressions and rules. */
import type { RuleOrigin } from '../iptables/ruleSet';
import type { Expression, NftRule, Verdict } from './ruleSet';

export function fromRange(cidr: string): Expression {
  return { is: 'address', side: 'source', cidr };
}

export function notFromRange(cidr: string): Expression {
  return { is: 'address', side: 'source', cidr, negated: true };
}

export function toAddress(cidr: string): Expression {
  return { is: 'address', side: 'destination', cidr };
}

export function notToAddress(cidr: string): Expression {
  return { is: 'address', side: 'destination', cidr, negated: true };
}

export function jumpTo(chain: string): Verdict {
  return { is: 'jump', chain };
}

export function goTo(chain: string): Verdict {
  return { is: 'goto', chain };
}

/** A rule; with the object that asked for it, if one did. */
export function nftRule(
  expressions: readonly Expression[],
  more: { readonly comment?: string; readonly origin?: RuleOrigin } = {},
): NftRule {
  return { expressions, ...more };
}
