/** The whole road of a page view that goes well: who is passed, what is written on the packets, who decides. */
import { describe, expect, it, vi } from 'vitest';
import type { Hop } from '../packet/hop';
import { lab, written, type Lab } from '../testing/lab';

vi.setConfig({ testTimeout: 60_000 });

const VIP = '10.103.22.45:80';
const DNS_VIP = '10.96.0.10:53';

function journey(seed = 'journey') {
  const one = lab('where-a-service-works', { seed, checkEvery: 1 });
  const request = one.send();
  const outcome = one.outcome(request);
  const find = (leg: Hop['leg'], test: (hop: Hop) => boolean) => {
    const hop = one.hops(request, leg).find(test);
    if (hop === undefined) throw new Error(`no such hop on the leg ${leg}`);
    return hop;
  };
  return { one, request, outcome, find };
}

const places = (hop: Hop) => hop.route.map((point) => point.place);
const isRewrite = (hop: Hop) => hop.kind === 'rewrite' && hop.layer === 'TCP';
const says = (label: string) => (hop: Hop) => hop.label === label && hop.before !== null;

describe('a page view', () => {
  it('[TR1] passes ingress controller, web application, gateway and microservice, and ends with 200', () => {
    const { one, request, outcome } = journey();
    one.expectPath(request, 'browser', 'ingress-controller', 'web-app', 'gateway', 'service');
    expect(outcome).toMatchObject({ kind: 'ok', status: 200, reason: null });
    expect(one.pods('user-api')).toContain(outcome.servedBy);
    expect(one.tables.outcomes).toEqual({ '200': { count: 1 } });
    const [client] = Object.values(one.tables.clients);
    expect(client).toMatchObject({ lastRequest: request, lastOutcome: outcome });
  });

  it('[TR1] its hops follow one another: each begins when what led to it has ended', () => {
    const { one, request } = journey();
    const hops = one.hops(request);
    expect(new Set(hops.map((hop) => hop.hopId)).size).toBe(hops.length);
    let last = 0;
    for (const hop of hops) {
      expect(hop.startAt).toBeLessThanOrEqual(hop.endAt);
      expect(hop.parents[0]).toBe(request);
      const times = hop.route.map((point) => point.at);
      expect([...times].sort((a, b) => a - b)).toEqual(times);
      if (hop.rewriteAt !== null) {
        expect(hop.rewriteAt).toBeGreaterThanOrEqual(hop.startAt);
        expect(hop.rewriteAt).toBeLessThanOrEqual(hop.endAt);
      }
      if (hop.level === 'main') {
        expect(hop.endAt).toBeGreaterThanOrEqual(last);
        last = hop.endAt;
      }
    }
  });

  it('[TR2] enters at the announcing node, which rewrites the destination and masquerades the source', () => {
    const { one, find } = journey();
    const hop = find('ingress', isRewrite);
    const [controller] = one.pods('ingress-nginx-controller');
    expect(places(hop)).toEqual(['client/learner', 'node/node-1']);
    expect(hop.before).toMatchObject({
      source: { ip: '198.51.100.7' },
      destination: { ip: '203.0.113.10', port: 443 },
    });
    expect(hop.after).toMatchObject({
      source: { ip: one.tables.nodes['node-1']!.status.internalIP },
      destination: { ip: one.ipOf(controller!), port: 443 },
    });
    expect(hop.decision).toMatchObject({ by: 'rules', node: 'node-1', masquerade: true });
    const answer = find('ingress', says('200'));
    expect(written(answer.before)).toContain(`${one.ipOf(controller!)}:443 > `);
    expect(written(answer.after)).toBe(`203.0.113.10:443 > 198.51.100.7:${String(hop.before!.source.port)}`);
  });

  it('[TR3] the ingress controller dials a ready Pod itself: no name, no VIP, no rule', () => {
    const { one, request, find } = journey();
    const choice = find('web', (hop) => hop.decision.by === 'ingress').decision;
    const ready = one.pods('web-mvc').map((pod) => `${one.ipOf(pod)}:80`);
    if (choice.by !== 'ingress') throw new Error('not chosen by an ingress controller');
    expect([...choice.endpoints].sort()).toEqual(ready.sort());
    expect(choice.chosen).toBe(written(find('web', says('SYN')).before).split(' > ')[1]);
    for (const hop of one.hops(request, 'web')) {
      expect(hop.layer).not.toBe('DNS');
      expect(hop.after).toEqual(hop.before);
      // The SYN meets the nat rules as every first packet does; none is about a Pod's address.
      if (hop.decision.by === 'rules') expect(hop.decision).toMatchObject({ choices: [], masquerade: false });
    }
  });

  it('[TR4] gateway to microservice: 10.103.22.45:80 becomes a Pod at 10.244.x.y:80 on the gateway’s node', () => {
    const { one, request, outcome, find } = journey();
    const hop = find('service', isRewrite);
    const gateway = String(hop.route[0]!.place).slice('pod/'.length);
    expect(one.pods('api-gateway')).toContain(gateway);
    expect(places(hop)).toEqual([`pod/${gateway}`, `node/${one.nodeOf(gateway)}`]);
    const source = `${one.ipOf(gateway)}:${String(hop.before!.source.port)}`;
    const served = one.ipOf(outcome.servedBy!);
    expect(served).toMatch(/^10\.244\.\d+\.\d+$/);
    expect(one.rewrites(request, 'service')).toEqual([`${source} > ${VIP} => ${source} > ${served}:80`]);
    expect(hop.decision).toMatchObject({ by: 'rules', masquerade: false, staleMicros: 0 });
    if (hop.decision.by !== 'rules') throw new Error('not decided by rules');
    expect([...hop.decision.choices].sort()).toEqual(one.targets('node-1', 'default/user-api-service'));
    expect(hop.decision.matched).toMatchObject({ endpoint: `${served}:80`, matched: true });
  });

  it('[TR4] the rewritten packet goes to the Pod’s node and from there to the Pod', () => {
    const { one, outcome, find } = journey();
    const route = places(find('service', says('GET')));
    const [from = '', ...rest] = route;
    const nodes = [one.nodeOf(from.slice('pod/'.length)), one.nodeOf(outcome.servedBy!)];
    expect(rest).toEqual(
      [...new Set(nodes)].map((node) => `node/${node}`).concat(`pod/${outcome.servedBy!}`),
    );
  });

  it('[TR5] the answer is rewritten back on the caller’s node: the gateway sees the VIP, the Pod the gateway', () => {
    const { one, outcome, find } = journey();
    const request = find('service', says('GET'));
    const answer = find('service', says('200'));
    const gateway = written(request.before).split(' > ')[0]!;
    const served = `${one.ipOf(outcome.servedBy!)}:80`;
    expect(written(request.after)).toBe(`${gateway} > ${served}`);
    expect(written(answer.before)).toBe(`${served} > ${gateway}`);
    expect(written(answer.after)).toBe(`${VIP} > ${gateway}`);
    const node = one.nodeOf(String(request.route[0]!.place).slice('pod/'.length));
    expect(answer.decision).toMatchObject({ by: 'conntrack', node, direction: 'reply' });
    expect(answer.actor).toBe(`node/${node}`);
  });

  it('[TR6] only the first packet of a connection meets the rules; conntrack remembers for the rest', () => {
    const { one, request } = journey();
    const byRules = one.hops(request).filter((hop) => hop.decision.by === 'rules' && hop.layer !== 'DNS');
    expect(byRules.map((hop) => [hop.leg, hop.label])).toEqual([
      ['ingress', 'SYN'],
      ['web', 'SYN'],
      ['gateway', 'SYN'],
      ['service', 'SYN'],
    ]);
    const rewritten = one.hops(request).filter((hop) => hop.rewriteAt !== null && hop.kind === 'translate');
    expect(rewritten.length).toBeGreaterThan(6);
    for (const hop of rewritten) expect(hop.decision.by).toBe('conntrack');
  });

  it('[TR7] the gateway’s look-up goes through the cluster DNS’ VIP, rewritten on the gateway’s node', () => {
    const { one, request, find } = journey();
    const query = find('service', (hop) => hop.kind === 'rewrite' && hop.layer === 'DNS');
    expect(written(query.before)).toContain(` > ${DNS_VIP}`);
    const servers = one.pods('coredns').map((pod) => `${one.ipOf(pod)}:53`);
    expect(servers).toContain(written(query.after).split(' > ')[1]);
    const answer = one
      .hops(request, 'service')
      .find((hop) => hop.decision.by === 'dns' && hop.decision.queries[0]?.type === 'A');
    expect(answer?.decision).toMatchObject({
      queries: [
        {
          name: 'user-api-service.default.svc.cluster.local.',
          rcode: 'NOERROR',
          answers: [{ data: '10.103.22.45' }],
        },
      ],
    });
  });

  it('[TR8] A and AAAA leave from one socket: one tracked flow, one CoreDNS Pod', () => {
    const { one, request } = journey();
    for (const leg of ['gateway', 'service'] as const) {
      const answers = one.hops(request, leg).filter((hop) => hop.decision.by === 'dns');
      expect(answers.map((hop) => hop.label).sort()).toEqual(['A', 'AAAA']);
      expect(new Set(answers.map((hop) => hop.actor)).size).toBe(1);
    }
    const udp = Object.values(one.tables.conntrack).filter((row) => row.original.protocol === 'udp');
    expect(udp).toHaveLength(2);
    for (const row of udp) {
      expect(row).toMatchObject({ seenReply: true, service: 'kube-system/kube-dns' });
      expect(`${row.original.destination.ip}:${row.original.destination.port}`).toBe(DNS_VIP);
    }
  });

  it('[TR9] takes as long as its programs say, and the road', () => {
    const { one, request, find } = journey();
    const work = find('service', (hop) => hop.kind === 'work');
    expect(work.endAt - work.startAt).toBe(12_000);
    const whole = one.of('request/ended')[0]!;
    expect(whole.at - (whole['startedAt'] as number)).toBeGreaterThan(12_000 + 8_000 + 2_000 + 1_000);
    expect(whole.at - (whole['startedAt'] as number)).toBeLessThan(100_000);
    expect(one.hops(request).at(-1)?.endAt).toBe(whole.at);
  });

  it('[TR10] a page that needs no other program is answered by the web application itself', () => {
    const one = lab();
    const request = one.send('https://shop.example/');
    expect(one.outcome(request)).toMatchObject({ kind: 'ok', status: 200, servedBy: null });
    one.expectPath(request, 'browser', 'ingress-controller', 'web-app');
  });

  it('[TR1] follows the route of its own page: /contacts goes to the contact service', () => {
    const one = lab();
    const { servedBy } = one.ask('https://shop.example/contacts/7');
    expect(one.pods('contact-api')).toContain(servedBy);
  });
});

