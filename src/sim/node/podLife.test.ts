/** A Pod's life on its node: probes, signals, graces. */
import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '../cluster/annotations';
import { deletePod } from '../control/intents';
import { Lab, createApp, httpProbe, type AppOptions } from '../control/testing/lab';
import { millis, seconds } from '../kernel/time';
import { crashContainer, setPathFailing } from './intents';

function one(options: AppOptions = {}) {
  const lab = new Lab();
  lab.act((draft) => createApp(draft, 'web', { replicas: 1, ...options }));
  lab.settle(60);
  const pod = lab.pods()[0]!;
  return { lab, key: `shop/${pod.metadata.name}`, ip: pod.status.podIP! };
}

function first(lab: Lab, type: string, from = 0): number {
  return lab.facts.slice(from).find((fact) => fact.type === type)!.at;
}

describe('readiness', () => {
  it('[KL2] without a probe the Pod is ready as soon as its container is seen, before the program listens', () => {
    const lab = new Lab();
    lab.act((draft) => {
      createApp(draft, 'web', { replicas: 1, annotations: { [ANNOTATION.startupTime]: '3s' } });
      const deployment = draft.get('deployments', 'shop/web')!;
      const { template } = deployment.spec;
      const { readinessProbe: _probe, ...bare } = template.spec.containers[0]!;
      const spec = { ...template.spec, containers: [bare] };
      draft.put('deployments', 'shop/web', {
        ...deployment,
        spec: { ...deployment.spec, template: { ...template, spec } },
      });
    });
    lab.settle(60);
    expect(first(lab, 'pod/becameReady')).toBeLessThan(first(lab, 'pod/startedListening') - seconds(1.5));
  });

  it('[KL3] a failing probe flips Ready after failureThreshold probes, and never restarts', () => {
    const { lab, key } = one({ container: { readinessProbe: httpProbe({ periodSeconds: 10 }) } });
    const from = lab.now;
    lab.act((draft) => setPathFailing(draft, key, '/health', true));
    lab.settle(60);
    const wait = lab.of('pod/becameUnready')[0]!.at - from;
    expect(wait).toBeGreaterThanOrEqual(seconds(20));
    expect(wait).toBeLessThanOrEqual(seconds(31));
    expect(lab.tables.processes[key]!.state).toBe('listening');
    expect(lab.tables.pods[key]!.status.containerStatuses[0]!.restartCount).toBe(0);
    lab.act((draft) => setPathFailing(draft, key, '/health', false));
    lab.settle(60);
    expect(lab.tables.pods[key]!.status.ready).toBe(true);
  });

  it('[KL4] a TCP probe does not notice what an HTTP path answers', () => {
    const { lab, key } = one({
      container: { readinessProbe: { ...httpProbe(), httpGet: undefined!, tcpSocket: { port: 'http' } } },
    });
    lab.act((draft) => setPathFailing(draft, key, '/health', true));
    lab.settle(60);
    expect(lab.tables.pods[key]!.status.ready).toBe(true);
  });

  it('[KL8] at rest costs nothing: an hour passes without an event', () => {
    const { lab } = one();
    const before = lab.steps;
    lab.run(3_600_000);
    expect(lab.steps).toBe(before);
  });
});

describe('liveness and startup', () => {
  it('[KL6] liveness failure restarts the container in the same Pod', () => {
    const probe = httpProbe({ httpGet: { path: '/live', port: 8080 } });
    const { lab, key, ip } = one({ container: { livenessProbe: probe } });
    lab.act((draft) => setPathFailing(draft, key, '/live', true));
    lab.run(3500);
    expect(lab.of('pod/failedProbe').map((fact) => fact['probe'])).toEqual(['liveness']);
    expect(lab.of('pod/receivedSigterm')).toHaveLength(1);
    lab.run(3000);
    expect(lab.tables.pods[key]!.status).toMatchObject({
      podIP: ip,
      containerStatuses: [{ restartCount: 1 }],
    });
  });

  it('[KL25] [behaviours 55] a liveness kill takes the grace period of the probe, if it sets one', () => {
    const killedAfter = (own: number | undefined) => {
      const { lab, key } = one({
        grace: 20,
        container: {
          livenessProbe: httpProbe({
            httpGet: { path: '/live', port: 8080 },
            ...(own === undefined ? {} : { terminationGracePeriodSeconds: own }),
          }),
        },
        annotations: { [ANNOTATION.shutdownTime]: '300s' },
      });
      lab.act((draft) => setPathFailing(draft, key, '/live', true));
      lab.run(60_000);
      const exit = lab.of('pod/containerExited')[0]!;
      expect(exit['by']).toBe('sigkill');
      return (exit.at - first(lab, 'pod/receivedSigterm')) / seconds(1);
    };
    expect([undefined, 5, 40, 1].map(killedAfter)).toEqual([20, 5, 40, 2]);
  });

  it('[KL25] a deletion keeps to the period that it was asked with, whatever the probe says', () => {
    const { lab, key } = one({
      grace: 20,
      container: { livenessProbe: httpProbe({ terminationGracePeriodSeconds: 5 }) },
      annotations: { [ANNOTATION.shutdownTime]: '300s' },
    });
    lab.act((draft) => deletePod(draft, key));
    lab.run(60_000);
    const exit = lab.of('pod/containerExited')[0]!;
    expect((exit.at - first(lab, 'pod/receivedSigterm')) / seconds(1)).toBe(20);
  });

  it('[KL9] nothing else is probed until the startup probe has passed', () => {
    const startupProbe = httpProbe({ failureThreshold: 30 });
    const livenessProbe = httpProbe({ failureThreshold: 1 });
    const { lab, key } = one({
      annotations: { [ANNOTATION.startupTime]: '5s' },
      container: { startupProbe, livenessProbe },
    });
    expect(lab.tables.pods[key]!.status.ready).toBe(true);
    expect(lab.of('pod/failedProbe')).toEqual([]);
    expect(lab.of('pod/passedProbe').map((fact) => fact['probe'])).toEqual(['startup', 'readiness']);
  });
});

