/** Rollouts in the whole loop: what is promised at every moment, not only at the end. */
import { describe, expect, it } from 'vitest';
import { deleteApiObject, pauseDeployment, restartDeployment, scaleDeployment, setImage } from './intents';
import { Lab, createApp, httpProbe, type AppOptions } from './testing/lab';

function app(options: AppOptions = {}): Lab {
  const lab = new Lab();
  lab.act((draft) => createApp(draft, 'web', options));
  return lab.settle(120);
}

/** Runs in small steps to rest and returns the extremes on the way. */
function watch(lab: Lab) {
  let most = 0;
  let fewestReady = Infinity;
  for (let i = 0; i < 1200 && Object.keys(lab.tables.queue).length > 0; i++) {
    lab.run(50);
    const living = lab.pods().filter((pod) => pod.metadata.deletionMicros === undefined);
    most = Math.max(most, living.length);
    fewestReady = Math.min(fewestReady, living.filter((pod) => pod.status.ready).length);
  }
  expect(Object.keys(lab.tables.queue)).toEqual([]);
  return { most, fewestReady };
}

function images(lab: Lab): string[] {
  return lab.pods().map((pod) => pod.spec.containers[0]!.image);
}

describe('a rolling update', () => {
  it('[CT30] of 3 never has more than 4 Pods nor fewer than 3 ready ones', () => {
    const lab = app();
    lab.act((draft) => setImage(draft, 'shop/web', 'web', 'example/web:2'));
    expect(watch(lab)).toEqual({ most: 4, fewestReady: 3 });
    expect(images(lab)).toEqual(['example/web:2', 'example/web:2', 'example/web:2']);
    expect(Object.keys(lab.tables.replicaSets)).toHaveLength(2);
    expect(lab.of('deployment/completed')).toHaveLength(2);
  });

  it('[CT31] with maxUnavailable 2 and no surge goes down and up', () => {
    const lab = app({ replicas: 4, strategy: { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 2 } });
    lab.act((draft) => setImage(draft, 'shop/web', 'web', 'example/web:2'));
    expect(watch(lab)).toEqual({ most: 4, fewestReady: 2 });
  });

  it('[CT32] back to an earlier image uses its ReplicaSet again', () => {
    const lab = app();
    for (const image of ['example/web:2', 'example/web:1']) {
      lab.act((draft) => setImage(draft, 'shop/web', 'web', image));
      lab.settle(120);
    }
    expect(Object.keys(lab.tables.replicaSets)).toHaveLength(2);
    expect(images(lab)[0]).toBe('example/web:1');
    const revisions = Object.values(lab.tables.replicaSets).map(
      (set) => set.metadata.annotations['deployment.kubernetes.io/revision'],
    );
    expect(revisions.sort()).toEqual(['2', '3']);
  });

  it('[CT33] whose new Pods never get ready stalls, with the old ones serving', () => {
    const lab = app();
    lab.act((draft) => {
      const old = draft.get('deployments', 'shop/web')!;
      const container = {
        ...old.spec.template.spec.containers[0]!,
        env: [{ name: 'ASPNETCORE_HTTP_PORTS', value: '8080' }],
        readinessProbe: httpProbe({ httpGet: { path: '/', port: 9999 } }),
      };
      const template = { ...old.spec.template, spec: { ...old.spec.template.spec, containers: [container] } };
      const metadata = { ...old.metadata, generation: old.metadata.generation + 1 };
      draft.put('deployments', 'shop/web', { ...old, metadata, spec: { ...old.spec, template } });
    });
    lab.settle(120);
    expect(lab.pods()).toHaveLength(4);
    expect(lab.targets('node-1', 'shop/web')).toHaveLength(3);
  });

  it('[CT34] waits minReadySeconds for each', () => {
    const lab = app({ replicas: 1, minReadySeconds: 20 });
    lab.act((draft) => restartDeployment(draft, 'shop/web', '2'));
    lab.run(15_000);
    expect(lab.pods()).toHaveLength(2);
    lab.settle(120);
    expect(lab.pods()).toHaveLength(1);
  });
});

it('[CT35] Recreate lets the last old Pod go before the first new one comes', () => {
  const lab = app({ strategy: { type: 'Recreate', maxSurge: 0, maxUnavailable: 0 } });
  lab.act((draft) => setImage(draft, 'shop/web', 'web', 'example/web:2'));
  const from = lab.facts.length;
  expect(watch(lab)).toEqual({ most: 3, fewestReady: 0 });
  const order = lab.facts.slice(from).map((fact) => fact.type);
  expect(order.lastIndexOf('pod/removed')).toBeLessThan(order.indexOf('replicaSet/createdPod'));
  expect(order.filter((type) => type === 'replicaSet/createdPod')).toHaveLength(3);
});

it('[CT36] a paused Deployment scales but does not roll out', () => {
  const lab = app();
  lab.act((draft) => pauseDeployment(draft, 'shop/web', true));
  lab.act((draft) => setImage(draft, 'shop/web', 'web', 'example/web:2'));
  lab.act((draft) => scaleDeployment(draft, 'shop/web', 5));
  lab.settle(120);
  expect(images(lab)).toEqual(Array.from({ length: 5 }, () => 'example/web:1'));
  lab.act((draft) => pauseDeployment(draft, 'shop/web', false));
  lab.settle(120);
  expect(images(lab)).toEqual(Array.from({ length: 5 }, () => 'example/web:2'));
});

it('[CT37] scaling in the middle of a rollout ends with the new number and the new image', () => {
  const lab = app({ replicas: 8 });
  lab.act((draft) => setImage(draft, 'shop/web', 'web', 'example/web:2'));
  lab.run(700);
  lab.act((draft) => scaleDeployment(draft, 'shop/web', 12));
  lab.settle(120);
  expect(images(lab)).toEqual(Array.from({ length: 12 }, () => 'example/web:2'));
});

it('[CT38] deleting a Deployment takes its ReplicaSet and Pods along, a Service its slices', () => {
  const lab = app();
  lab.act((draft) => deleteApiObject(draft, 'Deployment', 'shop/web'));
  lab.act((draft) => deleteApiObject(draft, 'Service', 'shop/web'));
  lab.settle(120);
  const { pods, replicaSets, endpointSlices, podIPs, processes, kubeletPods, random } = lab.tables;
  for (const table of [pods, replicaSets, endpointSlices, podIPs, processes, kubeletPods])
    expect(table).toEqual({});
  expect(Object.keys(random).filter((stream) => stream.startsWith('pod/'))).toEqual([]);
  expect(lab.targets('node-1', 'shop/web')).toEqual([]);
});

it('[CT39] a Pod that fits no node waits, says why, and is placed when a node changes', () => {
  const lab = new Lab('lab', 1);
  const cordon = (unschedulable: boolean) =>
    lab.act((draft) => {
      const node = draft.get('nodes', 'node-1')!;
      draft.put('nodes', 'node-1', { ...node, spec: { ...node.spec, unschedulable } });
    });
  cordon(true);
  lab.act((draft) => createApp(draft, 'web', { replicas: 1 }));
  lab.settle(60);
  expect(lab.of('pod/foundNoNode').map((fact) => fact['reason'])).toEqual([
    '0/1 nodes are available: 1 node(s) were unschedulable.',
  ]);
  cordon(false);
  lab.settle(60);
  expect(lab.pods()[0]!.status.ready).toBe(true);
  expect(lab.tables.unschedulable).toEqual({});
});
