/** Names on the road: what happens when they are not found, and when nobody answers. */
import { describe, expect, it, vi } from 'vitest';
import { lab, written, type Lab } from '../testing/lab';

vi.setConfig({ testTimeout: 60_000 });

const COREDNS = 'kube-system/coredns';

function seconds(one: Lab, request: string): number {
  const ended = one.of('request/ended').find((fact) => fact['request'] === request)!;
  return (ended.at - (ended['startedAt'] as number)) / 1e6;
}

describe('outside the cluster', () => {
  it('[TR21] a name that the public DNS does not know: the browser never sends anything', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const request = one.send('https://nowhere.example/');
    expect(one.outcome(request)).toEqual({
      kind: 'dnsFailure',
      status: null,
      reason: { leg: 'ingress', cause: 'nameNotFound', address: null },
      servedBy: null,
    });
    expect(one.hops(request).map((hop) => hop.layer)).toEqual(['DNS']);
    expect(one.tables.numbers['packet']).toBeUndefined();
  });

  it('[TR21] an address in the URL needs no name: the node’s own address goes to its own rules', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const request = one.send('https://203.0.113.10/');
    expect(one.outcome(request)).toMatchObject({ status: 404, reason: { cause: 'noIngressRule' } });
    expect(one.hops(request).some((hop) => hop.layer === 'DNS')).toBe(false);
  });

  it('[TR38] a ClusterIP or a Pod IP in the URL: no way in, silence, and the browser gives up', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const service = one.tables.services['default/user-api-service']!;
    const pod = one.tables.pods[one.pods('user-api')[0]!]!;
    for (const [ip, port] of [
      [service.spec.clusterIPs[0]!, 80],
      [pod.status.podIP!, 8080],
    ] as const) {
      const request = one.send(`http://${ip}:${port}/api/users/7`);
      expect(one.outcome(request)).toMatchObject({ kind: 'timeout', status: null, servedBy: null });
      const [hop, ...others] = one.hops(request).filter(({ layer }) => layer === 'TCP');
      expect(hop).toMatchObject({
        kind: 'lost',
        verdict: 'dropped',
        actor: expect.stringMatching(/^client\//),
      });
      expect(hop!.title.key).toBe('hop.lost.outside.title');
      expect(others.every(({ actor }) => actor.startsWith('client/'))).toBe(true);
      expect(seconds(one, request)).toBeGreaterThan(1);
    }
  });
});

describe('inside the cluster', () => {
  it('[DN13] what is no name is asked of nobody: the gateway answers 502 at once', () => {
    const replace = [['"Host": "contact-api-service"', '"Host": "contact..api"']] as const;
    const one = lab({ scenario: 'where-a-service-works', replace }, { checkEvery: 1 });
    const request = one.send('https://shop.example/contacts/7');
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'service', cause: 'nameNotFound' },
    });
    const asked = one.hops(request).filter(({ layer, leg }) => layer === 'DNS' && leg === 'service');
    expect(asked).toEqual([]);
    expect(seconds(one, request)).toBeLessThan(1);
  });

  it('[TR22] a Service that does not exist: the whole search list is asked, then the gateway answers 502', () => {
    const replace = [['"Host": "contact-api-service"', '"Host": "contacts"']] as const;
    const one = lab({ scenario: 'where-a-service-works', replace }, { checkEvery: 1 });
    const request = one.send('https://shop.example/contacts/7');
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'service', cause: 'nameNotFound' },
    });
    const asked = one
      .hops(request, 'service')
      .flatMap((hop) => (hop.decision.by === 'dns' && hop.kind === 'decide' ? hop.decision.queries : []));
    expect([...new Set(asked.map((query) => query.name))]).toEqual([
      'contacts.default.svc.cluster.local.',
      'contacts.svc.cluster.local.',
      'contacts.cluster.local.',
      'contacts.',
    ]);
    expect(asked.map((query) => query.rcode)).toEqual(Array.from({ length: 8 }, () => 'NXDOMAIN'));
  });

  it('[TR23] no CoreDNS endpoint: the query is rejected on the spot, on every attempt', () => {
    const one = lab(undefined, { checkEvery: 1 }).scale(COREDNS, 0).run(15);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'gateway', cause: 'dnsTimeout' },
    });
    expect(seconds(one, request)).toBeLessThan(0.1);
    const rejected = one.hops(request).filter((hop) => hop.verdict === 'rejected');
    // Two attempts of A and AAAA, each attempt from a socket of its own.
    expect(rejected).toHaveLength(4);
    expect(new Set(rejected.map((hop) => written(hop.before))).size).toBe(2);
  });

  it('[TR23] CoreDNS crashed on one Pod: a refused query is asked again from another socket', () => {
    let recovered = 0;
    for (let i = 0; i < 8; i++) {
      const one = lab('where-a-service-works', { seed: `dns ${i}`, checkEvery: 1 });
      one.crash(one.pods('coredns')[0]!);
      const request = one.send();
      const { status } = one.outcome(request);
      const refusals = one.hops(request).filter((hop) => hop.layer === 'DNS' && hop.label === 'ICMP');
      if (status === 200 && refusals.length > 0) recovered++;
    }
    expect(recovered).toBeGreaterThan(0);
  });

  it('[TR24] queries that are lost: 5 s, once more from the same socket to the same Pod, then failure', () => {
    const one = lab(undefined, { checkEvery: 1 });
    for (const node of ['node-1', 'node-2', 'node-3']) one.delay(node, 600_000);
    one.scale(COREDNS, 0).run(15);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'gateway', cause: 'dnsTimeout' },
    });
    expect(seconds(one, request)).toBeCloseTo(10, 0);
    const lost = one.hops(request).filter((hop) => hop.kind === 'lost');
    expect(lost).toHaveLength(4);
    expect(new Set(lost.map((hop) => written(hop.after))).size).toBe(1);
  });

  it('[TR24] a CoreDNS Pod that dies while it works answers nothing', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const request = one.send();
    one.runWhile(() => Object.keys(one.tables.dnsWork).length < 2);
    const { pod } = Object.values(one.tables.dnsWork)[0]!;
    one.crash(pod);
    one.run(0.001);
    expect(one.tables.dnsWork).toEqual({});
    expect(one.outcome(request).status).toBe(200);
    expect(seconds(one, request)).toBeGreaterThan(5);
  });
});
