/** `hopscope resolve`: every query that a Pod's resolver sends for a name, and what CoreDNS answers. */
import type { Pod } from '../sim/cluster/objects';
import { whyNotAsked, type NotAskable } from '../sim/dns/askableName';
import { answer, leftCluster } from '../sim/dns/coredns';
import { KUBEADM_COREFILE, type CorednsConfig } from '../sim/dns/corednsConfig';
import { readCorefile } from '../sim/dns/corefile';
import { reverseName } from '../sim/dns/ipText';
import type { DnsQuery, DnsResponse } from '../sim/dns/message';
import { formatResolvConf, podResolvConf, type ResolvConf } from '../sim/dns/resolvConf';
import { candidateNames, resolveNow, startResolution, type Libc } from '../sim/dns/stubResolver';
import { isKnownPod, viewOf } from '../sim/dns/viewOf';
import { clusterAtRest, type ClusterAtRest } from './clusterAtRest';
import { print, type Command, type Io } from './command';
import { InputError, UsageError } from './errors';
import { readPath } from './files';
import { findPod, readPodName } from './pods';
import { problemLine, refuseErrors, shownConfigurationProblem } from './problems';
import { readSystem } from './system';

const TYPES = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'TXT', 'NS', 'SOA', 'MX', 'ANY'] as const;
type AskedType = (typeof TYPES)[number];

interface Asked {
  readonly query: DnsQuery;
  readonly response: DnsResponse;
}

export const resolve: Command = {
  name: 'resolve',
  usage:
    '<path…> --from NAMESPACE/POD NAME [--type A|AAAA|SRV|CNAME|PTR|TXT|NS|SOA|MX|ANY] [--corefile FILE]',
  summary: 'show every DNS query that a Pod sends for a name, with CoreDNS’ answers',
  examples: [
    'hopscope resolve scenarios/where-a-service-works --from default/api-gateway user-api-service',
    'hopscope resolve my.yaml --from default/ _http._tcp.web.shop.svc.cluster.local --type SRV',
  ],
  flags: {
    from: {
      value: 'NAMESPACE/POD',
      about: 'who asks: a Pod, the beginning of its name, or NAMESPACE/ for any Pod of a namespace',
    },
    type: {
      value: 'A|AAAA|SRV|CNAME|PTR|TXT|NS|SOA|MX|ANY',
      about: 'the record type; A and AAAA together if not said otherwise',
    },
    corefile: {
      value: 'FILE',
      about: 'CoreDNS’ configuration; that of the manifests, else kubeadm’s, if absent',
    },
    libc: { value: 'glibc|musl|go', about: 'whose resolver asks; glibc if not said otherwise' },
  },
  run({ args, flags }, io) {
    const from = flags.text('from');
    const type = flags.word<AskedType>('type', TYPES);
    const libc: Libc = flags.word('libc', ['glibc', 'musl', 'go']) ?? 'glibc';
    if (from === undefined) throw new UsageError('--from is missing: say --from NAMESPACE/POD');
    const pod = readPodName(from);
    if (pod === undefined) throw new UsageError(`--from must be NAMESPACE/POD, not "${from}"`);
    const name = args.at(-1);
    if (name === undefined || args.length < 2) {
      throw new UsageError('say which files, and after them the name to resolve');
    }

    const given = readSystem(args.slice(0, -1), io);
    refuseErrors(given.problems, io);
    const cluster = clusterAtRest(given, io);
    const corefile = flags.text('corefile') ?? null;
    const config = onCorednsPod(readConfig(corefile, given.system.reading.objects, io), cluster);
    const conf = resolvConfOf(cluster, pod);
    const client = clientIPOf(cluster, pod);
    const reason = whyNotAsked(name, libc);
    if (reason !== undefined) io.err(`nobody is asked: ${WHY_NOT_ASKED[reason]}\n`);
    const view = viewOf(cluster);
    let isOutside = false;
    const ask = (query: DnsQuery) => {
      const response = answer(query, view, config, given.publicNames, client);
      isOutside ||= leftCluster(response);
      return response;
    };
    const { asked, addresses, error } =
      type === undefined || type === 'A' || type === 'AAAA'
        ? lookUp(name, conf, libc, type === undefined ? ['A', 'AAAA'] : [type], ask)
        : search(name, conf, libc, type, ask);
    const result = {
      queries: asked.map(({ query, response: { rcode, answers, authority, additional } }) => ({
        ...query,
        rcode,
        answers,
        authority,
        additional,
      })),
      addresses,
      error,
    };
    if (isOutside && asked.at(-1)?.response.kind !== 'ANSWER') {
      io.err('CoreDNS asked outside: only names in a scenario’s publicDns are known there\n');
    }
    print(io, flags, result, () => describe(conf, asked, addresses, error));
    return 0;
  },
};

type Ask = (query: DnsQuery) => DnsResponse;

/** As getaddrinfo asks for addresses. */
function lookUp(name: string, resolvConf: ResolvConf, libc: Libc, families: ('A' | 'AAAA')[], ask: Ask) {
  const { asked, result } = resolveNow(startResolution({ name, resolvConf, libc, families }), ask);
  return {
    asked: asked.flatMap(({ query, outcome }): Asked[] =>
      outcome === 'timeout' ? [] : [{ query, response: outcome }],
    ),
    addresses: result.addresses,
    error: result.error as string | null,
  };
}

/**
 * As res_search asks for other types: one candidate after the other until one has an answer. An address
 * is asked for by its name in the reverse zone. Source: glibc resolv/res_query.c `__res_context_search`.
 */
