/** `hopscope trace`: walks one new connection through a node's rules, to every end that it could come to. */
import type { Transport } from '../sim/packet/headers';
import { formatSocket, type SocketAddress } from '../sim/packet/headers';
import type { PossibleTarget } from '../sim/dataplane/iptables/possibleTargets';
import type { NewPacket } from '../sim/dataplane/iptables/walk';
import { canonicalIP } from '../sim/dataplane/addresses';
import { lineChains } from '../sim/dataplane/nodeRules/lines';
import type { NodeRules } from '../sim/dataplane/nodeRules/nodeRules';
import { possibleEnds, walkNode } from '../sim/dataplane/nodeRules/walkNode';
import type { ExaminedRuleView } from '../sim/packet/hop';
import { ipFamily } from '../sim/dns/ipText';
import { clusterAtRest, type ClusterAtRest } from './clusterAtRest';
import { print, type Command } from './command';
import { InputError, UsageError } from './errors';
import { NODE_FLAGS, readNodeConfig, readMode, rulesOf } from './nodeRules';
import { findPod, readPodName } from './pods';
import { refuseErrors } from './problems';
import { readSystem } from './system';

/** The first port of Linux's ephemeral range, for a source that is given without one. */
const EPHEMERAL_PORT = 32768;

interface MatchedRule {
  readonly table: string;
  readonly chain: string;
  readonly index: number;
  readonly text: string;
}

export const trace: Command = {
  name: 'trace',
  usage:
    '<path…> --mode iptables|ipvs|nftables --node NAME --from IP[:PORT]|NAMESPACE/POD --to IP:PORT [--protocol tcp|udp] [--config JSON]',
  summary: 'walk one new connection through those rules, to every end that it could come to',
  examples: [
    'hopscope trace scenarios/where-a-service-works --mode iptables --node node-1 --from default/web-mvc --to 10.103.22.45:80',
    'hopscope trace my.yaml --mode iptables --node node-1 --from 198.51.100.7 --to 192.168.0.11:30080',
  ],
  flags: {
    ...NODE_FLAGS,
    from: { value: 'IP[:PORT]|NAMESPACE/POD', about: 'who opens the connection' },
    to: { value: 'IP:PORT', about: 'the address that it dials' },
    protocol: { value: 'tcp|udp', about: 'tcp if not said otherwise' },
  },
  run({ args, flags }, io) {
    const mode = readMode(flags.text('mode'), 'mode');
    const protocol: Transport = flags.word('protocol', ['tcp', 'udp']) ?? 'tcp';
    const toText = flags.text('to');
    const fromText = flags.text('from');
    if (fromText === undefined)
      throw new UsageError('--from is missing: say --from NAMESPACE/POD or --from IP');
    if (toText === undefined) throw new UsageError('--to is missing: say --to IP:PORT');
    const destination = readSocket(toText);
    if (destination === undefined || destination.port === 0) {
      throw new UsageError(`--to must be IP:PORT, such as 10.96.0.10:53, not "${toText}"`);
    }
    const isPod = readPodName(fromText) !== undefined;
    if (!isPod && readSocket(fromText) === undefined) {
      throw new UsageError(`--from must be IP, IP:PORT or NAMESPACE/POD, not "${fromText}"`);
    }

    const given = readSystem(args, io);
    refuseErrors(given.problems, io);
    const cluster = clusterAtRest(given, io);
    const { source, node: podNode } = sourceOf(fromText, cluster);
    const node = readNodeConfig(flags, cluster, io, podNode);
    if (podNode !== undefined && podNode !== node.nodeName) {
      io.err(
        `${fromText} is on ${podNode}: its packets meet the rules there first, not those of ${node.nodeName}\n`,
      );
    }
    const ruleSet = rulesOf(cluster, mode, node);
    const hook = node.nodeIPs.includes(source.ip) ? 'output' : 'prerouting';
    const packet: NewPacket = { flow: { protocol, source, destination }, hook, now: 0 };
    const ends = possibleEnds(ruleSet, packet);
    const result = {
      verdict: ends[0]?.verdict ?? 'ACCEPT',
      targets: ends.filter(isRewritten).map((end) => formatSocket(end.destination)),
      masquerade: ends.every((end) => end.masquerade),
      rules:
        ruleSet.mode === 'ipvs'
          ? ipvsMatches(ruleSet, packet, ends)
          : matchedRules(ruleSet, packet, ends.length),
      ends: ends.map((end) => ({
        verdict: end.verdict,
        target: isRewritten(end) ? formatSocket(end.destination) : null,
        masquerade: end.masquerade,
        probability: Number(end.probability.toFixed(9)),
      })),
      node: node.nodeName,
      from: formatSocket(source),
      to: formatSocket(destination),
      protocol,
    };
    print(io, flags, result, () => describe(result));
    return 0;
  },
};

function isRewritten({ verdict }: PossibleTarget): boolean {
  return verdict === 'DNAT';
}

/** `10.0.0.1`, `10.0.0.1:80`, `fd00::1`, `[fd00::1]:80`, as the rules write them; port 0 if there is none. */
function readSocket(text: string): SocketAddress | undefined {
  if (ipFamily(text) !== undefined) return { ip: canonicalIP(text) ?? text, port: 0 };
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const ip = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3]);
  return ipFamily(ip) === undefined || port > 65535 ? undefined : { ip: canonicalIP(ip) ?? ip, port };
}