describe('termination', () => {
  it('[KL15] preStop runs before SIGTERM and counts against the grace period', () => {
    const { lab, key } = one({
      container: { preStopSleepSeconds: 5 },
      annotations: { [ANNOTATION.shutdownTime]: '60s' },
    });
    const from = lab.now;
    lab.act((draft) => deletePod(draft, key));
    lab.run(1000);
    expect(lab.tables.processes[key]!.state).toBe('listening');
    lab.settle(60);
    const sigterm = first(lab, 'pod/receivedSigterm') - from;
    const killed = lab.of('pod/containerExited')[0]!;
    expect([Math.round(sigterm / 1e6), Math.round((killed.at - from) / 1e6), killed['by']]).toEqual([
      5,
      30,
      'sigkill',
    ]);
  });

  it('[KL16] SIGTERM gets at least two seconds', () => {
    const { lab, key } = one({
      grace: 3,
      container: { preStopSleepSeconds: 10 },
      annotations: { [ANNOTATION.shutdownTime]: '60s' },
    });
    lab.act((draft) => deletePod(draft, key));
    lab.settle(60);
    const wait = first(lab, 'pod/containerExited') - first(lab, 'pod/receivedSigterm');
    expect(wait).toBe(seconds(2));
  });

  it('[KL17] grace 0 removes the object at once; the process dies when the kubelet hears of it', () => {
    const { lab, key, ip } = one();
    lab.act((draft) => deletePod(draft, key, 0));
    expect(lab.tables.pods[key]).toBeUndefined();
    expect(lab.tables.processes[key]!.state).toBe('listening');
    lab.run(5);
    expect(lab.of('pod/containerExited')[0]!['by']).toBe('sigkill');
    lab.settle(60);
    expect(lab.tables.podIPs[ip]).toBeUndefined();
    expect(lab.tables.processes[key]).toBeUndefined();
  });

  it('[KL18] a Pod in CrashLoopBackOff can be deleted, and a crash while terminating ends it', () => {
    const { lab, key } = one();
    for (let i = 0; i < 2; i++) {
      lab.act((draft) => crashContainer(draft, key));
      lab.run(3000);
    }
    expect(lab.tables.pods[key]!.status.containerStatuses[0]).toMatchObject({ reason: 'CrashLoopBackOff' });
    const problem = lab.act((draft) => crashContainer(draft, key));
    expect(problem!.message).toContain('is not running');
    lab.act((draft) => deletePod(draft, key));
    lab.run(200);
    expect(lab.tables.pods[key]).toBeUndefined();
    const next = one({ annotations: { [ANNOTATION.shutdownTime]: '20s' } });
    next.lab.act((draft) => deletePod(draft, next.key));
    next.lab.run(1000);
    next.lab.act((draft) => crashContainer(draft, next.key));
    next.lab.run(millis(1));
    expect(next.lab.tables.pods[next.key]).toBeUndefined();
  });

  it('[KL19] addresses go on after the last one handed out', () => {
    const lab = new Lab('lab', 1);
    lab.act((draft) => createApp(draft, 'web', { replicas: 1 }));
    lab.settle(60);
    const ips = [lab.pods()[0]!.status.podIP];
    for (let i = 0; i < 2; i++) {
      lab.act((draft) => deletePod(draft, `shop/${lab.pods()[0]!.metadata.name}`));
      lab.settle(60);
      ips.push(lab.pods()[0]!.status.podIP);
    }
    expect(ips).toEqual(['10.244.1.2', '10.244.1.3', '10.244.1.4']);
  });
});
