/** The rules that kube-proxy programs on one node for the manifests of a command line. */
import { keyOf, type Node } from '../sim/cluster/objects';
import { configOf } from '../sim/dataplane/kubeProxy/configOfNode';
import {
  SIMULATED_MODES,
  syncNode,
  type NodeRules,
  type SimulatedMode,
} from '../sim/dataplane/nodeRules/nodeRules';
import {
  nodeProxyConfig,
  nodeProxyConfigProblems,
  type NodeProxyConfig,
} from '../sim/dataplane/nodeProxyConfig';
import { nodeProxyValueProblems } from '../sim/dataplane/nodeProxyValues';
import type { FlagSpecs, Flags } from './arguments';
import { didYouMean } from './arguments';
import type { ClusterAtRest } from './clusterAtRest';
import type { Io } from './command';
import { InputError, UsageError } from './errors';
import { readPath } from './files';

/** Flags of `rules` and `trace`. */
export const NODE_FLAGS: FlagSpecs = {
  mode: { value: 'iptables|ipvs|nftables', about: 'kube-proxy’s mode; iptables if not said otherwise' },
  node: { value: 'NAME', about: 'the node whose kube-proxy is meant' },
  config: {
    value: 'JSON',
    about: 'how kube-proxy runs there: an object such as {"masqueradeAll":true}, or a file',
  },
};

/** The proxy mode that a flag asks for; `usual` if it is not given. Throws `UsageError` for one that is not simulated. */
export function readMode(
  mode: string | undefined,
  flag: string,
  usual: SimulatedMode = 'iptables',
): SimulatedMode {
  if (mode === undefined) return usual;
  const known = SIMULATED_MODES.find((one) => one === mode);
  if (known !== undefined) return known;
  const list = SIMULATED_MODES.join(', ');
  throw new UsageError(`--${flag} must be one of ${list}, not "${mode}"${didYouMean(mode, SIMULATED_MODES)}`);
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
  return nodeProxyConfig({
    ...(node === undefined ? { nodeName: name } : factsOf(node, given.ipFamily)),
    ...given,
  });
}

/** What a Node says itself; kube-proxy's defaults stand for the rest. */
function factsOf(node: Node, family: NodeProxyConfig['ipFamily'] | undefined): Partial<NodeProxyConfig> {
  const { nodeName, nodeIP, zone, podCIDR } = configOf(node, family);
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
  const impossible = nodeProxyValueProblems(value as Partial<NodeProxyConfig>);
  if (impossible.length > 0)
    throw new InputError(impossible.map((one) => `${source.path}: ${one}`).join('\n'));
  return value as Partial<NodeProxyConfig>;
}

/** The node's rules for the Services of the manifests. */
export function rulesOf(cluster: ClusterAtRest, mode: SimulatedMode, node: NodeProxyConfig): NodeRules {
  const services = cluster.services.filter((service) => cluster.givenServices.has(keyOf(service.metadata)));
  const input = { services, endpointSlices: cluster.endpointSlices, node };
  return syncNode(mode, undefined, input, { now: 0, syncPeriodMicros: 0 }).rules;
}
