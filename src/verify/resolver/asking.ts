/** Which names a real resolver is asked for, what the simulation says to each, and whether both sent the same queries. */
import { keyOf } from '../../sim/cluster/objects';
import type { DnsQuery, DnsResponse } from '../../sim/dns/message';
import type { PublicNames } from '../../sim/dns/publicNames';
import type { ResolvConf } from '../../sim/dns/resolvConf';
import { candidateNames, resolveNow, startResolution } from '../../sim/dns/stubResolver';
import type { ClusterAtRest } from '../../cli/clusterAtRest';

/** `ahosts` is getaddrinfo, as programs call it; `hosts` is the old gethostbyname2; `dig` brings its own resolver. */
export type Tool = 'getent ahosts' | 'getent hosts' | 'dig +search';

export interface Lookup {
  readonly tool: Tool;
  readonly name: string;
  /** What `dig` asks for; A if not said. */
  readonly type?: 'A' | 'SRV' | 'PTR';
}

/** What is to be expected, or what happened. */
export interface LookupStory {
  /** `A web.default.svc.cluster.local.`, in order. */
  readonly queries: readonly string[];
  /** Sorted; of `dig`, all that it prints: aliases on the way, names, ports. */
  readonly addresses: readonly string[];
}

/** Names of every kind: short, with namespace, whole, with and without their dot, outside, and some that nobody has. */
export function namesToAsk(cluster: ClusterAtRest, publicNames: PublicNames, namespace: string): string[] {
  const own = cluster.services.filter(({ metadata }) => cluster.givenServices.has(keyOf(metadata)));
  const near = own.filter(({ metadata }) => metadata.namespace === namespace).slice(0, 2);
  const [other] = cluster.services.filter(({ metadata }) => metadata.namespace !== namespace);
  const odd = own.filter(({ spec }) => spec.clusterIP === 'None' || spec.type === 'ExternalName').slice(0, 3);
  const spellings = [...near, ...(other === undefined ? [] : [other])].flatMap(({ metadata }) => {
    const short = `${metadata.name}.${metadata.namespace}`;
    return [short, `${short}.svc`, `${short}.svc.cluster.local`, `${short}.svc.cluster.local.`];
  });
  const outside = Object.keys(publicNames).slice(0, 2);
  return [
    ...new Set([
      ...near.map(({ metadata }) => metadata.name),
      ...odd.map(({ metadata }) => `${metadata.name}.${metadata.namespace}`),
      ...spellings,
      ...outside,
      ...outside.map((name) => `${name}.`),
      'no-such-service',
      `no-such-service.${namespace}.svc.cluster.local.`,
      'nowhere.example',
      'a.name.with.five.dots.example',
      'localhost.nowhere.example.',
    ]),
  ];
}

/** What only `dig` asks for: SRV records of named ports, and the names of addresses. */
export function recordsToAsk(cluster: ClusterAtRest): Lookup[] {
  const tool = 'dig +search';
  const own = cluster.services.filter(({ metadata }) => cluster.givenServices.has(keyOf(metadata)));
  const ports = own
    .filter(({ spec }) => spec.type !== 'ExternalName')
    .flatMap(({ metadata, spec }) =>
      spec.ports
        .filter(({ name }) => name !== '')
        .map(
          ({ name, protocol }) =>
            `_${name}._${protocol.toLowerCase()}.${metadata.name}.${metadata.namespace}`,
        ),
    )
    .slice(0, 4);
  const addresses = [
    ...own
      .map(({ spec }) => spec.clusterIP)
      .filter((ip) => /^\d/.test(ip))
      .slice(0, 2),
    ...cluster.pods.flatMap(({ status }) => status.podIP ?? []).slice(0, 4),
    '10.96.255.254',
  ];
  return [
    ...ports.map((name): Lookup => ({ tool, name: `${name}.svc`, type: 'SRV' })),
    { tool, name: '_no-such-port._tcp.kubernetes.default.svc.cluster.local.', type: 'SRV' },
    ...addresses.map((ip): Lookup => ({ tool, name: ip, type: 'PTR' })),
  ];
}

