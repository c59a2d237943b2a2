/**
 * Whether a node has power, and what its kubelet's Lease says. A node that never lost its power has no row and costs
 * nothing: the Lease is renewed every 10 s, so when it was renewed last follows from when the kubelet was started.
 * Source: kubernetes pkg/kubelet/kubelet.go (NodeLeaseDurationSeconds 40, renewed every quarter of it),
 * k8s.io/component-helpers apimachinery/lease/controller.go.
 */
import type { Draft } from '../kernel/draft';
import { drawUint31, firstState } from '../kernel/random';
import { seconds, type Micros } from '../kernel/time';
import type { ClusterTables } from './tables';

/** A node that has lost its power at least once. */
export interface PowerRow {
  /** `booting`: there is power again, but no kernel yet that would forward a packet. */
  readonly state: 'off' | 'booting' | 'on';
  readonly since: Micros;
  /** When the Lease was renewed for the last time before the power went. */
  readonly renewedAt: Micros;
}

/** nodeLeaseDurationSeconds of the kubelet; it renews at a quarter of that. */
const LEASE_DURATION_SECONDS = 40;
const RENEW_PERIOD = seconds(LEASE_DURATION_SECONDS / 4);

/** True while nothing runs on the node: no kernel, no kubelet, no Pod. */
export function isDark(draft: Pick<Draft<ClusterTables>, 'get'>, node: string): boolean {
  const row = draft.get('nodePower', node);
  return row !== undefined && row.state !== 'on';
}

/**
 * When the kubelet of a node renewed its Lease last, every 10 s from a moment that follows from the node's name: what `kubectl describe node` shows as RenewTime.
 */
export function leaseRenewedAt(node: string, row: PowerRow | undefined, now: Micros): Micros {
  if (row !== undefined && row.state !== 'on') return row.renewedAt;
  const first = row?.since ?? drawUint31(firstState('lease', node)).value % RENEW_PERIOD;
  return first + Math.floor((now - first) / RENEW_PERIOD) * RENEW_PERIOD;
}
