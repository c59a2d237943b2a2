/**
 * CoreDNS' kubernetes plugin: from a query to a response, or to the next plugin.
 * Source: coredns plugin/kubernetes/handler.go, plugin/backend_lookup.go.
 */
import type { KubernetesPluginConfig } from './corednsConfig';
import { fqdn, isSubdomain, joinZone, matchingZone } from './domainName';
import type { DnsView } from './dnsView';
import { canonicalIP } from './ipText';
import { watchedView } from './watchedView';
import {
  findRecords,
  findReverse,
  isDefaultNameServer,
  isZonalName,
  nameServers,
  type Findings,
  type FoundHost,
} from './kubernetesRecords';
import { respond, type DnsQuery, type DnsResponse, type RecordType, type ResourceRecord } from './message';

/** Looks a name up outside of this plugin, as CoreDNS asks itself: the target of an ExternalName Service. */
export type UpstreamLookup = (query: DnsQuery) => DnsResponse;

/** SOA serial of the test fixtures; the real one is the time of the last change. */
const SOA_SERIAL = 1499347823;
const MAX_CNAME_CHAIN = 10;
const DNS_SCHEMA_VERSION = '1.1.0';

interface Question {
  /** In the case of the query. */
  readonly qname: string;
  readonly name: string;
  readonly zone: string;
  readonly type: RecordType;
}

interface Records {
  readonly notFound: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly truncated: boolean;
}

const NAME_ERROR: Records = { notFound: true, answers: [], additional: [], truncated: false };

interface Backend {
  readonly view: DnsView;
  readonly config: KubernetesPluginConfig;
  readonly upstream: UpstreamLookup;
}

function withRecords(
  answers: readonly ResourceRecord[],
  additional: readonly ResourceRecord[] = [],
): Records {
  return { notFound: false, answers, additional, truncated: false };
}

/** Source: coredns plugin/etcd/msg/type.go `HostType`: an IPv4 address within IPv6 is an A record. */
function typeOf(host: string): 'A' | 'AAAA' | 'CNAME' {
  const ip = canonicalIP(host);
  return ip === undefined ? 'CNAME' : ip.includes(':') ? 'AAAA' : 'A';
}

/** The zone's SOA record; its TTL is at most 300 s. Source: backend_lookup.go `SOA`. */
export function startOfAuthority(zone: string, ttlSeconds: number): ResourceRecord {
  return {
    name: zone,
    ttl: Math.min(ttlSeconds, 300),
    type: 'SOA',
    data: `${joinZone('ns.dns', zone)} ${joinZone('hostmaster', zone)} ${SOA_SERIAL} 7200 1800 86400 ${ttlSeconds}`,
  };
}

function hostsFor(backend: Backend, question: Question): Findings {
  const { view, config } = backend;
  if (isDefaultNameServer(question)) {
    const hosts = nameServers(view, config, question.zone).filter((h) => typeOf(h.host) === question.type);
    return { notFound: false, hosts };
  }
  const findings = findRecords(view, config, question);
  if (findings.notFound || question.type !== 'SRV') return findings;
  return { notFound: false, hosts: findings.hosts.filter((h) => typeOf(h.host) !== 'CNAME') };
}

function addressRecords(
  backend: Backend,
  question: Question,
  type: 'A' | 'AAAA',
  previous: readonly ResourceRecord[],
): Records {
  const findings = hostsFor(backend, { ...question, type });
  if (findings.notFound) return NAME_ERROR;
  const { ttlSeconds } = backend.config;
  const answers: ResourceRecord[] = [];
  const seen = new Set<string>();
  let truncated = false;
  for (const { host } of findings.hosts) {
    const what = typeOf(host);
    if (what === type && !seen.has(host)) {
      seen.add(host);
      answers.push({ name: question.qname, ttl: ttlSeconds, type, data: canonicalIP(host)! });
    }
    if (what !== 'CNAME') continue;
    const target = fqdn(host);
    if (isSubdomain(question.name, target)) continue; // a direct loop
    if (previous.length > MAX_CNAME_CHAIN || previous.some((record) => record.data === target)) continue;
    const alias: ResourceRecord = { name: question.qname, ttl: ttlSeconds, type: 'CNAME', data: target };
    if (isSubdomain(question.zone, target)) {
      const inside: Question = { qname: target, name: target.toLowerCase(), zone: question.zone, type };
      const next = addressRecords(backend, inside, type, [...previous, alias]);
      if (next.answers.length > 0) answers.push(alias, ...next.answers);
      truncated ||= next.truncated;
      continue;
    }
    const outside = backend.upstream({ name: target, type });
    answers.push(alias, ...outside.answers);
    truncated ||= outside.truncated;
  }
  return { notFound: false, answers, additional: [], truncated };
}

function addressOf(host: FoundHost, ttl: number): ResourceRecord {
  return { name: host.owner, ttl, type: typeOf(host.host), data: canonicalIP(host.host) ?? host.host };
}

