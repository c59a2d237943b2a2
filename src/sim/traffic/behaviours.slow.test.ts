/**
 * Truths about Ocelot, .NET's client and their connections, by the numbers of the list of subtle behaviours that the
 * simulator has to get right. Those of the data plane and of names stand beside their code.
 *
 * Not applicable here: 110 (that the Endpoints API is deprecated is a statement about releases; its limit of 1000
 * addresses is in `ocelot/kubernetesDiscovery.ts`), and of 111 the generation with Polly, which is not the one that runs
 * live (`ocelot/balancing.test.ts` holds both to their cases).
 */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../testing/lab';
import type { Replacement } from '../testing/worlds';
import { readOcelotConfiguration } from './ocelot/readConfiguration';
import { routeRequest } from './ocelot/routeRequest';
import { errorOfFailure, statusOf } from './ocelot/errors';
import { programOf } from './programs';

vi.setConfig({ testTimeout: 60_000 });

const USERS = 'default/user-api-deployment';
const GATEWAY = 'Deployment/default/api-gateway';

function road(...replace: Replacement[]): Lab {
  return lab({ scenario: 'where-a-service-works', replace }, { seed: 'truths', checkEvery: 11 })
    .scale('default/web-mvc', 1)
    .scale('default/api-gateway', 1)
    .run(15);
}

const after = (role: string, line: string): Replacement => [
  `hopscope.dev/role: ${role}`,
  `hopscope.dev/role: ${role}\n        hopscope.dev/${line}`,
];

function routes(...list: readonly object[]) {
  const whole = list.map((route) => ({
    DownstreamPathTemplate: '/',
    DownstreamHostAndPorts: [{ Host: 'a', Port: 80 }],
    ...route,
  }));
  return readOcelotConfiguration(JSON.stringify({ Routes: whole })).configuration!;
}

const ask = (configuration: ReturnType<typeof routes>, url: string) =>
  routeRequest(configuration, { method: 'GET', url });

