/** The world that a learner gets at time 0: everything has come up, nothing is under way. */
import { describe, expect, it, vi } from 'vitest';
import { canonicalJson } from '../trace/traceEvent';
import { brokenInvariants } from './testing/invariants';
import { lab } from './testing/lab';
import { worldOf } from './testing/worlds';

vi.setConfig({ testTimeout: 60_000 });

const FIRST = 'where-a-service-works';

describe('a started scenario', () => {
  it('[CL7] begins at 0 with every Pod ready, every node’s rules current, and nothing due', () => {
    const world = worldOf(FIRST);
    expect(world.now).toBe(0);
    expect(world.tables.queue).toEqual({});
    expect(brokenInvariants(world)).toEqual([]);
    const pods = Object.values(world.tables.pods);
    expect(pods).toHaveLength(12);
    for (const pod of pods) {
      expect(pod.status).toMatchObject({ phase: 'Running', ready: true });
      const { namespace, name } = pod.metadata;
      expect(world.tables.processes[`${namespace}/${name}`]?.state).toBe('listening');
    }
    const last = Math.max(
      ...[...Object.values(world.tables.endpointSlices), ...Object.values(world.tables.services)].map(
        (object) => Number(object.metadata.resourceVersion),
      ),
    );
    for (const row of Object.values(world.tables.ruleSets)) expect(row.seenVersion).toBe(last);
  });

  it('[CL7] has what the scenario says: addresses, delays, the first client’s first page', () => {
    const { tables } = worldOf(FIRST);
    expect(tables.services['default/user-api-service']!.spec.clusterIP).toBe('10.103.22.45');
    expect(tables.services['kube-system/kube-dns']!.spec.clusterIP).toBe('10.96.0.10');
    const controller = tables.services['ingress-nginx/ingress-nginx-controller']!;
    expect(controller.status.loadBalancer[0]!.ip).toBe('203.0.113.10');
    const delays = Object.values(tables.proxies).map((row) => [
      row.node,
      row.watchDelayMicros,
      row.minSyncMicros,
    ]);
    expect(delays.sort()).toEqual([
      ['node-1', 20_000, 1_000_000],
      ['node-2', 60_000, 1_000_000],
      ['node-3', 350_000, 1_000_000],
    ]);
    expect(tables.settings['traffic']).toMatchObject({
      client: 'learner',
      url: 'https://shop.example/users/123',
      rate: 0,
      newConnectionPerRequest: true,
    });
    for (const pod of Object.values(tables.pods)) {
      expect(pod.status.podIP).toMatch(/^10\.244\.[123]\.\d+$/);
    }
  });

  it('[CL8] follows from its seed alone: the same twice, other names with another', () => {
    const json = (seed: string) => canonicalJson(lab(FIRST, { seed }).engine.world);
    expect(json('one')).toBe(json('one'));
    expect(json('one')).not.toBe(json('two'));
    const names = (seed: string) => Object.keys(worldOf(FIRST, seed).tables.pods);
    expect(names('one').length).toBe(names('two').length);
    expect(names('one')).not.toEqual(names('two'));
  });
});

describe('plain manifests', () => {
  const SHOP = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`;

  it('[CL9] get three nodes and a cluster DNS, and can be visited from outside', () => {
    const one = lab({ manifests: SHOP }, { checkEvery: 1 });
    expect(Object.keys(one.tables.nodes)).toEqual(['node-1', 'node-2', 'node-3']);
    expect(one.pods('coredns')).toHaveLength(2);
    const [address] = one.tables.services['default/web']!.status.loadBalancer;
    const request = one.send(`http://${address!.ip}/`, 'visitor');
    expect(one.outcome(request)).toMatchObject({ status: 200 });
    one.expectPath(request, 'browser', 'service');
  });

  it('[CL9] a NodePort answers at every node’s address, also where no Pod is', () => {
    const one = lab({
      manifests: SHOP.replace('LoadBalancer', 'NodePort').replace('replicas: 2', 'replicas: 1'),
    });
    const { nodePort } = one.tables.services['default/web']!.spec.ports[0]!;
    for (const node of Object.values(one.tables.nodes)) {
      const request = one.send(`http://${node.status.internalIP}:${String(nodePort)}/`, 'visitor');
      expect(one.outcome(request)).toMatchObject({ status: 200 });
      const [rewrite] = one.hops(request).filter((hop) => hop.kind === 'rewrite');
      expect(rewrite?.actor).toBe(`node/${node.metadata.name}`);
      expect(rewrite?.after?.source.ip).toBe(node.status.internalIP);
    }
  });

  it('[TR20] a wrong port of a node’s address is refused by the node itself', () => {
    const one = lab({ manifests: SHOP });
    const [node] = Object.values(one.tables.nodes);
    const request = one.send(`http://${node!.status.internalIP}:31999/`, 'visitor');
    expect(one.outcome(request)).toMatchObject({
      kind: 'refused',
      reason: { leg: 'ingress', cause: 'refused' },
    });
    expect(one.hopNames(request)).toEqual(['refused.node']);
  });
});