function sourceOf(text: string, cluster: ClusterAtRest): { source: SocketAddress; node?: string } {
  const socket = readSocket(text);
  if (socket !== undefined) return { source: { ...socket, port: socket.port || EPHEMERAL_PORT } };
  const { namespace, name } = readPodName(text)!;
  const pod = findPod(cluster, namespace, name);
  const ip = pod.status.podIP || (pod.spec.hostNetwork ? pod.status.hostIP : undefined);
  if (!ip) {
    throw new InputError(`the Pod ${text} has no address (it is ${pod.status.phase}); name an IP instead`);
  }
  const { nodeName } = pod.spec;
  return { source: { ip, port: EPHEMERAL_PORT }, ...(nodeName === undefined ? {} : { node: nodeName }) };
}

/** Every rule that matches on one of the ways, in the order in which they are met. */
function matchedRules(rules: NodeRules, packet: NewPacket, ways: number): MatchedRule[] {
  const found: ExaminedRuleView[] = [];
  const idOf = ({ table, chain, index }: ExaminedRuleView) => `${table} ${chain} ${index}`;
  // From the last way to the first: what an earlier way has of its own then stands before it, as in the chain.
  for (let way = ways - 1; way >= 0; way--) {
    let draws = 0;
    // iptables: the first `way` chances are missed, the next is hit. nftables draws once, a number of so many.
    const draw = () =>
      rules.mode === 'nftables'
        ? Math.floor(((way + 0.5) / ways) * 0x80000000)
        : draws++ < way
          ? 0x7fffffff
          : 0;
    let at = 0;
    for (const seen of walkNode(rules, packet, draw).examined) {
      if (!seen.matched) continue;
      const known = found.findIndex((one) => idOf(one) === idOf(seen));
      if (known === -1) found.splice(at++, 0, seen);
      else at = known + 1;
    }
  }
  return found.map(({ table, chain, index, text }) => ({
    table,
    chain,
    index,
    text: lineOf(rules, table, chain, text),
  }));
}

/** IPVS draws nothing: one walk meets every rule, and each real server that could be chosen stands beside the one that was. */
function ipvsMatches(rules: NodeRules, packet: NewPacket, ends: readonly PossibleTarget[]): MatchedRule[] {
  const matched = walkNode(rules, packet, () => 0).examined.filter((seen) => seen.matched);
  const isFirst = (seen: ExaminedRuleView, at: number) =>
    !seen.chain.startsWith('@') ||
    matched.findIndex(({ chain, index }) => chain === seen.chain && index === seen.index) === at;
  const targets = new Set(ends.map(({ destination }) => formatSocket(destination)));
  return matched.filter(isFirst).flatMap(({ table, chain, index, text, endpoint }) => {
    const line = (at: number, words: string) => ({
      table,
      chain,
      index: at,
      text: lineOf(rules, table, chain, words),
    });
    if (endpoint === undefined) return [line(index, text)];
    const all = lineChains(rules).find(({ name }) => name === chain)?.lines ?? [];
    return all.flatMap((each, at) => (targets.has(each.endpoint ?? '') ? [line(at, each.text)] : []));
  });
}

function lineOf(rules: NodeRules, table: string, chain: string, text: string): string {
  if (rules.mode === 'nftables') return nftLine(rules.family, chain, text);
  if (table !== 'ipvs') return `-A ${chain} ${text}`;
  return chain.startsWith('@') ? `add ${chain.slice(1)} ${text}` : text;
}

/** As `nft -f` takes it; a line of a map is an element. */
function nftLine(family: string, chain: string, text: string): string {
  if (chain.startsWith('@')) return `add element ${family} kube-proxy ${chain.slice(1)} { ${text} }`;
  return `add rule ${family} kube-proxy ${chain} ${text}`;
}

function describe(result: {
  readonly verdict: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly node: string;
  readonly ends: readonly {
    verdict: string;
    target: string | null;
    masquerade: boolean;
    probability: number;
  }[];
  readonly rules: readonly MatchedRule[];
}): string {
  const meanings: Readonly<Record<string, string>> = {
    REJECT: 'rejected: the sender hears "connection refused" at once',
    DROP: 'dropped: the sender hears nothing and waits',
    ACCEPT: 'no Service rule matches: the packet goes on as it is',
  };
  const ends = result.ends.map(({ verdict, target, masquerade, probability }) => {
    const source = masquerade ? ', source masqueraded' : '';
    if (target === null) return `  ${verdict}  ${meanings[verdict] ?? ''}${source}`;
    return `  ${verdict} to ${target}  chance ${(probability * 100).toFixed(1)} %${source}`;
  });
  const rules = result.rules.map(({ table, text }) => `  ${table.padEnd(7)} ${text}`);
  return [
    `${result.protocol} ${result.from} → ${result.to} at ${result.node}`,
    ...ends,
    ...(rules.length === 0 ? ['no rule matches'] : ['rules that match:', ...rules]),
  ].join('\n');
}