function search(name: string, conf: ResolvConf, libc: Libc, type: AskedType, ask: Ask) {
  const reverse = type === 'PTR' ? reverseName(name) : undefined;
  const asked: Asked[] = [];
  const candidates = whyNotAsked(name, libc) === undefined ? candidateNames(reverse ?? name, conf, libc) : [];
  for (const candidate of candidates) {
    const query: DnsQuery = { name: candidate, type };
    const response = ask(query);
    asked.push({ query, response });
    if (response.kind === 'ANSWER' || (response.kind === 'NODATA' && libc === 'musl')) break;
  }
  const last = asked.at(-1)?.response;
  return {
    asked,
    addresses: addressesIn(last),
    error: last?.kind === 'ANSWER' ? null : (last?.kind ?? 'NXDOMAIN'),
  };
}

/** Addresses that came along: SRV targets have theirs in the additional section. */
function addressesIn(response: DnsResponse | undefined): string[] {
  if (response === undefined) return [];
  const records = [...response.answers, ...response.additional];
  return records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ data }) => data);
}

const WHY_NOT_ASKED: Readonly<Record<NotAskable, string>> = {
  empty: 'the name is empty',
  emptyLabel: 'the name has an empty label: two dots side by side, or a dot at its beginning',
  longLabel: 'a label of the name is longer than 63 bytes (RFC 1035 §2.3.4)',
  longName: 'the name is longer than 253 bytes (RFC 1035 §2.3.4)',
  badCharacter:
    'this resolver takes names of ASCII letters, digits, dots, dashes and underscores; write others in ' +
    'their ASCII form, xn--…',
};

/** CoreDNS knows its own address, and says by it who the zone’s name servers are. */
function onCorednsPod(config: CorednsConfig, { pods }: ClusterAtRest): CorednsConfig {
  const own = pods.find(({ metadata }) => metadata.labels['k8s-app'] === 'kube-dns')?.status.podIP;
  if (config.kubernetes === undefined || own === undefined) return config;
  return { ...config, kubernetes: { ...config.kubernetes, localIPs: [own] } };
}

/** The address from which the queries come; of any Pod of the namespace if none is named. */
function clientIPOf(cluster: ClusterAtRest, from: { namespace: string; name: string }): string | undefined {
  const { namespace, name } = from;
  if (name !== '') return findPod(cluster, namespace, name).status.podIP;
  return cluster.pods.find((pod) => pod.metadata.namespace === namespace && isKnownPod(pod))?.status.podIP;
}

/** The resolv.conf of the Pod; without a Pod's name, of any Pod of the namespace with the usual dnsPolicy. */
export function resolvConfOf(cluster: ClusterAtRest, from: { namespace: string; name: string }): ResolvConf {
  const { namespace, name } = from;
  if (name === '' && !cluster.namespaces.includes(namespace)) {
    throw new InputError(`no namespace "${namespace}"; there are ${cluster.namespaces.join(', ')}`);
  }
  const pod: Pod | undefined = name === '' ? undefined : findPod(cluster, namespace, name);
  const dns = cluster.services.find((service) => {
    return service.metadata.namespace === 'kube-system' && service.metadata.name === 'kube-dns';
  });
  return podResolvConf({
    namespace,
    dnsPolicy: pod?.spec.dnsPolicy ?? 'ClusterFirst',
    hostNetwork: pod?.spec.hostNetwork ?? false,
    clusterDNS: dns === undefined ? [] : [dns.spec.clusterIP],
    clusterDomain: 'cluster.local',
    hostSearch: [],
    hostNameservers: [],
  });
}

/** From `--corefile`, else from the ConfigMap that CoreDNS mounts, else as kubeadm writes it. */
export function readConfig(
  path: string | null,
  objects: readonly { readonly object: { readonly kind: string }; readonly file: string }[],
  io: Io,
): CorednsConfig {
  const inManifests = objects.flatMap(({ object, file }) => {
    const map = object as {
      kind: string;
      metadata?: { name: string; namespace?: string };
      data?: Record<string, string>;
    };
    const isIt =
      map.kind === 'ConfigMap' &&
      map.metadata?.name === 'coredns' &&
      map.metadata.namespace === 'kube-system';
    const text = isIt ? map.data?.['Corefile'] : undefined;
    return text === undefined ? [] : [{ path: `${file}#Corefile`, text }];
  })[0];
  const file =
    path === null ? (inManifests ?? { path: 'Corefile', text: KUBEADM_COREFILE }) : readPath(path, io);
  const { config, problems } = readCorefile(file.text);
  const shown = problems.map((problem) => shownConfigurationProblem(file.path, problem));
  for (const problem of shown) if (problem.severity === 'warning') io.err(`${problemLine(problem)}\n`);
  refuseErrors(shown, io);
  if (config === undefined) throw new InputError(`${file.path}: no server block in this Corefile`);
  return config;
}

function describe(
  conf: ResolvConf,
  asked: readonly Asked[],
  addresses: readonly string[],
  error: string | null,
): string {
  const lines = formatResolvConf(conf)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  const queries = asked.map(({ query, response }, index) => {
    const records = response.answers.map(({ type, ttl, data }) => `${type} ${data} (ttl ${ttl})`).join(', ');
    const said =
      response.kind === 'ANSWER'
        ? records
        : response.kind === 'NODATA'
          ? 'no such record (NODATA)'
          : response.rcode;
    return `${String(index + 1).padStart(3)}. ${query.type.padEnd(5)} ${query.name}  →  ${said}`;
  });
  const end =
    error !== null ? `not found: ${error}` : addresses.length > 0 ? `addresses: ${addresses.join(', ')}` : '';
  return ['resolv.conf of the Pod:', ...lines, 'queries, in order:', ...queries, end].join('\n');
}
