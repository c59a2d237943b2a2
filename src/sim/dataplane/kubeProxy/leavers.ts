/**
 * Real servers of IPVS that are on their way out: once a minute kube-proxy looks which of them have no connection
 * left, and deletes those. Source: kubernetes pkg/proxy/ipvs/graceful_termination.go tryDeleteRs, rsCheckDeleteInterval.
 */
import { seconds } from '../../kernel/time';
import { countConnections, type OpenConnections } from '../ipvs/connections';
import { hasLeavers, withoutIdleLeavers } from '../ipvs/program';
import type { ProxyDraft } from './tables';

export const LEAVERS_DUE = 'kubeProxy/leaversDue';

const MINUTE = seconds(60);

/** A node's connections to these Services, by real server. */
export function openConnections(
  draft: ProxyDraft,
  node: string,
  services: readonly string[],
): OpenConnections {
  const rows = services.flatMap((key) => draft.lookup('conntrack', 'byService', `${node}|${key}`));
  return countConnections(
    rows.map((row) => draft.get('conntrack', row)!),
    draft.now,
  );
}

/** Has the next look come, if there is something to look at. */
export function awaitLeavers(draft: ProxyDraft, node: string): void {
  const rules = draft.get('ruleSets', node)?.rules;
  if (rules?.mode !== 'ipvs' || !hasLeavers(rules)) return;
  draft.schedule({
    type: LEAVERS_DUE,
    delayMicros: MINUTE - (((draft.now % MINUTE) + MINUTE) % MINUTE),
    data: { node },
    timer: `${LEAVERS_DUE}/${node}`,
    ifPending: 'keep',
  });
}

/** The look itself. */
export function lookAtLeavers(draft: ProxyDraft, node: string): void {
  const row = draft.get('ruleSets', node);
  if (row?.rules.mode !== 'ipvs') return;
  const open = openConnections(draft, node, Object.keys(row.rules.services));
  const rules = withoutIdleLeavers(row.rules, open);
  if (rules !== row.rules) draft.put('ruleSets', node, { ...row, rules });
  awaitLeavers(draft, node);
}
