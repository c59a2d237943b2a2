/** Whatever people do, in whatever order: once at rest, these things are true. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { setWatchDelay } from '../dataplane/kubeProxy/kubeProxyRoom';
import { millis } from '../kernel/time';
import { crashContainer, setPathFailing } from '../node/intents';
import { deletePod, scaleDeployment, setImage, setPodLabel } from './intents';
import { Lab, createApp, type LabDraft } from './testing/lab';

type Deed = (draft: LabDraft, lab: Lab) => unknown;

const app = fc.constantFrom('shop/web', 'shop/cart');
const index = fc.nat({ max: 20 });

function podAt(lab: Lab, i: number): string {
  const keys = Object.keys(lab.tables.pods).sort();
  return keys[i % Math.max(1, keys.length)] ?? 'shop/none';
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(app, fc.nat({ max: 6 })).map(
    ([key, count]): Deed =>
      (draft) =>
        scaleDeployment(draft, key, count),
  ),
  index.map(
    (i): Deed =>
      (draft, lab) =>
        deletePod(draft, podAt(lab, i)),
  ),
  index.map(
    (i): Deed =>
      (draft, lab) =>
        deletePod(draft, podAt(lab, i), 0),
  ),
  index.map(
    (i): Deed =>
      (draft, lab) =>
        crashContainer(draft, podAt(lab, i)),
  ),
  fc.tuple(index, fc.boolean()).map(
    ([i, failing]): Deed =>
      (draft, lab) =>
        setPathFailing(draft, podAt(lab, i), '/health', failing),
  ),
  fc.tuple(app, fc.constantFrom('1', '2', '3')).map(
    ([key, tag]): Deed =>
      (draft) =>
        setImage(draft, key, 'web', `example/web:${tag}`),
  ),
  index.map(
    (i): Deed =>
      (draft, lab) =>
        setPodLabel(draft, podAt(lab, i), 'app', 'cart'),
  ),
  fc.tuple(fc.constantFrom('node-1', 'node-3'), fc.constantFrom(1, 8, 350, 2500)).map(
    ([node, ms]): Deed =>
      (draft) =>
        setWatchDelay(draft, node, millis(ms)),
  ),
);

function check(lab: Lab): void {
  const { tables } = lab;
  const owners = new Map<string, string>();
  for (const pod of lab.pods()) {
    const key = `shop/${pod.metadata.name}`;
    const ip = pod.status.podIP!;
    expect(owners.get(ip)).toBeUndefined();
    owners.set(ip, key);
    expect(tables.podIPs[ip]?.pod).toBe(key);
    expect(pod.metadata.deletionMicros).toBeUndefined();
    expect(tables.machines[`pod/${key}`]!.state).toBe(
      pod.status.ready ? 'running.ready' : 'running.notReady',
    );
    const { failingPaths, state } = tables.processes[key]!;
    expect(state).toBe('listening');
    expect(pod.status.ready).toBe(!(failingPaths ?? []).includes('/health'));
  }
  expect(Object.keys(tables.podIPs).sort()).toEqual([...owners.keys()].sort());
  for (const name of ['web', 'cart']) {
    const selected = lab.pods().filter((pod) => pod.metadata.labels['app'] === name);
    const usable = selected.filter((pod) => pod.status.ready).map((pod) => `${pod.status.podIP}:8080`);
    const slices = Object.values(tables.endpointSlices).filter(
      (slice) => slice.metadata.labels['app'] === name,
    );
    const listed = slices.flatMap((slice) => slice.endpoints);
    expect(listed.map((one) => one.targetRef!.name).sort()).toEqual(
      selected.map((pod) => pod.metadata.name).sort(),
    );
    const readyOnes = listed.filter((one) => one.conditions.ready).map((one) => `${one.addresses[0]}:8080`);
    expect(readyOnes.sort()).toEqual(usable.sort());
    for (const node of ['node-1', 'node-2', 'node-3'])
      expect(lab.targets(node, `shop/${name}`)).toEqual(usable);
  }
  for (const set of Object.values(tables.replicaSets)) {
    const owned = lab.pods().filter((pod) => pod.metadata.ownerReferences[0]?.name === set.metadata.name);
    expect(owned).toHaveLength(set.spec.replicas);
  }
  const pods = lab.pods().length;
  expect(Object.values(tables.nodeLoads).reduce((sum, load) => sum + load, 0)).toBe(pods);
  for (const table of [tables.assignments, tables.processes, tables.kubeletPods]) {
    expect(Object.keys(table)).toHaveLength(pods);
  }
}

it('[CT40] ready endpoints are ready Pods, an address has one owner, replicas match, rules follow', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(deed, fc.constantFrom(0, 3, 20, 400, 1500, 20_000)), { maxLength: 14 }),
      fc.string({ maxLength: 3 }),
      fc.constantFrom(0, -60_000_000),
      (deeds, seed, startAt) => {
        const lab = new Lab(seed, 3, startAt);
        lab.act((draft) => createApp(draft, 'web'));
        lab.act((draft) =>
          createApp(draft, 'cart', {
            replicas: 2,
            service: { clusterIP: '10.96.0.51', clusterIPs: ['10.96.0.51'] },
          }),
        );
        for (const [act, wait] of deeds) {
          lab.act((draft) => act(draft, lab));
          lab.run(wait);
        }
        lab.settle(7200);
        check(lab);
        expect(JSON.parse(JSON.stringify(lab.tables))).toEqual(lab.tables);
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);

it('[CT41] what one deletion sets in motion does not grow with the rest of the cluster', () => {
  const events = (apps: number) => {
    const lab = new Lab('cost', 3);
    for (let i = 0; i < apps; i++) {
      const service = { clusterIP: `10.96.1.${i}`, clusterIPs: [`10.96.1.${i}`] };
      lab.act((draft) => createApp(draft, `app-${i}`, { service }));
    }
    lab.settle(60);
    const before = lab.steps;
    lab.act((draft) => deletePod(draft, `shop/${lab.pods()[0]!.metadata.name}`));
    lab.settle(60);
    return lab.steps - before;
  };
  expect(events(40)).toBeLessThanOrEqual(events(1) + 10);
});