/** What the simulated stub resolver sends, and ends with. */
export function simulateLookup(
  { tool, name, type = 'A' }: Lookup,
  resolvConf: ResolvConf,
  families: readonly ('A' | 'AAAA')[],
  ask: (query: DnsQuery) => DnsResponse,
): LookupStory {
  if (tool === 'dig +search') return digStory(name, type, resolvConf, ask);
  const run = (wanted: readonly ('A' | 'AAAA')[]) => {
    const { asked, result } = resolveNow(startResolution({ name, resolvConf, families: wanted }), ask);
    return { queries: asked.map(({ query }) => wordsOf(query)), addresses: result.addresses };
  };
  if (tool === 'getent ahosts') {
    const { queries, addresses } = run(families);
    return { queries, addresses: [...addresses].sort() };
  }
  // getent asks for IPv6 first, through the whole search list, and for IPv4 if nothing was found.
  const first = run(['AAAA']);
  const second = first.addresses.length > 0 ? { queries: [], addresses: [] } : run(['A']);
  return {
    queries: [...first.queries, ...second.queries],
    addresses: [...first.addresses, ...second.addresses].sort(),
  };
}

/**
 * dig goes on at NXDOMAIN and ends at any other answer; unlike the C library, it searches nothing for a name that has
 * `ndots` dots. `-x` turns an address into its name. Source: BIND bin/dig/dighost.c `recv_done`, `next_origin`, `get_reverse`.
 */
function digStory(
  name: string,
  type: 'A' | 'SRV' | 'PTR',
  conf: ResolvConf,
  ask: (query: DnsQuery) => DnsResponse,
): LookupStory {
  const queries: string[] = [];
  const reversed = `${name.split('.').reverse().join('.')}.in-addr.arpa.`;
  const hasEnoughDots = name.split('.').length - 1 >= conf.ndots;
  const candidates = candidateNames(name, conf, 'glibc');
  for (const candidate of type === 'PTR' ? [reversed] : hasEnoughDots ? candidates.slice(0, 1) : candidates) {
    const query: DnsQuery = { name: candidate, type };
    queries.push(wordsOf(query));
    const { rcode, answers } = ask(query);
    if (rcode !== 'NXDOMAIN') return { queries, addresses: answers.map(({ data }) => data).sort() };
  }
  return { queries, addresses: [] };
}

export function wordsOf({ name, type }: DnsQuery): string {
  return `${type} ${name}`;
}

/**
 * What differs, each in a sentence. Queries are compared in their order; A and AAAA of one name, which are sent side
 * by side, may come in either.
 */
export function differencesOf(simulated: LookupStory, real: LookupStory): string[] {
  const differences: string[] = [];
  const ours = inRounds(simulated.queries);
  const theirs = inRounds(real.queries);
  const at = Math.max(ours.length, theirs.length);
  for (let i = 0; i < at; i++) {
    if (ours[i] === theirs[i]) continue;
    differences.push(`query ${i + 1}: simulated ${ours[i] ?? 'none'}, sent ${theirs[i] ?? 'none'}`);
    break;
  }
  if (simulated.addresses.join() !== real.addresses.join()) {
    const words = ({ addresses }: LookupStory) => addresses.join(', ') || 'nothing';
    differences.push(`found: simulated ${words(simulated)}, really ${words(real)}`);
  }
  return differences;
}

/** Neighbours that ask for the same name, sorted by type. */
function inRounds(queries: readonly string[]): string[] {
  const result = [...queries];
  for (let i = 0; i + 1 < result.length; i += 1) {
    const [a, b] = [result[i]!, result[i + 1]!];
    const isRound = a.split(' ')[1] === b.split(' ')[1] && a !== b;
    if (!isRound) continue;
    if (a > b) [result[i], result[i + 1]] = [b, a];
    i += 1;
  }
  return result;
}
