/**
 * `/etc/resolv.conf`: as the kubelet writes it for a Pod, as text, and read back.
 * Sources: kubernetes pkg/kubelet/network/dns/dns.go; resolv.conf(5); miekg/dns clientconfig.go.
 */
import type { PodSpec } from '../cluster/objects';

export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  /** A name with fewer dots goes through the search list first. */
  readonly ndots: number;
  readonly attempts: number;
  readonly timeoutSeconds: number;
}

export interface PodDnsRequest {
  readonly namespace: string;
  readonly dnsPolicy: PodSpec['dnsPolicy'];
  /** A Pod in the node's network with `ClusterFirst` gets the node's own file. */
  readonly hostNetwork?: boolean;
  /** The kubelet's `clusterDNS`: the VIP of kube-dns. */
  readonly clusterDNS: readonly string[];
  /** The kubelet's `clusterDomain`. */
  readonly clusterDomain: string;
  readonly hostSearch: readonly string[];
  readonly hostNameservers: readonly string[];
  /** The Pod's `spec.dnsConfig`. */
  readonly dnsConfig?: {
    readonly nameservers?: readonly string[];
    readonly searches?: readonly string[];
    readonly options?: readonly { readonly name: string; readonly value?: string }[];
  };
}

/** Without options, as every resolver has it. */
export const RESOLVER_DEFAULTS = { ndots: 1, attempts: 2, timeoutSeconds: 5 } as const;

const MAX_NAMESERVERS = 3;
const MAX_SEARCH_DOMAINS = 32;
const MAX_SEARCH_CHARACTERS = 2048;
const CLUSTER_FIRST_NDOTS = 5;

function withoutDuplicates(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Keeps as many search domains as the kubelet lets through. Source: dns.go `formDNSSearchFitsLimits`. */
function limitSearch(search: readonly string[]): string[] {
  const kept: string[] = [];
  let length = -1;
  for (const domain of search.slice(0, MAX_SEARCH_DOMAINS)) {
    length += domain.length + 1;
    if (length > MAX_SEARCH_CHARACTERS) break;
    kept.push(domain);
  }
  return kept;
}

/**
 * What a Pod's resolver is told, per `dnsPolicy`. Source: dns.go `GetPodDNS`,
 * `generateSearchesForDNSClusterFirst`, `appendDNSConfig`.
 */
export function podResolvConf(request: PodDnsRequest): ResolvConf {
  const { namespace, clusterDomain, clusterDNS, hostSearch } = request;
  const inHostNetwork = request.dnsPolicy === 'ClusterFirst' && request.hostNetwork === true;
  const wantsCluster =
    request.dnsPolicy === 'ClusterFirst' || request.dnsPolicy === 'ClusterFirstWithHostNet';
  const domain = clusterDomain.replace(/\.$/, '');

  let nameservers: readonly string[] = request.hostNameservers;
  let search: readonly string[] = hostSearch;
  let options: ReadonlyMap<string, string> = new Map();
  if (request.dnsPolicy === 'None') {
    nameservers = [];
    search = [];
  } else if (wantsCluster && !inHostNetwork && clusterDNS.length > 0) {
    nameservers = clusterDNS;
    const own = domain === '' ? [] : [`${namespace}.svc.${domain}`, `svc.${domain}`, domain];
    search = withoutDuplicates([...own, ...hostSearch]);
    options = new Map([['ndots', String(CLUSTER_FIRST_NDOTS)]]);
  }
  if (request.dnsConfig !== undefined) {
    const extra = request.dnsConfig;
    nameservers = withoutDuplicates([...nameservers, ...(extra.nameservers ?? [])]);
    search = withoutDuplicates([...search, ...(extra.searches ?? [])]);
    options = new Map([...options, ...(extra.options ?? []).map((o) => [o.name, o.value ?? ''] as const)]);
  }
  return {
    nameservers: nameservers.slice(0, MAX_NAMESERVERS),
    search: limitSearch(search),
    ...readOptions([...options].map(([name, value]) => (value === '' ? name : `${name}:${value}`))),
  };
}

/** The file's text; options at their default are left out. Source: containerd's CRI `parseDNSOptions` for the order. */
export function formatResolvConf(conf: ResolvConf): string {
  const options = [
    ...(conf.ndots === RESOLVER_DEFAULTS.ndots ? [] : [`ndots:${conf.ndots}`]),
    ...(conf.timeoutSeconds === RESOLVER_DEFAULTS.timeoutSeconds ? [] : [`timeout:${conf.timeoutSeconds}`]),
    ...(conf.attempts === RESOLVER_DEFAULTS.attempts ? [] : [`attempts:${conf.attempts}`]),
  ];
  return [
    ...(conf.search.length === 0 ? [] : [`search ${conf.search.join(' ')}`]),
    ...conf.nameservers.map((server) => `nameserver ${server}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
    '',
  ].join('\n');
}

function numberAfter(option: string, name: string): number | undefined {
  if (!option.startsWith(`${name}:`)) return undefined;
  const value = Number.parseInt(option.slice(name.length + 1), 10);
  return Number.isNaN(value) ? 0 : value;
}

function readOptions(words: readonly string[]): Pick<ResolvConf, 'ndots' | 'attempts' | 'timeoutSeconds'> {
  let { ndots, attempts, timeoutSeconds }: { ndots: number; attempts: number; timeoutSeconds: number } =
    RESOLVER_DEFAULTS;
  for (const word of words) {
    const dots = numberAfter(word, 'ndots');
    const tries = numberAfter(word, 'attempts');
    const timeout = numberAfter(word, 'timeout');
    if (dots !== undefined) ndots = Math.min(15, Math.max(0, dots));
    if (tries !== undefined) attempts = Math.max(1, tries);
    if (timeout !== undefined) timeoutSeconds = Math.max(1, timeout);
  }
  return { ndots, attempts, timeoutSeconds };
}

/** Reads the file's text. Source: miekg/dns clientconfig.go `ClientConfigFromReader`. */
export function parseResolvConf(text: string): ResolvConf {
  const nameservers: string[] = [];
  let search: string[] = [];
  const options: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*[#;]/.test(line)) continue;
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === 'nameserver' && words[0] !== undefined) nameservers.push(words[0]);
    if (keyword === 'domain') search = words.slice(0, 1);
    if (keyword === 'search') search = words;
    if (keyword === 'options') options.push(...words);
  }
  return { nameservers, search, ...readOptions(options) };
}
