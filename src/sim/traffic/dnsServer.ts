/** A CoreDNS Pod at work: queries arrive as packets, answers leave as packets. */
import { sendToMachine, startMachine, stopMachine } from '../kernel/machines';
import { answer, type DnsCache } from '../dns/coredns';
import { KUBEADM_COREFILE, type CorednsConfig } from '../dns/corednsConfig';
import { readCorefile } from '../dns/corefile';
import type { DnsView } from '../dns/dnsView';
import { matchingZone } from '../dns/domainName';
import type { DnsQuery, DnsResponse } from '../dns/message';
import type { PublicNames } from '../dns/publicNames';
import { isKnownPod } from '../dns/viewOf';
import { corednsChart } from './charts/dns';
import { cacheOf } from './dnsCaches';
import { answerOf, roadOf, type AnswerRoad } from './dnsOrigin';
import type { HopName } from './hopNames';
import { nameOfPod, tellHop } from './hops';
import { dnsDecision } from './lookups';
import { podPlace, type TrafficDraft } from './places';
import { answerFlow, sendPacket } from './transmit';
import type { PacketRow } from './tables';
import { TIMING } from './timing';

const DNS_PORT = 53;

/** A query has reached a Pod: CoreDNS takes it up, or its kernel says that nobody listens. */
export function onDnsQuery(draft: TrafficDraft, packet: PacketRow, pod: string): void {
  const process = draft.get('processes', pod);
  const listens = process?.state === 'listening' && process.ports.includes(DNS_PORT);
  if (!listens || packet.dns === null) {
    sendPacket(draft, podPlace(pod), { ...replyTo(packet), kind: 'ICMP', label: 'ICMP' });
    return;
  }
  const entity = entityOf(packet.id);
  const { query } = packet.dns;
  const road = roadOf(query, configOf(draft), cacheOf(draft, pod), answering(draft, packet, query));
  draft.put('dnsWork', packet.id, { pod, packet, arrivedAt: draft.now, road });
  const delays = { lookupTime: TIMING.corednsMicros, forwardTime: TIMING.corednsForwardMicros };
  startMachine(draft, corednsChart, entity, { delays });
  const event = {
    cache: 'CACHED',
    forward: 'OUTSIDE',
    kubernetes: 'IN_CLUSTER_ZONE',
    nobody: 'IN_CLUSTER_ZONE',
  };
  sendToMachine(draft, corednsChart, entity, event[road.by], { delays });
}

/** CoreDNS as a function of a cache, for one query. */
function answering(draft: TrafficDraft, packet: PacketRow, query: DnsQuery) {
  const client = packet.flow.source.ip;
  return (cache: DnsCache | undefined) =>
    answer(query, viewOfWorld(draft), configOf(draft), publicNamesOf(draft), client, cache);
}

/** CoreDNS has finished: the answer leaves. */
export function onDnsWorkDone(draft: TrafficDraft, entity: string, event: string): void {
  const id = entity.slice('dns/'.length);
  const work = draft.get('dnsWork', id);
  const moved = sendToMachine(draft, corednsChart, entity, event);
  stopMachine(draft, corednsChart, entity);
  draft.remove('dnsWork', id);
  if (work === undefined || moved === null || work.packet.dns === null) return;
  const { query } = work.packet.dns;
  const cache = cacheOf(draft, work.pod);
  const { answer: response, kept } = answerOf(work.road, query, cache, answering(draft, work.packet, query));
  const origin = {
    by: work.road.by,
    ...(work.road.by === 'cache' ? { storedBy: response.answeredBy, ...lowestTtl(response) } : {}),
    micros: draft.now - work.arrivedAt,
    keptSeconds: kept,
  };
  tellHop(draft, {
    name: storyOf(draft, query, response, work.road.by),
    params: {
      server: nameOfPod(draft, work.pod),
      name: query.name,
      type: query.type,
      answer: response.answers.at(-1)?.data ?? response.rcode,
      ttl: response.answers.at(-1)?.ttl ?? 0,
      count: response.answers.length,
    },
    parents: [work.packet.request, work.packet.carrier, work.packet.id],
    request: work.packet.request,
    leg: work.packet.leg,
    kind: 'decide',
    level: work.packet.leg === 'service' && query.type === 'A' ? 'main' : 'fine',
    layer: 'DNS',
    label: query.type,
    startAt: work.arrivedAt,
    endAt: draft.now,
    rewriteAt: null,
    route: [
      { place: podPlace(work.pod), at: work.arrivedAt },
      { place: podPlace(work.pod), at: draft.now },
    ],
    actor: podPlace(work.pod),
    before: work.packet.flow,
    after: work.packet.flow,
    http: null,
    decision: dnsDecision(podPlace(work.pod), query, response, origin),
    verdict: 'answered',
  });
  sendPacket(draft, podPlace(work.pod), {
    ...replyTo(work.packet),
    kind: 'dnsAnswer',
    label: query.type,
    dns: { query, response, server: nameOfPod(draft, work.pod) },
  });
}

