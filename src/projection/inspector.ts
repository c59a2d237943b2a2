/** Whatever is selected: its facts, and the statecharts that run for it. */
import { leaseRenewedAt } from '../sim/cluster/nodePower';
import { formatSeconds } from '../sim/kernel/time';
import { podEntity } from '../sim/node/podChart';
import { serviceEntity } from '../sim/traffic/serviceState';
import { kindOfIP } from './addresses';
import type { InspectorCard, PropertyRow } from './cards';
import { chartCard } from './chartCard';
import type { Focus } from './focus';
import { staleMicros } from './nodes';
import { podBox } from './pods';
import { workloadOf } from '../sim/traffic/programs';
import { gatewayCard, poolCards } from './poolCards';
import { reader, type WorldView } from './view';

/** The card of a place: `pod/…`, `node/…`, `client/…`, `service/…`, `workload/…`; null if it is gone or unknown. */
export function inspectorCard(view: WorldView, focus: Focus, place: string): InspectorCard | null {
  const slash = place.indexOf('/');
  const key = place.slice(slash + 1);
  switch (place.slice(0, slash)) {
    case 'pod':
      return podCard(view, focus, place, key);
    case 'node':
      return nodeCard(view, focus, place, key);
    case 'client':
      return clientCard(view, focus, place, key);
    case 'service':
      return serviceCard(view, place, key);
    case 'workload':
      return workloadCard(view, place, key);
    default:
      return null;
  }
}

function row(name: string, value: string, ip?: string, view?: WorldView): PropertyRow {
  const label = { key: `property.${name}`, params: {} };
  if (ip === undefined || view === undefined) return { label, value };
  return { label, value, address: { kind: kindOfIP(view, ip), text: value } };
}

/** A value that is a word, to be said in the reader's language. */
function worded(name: string, key: string): PropertyRow {
  return { label: { key: `property.${name}`, params: {} }, value: key, word: { key, params: {} } };
}

function charts(view: WorldView, entities: readonly string[]): InspectorCard['charts'] {
  return entities.flatMap((entity) => chartCard(view, entity) ?? []);
}

function podCard(view: WorldView, focus: Focus, place: string, key: string): InspectorCard | null {
  const pod = view.tables.pods[key];
  if (pod === undefined) return null;
  const box = podBox(view, key, focus);
  const process = view.tables.processes[key];
  const properties = [
    worded('state', `podState.${box.state}`),
    ...(box.ip === null ? [] : [row('podIP', box.ip, box.ip, view)]),
    ...(box.node === null ? [] : [row('node', box.node)]),
    row('phase', pod.status.phase),
    row('ready', String(pod.status.ready)),
    worded('process', `process.${process?.state ?? 'none'}`),
    ...(process === undefined ? [] : [row('listens', process.ports.join(', '))]),
    row('restarts', String(box.restarts)),
    row('served', String(box.served)),
    row('image', pod.spec.containers.map((container) => container.image).join(', ')),
    row('labels', labelText(pod.metadata.labels)),
  ];
  return {
    place,
    kind: 'pod',
    title: pod.metadata.name,
    properties,
    charts: charts(view, [podEntity(key), ...workEntities(view, key)]),
    pools: poolCards(view, key),
    ...gatewayCard(view, workloadOf(reader(view), pod)),
  };
}

/** What its program does right now: requests it works on, calls and look-ups it makes. */
function workEntities(view: WorldView, pod: string): string[] {
  const handlings = view.lookup('handlings', 'byPod', pod);
  const calls = view.lookup('exchanges', 'byOwner', `pod/${pod}`);
  const lookups = calls.flatMap((exchange) => view.lookup('lookups', 'byExchange', exchange));
  const connections = calls.flatMap((exchange) => view.tables.exchanges[exchange]?.connection ?? []);
  const queries = Object.keys(view.tables.dnsWork)
    .sort()
    .filter((id) => view.tables.dnsWork[id]!.pod === pod);
  return [
    ...handlings.slice(0, 1).map((id) => `handling/${id}`),
    ...calls.slice(0, 1),
    ...lookups.slice(0, 1),
    ...connections.slice(0, 1),
    ...queries.slice(0, 1).map((id) => `dns/${id}`),
  ];
}

