/** A cluster with every kind of Service, at rest, and what its nodes’ rules say to a new connection. For tests only. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lab, type Lab } from '../../testing/lab';
import { configOf } from '../kubeProxy/configOfNode';
import type { NodeProxyConfig } from '../nodeProxyConfig';
import { syncNode, type NodeRules, type SimulatedMode } from '../nodeRules/nodeRules';
import { possibleEnds } from '../nodeRules/walkNode';

const MANIFESTS = fileURLToPath(
  new URL('../../../verify/manifests/every-kind-of-answer.yaml', import.meta.url),
);

let started: Lab | undefined;

/** The world of those manifests. Read it only. */
export function everyAnswer(): Lab {
  return (started ??= lab({ manifests: readFileSync(MANIFESTS, 'utf8') }));
}

/** A node's rules in a mode, as its kube-proxy writes them. */
export function rulesOn(
  node: string,
  mode: SimulatedMode = 'iptables',
  config: Partial<NodeProxyConfig> = {},
): NodeRules {
  const { services, endpointSlices, nodes } = everyAnswer().tables;
  const input = {
    services: Object.values(services),
    endpointSlices: Object.values(endpointSlices),
    node: { ...configOf(nodes[node]!), ...config },
  };
  return syncNode(mode, undefined, input, { now: 0, syncPeriodMicros: 0 }).rules;
}

export interface Dialled {
  /** `DNAT`, `REJECT`, `DROP`, `ACCEPT`: one, or all that differ. */
  readonly verdict: string;
  /** `ip:port`, in the order of the rules. */
  readonly targets: readonly string[];
  readonly chances: readonly number[];
  /** True if all ends are masqueraded, undefined if some are. */
  readonly masquerade: boolean | undefined;
}

/** What becomes of a new TCP connection from an address to `ip:port` at a node. */
export function dial(rules: NodeRules, from: string, to: string): Dialled {
  const cut = to.lastIndexOf(':');
  const destination = { ip: to.slice(0, cut), port: Number(to.slice(cut + 1)) };
  const isOwn = from.startsWith('127.') || rules.node.nodeIPs.includes(from);
  const ends = possibleEnds(rules, {
    flow: { protocol: 'tcp', source: { ip: from, port: 40_000 }, destination },
    hook: isOwn ? 'output' : 'prerouting',
    now: 0,
  });
  const masquerades = new Set(ends.map(({ masquerade }) => masquerade));
  return {
    verdict: [...new Set(ends.map(({ verdict }) => verdict))].join(),
    targets: ends
      .filter(({ verdict }) => verdict === 'DNAT')
      .map(({ destination: { ip, port } }) => `${ip}:${port}`),
    chances: ends.map(({ probability }) => probability),
    masquerade: masquerades.size === 1 ? [...masquerades][0] : undefined,
  };
}

/** `ip:port` of the Pods of an app, by their text. */
export function socketsOf(app: string, port: number): string[] {
  const world = everyAnswer();
  return world
    .pods(`${app}-`)
    .map((pod) => `${world.ipOf(pod)}:${port}`)
    .sort();
}
