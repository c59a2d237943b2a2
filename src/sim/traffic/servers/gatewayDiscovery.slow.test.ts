/** A gateway that asks the API server for Pods and dials them itself. */
import { describe, expect, it, vi } from 'vitest';
import { lab, type Lab } from '../../testing/lab';
import type { Replacement } from '../../testing/worlds';
import type { GatewayDiscovery } from '../ocelot/switchDiscovery';

vi.setConfig({ testTimeout: 60_000 });

const GATEWAY = 'Deployment/default/api-gateway';
const USERS = 'default/user-api-deployment';
const SERVICE = 'default/user-api-service';

function asking(
  discovery: GatewayDiscovery,
  balancer = 'RoundRobin',
  replace: readonly Replacement[] = [],
): Lab {
  const one = lab({ scenario: 'where-a-service-works', replace }, { seed: 'kube', checkEvery: 5 })
    .scale('default/web-mvc', 1)
    .scale('default/api-gateway', 1)
    .run(15);
  switchTo(one, discovery, balancer);
  return one;
}

function switchTo(one: Lab, discovery: GatewayDiscovery, balancer = 'RoundRobin'): void {
  const facts = one.intend({ type: 'setGatewayDiscovery', gateway: GATEWAY, discovery, balancer });
  expect(facts.map((fact) => fact.type)).toEqual(['intent/done', 'gateway/reconfigured']);
}

const chosen = (one: Lab, request: string) => {
  const hop = one.hops(request).find(({ decision }) => decision.by === 'discovery');
  return hop?.decision.by === 'discovery' ? hop.decision : null;
};

describe('Kube', () => {
  it('[OC15] one question to the API server, then a SYN to a Pod: no name, no VIP, no rewrite behind the gateway', () => {
    const one = asking('Kube');
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ status: 200 });
    expect(one.hopNames(request, 'service').slice(0, 4)).toEqual([
      'routeDiscovers',
      'askApi',
      'discovered',
      'toPodDirect',
    ]);
    expect(one.rewrites(request, 'service')).toEqual([]);
    expect(one.hops(request, 'service').some((hop) => hop.layer === 'DNS')).toBe(false);
    const toPods = Object.values(one.tables.conntrack).filter((row) => row.service === SERVICE);
    expect(toPods).toEqual([]);
    const decision = chosen(one, request)!;
    expect(decision.targets).toEqual(
      one
        .pods('user-api')
        .map((pod) => `${one.ipOf(pod)}:80`)
        .sort(),
    );
    expect(decision).toMatchObject({ provider: 'Kube', service: SERVICE, asked: 1, ageMicros: 0 });
    const asked = one.hops(request).find((hop) => hop.route.at(-1)?.place === 'api')!;
    expect(asked.http?.line).toBe('GET /api/v1/namespaces/default/endpoints/user-api-service');
  });

  it('[OC16] RoundRobin takes them in turn for each request, kept connections or not', () => {
    const one = asking('Kube').keepAlive();
    const served = one.askTimes(9);
    const pods = served.slice(0, 3);
    expect(new Set(pods).size).toBe(3);
    expect(served).toEqual([...pods, ...pods, ...pods]);
  });

  it('[OC16] LeastConnection and NoLoadBalancer: a visitor who clicks one by one always gets the first Pod', () => {
    for (const balancer of ['LeastConnection', 'NoLoadBalancer']) {
      const one = asking('Kube', balancer);
      expect(new Set(one.askTimes(6)).size, balancer).toBe(1);
    }
  });

  it('[OC16] LeastConnection spreads what runs side by side, and gives every lease back', () => {
    const one = asking('Kube', 'LeastConnection').burst(30).run(5);
    expect(one.tables.outcomes).toEqual({ '200': { count: 30 } });
    expect(Object.keys(one.tables.served).filter((pod) => pod.includes('user-api'))).toHaveLength(3);
    const [memory] = Object.values(one.tables.ocelots);
    for (const { leases } of Object.values(memory!.balancers)) {
      expect(leases.map((lease) => lease.connections)).toEqual([0, 0, 0]);
    }
  });

  it('[OC16] CookieStickySessions: all who send no cookie share one entry, for 20 minutes', () => {
    const one = asking('Kube', 'CookieStickySessions');
    const [first] = one.askTimes(4);
    expect(new Set(one.askTimes(4))).toEqual(new Set([first]));
    one.run(21 * 60);
    expect(one.ask().servedBy).not.toBe(first);
  });

  it('[OC17] no ready Pod: it asks three times, 25 ms apart, then 404', () => {
    const one = asking('Kube').scale(USERS, 0).run(15);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ status: 404, reason: { cause: 'discoveredNone' } });
    expect(chosen(one, request)).toMatchObject({ targets: [], chosen: null, asked: 3 });
    const hops = one.hops(request);
    const asked = hops.find((hop) => hop.title.key === 'hop.askApi.title')!;
    const told = hops.find((hop) => hop.title.key === 'hop.discoveredNone.title')!;
    expect(told.endAt - asked.startAt).toBe(3 * 2_000 + 2 * 25_000);
  });

  it('[OC17] a ServiceAccount that may not read Endpoints gets 403, and the visitor 404', () => {
    const forbidden: Replacement = [
      'hopscope.dev/role: gateway',
      'hopscope.dev/role: gateway\n        hopscope.dev/reads-endpoints: "false"',
    ];
    const one = asking('Kube', 'RoundRobin', [forbidden]);
    const request = one.send();
    expect(one.outcomeId(request)).toBe('404.discoveryForbidden');
    expect(chosen(one, request)).toMatchObject({ isForbidden: true });
  });

  it('[OC18] a Pod that is shutting down is out of the list at once, while stale rules would still choose it', () => {
    const one = asking('Kube');
    for (const node of ['node-1', 'node-2', 'node-3']) one.delay(node, 600_000);
    const [pod] = one.pods('user-api');
    const ip = one.ipOf(pod!);
    one.kill(pod!).run(1);
    expect(one.targets('node-1', SERVICE)).toContain(`${ip}:80`);
    const served = one.askTimes(6);
    expect(served).not.toContain(pod);
    expect(served).not.toContain(null);
  });
});