describe('.NET clients', () => {
  it('[behaviours 91] a name is looked up only when a connection is opened, whatever its TTL', () => {
    const one = road(after('gateway', 'pooled-connection-lifetime: infinite')).keepAlive();
    one.askTimes(1);
    one.run(40);
    const request = one.send();
    one.outcome(request);
    expect(one.hops(request, 'service').some((hop) => hop.layer === 'DNS')).toBe(false);
    one.newConnections();
    const anew = one.send();
    one.outcome(anew);
    expect(one.hops(anew, 'service').some((hop) => hop.layer === 'DNS')).toBe(true);
  });

  it('[behaviours 92] new Pods get nothing until connections are recycled: a pooled lifetime does it', () => {
    const one = road(after('gateway', 'pooled-connection-lifetime: 15s')).keepAlive();
    const [first] = one.askTimes(1);
    one.scale(USERS, 8).run(13);
    expect(one.ask().servedBy).toBe(first);
    const served = Array.from({ length: 8 }, () => one.run(16).ask().servedBy);
    expect(new Set(served).size).toBeGreaterThan(2);
  });

  it('[behaviours 93] one visitor who clicks always gets the same Pod; requests side by side open more connections', () => {
    const one = road().keepAlive();
    expect(new Set(one.askTimes(12)).size).toBe(1);
    one.burst(20).run(5);
    expect(Object.keys(one.tables.served).filter((pod) => pod.includes('user-api')).length).toBeGreaterThan(
      1,
    );
  });

  it('[behaviours 94] [behaviours 98] each program has pools of its own, and each hop to a VIP a choice of its own', () => {
    const one = lab('where-a-service-works', { seed: 'truths' }).keepAlive();
    one.askTimes(12);
    const rows = Object.values(one.tables.connections);
    expect(new Set(rows.map((row) => row.leg))).toEqual(new Set(['ingress', 'web', 'gateway', 'service']));
    for (const row of rows) {
      const owners = rows.filter((other) => other.pool === row.pool).map((other) => other.owner);
      expect(new Set(owners).size).toBe(1);
    }
    const chosen = Object.values(one.tables.conntrack).filter((row) => row.tcpState === 'ESTABLISHED');
    expect(new Set(chosen.map((row) => row.service)).size).toBeGreaterThanOrEqual(3);
  });

  it('[behaviours 95] who sets no limit waits for the kernel, 127 s; HttpClient.Timeout ends a call after 100 s', () => {
    const unlimited: Replacement = ['hopscope.dev/request-timeout', 'hopscope.dev/x-request-timeout'];
    const one = road(unlimited, ['hopscope.dev/connect-timeout', 'hopscope.dev/x-connect-timeout']);
    const web = one.pod(one.pods('web-mvc')[0]!);
    const program = programOf({ get: () => undefined } as never, web);
    expect(program.requestTimeoutMicros).toBe(100_000_000);
    one.scale(USERS, 1).run(15);
    for (const node of ['node-1', 'node-2', 'node-3']) one.delay(node, 900_000);
    one.kill(one.pods('user-api')[0]!).run(5);
    const url = 'http://user-api-service/api/users/1';
    one.intend({ type: 'execCurl', pod: one.pods('web-mvc')[0]!, url });
    one.run(140);
    const ended = one.of('exec/ended').at(-1)!;
    expect(Math.round((ended.at - Number(ended['startedAt'])) / 1e6)).toBe(127);
  });

  it('[behaviours 96] a Pod that got SIGTERM takes nothing new, and answers what it has taken', () => {
    const slow: Replacement = ['hopscope.dev/response-time: 12ms', 'hopscope.dev/response-time: 200ms'];
    const one = road(slow);
    const request = one.send();
    one.runWhile(() => !one.hopNames(request, 'service').includes('request.service'));
    const pod = Object.values(one.tables.handlings).find((row) => row.pod.includes('user-api'))!.pod;
    one.kill(pod);
    expect(one.outcome(request)).toMatchObject({ status: 200, servedBy: pod });
  });

  it('[behaviours 97] a kept connection that was closed while idle is not used; after a reset nothing is sent again', () => {
    const one = road().keepAlive();
    const [pod] = one.askTimes(1);
    one.crash(pod!).run(0.05);
    expect(one.ask()).toMatchObject({ status: 200 });
    const slow = road(['hopscope.dev/response-time: 12ms', 'hopscope.dev/response-time: 200ms']);
    const request = slow.send();
    slow.runWhile(() => !slow.hopNames(request, 'service').includes('request.service'));
    slow.crash(Object.values(slow.tables.handlings).find((row) => row.pod.includes('user-api'))!.pod);
    expect(slow.outcomeId(request)).toBe('502.reset');
  });
});