function serviceRecords(backend: Backend, question: Question): Records {
  const findings = hostsFor(backend, question);
  if (findings.notFound) return NAME_ERROR;
  const ttl = backend.config.ttlSeconds;
  const weight = Math.max(1, Math.floor((100 / (findings.hosts.length * 100)) * 100));
  const answers = new Map<string, ResourceRecord>();
  const additional = new Map<string, ResourceRecord>();
  for (const host of findings.hosts) {
    if (host.port === -1) continue;
    const target = `${host.owner} ${host.port}`;
    if (!answers.has(target)) {
      const data = `0 ${weight} ${host.port} ${host.owner}`;
      answers.set(target, { name: question.qname, ttl, type: 'SRV', data });
    }
    const address = `${host.owner} ${host.host}`;
    if (!additional.has(address)) additional.set(address, addressOf(host, ttl));
  }
  return withRecords([...answers.values()], [...additional.values()]);
}

function aliasRecords(backend: Backend, question: Question): Records {
  const findings = hostsFor(backend, question);
  if (findings.notFound) return NAME_ERROR;
  const first = findings.hosts[0];
  if (first === undefined || typeOf(first.host) !== 'CNAME') return withRecords([]);
  const ttl = backend.config.ttlSeconds;
  return withRecords([{ name: question.qname, ttl, type: 'CNAME', data: fqdn(first.host) }]);
}

function pointerRecords(backend: Backend, question: Question): Records {
  const { notFound, names } = findReverse(backend.view, backend.config, question);
  if (notFound) return NAME_ERROR;
  const ttl = backend.config.ttlSeconds;
  return withRecords(names.map((data) => ({ name: question.qname, ttl, type: 'PTR' as const, data })));
}

function nameServerRecords(backend: Backend, question: Question): Records {
  const hosts = nameServers(backend.view, backend.config, question.zone);
  const ttl = backend.config.ttlSeconds;
  const owners = [...new Set(hosts.map((host) => host.owner))];
  return withRecords(
    owners.map((data) => ({ name: question.qname, ttl, type: 'NS' as const, data })),
    hosts.map((host) => addressOf(host, ttl)),
  );
}

function textRecords(backend: Backend, question: Question): Records {
  if (question.name === joinZone('dns-version', question.zone).toLowerCase()) {
    return withRecords([{ name: question.qname, ttl: 28800, type: 'TXT', data: `"${DNS_SCHEMA_VERSION}"` }]);
  }
  const findings = findRecords(backend.view, backend.config, question);
  if (!findings.notFound && findings.hosts.length > 0) return withRecords([]);
  const zonal = !findings.notFound && isZonalName(backend.config, question);
  return zonal ? withRecords([]) : NAME_ERROR;
}

function recordsFor(backend: Backend, question: Question): Records {
  switch (question.type) {
    case 'A':
    case 'AAAA':
      return addressRecords(backend, question, question.type, []);
    case 'SRV':
      return serviceRecords(backend, question);
    case 'CNAME':
      return aliasRecords(backend, question);
    case 'PTR':
      return pointerRecords(backend, question);
    case 'TXT':
      return textRecords(backend, question);
    case 'MX': {
      const findings = hostsFor(backend, question); // no Service declares mail
      return findings.notFound ? NAME_ERROR : withRecords([]);
    }
    case 'SOA':
      if (question.qname !== question.zone) return withRecords([]);
      return withRecords([startOfAuthority(question.zone, backend.config.ttlSeconds)]);
    case 'NS':
      if (question.name === question.zone) return nameServerRecords(backend, question);
  }
  // A pretended A look-up tells NODATA from NXDOMAIN.
  const { notFound } = addressRecords(backend, { ...question, type: 'A' }, 'A', []);
  return notFound ? NAME_ERROR : withRecords([]);
}

/**
 * Answers a query from the cluster's objects; undefined when the name belongs to
 * none of the plugin's zones, or does not exist and falls through to the next plugin.
 */
export function answerFromCluster(
  query: DnsQuery,
  view: DnsView,
  config: KubernetesPluginConfig,
  upstream: UpstreamLookup,
): DnsResponse | undefined {
  const qname = fqdn(query.name);
  const zoneName = matchingZone(config.zones, qname);
  if (zoneName === undefined) return undefined;
  const zone = qname.slice(qname.length - zoneName.length);
  const question: Question = { qname, name: qname.toLowerCase(), zone, type: query.type };
  const records = recordsFor({ view: watchedView(view, config), config, upstream }, question);
  const authority = [startOfAuthority(zone, config.ttlSeconds)];
  if (records.notFound) {
    if (matchingZone(config.fallthrough, qname) !== undefined) return undefined;
    return respond(view.synced ? 'NXDOMAIN' : 'SERVFAIL', { authority });
  }
  if (records.answers.length === 0) return respond('NOERROR', { authority });
  const { answers, additional, truncated } = records;
  return respond('NOERROR', { answers, additional, truncated });
}
