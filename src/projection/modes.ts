/** The same requests under one proxy mode: who got each, what its first packet was compared with, what decided. */
import type { Fact } from '../sim/kernel/draft';
import type { Hop, Outcome } from '../sim/packet/hop';
import { FactLog, type RequestStory } from './factLog';

/** What the kernel did with a request's connection to the Service that answered it. */
export interface ModeDecision {
  readonly node: string;
  /** Rules that the first packet was compared with. */
  readonly examined: number;
  /** The line that decided, and where it stands. */
  readonly chain: string;
  readonly text: string;
  /** The chance that was drawn against, and the number drawn; null where nothing is drawn. */
  readonly draw: { readonly drawn: number; readonly probability: number } | null;
}

export interface ModeRequest {
  readonly id: string;
  readonly outcome: Outcome['kind'] | null;
  readonly status: number | null;
  /** The last letters of the Pod's name; null if none answered. */
  readonly pod: string | null;
  /** Null where no rule was met: the connection was there already, or no packet came so far. */
  readonly decision: ModeDecision | null;
  /** The connection was there already, and conntrack knew it. */
  readonly isKept: boolean;
}

export interface ModeColumn {
  readonly mode: string;
  readonly requests: readonly ModeRequest[];
  /** How many each Pod answered, by its name. */
  readonly shares: readonly { readonly pod: string; readonly count: number }[];
}

/** So many requests are shown one by one. */
export const MOST_REQUESTS = 12;

/** One run's column. */
export function modeColumn(mode: string, facts: readonly Fact[]): ModeColumn {
  const log = new FactLog();
  log.follow(facts);
  const sent = log.sent.filter(({ client }) => client !== '');
  const counts = new Map<string, number>();
  for (const { outcome } of sent) {
    if (outcome?.servedBy === undefined || outcome.servedBy === null) continue;
    const pod = lastLetters(outcome.servedBy);
    counts.set(pod, (counts.get(pod) ?? 0) + 1);
  }
  return {
    mode,
    requests: sent.slice(0, MOST_REQUESTS).map(requestOf),
    shares: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([pod, count]) => ({ pod, count })),
  };
}

function requestOf({ id, outcome, hops }: RequestStory): ModeRequest {
  const rules = hops.findLast(isChoice);
  const servedBy = outcome?.servedBy ?? null;
  return {
    id,
    outcome: outcome?.kind ?? null,
    status: outcome?.status ?? null,
    pod: servedBy === null ? null : lastLetters(servedBy),
    decision: rules === undefined ? null : decisionOf(rules),
    isKept:
      rules === undefined && hops.some((hop) => hop.leg === 'service' && hop.decision.by === 'conntrack'),
  };
}

/** The first packet of a connection to the Service in the middle, where a rule decided. */
function isChoice({ decision, layer, leg }: Hop): boolean {
  return decision.by === 'rules' && decision.matched !== null && layer === 'TCP' && leg === 'service';
}

function decisionOf({ decision }: Hop): ModeDecision | null {
  if (decision.by !== 'rules' || decision.matched === null) return null;
  // The line that chose the Pod comes before the one that rewrites.
  const drawn = decision.examined.findLast((rule) => rule.matched && rule.probability !== undefined);
  const line = drawn ?? decision.matched;
  return {
    node: decision.node,
    examined: decision.examinedCount,
    chain: line.chain,
    text: line.text,
    draw:
      drawn?.probability === undefined ? null : { probability: drawn.probability, drawn: drawn.drawn ?? 0 },
  };
}

function lastLetters(pod: string): string {
  return pod.slice(pod.lastIndexOf('-') + 1);
}