/** What is left of a kept answer: all its records have the same TTL. */
function lowestTtl({ answers, authority }: DnsResponse): { ttlLeft?: number } {
  const [first] = [...answers, ...authority];
  return first === undefined ? {} : { ttlLeft: first.ttl };
}

/** Which story an answer is: a Service's VIP, a headless Service's Pods, a name from outside, something kept, or nothing. */
function storyOf(draft: TrafficDraft, query: DnsQuery, response: DnsResponse, by: AnswerRoad['by']): HopName {
  if (response.kind !== 'ANSWER') return response.kind === 'NODATA' ? 'dnsNoData' : 'dnsNotFound';
  if (by === 'cache') return 'dnsFromCache';
  const isOurs = matchingZone(configOf(draft).kubernetes?.zones ?? [], query.name) !== undefined;
  // An ExternalName Service answers with another name: what follows comes from outside, too.
  if (!isOurs || response.answers[0]?.type === 'CNAME') return 'dnsFoundOutside';
  const data = response.answers.at(-1)?.data ?? '';
  return draft.lookup('services', 'byIP', data).length > 0 ? 'dnsFound' : 'dnsFoundPods';
}

/** CoreDNS has died in the middle of its work on a query: no answer leaves. */
export function abandonDnsWork(draft: TrafficDraft, packet: string): void {
  stopMachine(draft, corednsChart, entityOf(packet));
  draft.remove('dnsWork', packet);
}

function entityOf(packet: string): string {
  return `dns/${packet}`;
}

function replyTo(packet: PacketRow) {
  return {
    line: null,
    request: packet.request,
    leg: packet.leg,
    carrier: packet.carrier,
    dns: packet.dns,
    isReply: true,
    flow: answerFlow(packet.flow),
  };
}

const corefiles = new Map<string, CorednsConfig>();

/** The Corefile in ConfigMap `kube-system/coredns`, else kubeadm's. Read once per text. */
export function configOf(draft: Pick<TrafficDraft, 'get'>): CorednsConfig {
  const text = draft.get('configMaps', 'kube-system/coredns')?.data['Corefile'] ?? KUBEADM_COREFILE;
  let config = corefiles.get(text);
  if (config === undefined) {
    config = readCorefile(text).config ?? readCorefile(KUBEADM_COREFILE).config!;
    corefiles.set(text, config);
  }
  return config;
}

/** The cluster as CoreDNS' informers know it: here without delay of their own. */
export function viewOfWorld(draft: Pick<TrafficDraft, 'get' | 'lookup' | 'tables'>): DnsView {
  return {
    synced: true,
    namespaceExists: (namespace) =>
      ['default', 'kube-system', 'kube-public', 'kube-node-lease'].includes(namespace) ||
      draft.lookup('services', 'byNamespace', namespace).length > 0,
    service: (namespace, name) => draft.get('services', `${namespace}/${name}`),
    endpointSlices: (namespace, service) =>
      draft
        .lookup('endpointSlices', 'byService', `${namespace}/${service}`)
        .map((key) => draft.tables.endpointSlices[key]!),
    servicesByClusterIP: (ip) =>
      draft
        .lookup('services', 'byIP', ip)
        .map((key) => draft.tables.services[key]!)
        .filter((service) => service.spec.clusterIPs.includes(ip)),
    endpointSlicesByAddress: (ip) =>
      Object.keys(draft.tables.endpointSlices)
        .sort()
        .map((key) => draft.tables.endpointSlices[key]!)
        .filter((slice) =>
          slice.endpoints.some((endpoint) => endpoint.conditions.ready && endpoint.addresses.includes(ip)),
        ),
    podsByIP: (ip) =>
      draft
        .lookup('pods', 'byIP', ip)
        .map((key) => draft.tables.pods[key]!)
        .filter(isKnownPod),
  };
}

function publicNamesOf(draft: TrafficDraft): PublicNames {
  const names: Record<string, { type: 'A'; ttl: number; data: string }[]> = {};
  for (const [name, addresses] of Object.entries(draft.tables.publicNames)) {
    names[`${name}.`] = addresses.map((data) => ({ type: 'A', ttl: 300, data }));
  }
  return names;
}
