/** Name look-ups: by the stub resolver in a Pod through CoreDNS, and by a browser at its public resolver. */
import { sendToMachine, startMachine, stopMachine } from '../kernel/machines';
import { podResolvConf, type ResolvConf } from '../dns/resolvConf';
import { startResolution, stepResolution, type ResolutionStep } from '../dns/stubResolver';
import type { DnsQuery, DnsResponse } from '../dns/message';
import { resolverChart } from './charts/dns';
import { nameOfPlace, tellHop } from './hops';
import type { FlowHeaders } from '../packet/headers';
import type { DnsOrigin } from '../packet/hop';
import { clientAt, ephemeralPort, nextId, podAt, podPlace, type TrafficDraft } from './places';
import { sendPacket } from './transmit';
import type { ExchangeRow, LookupRow, PacketRow } from './tables';
import { TIMING } from './timing';

/** Due when the public resolver answers a browser. */
export interface PublicAnswerDue {
  readonly exchange: string;
}

/** How a look-up ended; null while it goes on. */
export interface LookupEnd {
  readonly exchange: string;
  readonly addresses: readonly string[];
  readonly cause: 'nameNotFound' | 'dnsTimeout' | null;
}

/** Begins to look up an exchange's host. */
export function beginLookup(draft: TrafficDraft, exchange: ExchangeRow): void {
  if (clientAt(exchange.owner) !== undefined) {
    draft.schedule({
      type: 'traffic/publicAnswer',
      delayMicros: TIMING.publicDnsMicros,
      data: { exchange: exchange.id } satisfies PublicAnswerDue,
    });
    return;
  }
  const podKey = podAt(exchange.owner);
  const pod = podKey === undefined ? undefined : draft.get('pods', podKey);
  if (podKey === undefined || pod === undefined) return;
  const conf = resolvConfOf(draft, podKey);
  const first = startResolution({ name: exchange.host, resolvConf: conf });
  if (first.result !== null) {
    // Nobody is asked for an address, for localhost, and for what is no name.
    const data = { exchange: exchange.id } satisfies PublicAnswerDue;
    draft.schedule({ type: 'traffic/publicAnswer', delayMicros: 1, data });
    return;
  }
  const id = nextId(draft, 'lookup', 'l');
  const lookup: LookupRow = {
    id,
    exchange: exchange.id,
    pod: podKey,
    name: exchange.host,
    flow: {
      protocol: 'udp',
      source: { ip: pod.status.podIP ?? '', port: ephemeralPort(draft, exchange.owner) },
      destination: { ip: conf.nameservers[0] ?? '', port: 53 },
    },
    resolution: first.state,
    waiting: first.queries,
    attempt: 1,
  };
  draft.put('lookups', id, lookup);
  startMachine(draft, resolverChart, id, { delays: { queryTimeout: conf.timeoutSeconds * 1_000_000 } });
  sendQueries(draft, lookup);
}

/** The resolv.conf that the kubelet wrote for a Pod. */
export function resolvConfOf(draft: TrafficDraft, podKey: string): ResolvConf {
  const pod = draft.get('pods', podKey);
  const clusterDNS = draft.get('services', 'kube-system/kube-dns')?.spec.clusterIP;
  return podResolvConf({
    namespace: pod?.metadata.namespace ?? 'default',
    dnsPolicy: pod?.spec.dnsPolicy ?? 'ClusterFirst',
    hostNetwork: pod?.spec.hostNetwork ?? false,
    clusterDNS: clusterDNS === undefined ? [] : [clusterDNS],
    clusterDomain: 'cluster.local',
    hostSearch: [],
    hostNameservers: [],
  });
}

function sendQueries(draft: TrafficDraft, lookup: LookupRow): void {
  const exchange = draft.get('exchanges', lookup.exchange);
  if (exchange === undefined) return;
  lookup.waiting.forEach((query, index) => {
    sendPacket(draft, exchange.owner, {
      kind: 'dnsQuery',
      label: `${query.type}?`,
      line: null,
      request: exchange.request,
      leg: exchange.leg,
      carrier: lookup.id,
      dns: { query, response: null, server: null },
      isReply: false,
      flow: lookup.flow,
      delayMicros: index, // side by side, but one after the other on the wire
    });
  });
}

