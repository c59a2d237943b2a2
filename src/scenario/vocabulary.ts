/** Closed lists of words in scenario.yaml that are more than its own. */
import type { OutcomeKind } from '../sim/packet/hop';

/** Panels that a step may open. */
export const PANELS = [
  'journey',
  'hop',
  'rules',
  'endpoints',
  'conntrack',
  'inspector',
  'tally',
  'why',
  'sequence',
  'log',
] as const;

/** Places in the picture that are no object: the two halves of the header strip. */
export const FIELD_PLACES = ['field/source', 'field/destination'] as const;

/** Kinds that make Pods: what `#0` may follow, and what an owner may be. */
export const WORKLOAD_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'] as const;

const OUTCOMES: Readonly<Record<OutcomeKind, true>> = {
  ok: true,
  httpError: true,
  refused: true,
  timeout: true,
  dnsFailure: true,
};

/** How a request may end, for a goal. Source: sim/packet/hop.ts `OutcomeKind`. */
export const OUTCOME_KINDS: readonly string[] = Object.keys(OUTCOMES);
