/** The whole loop: controllers, kubelets and kube-proxies together. */
import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '../cluster/annotations';
import { setWatchDelay } from '../dataplane/kubeProxy/kubeProxyRoom';
import { millis } from '../kernel/time';
import { crashContainer } from '../node/intents';
import { deletePod, scaleDeployment, setPodLabel } from './intents';
import { Lab, createApp } from './testing/lab';

function ready(lab: Lab) {
  return lab.pods().filter((pod) => pod.status.ready);
}

function slice(lab: Lab) {
  const slices = Object.values(lab.tables.endpointSlices);
  expect(slices).toHaveLength(1);
  return slices[0]!;
}

function shop(seed = 'lab'): Lab {
  const lab = new Lab(seed);
  lab.act((draft) => createApp(draft, 'user-api'));
  return lab.settle(60);
}

describe('bringing a Deployment up', () => {
  const lab = shop();

  it('[CT1] [KL1] makes three ready Pods on three nodes, each with the node’s first address', () => {
    const pods = ready(lab);
    expect(pods.map((pod) => pod.spec.nodeName).sort()).toEqual(['node-1', 'node-2', 'node-3']);
    expect(pods.map((pod) => pod.status.podIP).sort()).toEqual(['10.244.1.2', '10.244.2.2', '10.244.3.2']);
  });

  it('[CT2] names them after the ReplicaSet, in letters without vowels', () => {
    for (const pod of lab.pods()) {
      expect(pod.metadata.name).toMatch(
        /^user-api-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/,
      );
      expect(pod.metadata.name).toContain(pod.metadata.labels['pod-template-hash']!);
    }
  });

  it('[CT3] lists them in one EndpointSlice, and [DP-KP1] every node’s rules choose among them', () => {
    expect(slice(lab).metadata.name).toMatch(/^user-api-[a-z0-9]{5}$/);
    expect(slice(lab).ports).toEqual([{ name: '', protocol: 'TCP', port: 8080 }]);
    const all = ['10.244.1.2:8080', '10.244.2.2:8080', '10.244.3.2:8080'];
    for (const node of ['node-1', 'node-2', 'node-3'])
      expect(lab.targets(node, 'shop/user-api')).toEqual(all);
  });

  it('[CT4] comes to rest, with the Deployment’s status filled in', () => {
    expect(Object.keys(lab.tables.queue)).toEqual([]);
    expect(lab.tables.deployments['shop/user-api']!.status).toMatchObject({
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
  });

  it('[CT5] chains every fact to what led to it', () => {
    const slow = new Lab();
    slow.act((draft) => createApp(draft, 'slow', { annotations: { [ANNOTATION.startupTime]: '1500ms' } }));
    slow.settle(60);
    const became = slow.of('pod/becameReady')[0]!;
    expect(slow.causes(became)).toEqual([
      'pod/becameReady',
      'pod/passedProbe',
      'pod/startedListening',
      'pod/startedContainer',
      'pod/gotAddress',
      'pod/scheduled',
      'replicaSet/createdPod',
      'deployment/createdReplicaSet',
    ]);
    slow.facts.forEach((fact, i) => expect(fact.id).toBe(i));
  });
});

describe('deleting a Pod', () => {
  it('[CT6] [KL5] takes it out of the endpoints within milliseconds, while its process still drains', () => {
    const lab = shop();
    const victim = lab.pods()[0]!;
    const key = `shop/${victim.metadata.name}`;
    const from = lab.now;
    expect(lab.act((draft) => deletePod(draft, key))).toBeNull();
    lab.run(20);
    const endpoint = slice(lab).endpoints.find((one) => one.targetRef?.name === victim.metadata.name);
    expect(endpoint!.conditions).toEqual({ ready: false, serving: true, terminating: true });
    expect(lab.tables.processes[key]!.state).toBe('draining');
    expect(lab.of('pod/receivedSigterm')[0]!.at - from).toBe(millis(5));
    lab.settle(60);
    const after = ready(lab);
    expect(after).toHaveLength(3);
    expect(after.map((pod) => pod.metadata.name)).not.toContain(victim.metadata.name);
    expect(after.map((pod) => pod.status.podIP)).not.toContain(victim.status.podIP);
    expect(after.map((pod) => pod.spec.nodeName).sort()).toEqual(['node-1', 'node-2', 'node-3']);
    expect(lab.tables.podIPs[victim.status.podIP!]).toBeUndefined();
    expect(Object.keys(lab.tables.machines).filter((entity) => entity.includes(key))).toEqual([]);
  });

  it('[DP-KP2] reaches each node after that node’s own delay', () => {
    const lab = shop();
    lab.act((draft) => setWatchDelay(draft, 'node-3', millis(350)));
    lab.run(5000);
    const victim = lab.pods()[0]!;
    const gone = `${victim.status.podIP}:8080`;
    lab.act((draft) => deletePod(draft, `shop/${victim.metadata.name}`));
    lab.run(100);
    expect(lab.targets('node-1', 'shop/user-api')).not.toContain(gone);
    expect(lab.targets('node-2', 'shop/user-api')).not.toContain(gone);
    expect(lab.targets('node-3', 'shop/user-api')).toContain(gone);
    lab.run(350);
    expect(lab.targets('node-3', 'shop/user-api')).not.toContain(gone);
    const synced = lab.of('kubeProxy/synced').filter((fact) => (fact['removed'] as string[]).includes(gone));
    expect(synced.map((fact) => fact['node'])).toEqual(['node-1', 'node-2', 'node-3']);
    expect(lab.causes(synced[0]!)).toEqual([
      'kubeProxy/synced',
      'kubeProxy/sawChange',
      'endpointSlice/changed',
      'pod/deletionRequested',
    ]);
  });

  it('refuses a Pod that is not there', () => {
    const problem = shop().act((draft) => deletePod(draft, 'shop/nobody'));
    expect(problem).toEqual({ code: 'notFound', message: 'pods "nobody" not found' });
  });
});

describe('scaling', () => {
  it('[CT7] goes from 3 to 5 to 0 and back without a second ReplicaSet', () => {
    const lab = shop();
    for (const replicas of [5, 0, 2]) {
      lab.act((draft) => scaleDeployment(draft, 'shop/user-api', replicas));
      lab.settle(60);
      expect(ready(lab)).toHaveLength(replicas);
      expect(lab.pods()).toHaveLength(replicas);
      expect(lab.targets('node-2', 'shop/user-api')).toHaveLength(replicas);
      expect(Object.keys(lab.tables.podIPs)).toHaveLength(replicas);
    }
    expect(Object.keys(lab.tables.replicaSets)).toHaveLength(1);
  });

  it('refuses numbers that are none', () => {
    const lab = shop();
    expect(lab.act((draft) => scaleDeployment(draft, 'shop/user-api', -1))!.code).toBe('invalid');
    expect(lab.act((draft) => scaleDeployment(draft, 'shop/nobody', 1))!.code).toBe('notFound');
  });
});

describe('a crash', () => {
  it('[KL7] keeps Pod and address: first restart at once, then after 10, 20, 40 s', () => {
    const lab = shop();
    const { metadata, status } = lab.pods()[0]!;
    const key = `shop/${metadata.name}`;
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      const from = lab.now;
      expect(lab.act((draft) => crashContainer(draft, key))).toBeNull();
      expect(lab.tables.processes[key]!.state).toBe('exited');
      lab.run(1100);
      expect(lab.tables.pods[key]!.status.ready).toBe(false);
      lab.settle(60);
      waits.push(Math.floor((lab.of('pod/startedContainer').at(-1)!.at - from) / 1_000_000 / 5) * 5);
    }
    expect(waits).toEqual([0, 10, 20, 40]);
    const pod = lab.tables.pods[key]!;
    expect(pod.status).toMatchObject({ ready: true, podIP: status.podIP });
    expect(pod.status.containerStatuses[0]!.restartCount).toBe(4);
  });
});

describe('labels', () => {
  it('[CT8] a Pod whose label changes leaves Service and ReplicaSet, runs on, and is replaced', () => {
    const lab = shop();
    const key = `shop/${lab.pods()[0]!.metadata.name}`;
    lab.act((draft) => setPodLabel(draft, key, 'app', 'quarantine'));
    lab.settle(60);
    expect(lab.pods()).toHaveLength(4);
    expect(lab.tables.pods[key]!.metadata.ownerReferences).toEqual([]);
    expect(slice(lab).endpoints).toHaveLength(3);
    lab.act((draft) => setPodLabel(draft, key, 'app', 'user-api'));
    lab.settle(60);
    expect(lab.pods()).toHaveLength(3);
  });
});

it('[CT9] the same seed gives the same facts, another seed other names', () => {
  const text = (seed: string) => JSON.stringify(shop(seed).facts);
  expect(text('a')).toBe(text('a'));
  expect(text('a')).not.toBe(text('b'));
});
