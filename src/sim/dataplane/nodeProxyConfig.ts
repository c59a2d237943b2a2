/**
 * How kube-proxy runs on one node: the flags and facts that decide which rules it
 * writes. Plain JSON; the same keys as the command line's `rules --config`.
 */

export interface NodeProxyConfig {
  readonly nodeName: string;
  /** The node's primary address: kube-proxy's `nodeIP`. */
  readonly nodeIP: string;
  /** All addresses of the node's interfaces, loopback included. */
  readonly nodeIPs: readonly string[];
  /** The node's `topology.kubernetes.io/zone` label; empty if it has none. */
  readonly zone: string;
  /** kube-proxy runs one proxier per family; this is the one that writes here. */
  readonly ipFamily: 'IPv4' | 'IPv6';
  /** What the local-traffic detector takes for Pods: `--cluster-cidr` or the node's own Pod CIDR. */
  readonly podCIDR: string;
  /** False if there is no local-traffic detector (no `--cluster-cidr`). */
  readonly detectLocal: boolean;
  /** `--masquerade-all`. */
  readonly masqueradeAll: boolean;
  /** `--iptables-localhost-nodeports`. */
  readonly localhostNodePorts: boolean;
  /** `--nodeport-addresses`; empty means every address of the node. */
  readonly nodePortAddresses: readonly string[];
  /** True if the kernel has the nfacct match, which kube-proxy then uses to count two kinds of packets. */
  readonly nfacct: boolean;
  /** sysctl `nf_conntrack_tcp_be_liberal`: without the rule that drops INVALID packets. */
  readonly conntrackTCPLiberal: boolean;
  /** True if iptables knows `--random-fully` (1.6.2 and newer). */
  readonly randomFully: boolean;
  /** Ranges that ClusterIPs come from (the API's ServiceCIDRs); nftables mode drops what nobody has of them. */
  readonly serviceCIDRs: readonly string[];
  /** Forces large-cluster mode; otherwise it sets in above 1000 endpoints. */
  readonly largeCluster: boolean;
  /** What is said of IPVS mode alone. */
  readonly ipvs: IpvsConfig;
}

/** How IPVS chooses among real servers. Source: https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs */
export const IPVS_SCHEDULERS = ['rr', 'wrr', 'lc', 'dh', 'sh', 'sed', 'nq'] as const;
export type IpvsScheduler = (typeof IPVS_SCHEDULERS)[number];

/** Schedulers of the kernel that are not simulated. Source: ipvsadm(8). */
const OTHER_SCHEDULERS: readonly string[] = ['wlc', 'lblc', 'lblcr', 'fo', 'ovf', 'mh'];

/** On a Node: IPVS mode's scheduler there. In a real cluster it stands in kube-proxy's own configuration. */
export const SCHEDULER_ANNOTATION = 'hopscope.dev/ipvs-scheduler';

export interface IpvsConfig {
  /** `--ipvs-scheduler`. */
  readonly scheduler: IpvsScheduler;
}

/**
 * kube-proxy's defaults on a node of a kubeadm cluster.
 * Source: kubernetes pkg/proxy/apis/config/v1alpha1/defaults.go; Pod CIDR as in flannel's manifest.
 */
export const DEFAULT_NODE_PROXY_CONFIG: NodeProxyConfig = {
  nodeName: 'node-1',
  nodeIP: '192.168.56.11',
  nodeIPs: ['192.168.56.11', '127.0.0.1'],
  zone: '',
  ipFamily: 'IPv4',
  podCIDR: '10.244.0.0/16',
  detectLocal: true,
  masqueradeAll: false,
  localhostNodePorts: true,
  nodePortAddresses: [],
  nfacct: false,
  conntrackTCPLiberal: false,
  randomFully: true,
  serviceCIDRs: ['10.96.0.0/12'],
  largeCluster: false,
  ipvs: { scheduler: 'rr' },
};

/**
 * Fills in what a partial configuration leaves out. `nodeIPs` follows `nodeIP` when only the latter is given; without
 * a Pod range of the family there is no detector.
 * Source: kubernetes cmd/kube-proxy/app/server_linux.go getLocalDetectors (one per family).
 */
export function nodeProxyConfig(given: Partial<NodeProxyConfig>): NodeProxyConfig {
  const ipvs = { ...DEFAULT_NODE_PROXY_CONFIG.ipvs, ...given.ipvs };
  const config = { ...DEFAULT_NODE_PROXY_CONFIG, ...given, ipvs };
  const hasRange = config.podCIDR.includes(':') === (config.ipFamily === 'IPv6') && config.podCIDR !== '';
  const detectLocal = config.detectLocal && hasRange;
  if (given.nodeIP !== undefined && given.nodeIPs === undefined) {
    const loopback = config.ipFamily === 'IPv6' ? '::1' : '127.0.0.1';
    return { ...config, detectLocal, nodeIPs: [given.nodeIP, loopback] };
  }
  return { ...config, detectLocal };
}

/** What is wrong with a configuration read from JSON: one message per key, empty if it is good. */
export function nodeProxyConfigProblems(given: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = [];
  for (const key of Object.keys(given).sort()) {
    const value = given[key];
    if (!Object.hasOwn(DEFAULT_NODE_PROXY_CONFIG, key)) {
      const known = Object.keys(DEFAULT_NODE_PROXY_CONFIG).sort().join(', ');
      problems.push(`unknown key "${key}" in the node's configuration; known are ${known}`);
      continue;
    }
    if (key === 'ipvs') {
      problems.push(...ipvsProblems(value));
      continue;
    }
    const model = DEFAULT_NODE_PROXY_CONFIG[key as keyof NodeProxyConfig];
    const isList = Array.isArray(model);
    const fits = isList
      ? Array.isArray(value) && value.every((item) => typeof item === 'string')
      : typeof value === typeof model;
    const wanted = isList ? 'a list of texts' : `a ${typeof model === 'string' ? 'text' : typeof model}`;
    if (!fits)
      problems.push(`"${key}" in the node's configuration must be ${wanted}, not ${JSON.stringify(value)}`);
  }
  return problems;
}

function ipvsProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [
      `"ipvs" in the node's configuration must be an object such as {"scheduler":"rr"}, not ${JSON.stringify(value)}`,
    ];
  }
  return Object.entries(value).flatMap(([key, given]): string[] => {
    if (key !== 'scheduler')
      return [`unknown key "ipvs.${key}" in the node's configuration; known is scheduler`];
    const known: readonly unknown[] = IPVS_SCHEDULERS;
    if (known.includes(given)) return [];
    const isOther = typeof given === 'string' && OTHER_SCHEDULERS.includes(given);
    const why = isOther
      ? `, not "${given}": the kernel has it, but it is not simulated`
      : `, not ${JSON.stringify(given)}`;
    return [
      `"ipvs.scheduler" in the node's configuration must be one of ${IPVS_SCHEDULERS.join(', ')}${why}`,
    ];
  });
}
