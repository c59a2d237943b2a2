/**
 * Every node's conntrack table as rows of the world: found by either direction's
 * headers, kept up to date packet by packet, taken away when their time is over.
 */
import { lookUpConnection, type ConntrackEntry, type TrackedPacket } from '../dataplane/conntrack';
import { conntrackRowKey } from '../dataplane/kubeProxy/tables';
import type { FlowHeaders } from '../packet/headers';
import type { TrafficDraft } from './places';

/** What an expiry timer carries. */
export interface ConntrackExpiryDue {
  readonly key: string;
}

/** The entry that a packet with these headers belongs to on a node, and its direction. */
export function findConnection(
  draft: TrafficDraft,
  node: string,
  flow: FlowHeaders,
): TrackedPacket | undefined {
  const find = (key: string): ConntrackEntry | undefined => {
    const [row] = draft.lookup('conntrack', 'byFlow', `${node}|${key}`);
    return row === undefined ? undefined : draft.get('conntrack', row);
  };
  return lookUpConnection(find, flow, draft.now);
}

/** True if a node tracks a connection under this flow key, in either direction. */
export function isTracked(draft: TrafficDraft, node: string, key: string): boolean {
  return draft.lookup('conntrack', 'byFlow', `${node}|${key}`).length > 0;
}

/** Puts an entry, and sees to it that it goes when its time is over. */
export function putConnection(draft: TrafficDraft, node: string, entry: ConntrackEntry): void {
  const key = conntrackRowKey(node, entry);
  draft.put('conntrack', key, { ...entry, node });
  draft.schedule({
    type: 'conntrack/expires',
    delayMicros: entry.expiresAt - draft.now,
    data: { key } satisfies ConntrackExpiryDue,
    timer: expiryTimer(key),
  });
}

/** The timer under which an entry's expiry is pending. */
export function expiryTimer(key: string): string {
  return `conntrack|${key}`;
}

/** Takes an entry away. */
export function removeConnection(draft: TrafficDraft, key: string): void {
  draft.cancel(expiryTimer(key));
  draft.remove('conntrack', key);
}