/** An answer has come back to the Pod. */
export function onDnsAnswer(draft: TrafficDraft, packet: PacketRow): LookupEnd | null {
  const lookup = draft.get('lookups', packet.carrier);
  const { dns } = packet;
  if (lookup === undefined || dns === null || dns.response === null) return null;
  return follow(draft, lookup, stepResolution(lookup.resolution, dns.query, dns.response), dns.query);
}

function follow(
  draft: TrafficDraft,
  lookup: LookupRow,
  step: ResolutionStep,
  answered: DnsQuery,
): LookupEnd | null {
  const still = lookup.waiting.filter(
    (query) => query.name !== answered.name || query.type !== answered.type,
  );
  const { result } = step;
  if (result !== null) {
    const found = result.addresses.length > 0;
    sendToMachine(draft, resolverChart, lookup.id, found ? 'FOUND' : 'NOT_FOUND');
    endLookup(draft, lookup.id);
    return { exchange: lookup.exchange, addresses: result.addresses, cause: found ? null : 'nameNotFound' };
  }
  const next: LookupRow = {
    ...lookup,
    resolution: step.state,
    waiting: step.queries.length > 0 ? step.queries : still,
  };
  draft.put('lookups', lookup.id, next);
  if (step.queries.length > 0) {
    sendToMachine(draft, resolverChart, lookup.id, 'NEXT_NAME', timeoutOf(draft, lookup));
    sendQueries(draft, next);
  }
  return null;
}

function timeoutOf(draft: TrafficDraft, lookup: LookupRow) {
  const conf = resolvConfOf(draft, lookup.pod);
  return {
    guards: { hasAttemptsLeft: () => lookup.attempt < conf.attempts },
    delays: { queryTimeout: conf.timeoutSeconds * 1_000_000 },
  };
}

/** A query was rejected. A and AAAA go side by side: the second refusal of an attempt finds its socket closed. */
export function onDnsRefusal(draft: TrafficDraft, packet: PacketRow): LookupEnd | null {
  const lookup = draft.get('lookups', packet.carrier);
  if (lookup?.flow.source.port !== packet.flow.destination.port) return null;
  return onLookupTrouble(draft, packet.carrier, 'REJECTED');
}

/** No answer in time, or the query was rejected: ask again, or give up. */
export function onLookupTrouble(draft: TrafficDraft, id: string, event: string): LookupEnd | null {
  const lookup = draft.get('lookups', id);
  if (lookup === undefined) return null;
  const moved = sendToMachine(draft, resolverChart, id, event, timeoutOf(draft, lookup));
  if (moved === null) return null;
  if (moved.to === 'unreachable') {
    tellUnreachable(draft, lookup, event === 'REJECTED' ? 'dnsRefused' : 'dnsUnreachable');
    endLookup(draft, id);
    return { exchange: lookup.exchange, addresses: [], cause: 'dnsTimeout' };
  }
  const next = { ...lookup, attempt: lookup.attempt + 1, flow: flowOfNextAttempt(draft, lookup, event) };
  draft.put('lookups', id, next);
  sendQueries(draft, next);
  return null;
}

/**
 * After a timeout the resolver sends again from the same socket, so conntrack leads the query to the
 * same DNS server again; after a refusal it opens a new socket, which the rules see as a new flow.
 * Source: glibc resolv/res_send.c send_dg (a timeout returns, an error closes) and reopen.
 */
function flowOfNextAttempt(draft: TrafficDraft, lookup: LookupRow, event: string): FlowHeaders {
  if (event !== 'REJECTED') return lookup.flow;
  const port = ephemeralPort(draft, podPlace(lookup.pod));
  return { ...lookup.flow, source: { ...lookup.flow.source, port } };
}

