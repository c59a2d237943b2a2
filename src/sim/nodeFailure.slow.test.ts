/** A node loses its power: who notices, when, and what becomes of its Pods. */
import { describe, expect, it } from 'vitest';
import { lab, type Lab } from './testing/lab';
import { expectRest } from './testing/atRest';
import { unknownAt } from './control/nodeLifecycle';
import { seconds } from './kernel/time';

const SERVICE = 'default/user-api-service';

/** A lab, and a node with a user-api Pod on it and no other program of the page's road but that. */
function scene(seed = 'test') {
  const it = lab('where-a-service-works', { seed, checkEvery: 5 });
  const pod = it.pods('user-api')[0]!;
  return { it, pod, node: it.nodeOf(pod) };
}

/** Seconds after `from` at which a fact of a type was recorded first. */
function after(it: Lab, type: string, from: number, where: Record<string, unknown> = {}): number {
  const fact = it
    .of(type)
    .find((one) => one.at / 1e6 >= from && Object.entries(where).every(([key, value]) => one[key] === value));
  if (fact === undefined) throw new Error(`no ${type}`);
  return fact.at / 1e6 - from;
}

/** A Deployment of three that tolerates everything, perhaps not for ever. */
function pods(name: string, limit: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      tolerations:
        - operator: Exists
          ${limit === '' ? '' : `effect: NoExecute\n          ${limit}`}
      containers: [{ name: web, image: nginx }]
---
`;
}

function sameZone(it: Lab): boolean {
  const zone = (node: string) => it.tables.nodes[node]!.metadata.labels['topology.kubernetes.io/zone'];
  return zone('node-2') === zone('node-3');
}

describe('a node that loses its power', () => {
  it('is called NotReady 40 to 55 s later, tainted, and its Pods are deleted after 300 s more [behaviours 61] [CT50] [CT51] [CT53]', () => {
    for (const wait of [0, 7.1]) {
      const { it, node, pod } = scene(`seed ${wait}`);
      it.run(wait);
      const cut = it.now;
      it.fail(node).run(39);
      expect(it.tables.nodes[node]!.status.ready).toBe(true);
      it.run(17);
      const unknown = after(it, 'node/becameUnreachable', cut, { node });
      expect(unknown).toBeGreaterThanOrEqual(40);
      expect(unknown).toBeLessThanOrEqual(55);
      const { silentSeconds } = it.of('node/becameUnreachable')[0]! as unknown as { silentSeconds: number };
      expect(silentSeconds).toBeGreaterThanOrEqual(50);
      expect(silentSeconds).toBeLessThan(55);
      expect(it.tables.nodes[node]!.spec.taints).toEqual([
        { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoExecute' },
      ]);
      it.runUntil(cut + unknown + 299);
      expect(it.of('pod/deletionRequested')).toEqual([]);
      it.run(10);
      const evicted = after(it, 'pod/evicted', cut, { pod });
      expect(evicted - unknown).toBeGreaterThan(300);
      expect(evicted - unknown).toBeLessThan(300.2);
      const made = after(it, 'pod/scheduled', cut);
      expect(made).toBeGreaterThan(340);
      expect(made).toBeLessThan(356);
    }
  });

  it('leaves the EndpointSlices as soon as it is NotReady, not only when its Pods are deleted [behaviours 62] [CT52]', () => {
    const { it, node, pod } = scene();
    const ip = it.ipOf(pod);
    const cut = it.now;
    it.fail(node).run(39);
    const other = it
      .pods('user-api')
      .map((key) => it.nodeOf(key))
      .find((one) => one !== node)!;
    expect(it.targets(other, SERVICE).some((target) => target.startsWith(`${ip}:`))).toBe(true);
    it.run(17);
    const unknown = after(it, 'node/becameUnreachable', cut);
    const unready = after(it, 'pod/becameUnready', cut, { pod });
    expect(unready).toBe(unknown);
    const left = after(it, 'endpointSlice/changed', cut + unready, { service: SERVICE });
    expect(left).toBeLessThan(0.05);
    expect(it.targets(other, SERVICE).some((target) => target.startsWith(`${ip}:`))).toBe(false);
    expect(it.tables.pods[pod]!.metadata.deletionMicros).toBeUndefined();
  });

  it('keeps its Pods Terminating until it is back; the Deployment has replaced them by then [behaviours 63] [CT53] [KL31]', () => {
    const { it, node, pod } = scene();
    it.fail(node).run(420);
    expect(it.tables.pods[pod]!.metadata.deletionMicros).toBeDefined();
    const living = it.pods('user-api').filter((key) => it.pod(key).metadata.deletionMicros === undefined);
    expect(living).toHaveLength(it.tables.deployments['default/user-api-deployment']!.spec.replicas);
    for (const key of living) {
      expect(it.nodeOf(key)).not.toBe(node);
      expect(it.pod(key).status.ready).toBe(true);
    }
    it.run(3600);
    expect(it.tables.pods[pod]).toBeDefined();
    it.recover(node).run(25);
    expect(it.tables.pods[pod]).toBeUndefined();
    expect(it.of('pod/removed').some((fact) => fact['pod'] === pod)).toBe(true);
    expectRest(it.settle());
    expect(it.tables.nodes[node]!.spec.taints).toBeUndefined();
  });
});

describe('a node that comes back', () => {
  it('starts the same Pods again with new addresses, one restart more; nobody was deleted [KL30] [CT54]', () => {
    const { it, node, pod } = scene();
    const [old, count] = [it.ipOf(pod), it.pods('user-api').length];
    it.fail(node).run(90).recover(node).run(60);
    expect(it.pods('user-api')).toHaveLength(count);
    const { status } = it.pod(pod);
    expect(status.ready).toBe(true);
    expect(status.podIP).not.toBe(old);
    expect(status.containerStatuses.map((one) => one.restartCount)).toEqual([1]);
    expect(it.of('pod/deletionRequested')).toEqual([]);
    const ready = it.of('node/becameReady')[0]!.at;
    const free = it.of('node/untainted').map((fact) => [fact['taint'], fact.at - ready]);
    expect(free[0]![0]).toBe('node.kubernetes.io/unreachable:NoSchedule');
    expect(free[1]![0]).toBe('node.kubernetes.io/unreachable:NoExecute');
    expect(free[1]![1]).toBeLessThanOrEqual(seconds(5));
    expectRest(it.settle());
  });

  it('within the grace period is never NotReady, and yet its Pods have been started anew [KL30] [CT50]', () => {
    const { it, node, pod } = scene();
    it.fail(node).run(5).recover(node).run(60);
    expect(it.of('node/becameUnreachable')).toEqual([]);
    expect(it.of('node/tainted')).toEqual([]);
    expect(it.pod(pod).status.containerStatuses[0]!.restartCount).toBe(1);
    expectRest(it.settle());
  });

  it('has no rules and no conntrack until its kube-proxy has synced again [DP-KP20]', () => {
    const { it, node } = scene();
    it.keepAlive().ask();
    it.fail(node).run(1);
    expect(it.tables.ruleSets[node]).toBeUndefined();
    expect(Object.values(it.tables.conntrack).filter((row) => row.node === node)).toEqual([]);
    it.recover(node).runWhile(() => it.of('node/booted').length === 0);
    expect(it.tables.ruleSets[node]).toBeUndefined();
    it.runWhile(() => it.tables.ruleSets[node] === undefined, 10);
    expect(it.targets(node, SERVICE).length).toBeGreaterThan(0);
  });
});

describe('meanwhile', () => {
  it('packets to its Pods meet silence, not a refusal, until the endpoints have left [behaviours 62] [TR90]', () => {
    const it = lab('where-a-service-works', { checkEvery: 1 });
    const entry = it.nodeOf(it.pods('ingress')[0]!);
    const pod = it.pods('user-api').find((key) => it.nodeOf(key) !== entry && it.nodeOf(key) !== 'node-1')!;
    const client = it.pods('web-mvc').find((key) => it.nodeOf(key) !== it.nodeOf(pod))!;
    const ip = it.ipOf(pod);
    it.newConnections().fail(it.nodeOf(pod));
    it.intend({ type: 'execCurl', pod: client, url: `http://${ip}:8080/`, maxTimeMillis: 10_000 });
    it.run(11);
    const names = () => it.of('hop').map((fact) => (fact['hop'] as { title: { key: string } }).title.key);
    expect(names()).toContain('hop.lost.noPower.title');
    expect(it.of('exec/ended').map((fact) => fact['cause'])).toEqual(['requestTimeout']);
    const before = Array.from({ length: 12 }, () => it.send());
    it.run(25);
    const silent = before.map((id) => it.outcomeId(id));
    expect(it.of('node/becameUnreachable')).toEqual([]);
    expect(silent.some((id) => id !== '200')).toBe(true);
    expect(names().filter((name) => /refused|rejected|reset/.test(name))).toEqual([]);
    it.run(30);
    expect(Array.from({ length: 6 }, () => it.outcomeId(it.send()))).toEqual(Array(6).fill('200'));
  });

  it('with the only ingress controller gone: timeouts, then refusals for want of an endpoint, then a new one [TR90]', () => {
    const it = lab('where-a-service-works', { checkEvery: 1 });
    it.newConnections().fail(it.nodeOf(it.pods('ingress')[0]!));
    expect(it.outcomeId(it.send())).toBe('timeout');
    it.run(50);
    expect(it.outcomeId(it.send())).toBe('refused');
    it.run(310);
    expect(it.outcomeId(it.send())).toBe('200');
  });

  it('a kept connection to it, and requests under way on it, end by the caller’s own timeout [TR91]', () => {
    const it = lab('where-a-service-works', { checkEvery: 1 });
    it.keepAlive().burst(4).run(3);
    const node = it.nodeOf(
      it.pods('user-api').find((key) => it.nodeOf(key) !== it.nodeOf(it.pods('ingress')[0]!))!,
    );
    const sent = Array.from({ length: 4 }, () => it.send());
    it.run(0.02).fail(node).run(0.5);
    for (const { server } of Object.values(it.tables.connections))
      if (server !== null) expect(it.nodeOf(server)).not.toBe(node);
    for (const { owner } of Object.values(it.tables.connections))
      if (owner.startsWith('pod/')) expect(it.nodeOf(owner.slice(4))).not.toBe(node);
    for (const id of sent) it.outcome(id);
    expect(it.of('hop').some((fact) => /RST|reset/.test(JSON.stringify(fact['hop'])))).toBe(false);
  });

  it('no Pod is placed on a tainted node, unless it tolerates that [CT55]', () => {
    const { it, node } = scene();
    it.fail(node).run(60);
    it.scale('default/user-api-deployment', 8).run(20);
    const fresh = it.of('pod/scheduled').filter((fact) => fact.at > seconds(60));
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.map((fact) => fact['node'])).not.toContain(node);
  });

  it('a Pod that tolerates less goes sooner, one that tolerates nothing at once, one that tolerates all stays [CT53] [CT55]', () => {
    const it = lab({ manifests: `${pods('short', 'tolerationSeconds: 30')}${pods('all', '')}` });
    const [short] = it.pods('short');
    const node = it.nodeOf(short!);
    const all = it.pods('all').find((key) => it.nodeOf(key) === node)!;
    const cut = it.now;
    it.fail(node).run(700);
    const tainted = after(it, 'node/tainted', cut, { taint: 'node.kubernetes.io/unreachable:NoExecute' });
    expect(after(it, 'pod/evicted', cut, { pod: short }) - tainted).toBeCloseTo(30, 1);
    expect(it.of('pod/evicted').some((fact) => fact['pod'] === all)).toBe(false);
    expect(it.pod(all).metadata.deletionMicros).toBeUndefined();
  });

  it('of two lost nodes of a zone one is tainted at once and one 10 s later [CT51]', () => {
    const it = lab('where-a-service-works', { checkEvery: 1 });
    it.fail('node-2').fail('node-3').run(80);
    const moments = it
      .of('node/tainted')
      .filter((fact) => String(fact['taint']).endsWith('NoExecute'))
      .map((fact) => fact.at / 1e6);
    expect(moments).toHaveLength(2);
    expect(moments[1]! - moments[0]!).toBeGreaterThanOrEqual(sameZone(it) ? 10 : 0);
  });

  it('the grace period of another version can be had [CT50]', () => {
    const it = lab('where-a-service-works');
    const row = it.tables.nodes['node-2']!;
    const annotations = { ...row.metadata.annotations, 'hopscope.dev/node-monitor-grace-period': '40s' };
    it.tables.nodes['node-2'] = { ...row, metadata: { ...row.metadata, annotations } };
    it.fail('node-2').run(46);
    expect(it.of('node/becameUnreachable')).toHaveLength(1);
  });

  it('with every node lost nothing is evicted, and all goes on when they are back [CT56]', () => {
    const it = lab('where-a-service-works', { checkEvery: 1 });
    for (const node of Object.keys(it.tables.nodes)) it.fail(node);
    it.run(900);
    expect(it.of('node/becameUnreachable')).toHaveLength(Object.keys(it.tables.nodes).length);
    expect(it.of('pod/evicted')).toEqual([]);
    for (const node of Object.keys(it.tables.nodes)) it.recover(node);
    expectRest(it.settle());
    expect(it.ask().kind).toBe('ok');
  });
});

describe('when it is given up', () => {
  it.each([
    [0, 50, 50],
    [1, 50, 55],
    [5, 50, 55],
    [7.5, 40, 50],
  ])('renewed last at %d s with %d s of grace: at %d s [CT50]', (renewed, grace, wanted) => {
    expect(unknownAt(seconds(renewed), seconds(grace))).toBe(seconds(wanted));
  });
});
