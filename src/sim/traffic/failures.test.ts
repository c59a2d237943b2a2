/** How page views fail: where, why, and what the browser gets to see. */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../testing/lab';
import type { Replacement } from '../testing/worlds';

vi.setConfig({ testTimeout: 60_000 });

const USERS = 'default/user-api-deployment';
const NODES = ['node-1', 'node-2', 'node-3'];

function changed(...replace: Replacement[]): Lab {
  return lab({ scenario: 'where-a-service-works', replace }, { checkEvery: 5 });
}

/** One user-api Pod is left, and from now on no node hears of any change. */
function withStaleRules(): { one: Lab; pod: string } {
  const one = lab(undefined, { checkEvery: 5 }).scale(USERS, 1).run(15);
  for (const node of NODES) one.delay(node, 600_000);
  return { one, pod: one.pods('user-api')[0]! };
}

function seconds(one: Lab, request: string): number {
  const ended = one.of('request/ended').find((fact) => fact['request'] === request)!;
  return (ended.at - (ended['startedAt'] as number)) / 1e6;
}

describe('behind the Service', () => {
  it('[TR11] without endpoints the gateway’s node rejects the SYN: refused at once, 502', () => {
    const one = lab(undefined, { checkEvery: 1 }).scale(USERS, 0).run(15);
    for (const node of NODES) expect(one.targets(node, 'default/user-api-service')).toEqual([]);
    const request = one.send();
    expect(one.outcome(request)).toEqual({
      kind: 'httpError',
      status: 502,
      reason: { leg: 'service', cause: 'rejected', address: '10.103.22.45:80' },
      servedBy: null,
    });
    expect(one.outcomeId(request)).toBe('502.rejected');
    expect(seconds(one, request)).toBeLessThan(0.1);
    const rejection = one.hops(request, 'service').find((hop) => hop.verdict === 'rejected')!;
    expect(rejection.decision).toMatchObject({ by: 'rules', staleMicros: 0, matched: { table: 'filter' } });
    expect(rejection.actor).toMatch(/^node\//);
    // The name was found all the same: DNS knows nothing of health.
    expect(one.hops(request, 'service').some((hop) => hop.decision.by === 'dns')).toBe(true);
  });

  it('[TR11] nftables’ map refuses for want of endpoints, and tells whose', () => {
    const one = changed(['proxyMode: iptables', 'proxyMode: nftables']).scale(USERS, 0).run(15);
    const request = one.send();
    expect(one.outcomeId(request)).toBe('502.rejected');
    const rejection = one.hops(request, 'service').find((hop) => hop.verdict === 'rejected')!;
    expect(rejection.title.key).toBe('hop.rejected.title');
    const matched = { chain: '@no-endpoint-services', service: 'default/user-api-service:http' };
    expect(rejection.decision).toMatchObject({ by: 'rules', matched });
  });

  it('[TR12] a stale rule leads to a Pod that is shutting down: RST, refused, 502', () => {
    const { one, pod } = withStaleRules();
    one.kill(pod).run(0.05);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ status: 502, reason: { leg: 'service', cause: 'refused' } });
    const refusal = one.hops(request, 'service').find((hop) => hop.verdict === 'refused')!;
    expect(refusal.route[0]!.place).toBe(`pod/${pod}`);
    expect(seconds(one, request)).toBeLessThan(0.1);
  });

  it('[TR13] a stale rule leads to where nobody is: the SYN is lost, and Ocelot answers 503 after its Timeout', () => {
    const { one, pod } = withStaleRules();
    const ip = one.ipOf(pod);
    one.kill(pod).run(5);
    expect(one.tables.podIPs[ip]).toBeUndefined();
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 503,
      reason: { leg: 'service', cause: 'requestTimeout' },
    });
    expect(one.outcomeId(request)).toBe('503.timeout');
    expect(seconds(one, request)).toBeCloseTo(3, 0);
    const kinds = one.hops(request, 'service').map((hop) => hop.kind);
    expect(kinds).toContain('lost');
    expect(kinds.indexOf('timeout')).toBeGreaterThan(kinds.indexOf('lost'));
    const choice = one.hops(request, 'service').find((hop) => hop.kind === 'rewrite' && hop.layer === 'TCP')!;
    if (choice.decision.by !== 'rules') throw new Error('not decided by rules');
    expect(choice.decision.staleMicros).toBeGreaterThan(4_000_000);
  });

  it('[TR14] a crash in the middle of the work resets the connection: 502, and the work is never counted', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const request = one.send();
    const works = () => Object.values(one.tables.handlings).find((row) => row.chart === 'microservice');
    one.runWhile(() => works() === undefined);
    const { pod } = works()!;
    one.crash(pod);
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      servedBy: null,
      reason: { leg: 'service', cause: 'reset', address: `${one.ipOf(pod)}:80` },
    });
    expect(one.tables.served[pod]).toBeUndefined();
  });

  it('[TR14] a request that a Pod has already taken is finished while the Pod shuts down', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const request = one.send();
    const works = () => Object.values(one.tables.handlings).find((row) => row.chart === 'microservice');
    one.runWhile(() => works() === undefined);
    const { pod } = works()!;
    one.kill(pod);
    expect(one.outcome(request)).toMatchObject({ status: 200, servedBy: pod });
  });

  it('[TR15] a caller that gives up leaves nothing behind: the work it asked for ends without an answer', () => {
    const one = changed(['response-time: 12ms', 'response-time: 10s']);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 503,
      reason: { leg: 'service', cause: 'requestTimeout' },
    });
    expect(seconds(one, request)).toBeCloseTo(3, 0);
    one.run(30);
    for (const table of ['exchanges', 'handlings', 'connections', 'packets'] as const) {
      expect(one.tables[table]).toEqual({});
    }
  });
});

