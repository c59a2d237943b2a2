/**
 * What a node's kernel remembers for session affinity: the lists of the `recent` match, one per
 * endpoint chain, keyed by the client's IP as seen before masquerading. Every node has its own.
 * Source: Linux net/netfilter/xt_recent.c.
 */
import type { Micros } from '../../kernel/time';
import { findChain, type RuleSet } from './ruleSet';

/** When each client was last sent to an endpoint: list (the SEP chain's name) → client IP → time. */
export type AffinityState = Readonly<Record<string, Readonly<Record<string, Micros>>>>;

/** What a walk changed: `at` is null where an old entry was taken out. */
export interface AffinityUpdate {
  readonly list: string;
  readonly ip: string;
  readonly at: Micros | null;
}

/** The kernel keeps so many clients per list (module parameter `ip_list_tot`) and drops the oldest. */
export const RECENT_LIST_SIZE = 100;

/** True if `--rcheck --seconds` holds: the client was seen no longer ago than that. */
export function isRecent(
  state: AffinityState,
  list: string,
  ip: string,
  seconds: number,
  now: Micros,
): boolean {
  const at = state[list]?.[ip];
  return at !== undefined && now - at <= seconds * 1_000_000;
}

/** `--reap`: the oldest entry, if it is older than `seconds`. The kernel takes out one per check. */
export function reapable(
  state: AffinityState,
  list: string,
  seconds: number,
  now: Micros,
): string | undefined {
  const oldest = oldestOf(state[list] ?? {});
  return oldest !== undefined && now - oldest.at > seconds * 1_000_000 ? oldest.ip : undefined;
}

function oldestOf(entries: Readonly<Record<string, Micros>>): { ip: string; at: Micros } | undefined {
  let oldest: { ip: string; at: Micros } | undefined;
  for (const ip of Object.keys(entries).sort()) {
    const at = entries[ip]!;
    if (oldest === undefined || at < oldest.at) oldest = { ip, at };
  }
  return oldest;
}

/** The state after a walk's updates; a full list loses its oldest client to a new one. */
export function applyAffinityUpdates(
  state: AffinityState,
  updates: readonly AffinityUpdate[],
): AffinityState {
  if (updates.length === 0) return state;
  const next: Record<string, Readonly<Record<string, Micros>>> = { ...state };
  for (const { list, ip, at } of updates) {
    const entries = { ...next[list] };
    if (at === null) {
      delete entries[ip];
    } else {
      if (!(ip in entries) && Object.keys(entries).length >= RECENT_LIST_SIZE)
        delete entries[oldestOf(entries)!.ip];
      entries[ip] = at;
    }
    if (Object.keys(entries).length === 0) delete next[list];
    else next[list] = entries;
  }
  return next;
}

/** Lists live as long as a rule refers to them: drops those whose endpoint or affinity is gone. */
export function pruneAffinity(state: AffinityState, ruleSet: RuleSet): AffinityState {
  const lists = Object.keys(state);
  const isUsed = (list: string) =>
    (findChain(ruleSet, 'nat', list) ?? []).some((rule) =>
      rule.matches.some((match) => match.kind === 'recentSet' && match.list === list),
    );
  const used = lists.filter(isUsed);
  if (used.length === lists.length) return state;
  return Object.fromEntries(used.map((list) => [list, state[list]!]));
}
