/** What exists at a moment, as a table: nodes and their Pods, Services and their endpoints, the rules of each node. */
import { formatSocket } from '../sim/packet/headers';
import type { Focus } from './focus';
import { staleMicros } from './nodes';
import { podBox } from './pods';
import type { TopologyCard, TopologyPod } from './storyCards';
import type { WorldView } from './view';

/** Everything that exists at the moment of a view. */
export function topologyCard(view: WorldView, focus: Focus): TopologyCard {
  const nodes = Object.keys(view.tables.nodes).sort();
  const services = Object.keys(view.tables.services).sort();
  const podsOn = (node: string) => view.lookup('pods', 'byNode', node).map((key) => podOf(view, focus, key));
  const stale = (service: string) =>
    nodes.flatMap((node) => {
      const micros = staleMicros(view, node, service);
      return micros > 0 ? [{ node, micros }] : [];
    });
  const rows = services.map((key) => ({ ...serviceOf(view, key), stale: stale(key) }));
  return {
    at: view.at,
    nodes: nodes.map((name) => {
      const { status, spec } = view.tables.nodes[name]!;
      return { name, ip: status.internalIP, podCIDR: spec.podCIDR, pods: podsOn(name) };
    }),
    pending: Object.keys(view.tables.pods)
      .filter((key) => view.tables.pods[key]!.spec.nodeName === undefined)
      .sort()
      .map((key) => podOf(view, focus, key)),
    services: rows,
    rules: nodes.map((node) => ({
      node,
      syncedAt: view.tables.ruleSets[node]?.syncedAt ?? null,
      resourceVersion: view.tables.ruleSets[node]?.seenVersion ?? 0,
      staleServices: rows.filter((row) => row.stale.some((one) => one.node === node)).map((row) => row.key),
    })),
  };
}

function podOf(view: WorldView, focus: Focus, key: string): TopologyPod {
  const pod = view.tables.pods[key]!;
  const box = podBox(view, key, focus);
  return {
    place: box.place,
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? 'default',
    ip: box.ip,
    state: box.state,
    ready: pod.status.ready,
    restarts: box.restarts,
    served: box.served,
  };
}

function serviceOf(view: WorldView, key: string): Omit<TopologyCard['services'][number], 'stale'> {
  const { spec } = view.tables.services[key]!;
  const endpoints = view.lookup('endpointSlices', 'byService', key).flatMap((name) => {
    const slice = view.tables.endpointSlices[name]!;
    return slice.endpoints.map(({ addresses, conditions }) => ({
      address: formatSocket({ ip: addresses[0] ?? '', port: slice.ports[0]?.port ?? 0 }),
      state: conditions.terminating
        ? ('terminating' as const)
        : conditions.ready
          ? ('ready' as const)
          : ('notReady' as const),
    }));
  });
  return {
    key,
    type: spec.type,
    vip: spec.clusterIP === '' ? (spec.externalName ?? '') : spec.clusterIP,
    ports: spec.ports.map(({ port, targetPort, protocol }) => `${port}→${targetPort}/${protocol}`).join(', '),
    selector: Object.entries(spec.selector ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
    endpoints: endpoints.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0)),
  };
}