describe('whatever the luck', () => {
  it('[TR1] [TR4] [TR5] the same holds under every seed', () => {
    for (let i = 0; i < 12; i++) {
      const { one, request, outcome, find }: { one: Lab } & ReturnType<typeof journey> = journey(`luck ${i}`);
      expect(outcome.status).toBe(200);
      one.expectPath(request, 'browser', 'ingress-controller', 'web-app', 'gateway', 'service');
      const answer = find('service', says('200'));
      expect(written(answer.before)).toContain(`${one.ipOf(outcome.servedBy!)}:80 > `);
      expect(written(answer.after)).toContain(`${VIP} > `);
    }
  });
});

describe('under nftables', () => {
  const nft = () =>
    lab({ scenario: 'where-a-service-works', replace: [['proxyMode: iptables', 'proxyMode: nftables']] });

  it('[DP35] the same road: DNS and the Service by way of verdict maps, one Pod, 200', () => {
    const one = nft();
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ status: 200 });
    const rewrites = one.hops(request).filter((hop) => hop.kind === 'rewrite' && hop.leg === 'service');
    for (const { decision } of rewrites) {
      expect(decision).toMatchObject({ by: 'rules', mode: 'nftables' });
      if (decision.by !== 'rules') continue;
      expect(decision.examined.map(({ chain }) => chain)).toContain('@service-ips');
      expect(decision.matched?.endpoint).toBeDefined();
    }
    expect(rewrites.length).toBeGreaterThan(0);
  });

  it('[DP32] scaled to zero: refused at once, as in iptables mode', () => {
    const one = nft();
    one.scale('default/user-api-deployment', 0).run(10);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'service', cause: 'rejected' },
    });
  });
});