describe('Ocelot', () => {
  it('[behaviours 99] the last placeholder takes everything, and may be missing; case does not count', () => {
    const configuration = routes({ UpstreamPathTemplate: '/orders/{id}' });
    for (const path of ['/orders/1', '/orders', '/orders/1/2', '/ORDERS/1']) {
      expect(ask(configuration, path).matched, path).toBe(true);
    }
    const middle = routes({ UpstreamPathTemplate: '/orders/{id}/lines' });
    expect(ask(middle, '/orders/1/2/lines').matched).toBe(false);
  });

  it('[behaviours 100] by priority, then by place: the more specific route does not win by itself', () => {
    const general = { UpstreamPathTemplate: '/orders/{all}' };
    const special = { UpstreamPathTemplate: '/orders/new' };
    expect(ask(routes(general, special), '/orders/new').route?.index).toBe(0);
    expect(ask(routes(general, { ...special, Priority: 2 }), '/orders/new').route?.index).toBe(1);
    const catchAll = { UpstreamPathTemplate: '/{everything}', Priority: 9 };
    expect(ask(routes(catchAll, special), '/orders/new').route?.index).toBe(1);
  });

  it('[behaviours 101] no route is a 404 of the gateway itself', () => {
    const one = road(['"UpstreamPathTemplate": "/users/{id}"', '"UpstreamPathTemplate": "/people/{id}"']);
    expect(one.outcomeId(one.send())).toBe('404.noRoute');
  });

  it('[behaviours 102] [behaviours 103] the query counts only where the template has one, and a placeholder’s name is taken out', () => {
    expect(ask(routes({ UpstreamPathTemplate: '/a' }), '/a?x=1').matched).toBe(true);
    expect(ask(routes({ UpstreamPathTemplate: '/a?x={x}' }), '/a').matched).toBe(false);
    const named = routes({ UpstreamPathTemplate: '/a/{id}', DownstreamPathTemplate: '/b/{id}' });
    expect(ask(named, '/a/7?id=8&z=1').downstream).toMatchObject({ path: '/b/7', query: '?z=1' });
  });

  it('[behaviours 104] without a slash at the end upstream there is none downstream', () => {
    const configuration = routes({ UpstreamPathTemplate: '/a/{all}', DownstreamPathTemplate: '/b/{all}' });
    expect(ask(configuration, '/a/1').downstream?.path).toBe('/b/1');
    expect(ask(configuration, '/a').downstream?.path).toBe('/b');
  });

  it('[behaviours 105] connection 502, timeout 503, client gone 499, nobody found 404, other 500', () => {
    expect(statusOf([errorOfFailure('connectionRefused')])).toBe(502);
    expect(statusOf([errorOfFailure('routeTimeout')])).toBe(503);
    expect(statusOf([errorOfFailure('clientAborted')])).toBe(499);
    expect(statusOf(['ServicesAreEmptyError'])).toBe(404);
    expect(statusOf([errorOfFailure('invalidRequest')])).toBe(500);
  });

  it('[behaviours 106] balancers choose per request: RoundRobin takes turns on kept connections too', () => {
    const one = road().keepAlive();
    one.intend({ type: 'setGatewayDiscovery', gateway: GATEWAY, discovery: 'Kube', balancer: 'RoundRobin' });
    expect(new Set(one.askTimes(3)).size).toBe(3);
  });

  it('[behaviours 107] with a Service’s name there is one target, and the kernel chooses, for 120 s', () => {
    const one = road().keepAlive();
    const [first] = one.askTimes(2);
    for (let i = 0; i < 2; i++) expect(one.run(50).ask().servedBy).toBe(first);
    const { settings } = Object.values(one.tables.handlers).find(
      (row) => row.settings.lifetimeMicros !== null,
    )!;
    expect(settings.lifetimeMicros).toBe(120_000_000);
  });

  it('[behaviours 42] [behaviours 108] Kube sees no terminating Pod, asks for each request, and dials Pods', () => {
    const one = road();
    one.intend({ type: 'setGatewayDiscovery', gateway: GATEWAY, discovery: 'Kube' });
    const [pod] = one.pods('user-api');
    one.kill(pod!).run(0.1);
    const [a, b] = [one.send(), one.send()];
    for (const request of [a, b]) {
      expect(one.outcome(request)).toMatchObject({ status: 200 });
      expect(one.hopNames(request)).toContain('askApi');
      expect(one.rewrites(request, 'service')).toEqual([]);
    }
    expect(Object.keys(one.tables.served)).not.toContain(pod);
  });

  it('[behaviours 109] between two polls the list may hold a Pod that is gone: then the call fails', () => {
    const one = road();
    one.intend({ type: 'setGatewayDiscovery', gateway: GATEWAY, discovery: 'PollKube' });
    one.askTimes(1);
    one.run(0.5);
    const [pod] = one.pods('user-api');
    one.kill(pod!).run(2);
    const ids = Array.from({ length: 3 }, () => one.outcomeId(one.send()));
    expect(ids.filter((id) => id !== '200')).toHaveLength(1);
  });

  it('[behaviours 111] every failure counts for the built-in breaker, refused ones too; open means 503 at once', () => {
    const qos = '"QoSOptions": { "MinimumThroughput": 2 }';
    const one = road([
      '"UpstreamPathTemplate": "/users/{id}",',
      `"UpstreamPathTemplate": "/users/{id}", ${qos},`,
    ]);
    one.scale(USERS, 0).run(15);
    const ids = Array.from({ length: 3 }, () => one.outcomeId(one.send()));
    expect(ids).toEqual(['502.rejected', '502.rejected', '503.circuitOpen']);
  });

  it('[behaviours 112] Ocelot tries nothing twice: a refused connection goes to the visitor as 502', () => {
    const one = road().scale(USERS, 0).run(15);
    const request = one.send();
    expect(one.outcomeId(request)).toBe('502.rejected');
    expect(one.hops(request, 'service').filter((hop) => hop.label === 'SYN')).toHaveLength(1);
  });
});
