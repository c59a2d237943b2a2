/** Each node's kube-proxy: when it hears, when it syncs, what it writes. */
import { describe, expect, it } from 'vitest';
import { deleteObject, updateObject } from '../../cluster/apiServer';
import { deletePod, scaleDeployment } from '../../control/intents';
import { Lab, createApp } from '../../control/testing/lab';
import { millis, seconds } from '../../kernel/time';
import { clusterIndexes } from '../../cluster/tables';
import { WorldIndex } from '../../kernel/world';
import { programRules } from '../iptables/program';
import { setWatchDelay } from './kubeProxyRoom';
import { configOf } from './configOfNode';
import { conntrackRowKey, proxyIndexes, type ConntrackRow } from './tables';

function shop(): Lab {
  const lab = new Lab();
  lab.act((draft) => createApp(draft, 'web'));
  return lab.settle(60);
}

function syncs(lab: Lab, node: string, from: number) {
  return lab.of('kubeProxy/synced').filter((fact) => fact['node'] === node && fact.at >= from);
}

describe('[DP-KP3] when it syncs', () => {
  it('the first change after a quiet time at once, later ones together after minSyncPeriod', () => {
    const lab = shop();
    lab.run(5000);
    const from = lab.now;
    const [a, b, c] = lab.pods().map((pod) => `shop/${pod.metadata.name}`);
    lab.act((draft) => deletePod(draft, a!));
    lab.run(100);
    lab.act((draft) => deletePod(draft, b!));
    lab.run(100);
    lab.act((draft) => deletePod(draft, c!));
    lab.run(790);
    expect(syncs(lab, 'node-1', from)).toHaveLength(1);
    lab.settle(60);
    const at = syncs(lab, 'node-1', from).map((fact) => fact.at);
    expect(at[0]! - from).toBeLessThan(millis(40));
    at.slice(1).forEach((time, i) => expect(time - at[i]!).toBeGreaterThanOrEqual(seconds(1)));
    expect(syncs(lab, 'node-1', from)[1]!['removed']).toHaveLength(2);
  });
});

describe('[DP-KP4] what it writes', () => {
  it('at rest is what a full sync of the API’s objects would write', () => {
    const lab = shop();
    lab.act((draft) => createApp(draft, 'cart', { replicas: 2 }));
    lab.act((draft) => scaleDeployment(draft, 'shop/web', 5));
    lab.settle(60);
    lab.act((draft) => scaleDeployment(draft, 'shop/web', 1));
    lab.settle(60);
    for (const node of Object.values(lab.tables.nodes)) {
      const full = programRules({
        services: Object.values(lab.tables.services),
        endpointSlices: Object.values(lab.tables.endpointSlices),
        node: configOf(node),
      });
      const { rules, serviceVersions } = lab.tables.ruleSets[node.metadata.name]!;
      expect({ ...rules, cleanedAt: 0 }).toEqual({ ...full, cleanedAt: 0 });
      expect(Object.keys(serviceVersions).sort()).toEqual(['shop/cart', 'shop/web']);
    }
  });

  it('a Service that goes takes its rules along', () => {
    const lab = shop();
    lab.act((draft) => deleteObject(draft, 'Service', 'shop/web'));
    lab.settle(60);
    expect(lab.targets('node-1', 'shop/web')).toEqual([]);
    expect(lab.tables.ruleSets['node-1']!.serviceVersions).toEqual({});
    expect(lab.of('kubeProxy/synced').at(-1)!['removed']).toHaveLength(3);
  });

  it('a headless Service is none of its business', () => {
    const lab = shop();
    lab.run(1000);
    const from = lab.now;
    const service = { clusterIP: 'None', clusterIPs: ['None'] };
    lab.act((draft) => createApp(draft, 'db', { replicas: 1, service }));
    lab.settle(60);
    expect(syncs(lab, 'node-1', from)).toEqual([]);
    expect(Object.keys(lab.tables.endpointSlices).filter((key) => key.startsWith('shop/db-'))).toHaveLength(
      1,
    );
  });

  it('a node that joins later lists everything, one that leaves takes its rules along', () => {
    const lab = shop();
    lab.act((draft) => {
      const node = draft.get('nodes', 'node-1')!;
      const labels = { 'topology.kubernetes.io/zone': 'z1' };
      draft.put('nodes', 'node-4', {
        ...node,
        metadata: { ...node.metadata, name: 'node-4', labels },
        spec: { ...node.spec, podCIDR: '10.244.4.0/24' },
        status: { ...node.status, internalIP: '192.168.56.14' },
      });
    });
    lab.settle(60);
    expect(lab.targets('node-4', 'shop/web')).toHaveLength(3);
    expect(lab.tables.ruleSets['node-4']!.rules.node).toMatchObject({ nodeIP: '192.168.56.14', zone: 'z1' });
    lab.act((draft) => deleteObject(draft, 'Node', 'node-4'));
    lab.settle(60);
    expect(lab.tables.ruleSets['node-4']).toBeUndefined();
    expect(Object.keys(lab.tables.proxyKnown).filter((key) => key.startsWith('node-4|'))).toEqual([]);
  });
});

