/** Hints over time: what the controller sets, what each node's rules make of it, and what it says of it. */
import { describe, expect, it } from 'vitest';
import { scaleDeployment } from './intents';
import { Lab, createApp, serviceSpec } from './testing/lab';

/** Three nodes in two zones, one of them with two; CPU as given. */
function zoned(cpu: readonly (string | undefined)[] = ['4', '4', '4'], trafficDistribution?: string) {
  const lab = new Lab();
  lab.act((draft) => {
    for (const [i, zone] of ['a', 'a', 'b'].entries()) {
      const node = draft.get('nodes', `node-${i + 1}`)!;
      const allocatable = cpu[i] === undefined ? {} : { allocatable: { cpu: cpu[i] } };
      draft.put('nodes', node.metadata.name, {
        ...node,
        metadata: { ...node.metadata, labels: { 'topology.kubernetes.io/zone': zone } },
        status: { ...node.status, ...allocatable },
      });
    }
    createApp(draft, 'web', {
      replicas: 6,
      ...(trafficDistribution === undefined ? {} : { service: { trafficDistribution } }),
    });
  });
  lab.settle(60);
  return lab;
}

function annotate(lab: Lab, annotations: Record<string, string>): void {
  lab.act((draft) => {
    const service = draft.get('services', 'shop/web')!;
    draft.put('services', 'shop/web', { ...service, metadata: { ...service.metadata, annotations } });
  });
  lab.settle(60);
}

const AUTO = { 'service.kubernetes.io/topology-mode': 'Auto' };
const endpointsOf = (lab: Lab) =>
  Object.values(lab.tables.endpointSlices).flatMap((slice) => slice.endpoints);
const counts = (lab: Lab) => [1, 2, 3].map((i) => lab.targets(`node-${i}`, 'shop/web').length);

describe('[CT43] trafficDistribution', () => {
  it('[behaviours 27] sets hints and shares nothing: the zone with one Pod gets all of its own traffic', () => {
    const lab = zoned(['4', '4', '4'], 'PreferClose');
    lab.act((draft) => scaleDeployment(draft, 'shop/web', 3));
    lab.settle(120);
    expect(endpointsOf(lab).map(({ zone, hints }) => [zone, hints])).toEqual(
      endpointsOf(lab).map(({ zone }) => [zone, { forZones: [zone] }]),
    );
    // One Pod a node: two for the two nodes of zone a, and a single one for all that begins in zone b.
    expect(counts(lab)).toEqual([2, 2, 1]);
  });

  it('PreferSameNode leads to the node itself, and PreferSameZone does what PreferClose did', () => {
    expect(counts(zoned(undefined, 'PreferSameNode'))).toEqual([2, 2, 2]);
    expect(counts(zoned(undefined, 'PreferSameZone'))).toEqual([4, 4, 2]);
    expect(counts(zoned(undefined))).toEqual([6, 6, 6]);
  });

  it('hints go when the field goes', () => {
    const lab = zoned(undefined, 'PreferSameNode');
    lab.act((draft) => {
      const service = draft.get('services', 'shop/web')!;
      draft.put('services', 'shop/web', { ...service, spec: serviceSpec('web') });
    });
    lab.settle(60);
    expect(endpointsOf(lab).every(({ hints }) => hints === undefined)).toBe(true);
    expect(counts(lab)).toEqual([6, 6, 6]);
  });
});

describe('[CT44] topology-mode Auto', () => {
  it('shares the endpoints by CPU, and says so once', () => {
    const lab = zoned();
    annotate(lab, AUTO);
    // Zone a has 8 of 12 CPUs, and 4 of 6 Pods.
    expect(counts(lab)).toEqual([4, 4, 2]);
    expect(lab.tables.topologyHints['shop/web']!.byFamily).toEqual({ IPv4: { a: 4, b: 2 } });
    lab.act((draft) => scaleDeployment(draft, 'shop/web', 9));
    lab.settle(120);
    expect(lab.tables.events['Service/shop/web']).toMatchObject([
      {
        reason: 'TopologyAwareHintsEnabled',
        message: 'Topology Aware Hints has been enabled, addressType: IPv4',
        count: 1,
      },
    ]);
    annotate(lab, {});
    expect(counts(lab)).toEqual([9, 9, 9]);
    expect(lab.of('service/topologyHints').map((fact) => fact['message'])).toEqual([
      'Topology Aware Hints has been enabled, addressType: IPv4',
      'Topology Aware Hints has been disabled, addressType: IPv4',
    ]);
    expect(lab.tables.topologyHints).toEqual({});
  });

  it('gives none and says why where a node has no allocatable CPU', () => {
    const lab = zoned(['4', undefined, '4']);
    annotate(lab, AUTO);
    expect(counts(lab)).toEqual([6, 6, 6]);
    expect(lab.tables.events['Service/shop/web']).toMatchObject([
      {
        type: 'Warning',
        message:
          'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4',
      },
    ]);
  });

  it('looks again when a node’s zone changes and a zone has too little', () => {
    const lab = zoned();
    annotate(lab, AUTO);
    lab.act((draft) => {
      const node = draft.get('nodes', 'node-2')!;
      const labels = { 'topology.kubernetes.io/zone': 'b' };
      draft.put('nodes', 'node-2', { ...node, metadata: { ...node.metadata, labels } });
    });
    lab.settle(60);
    expect(lab.tables.topologyHints['shop/web']!.byFamily).toEqual({ IPv4: { a: 2, b: 4 } });
    expect(counts(lab)[0]).toBe(2);
  });
});
