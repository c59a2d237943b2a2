import { describe, expect, it } from 'vitest';
import { cacheDecision } from './cachePlugin';
import {
  KUBEADM_COREFILE,
  defaultKubernetesPlugin,
  type CorednsConfig,
  type KubernetesPluginConfig,
} from './corednsConfig';
import { answer } from './coredns';
import { readCorefile } from './corefile';
import { answerFromCluster } from './kubernetesPlugin';
import { respond, type DnsQuery, type ResourceRecord } from './message';
import { parseResolvConf } from './resolvConf';
import { candidateNames, resolveNow, startResolution, type Libc } from './stubResolver';
import cases from './testing/dns-cases.json';
import { fixtureView, serviceOf } from './testing/fixtures';
import { viewOf } from './viewOf';

interface ExpectedRecord {
  readonly name: string;
  readonly ttl: number;
  readonly type: string;
  readonly data?: string;
  readonly mname?: string;
}

/** Records as unordered text; of an SOA only the owner, TTL and first word count. */
function asText(records: readonly (ExpectedRecord | ResourceRecord)[]): string[] {
  return records
    .map((record) => {
      const mname = 'mname' in record ? record.mname : undefined;
      const data = record.type === 'SOA' ? (mname ?? record.data?.split(' ')[0]) : record.data;
      return `${record.name} ${record.ttl} ${record.type} ${data ?? ''}`;
    })
    .sort();
}

interface HandlerCase {
  readonly id: string;
  readonly note: string;
  readonly fixture: string;
  readonly config: Partial<KubernetesPluginConfig> & {
    readonly ttl: number;
    readonly zones: readonly string[];
  };
  readonly query: DnsQuery;
  readonly upstream?: { readonly answer: readonly ExpectedRecord[]; readonly truncated?: boolean };
  readonly expect: {
    readonly rcode: string;
    readonly answer: readonly ExpectedRecord[];
    readonly authority: readonly ExpectedRecord[];
    readonly additional: readonly ExpectedRecord[] | null;
    readonly kind: string;
    readonly truncated?: boolean;
  };
}

describe('[DN1] CoreDNS answers as its own tests expect', () => {
  for (const one of cases.handlerCases as unknown as HandlerCase[]) {
    it(`${one.id}: ${one.query.type} ${one.query.name} ${one.note}`, () => {
      const { ttl, ...rest } = one.config;
      const config = { ...defaultKubernetesPlugin(rest.zones), ...rest, ttlSeconds: ttl };
      const upstream = () => {
        const records = (one.upstream?.answer ?? []) as ResourceRecord[];
        const others = records.filter((r) => !(r.type === 'CNAME' && r.name === one.query.name));
        return respond('NOERROR', { answers: others, truncated: one.upstream?.truncated ?? false });
      };
      const response = answerFromCluster(one.query, fixtureView(one.fixture), config, upstream);
      expect(response?.rcode).toBe(one.expect.rcode);
      expect(response?.kind).toBe(one.expect.kind);
      expect(asText(response?.answers ?? [])).toEqual(asText(one.expect.answer));
      expect(asText(response?.authority ?? [])).toEqual(asText(one.expect.authority));
      if (one.expect.additional !== null) {
        expect(asText(response?.additional ?? [])).toEqual(asText(one.expect.additional));
      }
      expect(response?.truncated).toBe(one.expect.truncated ?? false);
    });
  }
});

interface ResolverCase {
  readonly id: string;
  readonly note?: string;
  readonly input: {
    readonly name?: string;
    readonly search?: readonly string[];
    readonly ndots?: number;
    readonly resolver?: Libc;
    readonly resolvConf?: string;
  };
  readonly expect: {
    readonly candidateOrder?: readonly string[];
    readonly ndots?: number;
    readonly attempts?: number;
  };
}

describe('[DN2] resolvers build and order candidates as they do', () => {
  for (const one of cases.resolverCases as unknown as ResolverCase[]) {
    it(`${one.id} ${one.note ?? ''}`, () => {
      const { name, search = [], ndots = 1, resolver, resolvConf } = one.input;
      if (resolvConf !== undefined) {
        expect(parseResolvConf(resolvConf)).toMatchObject(one.expect);
        return;
      }
      expect(candidateNames(name!, { search, ndots }, resolver)).toEqual(one.expect.candidateOrder);
    });
  }
});

interface WalkCase {
  readonly id: string;
  readonly resolvConf: {
    readonly nameserver: string;
    readonly search: readonly string[];
    readonly ndots: number;
  };
  readonly services: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly clusterIP: string;
  }[];
  readonly lookup: string;
  readonly steps: readonly { readonly q: string; readonly A: string; readonly AAAA: string }[];
  readonly expect: {
    readonly address?: string | null;
    readonly wireQueries: number;
    readonly error?: string;
  };
}