describe('lists that are held', () => {
  it('[OC19] PollKube asks once and then at its own beat: in between it may take a Pod that is gone', () => {
    const one = asking('PollKube');
    expect(one.ask().status).toBe(200);
    const readAt = one.now;
    const second = one.send();
    expect(one.outcome(second).status).toBe(200);
    expect(one.hopNames(second)).toContain('discoveredFromList');
    expect(one.hopNames(second)).not.toContain('askApi');
    const [pod] = one.pods('user-api');
    const ip = one.ipOf(pod!);
    one
      .runUntil(readAt + 5.5)
      .kill(pod!)
      .run(2);
    const stale = chosenSoon(one, ip);
    expect(stale, 'the gone Pod is still on the list').toBe(true);
    one.runUntil(readAt + 11);
    expect(chosenSoon(one, ip)).toBe(false);
  });

  it('[OC19] WatchKube hears of a change at once', () => {
    const one = asking('WatchKube');
    one.askTimes(1);
    const [pod] = one.pods('user-api');
    const ip = one.ipOf(pod!);
    one.kill(pod!).run(0.5);
    expect(chosenSoon(one, ip)).toBe(false);
    one.scale(USERS, 5).run(15);
    const request = one.send();
    one.outcome(request);
    expect(chosen(one, request)!.targets).toHaveLength(5);
  });
});

/** Whether an address is on the list of the next request. */
function chosenSoon(one: Lab, ip: string): boolean {
  const request = one.send();
  one.runWhile(() => chosen(one, request) === null);
  const found = chosen(one, request)!.targets.some((target) => target.startsWith(`${ip}:`));
  one.outcome(request);
  return found;
}

describe('the switch', () => {
  it('[OC20] rewrites the file and back, byte for byte; the ConfigMap follows', () => {
    const one = asking('Kube');
    const row = () => one.tables.gateways[GATEWAY]!;
    expect(row().text).toContain('"ServiceName": "user-api-service"');
    expect(row().text).not.toContain('DownstreamHostAndPorts');
    expect(one.tables.configMaps['default/api-gateway-ocelot']!.data['ocelot.json']).toBe(row().text);
    const { original } = row();
    switchTo(one, 'host');
    expect(row().text).toBe(original);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ status: 200 });
    expect(one.rewrites(request, 'service')).toHaveLength(1);
  });

  it('[OC20] requests under way end well whichever way the gateway goes on', () => {
    const one = asking('host').burst(20);
    one.run(0.02);
    switchTo(one, 'Kube');
    one.run(0.02);
    switchTo(one, 'PollKube');
    one.run(5);
    expect(one.tables.outcomes).toEqual({ '200': { count: 20 } });
    expect(one.tables.handlings).toEqual({});
  });

  it('[OC20] refuses what is no gateway or no way', () => {
    const one = asking('host');
    const refused = (intent: Parameters<Lab['intend']>[0]) =>
      one.intend(intent).find((fact) => fact.type === 'intent/refused')?.['code'];
    expect(refused({ type: 'setGatewayDiscovery', gateway: 'Deployment/default/x', discovery: 'Kube' })).toBe(
      'notFound',
    );
    const odd = 'Consul' as GatewayDiscovery;
    expect(refused({ type: 'setGatewayDiscovery', gateway: GATEWAY, discovery: odd })).toBe('invalid');
  });
});
