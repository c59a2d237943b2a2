/**
 * kube-proxy on a node that loses its power: it stands still. The kernel's rules and its connection tracking are in
 * memory only, so after the boot there are none until kube-proxy has been started, has listed everything and has synced.
 * Source: kubernetes cmd/kube-proxy/app/server.go (Run), pkg/proxy/iptables/proxier.go (the first sync is a full one).
 */
import type { EventRequest } from '../../kernel/event';
import type { Watcher } from '../../kernel/watch';
import { PROXY_DEFAULTS, type ProxyTables } from './tables';

export const POWER_CHANGED = 'kubeProxy/powerChanged';
export const RESTARTED = 'kubeProxy/restarted';

/** A node's power went, or its kernel is up again. */
export const powerWatcher: Watcher<ProxyTables> = {
  tables: ['nodePower'],
  notify(draft, { key, after }) {
    if (after !== undefined && after.state !== 'booting')
      draft.schedule({ type: POWER_CHANGED, delayMicros: 0, data: { node: key } });
  },
};

/** The kubelet starts kube-proxy's Pod again. */
export function restartOf(node: string): EventRequest {
  const timer = `${RESTARTED}/${node}`;
  return { type: RESTARTED, delayMicros: PROXY_DEFAULTS.restart, data: { node }, timer };
}
