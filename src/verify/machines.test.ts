import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { clusterAtRest } from '../cli/clusterAtRest';
import type { Io } from '../cli/command';
import { readSystem } from '../cli/system';
import { machinesOf, namespacesOf, OUTSIDE_IP, wiring } from './machines';
import { questionsOf } from './kernel/questions';

const io: Io = {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  out: () => undefined,
  err: () => undefined,
  readStdin: () => '',
};
const cluster = clusterAtRest(readSystem(['manifests'], io), io);
const machines = machinesOf(cluster, 'test-');

describe('the plan of machines', () => {
  it('has the addresses of the simulation, each in a namespace of its own', () => {
    expect(machines.nodes.map(({ name, ip }) => `${name} ${ip}`)).toEqual([
      'node-1 192.168.56.11',
      'node-2 192.168.56.12',
      'node-3 192.168.56.13',
    ]);
    expect(machines.pods).toHaveLength(13);
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
    expect(portsOf('web')).toEqual([8080, 9090]);
    expect(portsOf('alone')).toEqual([8080]);
    expect(portsOf('client')).toEqual([]);
  });

  it('changes nothing outside of its namespaces', () => {
    for (const { namespace, ip, sysctls } of wiring(machines)) {
      if (namespace !== undefined) continue;
      expect(sysctls).toEqual([]);
      for (const line of ip) {
        expect(line).toMatch(/^link add eth0 netns test-\S+ type veth peer name \S+ netns test-\S+$/);
      }
    }
  });

  it('knows a way to every Pod of every node, and to the outside only where an address is announced', () => {
    const steps = new Map(wiring(machines).map((step) => [step.namespace, step.ip.join('\n')]));
    const node1 = steps.get(machines.nodes[0]!.namespace)!;
    expect(node1).toContain('route add 10.244.2.0/24 via 192.168.56.12 dev eth0 onlink');
    for (const pod of machines.pods.filter(({ node }) => node === 'node-1')) {
      expect(node1).toContain(`route add ${pod.ip} dev`);
    }
    const router = steps.get(machines.router.namespace)!;
    expect(router).toContain('route add 203.0.113.40 via 192.168.56.11 dev br0 onlink');
    expect(router).not.toContain('10.244.');
    expect(router).toContain('blackhole default');
    expect(router).toContain(`route add ${OUTSIDE_IP} dev out`);
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
