/** Subtle truths that need a whole world, number by number: see testing/behaviours.md. */
import { describe, expect, it, vi } from 'vitest';
import { deletePod } from './control/intents';
import { createApp, httpProbe, Lab as SmallLab } from './control/testing/lab';
import { setPathFailing } from './node/intents';
import { lab } from './testing/lab';

vi.setConfig({ testTimeout: 60_000 });

const SERVICE = 'default/user-api-service';
const VIP = '10.103.22.45:80';

describe('in a world', () => {
  it('[behaviours 2] kube-proxy is not in the way: when it hears nothing any more, its rules go on working, and grow stale', () => {
    const one = lab('where-a-service-works', { seed: 'deaf' });
    for (const node of ['node-1', 'node-2', 'node-3']) one.delay(node, 3_600_000);
    const before = one.targets('node-1', SERVICE);
    expect(one.ask().status).toBe(200);
    one.scale('default/user-api-deployment', 5).run(20);
    expect(one.pods('user-api')).toHaveLength(5);
    expect(one.targets('node-1', SERVICE)).toEqual(before);
    expect(one.askTimes(6).every((pod) => pod !== null && before.includes(`${one.ipOf(pod)}:80`))).toBe(true);
  });

  it('[behaviours 4] [behaviours 5] the rules are met once a connection: twenty requests on one, one choice, one Pod', () => {
    const one = lab('where-a-service-works', { seed: 'kept' })
      .scale('default/web-mvc', 1)
      .scale('default/api-gateway', 1)
      .run(15)
      .keepAlive();
    const requests = Array.from({ length: 20 }, () => {
      const request = one.send();
      one.outcome(request);
      return request;
    });
    const choices = requests.flatMap((request) =>
      one
        .hops(request, 'service')
        .filter(
          (hop) => hop.layer !== 'DNS' && hop.decision.by === 'rules' && hop.before?.protocol === 'tcp',
        ),
    );
    expect(choices).toHaveLength(1);
    expect(new Set(one.askTimes(5)).size).toBe(1);
  });

  it('[behaviours 6] the caller’s node alone knows the connection, and the caller sees the VIP alone', () => {
    const one = lab('where-a-service-works', { seed: 'reply' });
    const request = one.send();
    one.outcome(request);
    const rows = Object.values(one.tables.conntrack).filter(
      (row) => row.service === SERVICE && row.tcpState !== undefined,
    );
    expect(rows).toHaveLength(1);
    const [row] = rows;
    const caller = one.pods('api-gateway').find((pod) => one.ipOf(pod) === row!.original.source.ip)!;
    expect(row!.node).toBe(one.nodeOf(caller));
    const { ip, port } = row!.original.destination;
    expect(`${ip}:${port}`).toBe(VIP);
    const answers = one
      .hops(request, 'service')
      .filter(
        (hop) => hop.layer !== 'DNS' && hop.route.at(-1)?.place === `pod/${caller}` && hop.after !== null,
      );
    expect(answers.length).toBeGreaterThan(0);
    for (const hop of answers) expect(hop.after!.source).toEqual({ ip, port });
  });
});

describe('in a small one', () => {
  it('[behaviours 44] a named target port with two numbers makes two slices, and rules for both', () => {
    const app = (name: string, port: number) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: both, part: ${name} } }
  template:
    metadata: { labels: { app: both, part: ${name} } }
    spec: { containers: [{ name: web, image: example/web:1, ports: [{ name: http, containerPort: ${port} }] }] }
---
`;
    const service = `apiVersion: v1
kind: Service
metadata: { name: both }
spec: { selector: { app: both }, ports: [{ port: 80, targetPort: http }] }
`;
    const one = lab({ manifests: app('old', 8080) + app('new', 9090) + service });
    const slices = Object.values(one.tables.endpointSlices).filter(
      ({ metadata }) => metadata.labels['kubernetes.io/service-name'] === 'both',
    );
    expect(slices.map(({ ports }) => ports[0]!.port).sort()).toEqual([8080, 9090]);
    expect(one.targets('node-1', 'default/both').map((target) => target.split(':')[1])).toEqual(
      expect.arrayContaining(['8080', '9090']),
    );
  });

  it('[behaviours 51] after deletion was requested readiness is still probed, liveness no more', () => {
    const probe = httpProbe({ periodSeconds: 1 });
    const container = {
      readinessProbe: probe,
      livenessProbe: probe,
      preStopSleepSeconds: 20,
    };
    const small = new SmallLab();
    small.act((draft) => createApp(draft, 'web', { replicas: 1, container }));
    small.settle(60);
    const [pod] = small.pods();
    const key = `shop/${pod!.metadata.name}`;
    small.act((draft) => deletePod(draft, key));
    small.act((draft) => setPathFailing(draft, key, '/health', true));
    small.run(15_000);
    const failed = small.of('pod/failedProbe').filter((fact) => fact['pod'] === key);
    expect(failed.map((fact) => fact['probe'])).toEqual(['readiness']);
  });

  it('[behaviours 69] a ReplicaSet makes Pods in batches of 1, 2, 4 …', () => {
    const small = new SmallLab();
    small.act((draft) => createApp(draft, 'web', { replicas: 20 }));
    small.settle(60);
    const counts = new Map<number, number>();
    for (const { metadata } of small.pods()) {
      counts.set(metadata.creationMicros, (counts.get(metadata.creationMicros) ?? 0) + 1);
    }
    expect([...counts].sort(([a], [b]) => a - b).map(([, count]) => count)).toEqual([1, 2, 4, 8, 5]);
  });
});
