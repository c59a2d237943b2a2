import { describe, expect, it } from 'vitest';
import { respond, type DnsQuery, type DnsResponse } from './message';
import { formatResolvConf, parseResolvConf, podResolvConf, type PodDnsRequest } from './resolvConf';
import { resolveNow, sendAttempts, startResolution, stepResolution, type QueryOutcome } from './stubResolver';

const POD: PodDnsRequest = {
  namespace: 'shop',
  dnsPolicy: 'ClusterFirst',
  clusterDNS: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  hostSearch: ['corp.example'],
  hostNameservers: ['192.0.2.53', '192.0.2.54'],
};
const CONF = podResolvConf({ ...POD, hostSearch: [] });

const a = (data: string): DnsResponse =>
  respond('NOERROR', { answers: [{ name: 'x.', ttl: 5, type: 'A', data }] });
const NXDOMAIN = respond('NXDOMAIN');
const NODATA = respond('NOERROR');
const SERVFAIL = respond('SERVFAIL');

/** Answers by candidate number, the same for A and AAAA unless it has an address. */
function walk(name: string, libc: 'glibc' | 'musl' | 'go', outcomes: readonly QueryOutcome[], conf = CONF) {
  const names: string[] = [];
  return resolveNow(startResolution({ name, resolvConf: conf, libc }), (query: DnsQuery) => {
    if (!names.includes(query.name)) names.push(query.name);
    const outcome = outcomes[names.indexOf(query.name)] ?? NXDOMAIN;
    const isAddress = outcome !== 'timeout' && outcome.answers.length > 0;
    return isAddress && query.type === 'AAAA' ? NODATA : outcome;
  });
}

describe('[DN6] an alias of a name without addresses', () => {
  const alias = respond('NOERROR', {
    answers: [{ name: 'x.', ttl: 5, type: 'CNAME', data: 'nowhere.example.' }],
  });

  it('ends the search of glibc, as the real one does; Go’s goes on', () => {
    const glibc = resolveNow(startResolution({ name: 'x', resolvConf: CONF }), () => alias);
    expect(glibc.asked.map(({ query }) => query.type)).toEqual(['A', 'AAAA']);
    expect(glibc.result).toEqual({ addresses: [], rcode: 'NXDOMAIN', error: 'EAI_NONAME' });
    const go = resolveNow(startResolution({ name: 'x', resolvConf: CONF, libc: 'go' }), () => alias);
    expect(go.asked).toHaveLength(8);
  });
});

describe("[DN5] the kubelet writes a Pod's resolv.conf", () => {
  it('ClusterFirst: the DNS VIP, three cluster domains before those of the host, ndots 5', () => {
    expect(formatResolvConf(podResolvConf(POD))).toBe(
      'search shop.svc.cluster.local svc.cluster.local cluster.local corp.example\n' +
        'nameserver 10.96.0.10\noptions ndots:5\n',
    );
  });

  it("Default, and ClusterFirst in the node's network: the node's own file, ndots 1", () => {
    const own = 'search corp.example\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n';
    expect(formatResolvConf(podResolvConf({ ...POD, dnsPolicy: 'Default' }))).toBe(own);
    expect(formatResolvConf(podResolvConf({ ...POD, hostNetwork: true }))).toBe(own);
    const cluster = podResolvConf({ ...POD, dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true });
    expect(cluster.nameservers).toEqual(['10.96.0.10']);
  });

  it('None: what dnsConfig says and nothing else; dnsConfig adds to the others', () => {
    const dnsConfig = {
      nameservers: ['9.9.9.9'],
      searches: ['x.test'],
      options: [{ name: 'ndots', value: '2' }],
    };
    expect(podResolvConf({ ...POD, dnsPolicy: 'None', dnsConfig })).toMatchObject({
      nameservers: ['9.9.9.9'],
      search: ['x.test'],
      ndots: 2,
    });
    const added = podResolvConf({ ...POD, dnsConfig });
    expect(added).toMatchObject({ nameservers: ['10.96.0.10', '9.9.9.9'], ndots: 2 });
    expect(added.search.at(-1)).toBe('x.test');
  });

  it('at most three name servers and 32 search domains', () => {
    const many = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i));
    const conf = podResolvConf({
      ...POD,
      hostSearch: many(40, (i) => `d${i}.test`),
      clusterDNS: many(5, (i) => `10.96.0.${i}`),
    });
    expect([conf.nameservers.length, conf.search.length]).toEqual([3, 32]);
  });

  it('reads back what it writes', () => {
    const conf = podResolvConf(POD);
    expect(parseResolvConf(formatResolvConf(conf))).toEqual(conf);
  });
});

