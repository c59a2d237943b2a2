/** The API server's store: versions, uids, addresses, labels, deletion. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createObject, deleteObject, updateObject } from './cluster/apiServer';
import { durationOf, parseDuration } from './cluster/annotations';
import type { Pod, Service } from './cluster/objects';
import { requestPodDeletion } from './cluster/podDeletion';
import { findPods, matchesLabels, selectorsThatMayMatch } from './cluster/selectors';
import { allocateService } from './cluster/serviceAllocation';
import { template } from './control/testing/lab';
import { Draft } from './kernel/draft';
import { emptyWorld, simLaws } from './laws';
import { engineOf } from './step';

function store(seed = 'store') {
  const engine = engineOf(emptyWorld(seed, 0), simLaws);
  return { draft: new Draft(engine, -1), tables: engine.world.tables };
}

type Store = ReturnType<typeof store>['draft'];

function createPod(
  draft: Store,
  name: string,
  labels: Record<string, string>,
  node?: string,
  namespace = 'shop',
) {
  const metadata = { name, namespace, labels, annotations: {}, ownerReferences: [] };
  const { spec } = template('web');
  return createObject<'Pod'>(draft, {
    kind: 'Pod',
    metadata,
    spec: { ...spec, ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase: 'Pending', ready: false, restartCount: 0 },
  } as unknown as Pod);
}

function createService(draft: Store, name: string, spec: Partial<Service['spec']> = {}): Service {
  const service = {
    kind: 'Service',
    metadata: { name, namespace: 'shop', labels: {}, annotations: {}, ownerReferences: [] },
    spec: {
      type: 'ClusterIP',
      clusterIP: '',
      clusterIPs: [],
      selector: { app: name },
      ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: 80 }],
      externalIPs: [],
      ...spec,
    },
    status: { loadBalancer: [] },
  } as unknown as Service;
  return createObject<'Service'>(draft, { ...service, ...allocateService(draft, service) });
}

describe('writes', () => {
  it('[CL1] each gets the next resourceVersion; a uid is given once; a changed spec raises the generation', () => {
    const { draft } = store();
    const first = createPod(draft, 'a', {});
    const second = createPod(draft, 'b', {});
    expect([first, second].map((pod) => pod.metadata.resourceVersion)).toEqual(['1', '2']);
    expect(first.metadata.uid).not.toBe(second.metadata.uid);
    const status = updateObject<'Pod'>(draft, { ...first, status: { ...first.status, phase: 'Running' } });
    expect(status.metadata).toMatchObject({ resourceVersion: '3', generation: 1, uid: first.metadata.uid });
    const spec = updateObject<'Pod'>(draft, status, { specChanged: true });
    expect(spec.metadata).toMatchObject({ resourceVersion: '4', generation: 2 });
    deleteObject(draft, 'Pod', 'shop/a');
    const again = createPod(draft, 'a', {});
    expect(again.metadata).toMatchObject({ resourceVersion: '6', generation: 1 });
    expect(again.metadata.uid).not.toBe(first.metadata.uid);
  });

  it('[CL1] a name is taken once per kind and namespace', () => {
    const { draft } = store();
    createPod(draft, 'a', {});
    expect(() => createPod(draft, 'a', {})).toThrow('Pod "shop/a" already exists');
    expect(() => createPod(draft, 'a', {}, undefined, 'other')).not.toThrow();
    expect(() => createService(draft, 'a')).not.toThrow();
  });
});

describe('addresses of Services', () => {
  it('[CL2] a ClusterIP that is given is kept; others are free ones of 10.96.0.0/12 above its first 256', () => {
    const { draft } = store();
    expect(createService(draft, 'fixed', { clusterIP: '10.103.22.45' }).spec.clusterIPs).toEqual([
      '10.103.22.45',
    ]);
    const ips = Array.from({ length: 200 }, (_, i) => createService(draft, `s${i}`).spec.clusterIP);
    expect(new Set(ips).size).toBe(200);
    for (const ip of ips) {
      const [a, b, c] = ip.split('.').map(Number);
      expect([a, b! >= 96 && b! <= 111, b === 96 && c === 0]).toEqual([10, true, false]);
    }
  });

  it('[CL2] headless and ExternalName Services have none', () => {
    const { draft } = store();
    expect(createService(draft, 'headless', { clusterIP: 'None' }).spec.clusterIP).toBe('None');
    const external = createService(draft, 'external', { type: 'ExternalName' });
    expect(external.spec).toMatchObject({ clusterIP: '', clusterIPs: [] });
  });

  it('[CL3] NodePorts are free ones of 30000–32767, given ones stay; a LoadBalancer has an address of its own', () => {
    const { draft } = store();
    const port = { name: '', protocol: 'TCP' as const, port: 80, targetPort: 80 };
    createService(draft, 'given', { type: 'NodePort', ports: [{ ...port, nodePort: 31_000 }] });
    const made = Array.from({ length: 60 }, (_, i) =>
      createService(draft, `n${i}`, {
        type: i % 2 === 0 ? 'NodePort' : 'LoadBalancer',
        ports: [port, { ...port, name: 'b', port: 81 }],
      }),
    );
    const ports = made.flatMap((service) => service.spec.ports.map((one) => one.nodePort!));
    expect(new Set([...ports, 31_000]).size).toBe(121);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(30_000);
    expect(Math.max(...ports)).toBeLessThanOrEqual(32_767);
    const addresses = made.flatMap((service) => service.status.loadBalancer.map((one) => one.ip));
    expect(addresses).toHaveLength(30);
    expect(new Set(addresses).size).toBe(30);
    expect(createService(draft, 'plain').spec.ports[0]).not.toHaveProperty('nodePort');
  });
});

describe('labels', () => {
  const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'zone'), fc.constantFrom('a', 'b'));

  it('[CL4] a selector matches what has all its pairs; finding by index is the same as looking at each', () => {
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 8 }), labels, (all, selector) => {
        const { draft } = store();
        all.forEach((one, i) => createPod(draft, `p${i}`, one, undefined, i % 3 === 0 ? 'other' : 'shop'));
        const slow = all.flatMap((one, i) => {
          const fits = Object.entries(selector).every(([key, value]) => one[key] === value);
          expect(matchesLabels(selector, one)).toBe(fits);
          return fits && i % 3 !== 0 ? [`shop/p${i}`] : [];
        });
        const found = findPods(draft, 'shop', selector);
        expect(found).toEqual(Object.keys(selector).length === 0 ? [] : slow.sort());
      }),
    );
  });

  it('[CL4] which Services may care is found from the Pod’s labels, and none that does is missed', () => {
    const { draft } = store();
    createService(draft, 'a', { selector: { app: 'a' } });
    createService(draft, 'b', { selector: { app: 'b', tier: 'x' } });
    expect(selectorsThatMayMatch(draft, 'services', 'shop', { app: 'a', tier: 'x' })).toEqual([
      'shop/a',
      'shop/b',
    ]);
    expect(selectorsThatMayMatch(draft, 'services', 'shop', { app: 'c' })).toEqual([]);
    expect(selectorsThatMayMatch(draft, 'services', 'other', { app: 'a' })).toEqual([]);
  });
});

describe('deletion', () => {
  it('[CL5] marks a Pod and stops nothing; a second request may shorten the grace period, never lengthen it', () => {
    const { draft, tables } = store();
    createPod(draft, 'a', {}, 'node-1');
    const grace = () => tables.pods['shop/a']?.metadata.deletionGraceSeconds;
    expect(requestPodDeletion(draft, 'shop/a', { by: 'user' })).toBe(true);
    expect(grace()).toBe(30);
    requestPodDeletion(draft, 'shop/a', { by: 'user', graceSeconds: 60 });
    expect(grace()).toBe(30);
    requestPodDeletion(draft, 'shop/a', { by: 'user', graceSeconds: 5 });
    expect(grace()).toBe(5);
    requestPodDeletion(draft, 'shop/a', { by: 'user', graceSeconds: 0 });
    expect(tables.pods['shop/a']).toBeUndefined();
  });

  it('[CL5] a Pod that no kubelet has yet goes at once; one that is not there cannot be deleted', () => {
    const { draft, tables } = store();
    createPod(draft, 'a', {});
    expect(requestPodDeletion(draft, 'shop/a', { by: 'user' })).toBe(true);
    expect(tables.pods).toEqual({});
    expect(requestPodDeletion(draft, 'shop/a', { by: 'user' })).toBe(false);
  });
});

describe('durations in annotations', () => {
  it('[CL6] are numbers with us, ms, s or m; what cannot be read counts as absent', () => {
    const texts = ['500us', '800ms', '1.5s', ' 2 m ', '0s', '5', '-1s', '1h', ''];
    expect(texts.map(parseDuration)).toEqual([
      500,
      800_000,
      1_500_000,
      120_000_000,
      0,
      ...[undefined, undefined, undefined, undefined],
    ]);
    expect(durationOf({ a: '2s' }, 'a', 7)).toBe(2_000_000);
    expect(durationOf({ a: 'soon' }, 'a', 7)).toBe(7);
    expect(durationOf({}, 'a', 7)).toBe(7);
  });
});
