/**
 * Makes long chains quick to walk. Most rules of KUBE-SERVICES and its like name one protocol,
 * address and port; a packet can match only those that name its own. Derived from the chain,
 * remembered by its identity, and not part of the world.
 */
import type { FlowHeaders } from '../../packet/headers';
import type { Chain, Rule } from './ruleSet';

interface ChainIndex {
  /** Positions of rules for one `protocol ip port`, ascending. */
  readonly exact: ReadonlyMap<string, readonly number[]>;
  /** Positions of rules for one `protocol port` whatever the address, ascending. */
  readonly byPort: ReadonlyMap<string, readonly number[]>;
  /** Positions of all other rules, ascending. */
  readonly others: readonly number[];
}

/** Shorter chains are walked rule by rule, and each rule is shown. */
export const INDEXED_CHAIN_LENGTH = 16;

const indexes = new WeakMap<Chain, ChainIndex>();

function keysOf(rule: Rule): { readonly exact?: string; readonly byPort?: string } {
  let protocol: string | undefined;
  let port: number | undefined;
  let ip: string | undefined;
  for (const match of rule.matches) {
    if (match.kind === 'protocol') protocol = match.protocol;
    else if (match.kind === 'destinationPort') port = match.port;
    else if (match.kind === 'destination' && match.negated === undefined && !match.cidr.includes('/'))
      ip = match.cidr;
  }
  if (protocol === undefined || port === undefined) return {};
  return ip === undefined ? { byPort: `${protocol} ${port}` } : { exact: `${protocol} ${ip} ${port}` };
}

function indexOf(chain: Chain): ChainIndex {
  let index = indexes.get(chain);
  if (index === undefined) {
    const exact = new Map<string, number[]>();
    const byPort = new Map<string, number[]>();
    const others: number[] = [];
    chain.forEach((rule, position) => {
      const keys = keysOf(rule);
      const [map, key] = keys.exact !== undefined ? [exact, keys.exact] : [byPort, keys.byPort];
      if (key === undefined) others.push(position);
      else if (map.has(key)) map.get(key)!.push(position);
      else map.set(key, [position]);
    });
    index = { exact, byPort, others };
    indexes.set(chain, index);
  }
  return index;
}

/** The first position of an ascending list that is at or after `start`; Infinity if none. */
function firstFrom(positions: readonly number[] | undefined, start: number): number {
  if (positions === undefined) return Infinity;
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return positions[low] ?? Infinity;
}

/**
 * The next rule at or after `start` that this packet could match; the chain's length if there is none.
 * All rules in between surely do not match, and have no effects.
 */
export function nextCandidate(chain: Chain, start: number, flow: FlowHeaders): number {
  if (chain.length < INDEXED_CHAIN_LENGTH || start >= chain.length) return Math.min(start, chain.length);
  const { protocol, destination } = flow;
  const index = indexOf(chain);
  return Math.min(
    chain.length,
    firstFrom(index.exact.get(`${protocol} ${destination.ip} ${destination.port}`), start),
    firstFrom(index.byPort.get(`${protocol} ${destination.port}`), start),
    firstFrom(index.others, start),
  );
}