function kubeadmConfig(): CorednsConfig {
  const { config } = readCorefile(KUBEADM_COREFILE);
  if (config === undefined) throw new Error("kubeadm's Corefile does not read");
  return config;
}

describe('[DN3] whole look-ups send the queries that a real Pod sends', () => {
  for (const one of cases.resolutionWalks as unknown as WalkCase[]) {
    it(one.id, () => {
      const ports = [{ name: 'http', protocol: 'TCP', port: 80 }];
      const view = viewOf({
        services: one.services.map((s) =>
          serviceOf({ ...s, type: 'ClusterIP', clusterIPs: [s.clusterIP], ports }),
        ),
        endpointSlices: [],
        pods: [],
        namespaces: ['shop', 'pay', 'default', 'kube-system'],
      });
      const publicNames = { 'api.example.com': [{ type: 'A' as const, data: '203.0.113.9' }] };
      const resolvConf = {
        ...parseResolvConf(''),
        ...one.resolvConf,
        nameservers: [one.resolvConf.nameserver],
      };
      const { asked, result } = resolveNow(startResolution({ name: one.lookup, resolvConf }), (query) =>
        answer(query, view, kubeadmConfig(), publicNames),
      );
      expect(asked).toHaveLength(one.expect.wireQueries);
      one.steps.forEach((step, index) => {
        for (const [offset, type] of (['A', 'AAAA'] as const).entries()) {
          const { query, outcome } = asked[2 * index + offset]!;
          if (outcome === 'timeout') throw new Error('nothing times out here');
          expect(query).toEqual({ name: step.q, type });
          const said = step[type];
          if (said.startsWith('forwarded')) {
            expect('answeredBy' in outcome && outcome.answeredBy).toBe('forward');
            if (said.endsWith('NXDOMAIN')) expect(outcome.kind).toBe('NXDOMAIN');
          } else if (said === 'NXDOMAIN' || said === 'NODATA') expect(outcome.kind).toBe(said);
          else expect(outcome.answers.map((record) => record.data)).toEqual([said]);
        }
      });
      if (one.expect.address !== undefined) expect(result.addresses[0] ?? null).toBe(one.expect.address);
      if (one.expect.error !== undefined) expect(one.expect.error.startsWith(result.error ?? '-')).toBe(true);
    });
  }
});

describe('[DN4] TTLs and caching follow the Corefile', () => {
  const wrapped = (plugins: string) => readCorefile(`.:53 {\n${plugins}\n}\n`);
  const byId = new Map(cases.ttlCases.map((one) => [one.id, one]));

  for (const id of ['ttl-default', 'ttl-56', 'ttl-neg']) {
    it(id, () => {
      const one = byId.get(id)!;
      const { config, problems } = wrapped(one.corefile);
      if (one.expect.error === true) {
        expect(config).toBeUndefined();
        expect(problems[0]).toMatchObject({ severity: 'error', line: 2 });
      } else expect(config?.kubernetes?.ttlSeconds).toBe(one.expect.ttl);
    });
  }

  it('kubeadm-ttl: cluster names are not cached, outside names at most 30 s', () => {
    const expected = byId.get('kubeadm-ttl')!.expect;
    const config = kubeadmConfig();
    const inside: DnsQuery = { name: 'svc1.testns.svc.cluster.local.', type: 'A' };
    const decision = cacheDecision(config.cache!, inside, answer(inside, fixtureView('main'), config));
    expect(decision.response.answers[0]?.ttl).toBe(expected.ttlSeenByClient);
    expect(decision.stored !== null).toBe(expected.clusterLocalCachedByCoreDNS);
    const outside: DnsQuery = { name: 'example.com.', type: 'A' };
    const names = { 'example.com': [{ type: 'A' as const, data: '203.0.113.1', ttl: 86400 }] };
    const forwarded = cacheDecision(
      config.cache!,
      outside,
      answer(outside, fixtureView('main'), config, names),
    );
    expect(forwarded).toMatchObject({ stored: 'success', ttlSeconds: expected.externalMaxCacheSeconds });
  });

  it('cache-plugin-defaults', () => {
    const { expect: wanted, corefile } = byId.get('cache-plugin-defaults')!;
    expect(wrapped(corefile).config?.cache).toMatchObject({
      successMaxSeconds: wanted.successMaxTTL,
      denialMaxSeconds: wanted.denialMaxTTL,
      successMinSeconds: wanted.minTTL,
      denialMinSeconds: wanted.minTTL,
      servfailSeconds: wanted.servfailTTL,
    });
  });
});
