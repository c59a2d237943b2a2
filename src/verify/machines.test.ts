import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { clusterAtRest } from '../cli/clusterAtRest';
import type { Io } from '../cli/command';
import { readSystem } from '../cli/system';
import { ipv6Config, ipv6Half, ipv6Of } from './ipv6Half';
import { machinesOf, namespacesOf, OUTSIDE_IP } from './machines';
import { wiring } from './wiring';
import { nodeProxyConfig } from '../sim/dataplane/nodeProxyConfig';
import { questionsOf } from './kernel/questions';

const io: Io = {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  out: () => undefined,
  err: () => undefined,
  readStdin: () => '',
};
const cluster = clusterAtRest(readSystem(['manifests'], io), io);
const machines = machinesOf(cluster, 'test-');
const cluster6 = ipv6Half(cluster);
const machines6 = machinesOf(cluster6, 'test-', 'IPv6');
/** All that is said in a namespace. */
const saidIn = (sides: readonly (typeof machines)[], namespace: string) =>
  wiring(sides)
    .filter((step) => step.namespace === namespace)
    .flatMap(({ ip }) => ip)
    .join('\n');

describe('the plan of machines', () => {
  it('has the addresses of the simulation, each in a namespace of its own', () => {
    expect(machines.nodes.map(({ name, ip }) => `${name} ${ip}`)).toEqual([
      'node-1 192.168.56.11',
      'node-2 192.168.56.12',
      'node-3 192.168.56.13',
    ]);
    expect(machines.pods).toHaveLength(15);
    for (const { key, ip, node } of machines.pods) {
      const pod = cluster.pods.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === key)!;
      expect([ip, node]).toEqual([pod.status.podIP, pod.spec.nodeName]);
    }
    const names = namespacesOf(machines);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.startsWith('test-'))).toBe(true);
  });

  it('opens in a Pod what its program opens, and nothing else', () => {
    const portsOf = (app: string) =>
      machines.pods.find(({ key }) => key.startsWith(`default/${app}-`))!.ports;
    expect(portsOf('web')).toEqual({ tcp: [8080, 9090], udp: [] });
    expect(portsOf('echo')).toEqual({ tcp: [7000], udp: [7000] });
    expect(portsOf('client')).toEqual({ tcp: [], udp: [] });
  });

  it('changes nothing outside of its namespaces', () => {
    for (const { namespace, ip, sysctls } of wiring([machines, machines6])) {
      if (namespace !== undefined) continue;
      expect(sysctls).toEqual([]);
      for (const line of ip) {
        expect(line).toMatch(/^link add eth0 netns test-\S+ type veth peer name \S+ netns test-\S+$/);
      }
    }
  });

  it('knows a way to every Pod of every node, and to the outside only where an address is announced', () => {
    const node1 = saidIn([machines], machines.nodes[0]!.namespace);
    expect(node1).toContain('route add 10.244.2.0/24 via 192.168.56.12 dev eth0 onlink');
    for (const pod of machines.pods.filter(({ node }) => node === 'node-1')) {
      expect(node1).toContain(`route add ${pod.ip} dev`);
    }
    const router = saidIn([machines], machines.router.namespace);
    expect(router).toContain('route add 203.0.113.40 via 192.168.56.11 dev br0 onlink');
    expect(router).not.toContain('10.244.');
    expect(router).toContain('blackhole 0.0.0.0/0');
    expect(router).toContain(`route add ${OUTSIDE_IP} dev out`);
  });
});

describe('the IPv6 half', () => {
  it('has the same bits in every address and range', () => {
    expect(['10.244.1.5', '10.0.0.0', '127.0.0.1', '10.96.0.0/12', 'fd00::1', '::/0'].map(ipv6Of)).toEqual([
      'fd00::af4:105',
      'fd00::a00:0',
      '::1',
      'fd00::a60:0/108',
      'fd00::1',
      '::/0',
    ]);
  });

  it('is the same cluster, on the same machines', () => {
    expect(namespacesOf(machines6)).toEqual(namespacesOf(machines));
    expect(machines6.pods.map(({ ip }) => ip)).toEqual(machines.pods.map(({ ip }) => ipv6Of(ip)));
    const web = cluster6.services.find(({ metadata }) => metadata.name === 'web')!;
    expect([web.spec.clusterIP, web.spec.externalIPs]).toEqual([
      ipv6Of('10.96.10.1'),
      [ipv6Of('203.0.113.40')],
    ]);
    expect(cluster6.services.find(({ metadata }) => metadata.name === 'headless')?.spec.clusterIP).toBe(
      'None',
    );
    expect(new Set(cluster6.endpointSlices.map(({ addressType }) => addressType))).toEqual(new Set(['IPv6']));
    expect(cluster6.endpointSlices).toHaveLength(cluster.endpointSlices.length);
  });

  it('keeps what the manifests say of IPv6', () => {
    const [slice] = cluster.endpointSlices.filter(({ endpoints }) => endpoints.length > 0);
    const [endpoint] = slice!.endpoints;
    const written = {
      ...slice!,
      addressType: 'IPv6' as const,
      endpoints: [{ ...endpoint!, addresses: ['fd00:7::7'] }],
    };
    const half = ipv6Half({ ...cluster, endpointSlices: [...cluster.endpointSlices, written] });
    const { name } = endpoint!.targetRef!;
    expect(half.pods.find((pod) => pod.metadata.name === name)?.status.podIP).toBe('fd00:7::7');
    expect(half.endpointSlices).toHaveLength(cluster.endpointSlices.length);
  });

  it('is wired like the other, and kube-proxy has no NodePorts on ::1 there', () => {
    const node1 = saidIn([machines, machines6], machines.nodes[0]!.namespace);
    expect(node1).toContain('route add fd00::af4:200/120 via fd00::c0a8:380c dev eth0 onlink');
    expect(node1).toContain('route add 10.244.2.0/24 via 192.168.56.12 dev eth0 onlink');
    const { localhostNodePorts, nodeIPs } = ipv6Config(nodeProxyConfig({ nodeIP: '192.168.56.11' }));
    expect([localhostNodePorts, nodeIPs]).toEqual([false, ['fd00::c0a8:380b', '::1']]);
  });
});

describe('the questions', () => {
  const questions = questionsOf(cluster, machines);
  const about = (name: string) =>
    questions.filter((one) => one.about === `default/${name}`).map(({ what }) => what);

  it('dial each way in that a Service has, and no other', () => {
    expect(new Set(about('alone'))).toEqual(
      new Set([
        'ClusterIP',
        'ClusterIP, keep-alive',
        'ClusterIP of its own',
        'ClusterIP from a node',
        'ClusterIP, wrong port',
        'ClusterIP from outside',
      ]),
    );
    expect(about('outside-local').filter((what) => what === 'NodePort from outside')).toHaveLength(3);
    expect(about('outside-local')).toContain('outside IP');
    expect(about('headless')).toEqual([]);
    expect(about('elsewhere')).toEqual([]);
  });

  it('are asked by somebody who is there', () => {
    const places = new Set([...machines.nodes, ...machines.pods, machines.outside].map(({ place }) => place));
    expect(questions.filter(({ from }) => !places.has(from))).toEqual([]);
    expect(questions.length).toBeGreaterThan(80);
  });
});
