/** The rules that kube-proxy programs on one node for the manifests of a command line. */
import { keyOf, type Node } from '../sim/cluster/objects';
import { programRules } from '../sim/dataplane/iptables/program';
import type { RuleSet } from '../sim/dataplane/iptables/ruleSet';
import { configOf } from '../sim/dataplane/kubeProxy/sync';
import {
  nodeProxyConfig,
  nodeProxyConfigProblems,
  type NodeProxyConfig,
} from '../sim/dataplane/nodeProxyConfig';
import type { FlagSpecs, Flags } from './arguments';
import { didYouMean } from './arguments';
import type { ClusterAtRest } from './clusterAtRest';
import { InputError, UsageError, type Io } from './command';
import { readPath } from './files';

/** Flags of `rules` and `trace`. */
export const NODE_FLAGS: FlagSpecs = {
  mode: { value: 'iptables', about: 'kube-proxy’s mode; this version simulates iptables' },
  node: { value: 'NAME', about: 'the node whose kube-proxy is meant' },
  config: {
    value: 'JSON',
    about: 'how kube-proxy runs there: an object such as {"masqueradeAll":true}, or a file',
  },
};

/** Throws `UsageError` unless the proxy mode is one that is simulated. */
export function refuseOtherModes(mode: string | undefined, flag: string): void {
  if (mode === undefined || mode === 'iptables') return;
  if (mode === 'ipvs' || mode === 'nftables') {
    throw new UsageError(`this version simulates iptables, not ${mode}: use --${flag} iptables`);
  }
  throw new UsageError(`--${flag} must be iptables, not "${mode}"${didYouMean(mode, ['iptables'])}`);
}

/**
 * kube-proxy's configuration on the node that `--node` or `--config` names, else on `usual`. Without Nodes
 * in the manifests any name will do. Throws `UsageError` or `InputError`.
 */
export function readNodeConfig(
  flags: Flags,
  cluster: ClusterAtRest,
  io: Io,
  usual?: string,
): NodeProxyConfig {
  const given = readConfig(flags.text('config'), io);
  const named = flags.text('node');
  if (named !== undefined && given.nodeName !== undefined && named !== given.nodeName) {
    throw new UsageError(
      `--node says "${named}", but nodeName in --config says "${given.nodeName}": leave one out`,
    );
  }
  const names = cluster.nodes.map((node) => node.metadata.name).sort();
  const name = named ?? given.nodeName ?? usual;
  if (name === undefined || name === '')
    throw new UsageError(`--node is missing: say --node ${names[0] ?? 'NAME'}`);
  const node = cluster.nodes.find((one) => one.metadata.name === name);
  if (node === undefined && cluster.hasOwnNodes) {
    throw new InputError(`no node "${name}" in these manifests; there are ${names.join(', ')}`);
  }
  return nodeProxyConfig({ ...(node === undefined ? { nodeName: name } : factsOf(node)), ...given });
}

/** What a Node says itself; kube-proxy's defaults stand for the rest. */
function factsOf(node: Node): Partial<NodeProxyConfig> {
  const { nodeName, nodeIP, zone, podCIDR } = configOf(node);
  return { nodeName, zone, podCIDR, ...(nodeIP === '' ? {} : { nodeIP }) };
}

function readConfig(text: string | undefined, io: Io): Partial<NodeProxyConfig> {
  if (text === undefined) return {};
  const isInline = text.trimStart().startsWith('{');
  const source = isInline ? { path: '--config', text } : readPath(text, io);
  let value: unknown;
  try {
    value = JSON.parse(source.text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(
      `${source.path}: not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${source.path}: must be a JSON object, such as {"masqueradeAll":true}`);
  }
  const problems = nodeProxyConfigProblems(value as Record<string, unknown>);
  if (problems.length > 0) throw new InputError(problems.map((one) => `${source.path}: ${one}`).join('\n'));
  return value as Partial<NodeProxyConfig>;
}

/** The node's rules for the Services of the manifests. */
export function rulesOf(cluster: ClusterAtRest, node: NodeProxyConfig): RuleSet {
  const services = cluster.services.filter((service) => cluster.givenServices.has(keyOf(service.metadata)));
  return programRules({ services, endpointSlices: cluster.endpointSlices, node });
}