describe('before the Service', () => {
  it('[TR16] without gateway Pods the web application’s call is rejected: its page is 502', () => {
    const one = lab(undefined, { checkEvery: 1 }).scale('default/api-gateway', 0).run(15);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'gateway', cause: 'rejected' },
    });
    one.expectPath(request, 'browser', 'ingress-controller', 'web-app');
  });

  it('[TR16] while only the names of the gateway’s Pods are stale, the web application waits and says 504', () => {
    const one = changed(['request-timeout: 15s', 'request-timeout: 2s']);
    for (const node of NODES) one.delay(node, 600_000);
    one.scale('default/api-gateway', 0).run(15);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 504,
      reason: { leg: 'gateway', cause: 'requestTimeout' },
    });
  });

  it('[TR17] no route in the gateway’s configuration: 404, by the gateway and not by a service', () => {
    const one = changed([
      '"UpstreamPathTemplate": "/contacts/{id}"',
      '"UpstreamPathTemplate": "/people/{id}"',
    ]);
    const request = one.send('https://shop.example/contacts/7');
    expect(one.outcome(request)).toMatchObject({ status: 404, reason: { leg: 'gateway', cause: 'noRoute' } });
    one.expectPath(request, 'browser', 'ingress-controller', 'web-app', 'gateway');
    const decision = one.hops(request).find((hop) => hop.decision.by === 'ocelot')!.decision;
    expect(decision).toMatchObject({
      matched: false,
      file: 'ocelot.json',
      rejected: [{ index: 0 }, { index: 1 }],
    });
  });

  it('[TR18] a controller without endpoints answers 503 itself, one without a rule for the host 404', () => {
    const none = lab(undefined, { checkEvery: 1 }).scale('default/web-mvc', 0).run(15);
    expect(none.ask()).toMatchObject({ status: 503, reason: { leg: 'web', cause: 'noIngressEndpoint' } });
    const other = changed(['- host: shop.example\n      http', '- host: other.example\n      http']);
    expect(other.ask()).toMatchObject({ status: 404, reason: { leg: 'web', cause: 'noIngressRule' } });
  });

  it('[TR19] on an error the controller tries the next endpoint, and the visitor sees nothing of it', () => {
    const one = lab(undefined, { checkEvery: 1 });
    one.crash(one.pods('web-mvc')[0]!);
    const outcomes = [one.send(), one.send()].map((request) => one.outcome(request).status);
    expect(outcomes).toEqual([200, 200]);
    expect(one.of('hop').filter((fact) => JSON.stringify(fact['hop']).includes('"refused"'))).not.toEqual([]);
  });

  it('[TR19] a connection that breaks in the middle of a GET is tried elsewhere, too', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const request = one.send();
    const works = () => Object.values(one.tables.handlings).find((row) => row.chart === 'webApp');
    one.runWhile(() => works() === undefined || one.tables.lookups['l1'] === undefined);
    one.crash(works()!.pod);
    expect(one.outcome(request)).toMatchObject({ status: 200 });
    expect(one.hops(request, 'web').filter((hop) => hop.decision.by === 'ingress')).toHaveLength(2);
  });

  it('[TR19] after three tries it gives up: 502 after errors, 504 after timeouts', () => {
    const refused = lab(undefined, { checkEvery: 1 });
    for (const pod of refused.pods('web-mvc')) refused.crash(pod);
    const first = refused.send();
    expect(refused.outcome(first)).toMatchObject({ status: 502, reason: { leg: 'web', cause: 'refused' } });
    expect(refused.hops(first, 'web').filter((hop) => hop.decision.by === 'ingress')).toHaveLength(3);

    const slow = changed(
      ['response-time: 8ms', 'response-time: 30s'],
      ['request-timeout: 60s', 'request-timeout: 2s'],
    );
    const second = slow.send();
    expect(slow.outcome(second)).toMatchObject({
      status: 504,
      reason: { leg: 'web', cause: 'requestTimeout' },
    });
    expect(seconds(slow, second)).toBeCloseTo(6, 0);
  });

  it('[TR20] without a controller Pod the node rejects the browser’s SYN: the browser shows an error, no status', () => {
    const one = lab().scale('ingress-nginx/ingress-nginx-controller', 0).run(15);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      kind: 'refused',
      status: null,
      reason: { leg: 'ingress', cause: 'rejected' },
    });
    expect(one.outcomeId(request)).toBe('refused');
  });

  it('[TR20] a browser that waits too long gives up: a timeout, and nothing stays behind', () => {
    const one = changed(
      ['response-time: 8ms', 'response-time: 90s'],
      ['request-timeout: 60s', 'request-timeout: 300s'],
    );
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ kind: 'timeout', status: null });
    expect(seconds(one, request)).toBeCloseTo(60, 0);
    one.run(300);
    expect(one.tables.handlings).toEqual({});
  });
});
