/** Holds the rows of a node's real connection tracking to those that the simulation prints. */
import { createConnection } from '../../sim/dataplane/conntrack';
import { printConntrackEntry } from '../../sim/dataplane/printConntrack';
import type { Machines } from '../machines';
import type { Namespaces } from '../namespaces';
import type { Observed } from './compare';
import type { Question } from './questions';

/**
 * Forgets every connection of the nodes: a UDP flow would otherwise keep the translation that earlier rules gave it.
 * False if the tool is not installed, or the kernel does not answer it.
 */
export function forgetConnections(namespaces: Namespaces, { nodes }: Machines): boolean {
  return nodes.every(({ namespace }) => namespaces.run(namespace, ['conntrack', '-F']).status === 0);
}

/** Both tuples of a row of `conntrack -L`: `src=… dst=… sport=… dport=… src=… …`. */
export function tuplesOf(row: string): string {
  return (row.match(/\b(?:src|dst|sport|dport)=\S+/g) ?? []).join(' ');
}

/**
 * The same tuples without the port that the client dialled from. Where two connections of a client from one port, to
 * two Services, end at the same Pod, the kernel gives the second another port towards the Pod: the server cannot tell
 * which port was dialled from. Source: Linux net/netfilter/nf_nat_core.c get_unique_tuple.
 */
export function withoutDialledPort(tuples: string): string {
  return tuples.replace(/sport=\d+/, 'sport=*');
}

/**
 * Connections of a Pod whose row is not in its node's table as the simulation prints it, each in a sentence. Only for
 * connections that keep their source: of others the client's port is not known.
 */
export function untracked(
  namespaces: Namespaces,
  machines: Machines,
  { from, to, protocol }: Question,
  observed: Observed,
): string[] {
  const pod = machines.pods.find(({ place }) => place === from);
  const node = machines.nodes.find(({ name }) => name === pod?.node);
  if (pod === undefined || node === undefined) return [];
  const listed = namespaces.run(node.namespace, [
    ...['conntrack', '-L', '-f', machines.family.toLowerCase()],
    ...['-p', protocol, '--orig-dst', to.ip],
  ]);
  const rows = new Set(listed.out.split('\n').map((row) => withoutDialledPort(tuplesOf(row))));
  return observed.flatMap(([first]) => {
    if (first === undefined || 'error' in first || first.source !== pod.ip) return [];
    const [, ip = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(first.target) ?? [];
    const flow = { protocol, source: { ip: pod.ip, port: first.port }, destination: to };
    const entry = createConnection({
      flow,
      translation: {
        after: { ...flow, destination: { ip, port: Number(port) } },
        masquerade: false,
        randomFully: false,
      },
      masqueradeTo: node.ip,
      now: 0,
      isTaken: () => false,
      draw: () => 0,
    });
    const printed = tuplesOf(printConntrackEntry(entry!, 0));
    return rows.has(withoutDialledPort(printed)) ? [] : [`${node.name} has no connection ${printed}`];
  });
}