describe('[DN6] libraries differ in when they go on', () => {
  it('NODATA: glibc goes on to the next candidate, musl ends there', () => {
    const outcomes = [NODATA, a('10.96.0.7')];
    expect(walk('web', 'glibc', outcomes).result.addresses).toEqual(['10.96.0.7']);
    const musl = walk('web', 'musl', outcomes);
    expect(musl.result).toMatchObject({ addresses: [], error: 'EAI_NODATA' });
    expect(musl.asked).toHaveLength(2);
  });

  it('enough dots: glibc falls back to the search list, musl does not', () => {
    const name = 'a.b.c.d.e.f';
    expect(walk(name, 'glibc', []).asked).toHaveLength(8);
    expect(walk(name, 'musl', []).asked).toHaveLength(2);
    expect(walk(name, 'musl', []).result.error).toBe('EAI_NONAME');
  });

  it('SERVFAIL: glibc goes on, musl gives up', () => {
    expect(walk('web', 'glibc', [SERVFAIL, a('10.96.0.7')]).result.addresses).toEqual(['10.96.0.7']);
    expect(walk('web', 'glibc', [SERVFAIL]).result).toMatchObject({ error: 'EAI_AGAIN', rcode: 'SERVFAIL' });
    expect(walk('web', 'musl', [SERVFAIL, a('10.96.0.7')]).result.error).toBe('EAI_AGAIN');
  });

  it('no answer at all: glibc skips the search list and asks for the name as it is', () => {
    const { asked } = walk('web', 'glibc', ['timeout']);
    expect(asked.map(({ query }) => query.name)).toEqual([
      ...['web.shop.svc.cluster.local.', 'web.shop.svc.cluster.local.', 'web.', 'web.'],
    ]);
  });

  it('an address needs no query', () => {
    const { asked, result } = walk('10.96.0.7', 'glibc', []);
    expect([asked.length, result.addresses]).toEqual([0, ['10.96.0.7']]);
  });
});

describe('[DN7] A and AAAA go side by side, and the slower one is awaited', () => {
  it('sends both at once, and steps when both are in, in any order', () => {
    const first = startResolution({ name: 'web', resolvConf: CONF });
    expect(first.queries.map(({ type }) => type)).toEqual(['A', 'AAAA']);
    const name = 'web.shop.svc.cluster.local.';
    const one = stepResolution(first.state, { name, type: 'AAAA' }, NODATA);
    expect(one).toMatchObject({ queries: [], result: null });
    const both = stepResolution(one.state, { name, type: 'A' }, a('10.96.0.7'));
    expect(both.result).toEqual({ addresses: ['10.96.0.7'], rcode: 'NOERROR', error: null });
  });

  it('a late answer to an earlier round changes nothing', () => {
    const late = { name: 'web.shop.svc.cluster.local.', type: 'A' } as const;
    let step = startResolution({ name: 'web', resolvConf: CONF });
    for (const query of step.queries) step = stepResolution(step.state, query, NXDOMAIN);
    expect(step.queries[0]?.name).toBe('web.svc.cluster.local.');
    expect(stepResolution(step.state, late, a('10.96.0.9')).state).toBe(step.state);
  });

  it('the state is plain JSON', () => {
    const { state } = startResolution({ name: 'web', resolvConf: CONF });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it('each try has its server and its time: glibc one after the other, musl all at once', () => {
    const conf = { ...CONF, nameservers: ['10.96.0.10', '10.96.0.11'] };
    expect(sendAttempts(conf).map((round) => round[0])).toEqual([
      { nameserver: '10.96.0.10', timeoutSeconds: 5 },
      { nameserver: '10.96.0.11', timeoutSeconds: 5 },
      { nameserver: '10.96.0.10', timeoutSeconds: 5 },
      { nameserver: '10.96.0.11', timeoutSeconds: 5 },
    ]);
    expect(sendAttempts(conf, 'musl').map((round) => round.length)).toEqual([2, 2]);
  });

  it('[DN14] three silent servers, `timeout:3 attempts:2`: the moments at which glibc 2.36, Go 1.26 and musl sent', () => {
    const nameservers = ['10.96.0.10', '10.96.0.11', '10.96.0.12'];
    const conf = { ...CONF, nameservers, timeoutSeconds: 3, attempts: 2 };
    const moments = (libc: 'glibc' | 'go' | 'musl') => {
      let now = 0;
      return sendAttempts(conf, libc).map((round) => {
        const at = now;
        now += round[0]!.timeoutSeconds;
        return at;
      });
    };
    expect(moments('glibc')).toEqual([0, 3, 5, 9, 12, 14]);
    expect(moments('go')).toEqual([0, 3, 6, 9, 12, 15]);
    expect(moments('musl')).toEqual([0, 1.5]);
  });
});