/** What a Pod's resolver makes of a name for which it asks nobody. */
function withoutQuery(draft: TrafficDraft, { id, owner, host }: ExchangeRow): LookupEnd | null {
  const podKey = podAt(owner);
  if (podKey === undefined) return null;
  const { result } = startResolution({ name: host, resolvConf: resolvConfOf(draft, podKey) });
  const addresses = result?.addresses ?? [];
  return { exchange: id, addresses, cause: addresses.length > 0 ? null : 'nameNotFound' };
}

/** The public resolver answers a browser from the public names. */
export function onPublicAnswer(draft: TrafficDraft, exchangeId: string): LookupEnd | null {
  const exchange = draft.get('exchanges', exchangeId);
  if (exchange === undefined) return null;
  if (clientAt(exchange.owner) === undefined) return withoutQuery(draft, exchange);
  const addresses = draft.get('publicNames', exchange.host) ?? [];
  const found = addresses.length > 0;
  tellHop(draft, {
    name: found ? 'publicDns' : 'publicDnsFailed',
    params: { host: exchange.host, address: addresses[0] ?? '', from: nameOfPlace(draft, exchange.owner) },
    parents: [exchange.request, exchange.id],
    request: exchange.request,
    leg: exchange.leg,
    kind: 'resolve',
    level: 'main',
    layer: 'DNS',
    label: 'A?',
    startAt: exchange.startedAt,
    endAt: draft.now,
    rewriteAt: null,
    route: [
      { place: exchange.owner, at: exchange.startedAt },
      { place: 'internet/dns', at: Math.round((exchange.startedAt + draft.now) / 2) },
      { place: exchange.owner, at: draft.now },
    ],
    actor: 'internet/dns',
    before: null,
    after: null,
    http: null,
    decision: {
      by: 'dns',
      server: 'internet/dns',
      queries: [
        {
          name: `${exchange.host}.`,
          type: 'A',
          rcode: found ? 'NOERROR' : 'NXDOMAIN',
          answers: addresses.map((data) => ({ type: 'A', data, ttl: 300 })),
        },
      ],
    },
    verdict: found ? 'answered' : 'failed',
  });
  return { exchange: exchangeId, addresses, cause: found ? null : 'nameNotFound' };
}

/** What a DNS exchange looked like, for a hop's decision. */
export function dnsDecision(server: string, query: DnsQuery, response: DnsResponse, origin: DnsOrigin) {
  return {
    by: 'dns' as const,
    server,
    queries: [
      {
        name: query.name,
        type: query.type as string,
        rcode: response.rcode as string,
        answers: response.answers.map(({ type, data, ttl }) => ({ type: type as string, data, ttl })),
        origin,
      },
    ],
  };
}

/** Stops whatever an exchange still looks up. */
export function cancelLookups(draft: TrafficDraft, exchange: string): void {
  for (const id of draft.lookup('lookups', 'byExchange', exchange)) endLookup(draft, id);
}

function endLookup(draft: TrafficDraft, id: string): void {
  stopMachine(draft, resolverChart, id);
  draft.remove('lookups', id);
}

function tellUnreachable(
  draft: TrafficDraft,
  lookup: LookupRow,
  name: 'dnsRefused' | 'dnsUnreachable',
): void {
  const exchange = draft.get('exchanges', lookup.exchange);
  if (exchange === undefined) return;
  tellHop(draft, {
    name,
    params: {
      from: nameOfPlace(draft, exchange.owner),
      name: lookup.name,
      server: lookup.flow.destination.ip,
    },
    parents: [exchange.request, lookup.id],
    request: exchange.request,
    leg: exchange.leg,
    kind: 'timeout',
    level: 'main',
    layer: 'DNS',
    label: '⏱',
    startAt: exchange.startedAt,
    endAt: draft.now,
    rewriteAt: null,
    route: [{ place: exchange.owner, at: exchange.startedAt }],
    actor: exchange.owner,
    before: null,
    after: null,
    http: null,
    decision: { by: 'socket', pod: lookup.pod, reason: 'dnsTimeout' },
    verdict: 'failed',
  });
}