describe('[DP-KP5] the way to each node', () => {
  it('keeps the order of changes when its delay is shortened', () => {
    const lab = shop();
    lab.act((draft) => setWatchDelay(draft, 'node-3', seconds(20)));
    lab.act((draft) => scaleDeployment(draft, 'shop/web', 1));
    lab.run(3000);
    lab.act((draft) => deleteObject(draft, 'Service', 'shop/web'));
    lab.run(1000);
    expect(lab.targets('node-3', 'shop/web')).toHaveLength(3);
    lab.act((draft) => setWatchDelay(draft, 'node-3', millis(1)));
    lab.settle(60);
    expect(lab.targets('node-3', 'shop/web')).toEqual([]);
    expect(Object.keys(lab.tables.proxyKnown).filter((key) => key.startsWith('node-3|'))).toEqual([]);
    const versions = lab
      .of('kubeProxy/sawChange')
      .filter((fact) => fact['node'] === 'node-3')
      .map((fact) => Number(fact['resourceVersion']));
    expect(versions.slice(-4)).toEqual([...versions.slice(-4)].sort((a, b) => a - b));
  });

  it('refuses nodes and delays that are none', () => {
    const lab = shop();
    expect(lab.act((draft) => setWatchDelay(draft, 'node-9', 1))!.code).toBe('notFound');
    expect(lab.act((draft) => setWatchDelay(draft, 'node-1', -1))!.code).toBe('invalid');
  });
});

it('[DP-KP6] removes UDP connections to endpoints that are gone, and no TCP ones', () => {
  const lab = shop();
  lab.act((draft) => {
    const service = draft.get('services', 'shop/web')!;
    const ports = (['TCP', 'UDP'] as const).map((protocol) => ({
      name: protocol.toLowerCase(),
      protocol,
      port: 53,
      targetPort: 8080,
    }));
    updateObject<'Service'>(draft, { ...service, spec: { ...service.spec, ports } });
  });
  lab.settle(60);
  const [gone, stays] = lab.pods();
  const row = (protocol: 'udp' | 'tcp', server: string, port: number): ConntrackRow => {
    const client = { ip: '10.244.1.99', port };
    const destination = { ip: '10.96.0.50', port: 53 };
    return {
      node: 'node-1',
      original: { protocol, source: client, destination },
      reply: { protocol, source: { ip: server, port: 8080 }, destination: client },
      seenReply: true,
      assured: false,
      createdAt: 0,
      expiresAt: seconds(600),
      service: 'shop/web',
    };
  };
  lab.act((draft) => {
    const rows = [
      row('udp', gone!.status.podIP!, 1000),
      row('tcp', gone!.status.podIP!, 1001),
      row('udp', stays!.status.podIP!, 1002),
    ];
    for (const one of rows) draft.put('conntrack', conntrackRowKey('node-1', one), one);
  });
  lab.act((draft) => deletePod(draft, `shop/${gone!.metadata.name}`));
  lab.settle(60);
  const left = Object.values(lab.tables.conntrack).map((one) => one.original.source.port);
  expect(left.sort()).toEqual([1001, 1002]);
  expect(lab.of('kubeProxy/removedConntrack')).toHaveLength(1);
  const index = new WorldIndex({ ...clusterIndexes, ...proxyIndexes }, lab.tables as never);
  expect(index.lookup('conntrack', 'byNode', 'node-1')).toEqual(Object.keys(lab.tables.conntrack).sort());
});