function nodeCard(view: WorldView, focus: Focus, place: string, key: string): InspectorCard | null {
  const node = view.tables.nodes[key];
  if (node === undefined) return null;
  const { proxies, ruleSets } = view.tables;
  const stale = focus.service === null ? 0 : staleMicros(view, key, focus.service);
  const renewedAt = leaseRenewedAt(key, view.tables.nodePower[key], view.at);
  const leaseAge = Math.floor((view.at - renewedAt) / 1_000_000);
  const properties = [
    row('nodeIP', node.status.internalIP, node.status.internalIP, view),
    row('podCIDR', node.spec.podCIDR),
    worded(
      'nodeReady',
      `nodeReady.${node.status.ready ? 'true' : node.status.unknown === true ? 'unknown' : 'false'}`,
    ),
    row('lease', `${leaseAge} s`),
    ...(node.spec.taints ?? []).map(({ key, effect }) => row('taint', `${key}:${effect}`)),
    row('pods', String(view.lookup('pods', 'byNode', key).length)),
    row('syncedAt', ruleSets[key] === undefined ? '–' : `${formatSeconds(ruleSets[key].syncedAt)} s`),
    row('watchDelay', `${Math.round((proxies[key]?.watchDelayMicros ?? 0) / 1000)} ms`),
    row('stale', `${Math.round(stale / 1000)} ms`),
    row('conntrack', String(view.lookup('conntrack', 'byNode', key).length)),
  ];
  return {
    place,
    kind: 'node',
    title: key,
    properties,
    power: view.tables.nodePower[key]?.state ?? 'on',
    charts: charts(view, [`node/${key}`, `kubeProxy/${key}`]),
  };
}

function clientCard(view: WorldView, focus: Focus, place: string, key: string): InspectorCard | null {
  const client = view.tables.clients[key];
  if (client === undefined) return null;
  const calls = view.lookup('exchanges', 'byOwner', place);
  const mine = calls.find((id) => view.tables.exchanges[id]?.request === focus.request?.id) ?? calls[0];
  const connection = mine === undefined ? undefined : view.tables.exchanges[mine]?.connection;
  return {
    place,
    kind: 'client',
    title: client.name,
    properties: [
      row('clientIP', client.ip, client.ip, view),
      row('url', focus.request?.url ?? client.urls[0] ?? ''),
    ],
    charts: charts(view, [
      ...(mine === undefined ? [] : [mine]),
      ...(connection === undefined || connection === null ? [] : [connection]),
    ]),
  };
}

function serviceCard(view: WorldView, place: string, key: string): InspectorCard | null {
  const service = view.tables.services[key];
  if (service === undefined) return null;
  const { spec, status } = service;
  const ports = spec.ports.map(
    (port) => `${port.name === '' ? '' : `${port.name} `}${port.port} → ${port.targetPort}/${port.protocol}`,
  );
  const external = status.loadBalancer[0]?.ip;
  return {
    place,
    kind: 'service',
    title: key.slice(key.indexOf('/') + 1),
    properties: [
      row('type', spec.type),
      row('clusterIP', spec.clusterIP, spec.clusterIP, view),
      ...(external === undefined ? [] : [row('externalIP', external, external, view)]),
      row('ports', ports.join(', ')),
      row('selector', spec.selector === null ? '–' : labelText(spec.selector)),
      row('dnsName', `${service.metadata.name}.${service.metadata.namespace}.svc.cluster.local`),
    ],
    charts: charts(view, [serviceEntity(key)]),
  };
}

function workloadCard(view: WorldView, place: string, key: string): InspectorCard | null {
  const deployment = view.tables.deployments[key];
  if (deployment === undefined) return null;
  const { spec, status, metadata } = deployment;
  const sets = view.lookup('replicaSets', 'byOwner', `Deployment/${key}`);
  return {
    place,
    kind: 'workload',
    title: metadata.name,
    properties: [
      row('replicas', `${status.readyReplicas}/${spec.replicas}`),
      row('selector', labelText(spec.selector.matchLabels)),
      row('replicaSet', sets.map((set) => set.slice(set.indexOf('/') + 1)).join(', ')),
      row(
        'strategy',
        `${spec.strategy.type} (maxSurge ${spec.strategy.maxSurge}, maxUnavailable ${spec.strategy.maxUnavailable})`,
      ),
    ],
    charts: [],
    ...gatewayCard(view, `Deployment/${key}`),
  };
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
