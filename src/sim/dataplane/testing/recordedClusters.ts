/** Random clusters with the text that a real kube-proxy wrote for them. See NOTICE.md. For tests only. */
import { readManifests } from '../../../manifest/readManifests';
import { keyOf, type EndpointSlice, type Service } from '../../cluster/objects';
import { joinSlices, type ProxyInput } from '../iptables/program';
import type { ServiceWithSlices } from '../iptables/contribution';
import { nodeProxyConfig } from '../nodeProxyConfig';
import { servicePorts } from '../servicePorts';
import data from './kube-proxy-random.json';
import { manifestOf, type Json, type RandomCluster } from './randomCluster';
import { nameOf, type HistoryStep } from './randomHistory';

export interface RecordedCluster extends RandomCluster {
  readonly id: string;
  readonly text: string;
}

export interface RecordedHistory extends RandomCluster {
  readonly id: string;
  readonly steps: readonly HistoryStep[];
  /** Of the first sync, and of the sync after each step. */
  readonly texts: readonly string[];
}

export const recordedClusters = data.clusters as unknown as RecordedCluster[];
export const recordedHistories = data.histories as unknown as RecordedHistory[];

/** A cluster as kube-proxy gets it, read from its manifests. Throws if a manifest has an error. */
export function inputFrom(given: RandomCluster): ProxyInput {
  const { objects, problems } = readManifests([{ path: 'cluster.json', text: manifestOf(given) }]);
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Error(`${wrong.message} ${wrong.mend}`);
  return {
    services: objects.flatMap(({ object }) => (object.kind === 'Service' ? [object] : [])),
    endpointSlices: objects.flatMap(({ object }) => (object.kind === 'EndpointSlice' ? [object] : [])),
    node: nodeProxyConfig(given.config),
  };
}

/** The cluster after a step. */
export function afterStep<Cluster extends RandomCluster>(cluster: Cluster, step: HistoryStep): Cluster {
  const replaced = (old: readonly Json[], fresh: readonly Json[], gone: readonly string[]) => {
    const all = new Map([...old, ...fresh].map((object) => [nameOf(object), object]));
    for (const name of gone) all.delete(name);
    return [...all.values()];
  };
  return {
    ...cluster,
    services: replaced(cluster.services, step.services, step.deleteServices),
    endpointSlices: replaced(cluster.endpointSlices, step.endpointSlices, step.deleteSlices),
  };
}

/** The Services that kube-proxy's change trackers tell between two states: their ports or their slices differ. */
export function changedServices(
  before: ProxyInput,
  after: ProxyInput,
): Record<string, ServiceWithSlices | null> {
  const family = after.node.ipFamily;
  const view = ({ services, endpointSlices }: ProxyInput) =>
    new Map(
      joinSlices(services, endpointSlices).map((given) => [keyOf(given.service.metadata), given] as const),
    );
  const told = (given: { service: Service; slices: readonly EndpointSlice[] } | undefined) =>
    JSON.stringify(
      given === undefined
        ? [[], []]
        : [
            servicePorts(given.service, family),
            given.slices.filter(({ addressType }) => addressType === family),
          ],
    );
  const [old, now] = [view(before), view(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return Object.fromEntries(
    keys.filter((key) => told(old.get(key)) !== told(now.get(key))).map((key) => [key, now.get(key) ?? null]),
  );
}
