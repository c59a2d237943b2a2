/**
 * One sync of a node's kube-proxy: from what it knows to the rules in its kernel.
 * Source: kubernetes pkg/proxy/iptables/proxier.go syncProxyRules; pkg/proxy/conntrack/cleanup.go.
 */
import type { Service } from '../../cluster/objects';
import { seconds } from '../../kernel/time';
import { staleUdpTest } from '../conntrackCleanup';
import { endpointsOf } from '../endpoints';
import type { ServiceWithSlices } from '../iptables/contribution';
import { NO_CONNECTIONS } from '../ipvs/connections';
import {
  isFor,
  resyncNode,
  syncNode,
  targetsOf,
  type NodeRules,
  type NodeSync,
} from '../nodeRules/nodeRules';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { servicePorts } from '../servicePorts';
import { knownKey, type ProxyDraft, type ProxyRow } from './tables';
import { knownServices, knownSlices } from './watchDelivery';
import { configOf } from './configOfNode';
import { recordFact } from './facts';
import { awaitLeavers, openConnections } from './leavers';

const SYNC_PERIOD = seconds(30);

/** Programs the rules of all Services that changed since the last sync, and records what that brought. */
export function syncProxyRules(draft: ProxyDraft, node: string): void {
  const row = draft.get('proxies', node);
  const object = draft.get('nodes', node);
  if (row === undefined || object === undefined) return;
  const services = Object.keys(row.pending).sort();
  const config = configOf(object);
  const before = draft.get('ruleSets', node);
  const changes: Record<string, ServiceWithSlices | null> = {};
  for (const key of services) changes[key] = known(draft, node, key);
  const sync = program(draft, row.mode, before?.rules, config, changes);
  const serviceVersions: Record<string, string> = { ...before?.serviceVersions };
  for (const key of services) {
    const given = changes[key]!;
    if (given === null) delete serviceVersions[key];
    else serviceVersions[key] = highestVersion(given);
  }
  draft.put('ruleSets', node, {
    node,
    mode: row.mode,
    syncedAt: draft.now,
    serviceVersions,
    seenVersion: row.seenVersion,
    rules: sync.rules,
  });
  draft.put('proxies', node, { ...row, lastSyncMicros: draft.now, pending: {} });
  const first = services.map((key) => row.pending[key]!).reduce((a, b) => Math.max(a, b), -1);
  draft.because(first);
  const old = targetsOf(before?.rules, services);
  const fresh = targetsOf(sync.rules, services);
  recordFact(draft, 'kubeProxy/synced', {
    node,
    services,
    added: [...fresh].filter((address) => !old.has(address)),
    removed: [...old].filter((address) => !fresh.has(address)),
    written: sync.written,
  });
  removeStaleConntrack(draft, node, config, changes);
  awaitLeavers(draft, node);
}

function program(
  draft: ProxyDraft,
  mode: ProxyRow['mode'],
  previous: NodeRules | undefined,
  node: NodeProxyConfig,
  changes: Readonly<Record<string, ServiceWithSlices | null>>,
): NodeSync {
  const open = mode === 'ipvs' ? openConnections(draft, node.nodeName, Object.keys(changes)) : NO_CONNECTIONS;
  const options = { now: draft.now, syncPeriodMicros: SYNC_PERIOD, open };
  if (isFor(previous, mode, node)) return resyncNode(previous, changes, options);
  // The first sync, or the node itself changed: everything is written.
  const all = knownServices(draft, node.nodeName).map((key) => known(draft, node.nodeName, key)!);
  const input = {
    services: all.map((given) => given.service),
    endpointSlices: all.flatMap((given) => given.slices),
    node,
  };
  return syncNode(mode, previous, input, options);
}

function known(draft: ProxyDraft, node: string, service: string): ServiceWithSlices | null {
  const row = draft.get('proxyKnown', knownKey(node, 'Service', service));
  if (row === undefined) return null;
  return { service: row.object as Service, slices: knownSlices(draft, node, service) };
}

function highestVersion({ service, slices }: ServiceWithSlices): string {
  const versions = [service, ...slices].map((object) => Number(object.metadata.resourceVersion));
  return String(Math.max(...versions));
}

function removeStaleConntrack(
  draft: ProxyDraft,
  node: string,
  config: NodeProxyConfig,
  changes: Readonly<Record<string, ServiceWithSlices | null>>,
): void {
  for (const key of Object.keys(changes).sort()) {
    const given = changes[key]!;
    if (given === null || given.service.spec.ports.every((port) => port.protocol !== 'UDP')) continue;
    const ports = servicePorts(given.service, config.ipFamily).map((port) => ({
      port,
      endpoints: endpointsOf(port, given.slices, config.ipFamily, node),
    }));
    const isStale = staleUdpTest(ports);
    const stale = draft
      .lookup('conntrack', 'byService', `${node}|${key}`)
      .filter((row) => isStale(draft.get('conntrack', row)!));
    if (stale.length === 0) continue;
    for (const row of stale) draft.remove('conntrack', row);
    recordFact(draft, 'kubeProxy/removedConntrack', {
      node,
      flows: stale.map((row) => row.slice(node.length + 1)),
    });
  }
}
