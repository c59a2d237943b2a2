/** What is asked of a kernel and of the simulation alike: who dials which address, and what it is to show. */
import { keyOf, type Service } from '../../sim/cluster/objects';
import { serviceOfSlice } from '../../sim/dataplane/endpoints';
import { isSkippedService } from '../../sim/dataplane/servicePorts';
import type { ClusterAtRest } from '../../cli/clusterAtRest';
import type { SocketAddress, Transport } from '../../sim/packet/headers';
import { ipv6Of } from '../ipv6Half';
import { outsideIPs, type Machines, type PodMachine } from '../machines';

/**
 * `spread`: many connections, counted. `reach`: enough to meet every Pod. `keepAlive`: many requests on each
 * connection; over UDP, many datagrams from one port.
 */
export type QuestionKind = 'spread' | 'reach' | 'keepAlive';

export interface Question {
  /** `default/web:http`; of no Service: what it is about. */
  readonly about: string;
  /** What is dialled, in words: `ClusterIP`, `NodePort`. */
  readonly what: string;
  readonly kind: QuestionKind;
  /** Place of who dials. */
  readonly from: string;
  readonly to: SocketAddress;
  readonly protocol: Transport;
}

/** An address of the Service range that nobody is given here. */
const UNALLOCATED = '10.96.255.254';

/** Questions about every TCP and UDP port of the manifests' Services, as far as these machines can ask them. */
export function questionsOf(cluster: ClusterAtRest, machines: Machines): Question[] {
  const services = cluster.services.filter(
    (service) => cluster.givenServices.has(keyOf(service.metadata)) && !isSkippedService(service),
  );
  const questions = services.flatMap((service) => questionsOfService(cluster, machines, service));
  const [anyone] = machines.pods;
  const ip = machines.family === 'IPv6' ? ipv6Of(UNALLOCATED) : UNALLOCATED;
  if (anyone === undefined || cluster.services.some(({ spec }) => spec.clusterIP === ip)) return questions;
  const about = { about: 'no Service', what: 'unallocated ClusterIP' };
  return [
    ...questions,
    { ...about, kind: 'reach', from: anyone.place, to: { ip, port: 80 }, protocol: 'tcp' },
  ];
}

function questionsOfService(cluster: ClusterAtRest, machines: Machines, service: Service): Question[] {
  const key = keyOf(service.metadata);
  const { nodes, pods, outside } = machines;
  const endpoints = endpointIPs(cluster, key);
  const isEndpoint = (pod: PodMachine) => endpoints.has(pod.ip);
  const client = pods.find((pod) => !isEndpoint(pod)) ?? pods[0];
  const own = pods.find(isEndpoint);
  const used = new Set(service.spec.ports.map(({ port }) => port));
  const { clusterIP } = service.spec;
  const loopback = machines.family === 'IPv6' ? '::1' : '127.0.0.1';

  return service.spec.ports
    .filter(({ protocol }) => protocol !== 'SCTP')
    .flatMap(({ name, port, nodePort = 0, protocol }, index) => {
      const ask = (
        what: string,
        from: string | undefined,
        ip: string,
        to = port,
        kind: QuestionKind = 'reach',
      ) =>
        from === undefined
          ? []
          : [
              {
                about: name === '' ? key : `${key}:${name}`,
                what,
                kind,
                from,
                to: { ip, port: to },
                protocol: protocol === 'UDP' ? ('udp' as const) : ('tcp' as const),
              },
            ];
      const first = index === 0;
      const atCluster = [
        ...ask('ClusterIP', client?.place, clusterIP, port, 'spread'),
        ...ask(
          protocol === 'UDP' ? 'ClusterIP, one flow' : 'ClusterIP, keep-alive',
          client?.place,
          clusterIP,
          port,
          'keepAlive',
        ),
        ...ask('ClusterIP of its own', own?.place, clusterIP),
      ];
      if (!first && nodePort === 0) return atCluster;
      if (!first)
        return [...atCluster, ...ask('NodePort from outside', outside.place, nodes[0]!.ip, nodePort)];
      const further = [
        ...onOtherNodes(machines, client, isEndpoint).flatMap(({ place }) =>
          ask('ClusterIP', place, clusterIP),
        ),
        ...ask('ClusterIP from a node', nodes[0]?.place, clusterIP),
        ...ask('ClusterIP, wrong port', client?.place, clusterIP, freePort(used)),
        ...ask('ClusterIP from outside', outside.place, clusterIP),
      ];
      const atNodes =
        nodePort === 0
          ? []
          : [
              ...nodes.flatMap((node, at) =>
                ask('NodePort from outside', outside.place, node.ip, nodePort, at === 0 ? 'spread' : 'reach'),
              ),
              ...nodes.flatMap(({ ip }) => ask('NodePort from a Pod', client?.place, ip, nodePort)),
              ...ask(`NodePort on ${loopback}`, nodes[0]?.place, loopback, nodePort),
              ...ask('NodePort from its node', nodes[0]?.place, nodes[0]?.ip ?? '', nodePort),
            ];
      const announced = outsideIPs(service).filter((ip) => machines.announced.some((one) => one.ip === ip));
      const atEdge = announced.flatMap((ip) => [
        ...ask('outside IP', outside.place, ip),
        ...ask('outside IP from a Pod', client?.place, ip),
      ]);
      return [...atCluster, ...further, ...atNodes, ...atEdge];
    });
}

function endpointIPs({ endpointSlices }: ClusterAtRest, service: string): Set<string> {
  const own = endpointSlices.filter((slice) => serviceOfSlice(slice) === service);
  return new Set(own.flatMap(({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses)));
}

/** One Pod on each node but the client's, rather one that the Service does not send to. */
function onOtherNodes(
  { nodes, pods }: Machines,
  client: PodMachine | undefined,
  isEndpoint: (pod: PodMachine) => boolean,
): PodMachine[] {
  return nodes
    .filter(({ name }) => name !== client?.node)
    .flatMap(({ name }) => {
      const here = pods.filter(({ node }) => node === name);
      return here.find((pod) => !isEndpoint(pod)) ?? here[0] ?? [];
    });
}

function freePort(used: ReadonlySet<number>): number {
  let port = 81;
  while (used.has(port)) port++;
  return port;
}

/** SCTP ports, which are not asked; in words for the report. */
export function notAsked(cluster: ClusterAtRest): string[] {
  return cluster.services
    .filter((service) => cluster.givenServices.has(keyOf(service.metadata)) && !isSkippedService(service))
    .flatMap(({ metadata, spec }) =>
      spec.ports
        .filter(({ protocol }) => protocol === 'SCTP')
        .map(({ port, protocol }) => `${keyOf(metadata)} ${protocol} ${port}`),
    );
}
