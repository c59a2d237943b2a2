/** What is subtle about DNS in a cluster, number by number: see src/sim/testing/behaviours.md. */
import { describe, expect, it } from 'vitest';
import { everyAnswer } from '../dataplane/testing/everyAnswer';
import { cacheDecision } from './cachePlugin';
import { answer } from './coredns';
import {
  defaultCachePlugin,
  defaultKubernetesPlugin,
  KUBEADM_COREFILE,
  type CorednsConfig,
  type KubernetesPluginConfig,
} from './corednsConfig';
import { readCorefile } from './corefile';
import { respond, type RecordType } from './message';
import { podResolvConf } from './resolvConf';
import { resolveNow, startResolution, type Libc } from './stubResolver';
import { viewOf } from './viewOf';

const { services, endpointSlices, pods } = everyAnswer().tables;
const objects = {
  services: Object.values(services),
  endpointSlices: Object.values(endpointSlices),
  pods: Object.values(pods),
  namespaces: ['default', 'kube-system'],
};
const view = viewOf(objects);
const kubeadm = readCorefile(KUBEADM_COREFILE).config!;
const withPlugin = (change: Partial<KubernetesPluginConfig>): CorednsConfig => ({
  ...kubeadm,
  kubernetes: { ...kubeadm.kubernetes!, ...change },
});
const PUBLIC = { 'nowhere.example': [{ type: 'A' as const, data: '192.0.2.80' }] };
const ask = (name: string, type: RecordType = 'A', config = kubeadm, seen = view) =>
  answer({ name: name.endsWith('.') ? name : `${name}.svc.cluster.local.`, type }, seen, config, PUBLIC);
const data = (name: string, type: RecordType = 'A') => ask(name, type).answers.map((record) => record.data);

const conf = podResolvConf({
  namespace: 'default',
  dnsPolicy: 'ClusterFirst',
  clusterDNS: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  hostSearch: [],
  hostNameservers: ['192.0.2.53'],
});
/** The queries that a name costs, and what is found. */
const look = (name: string, libc: Libc = 'glibc') => {
  const { asked, result } = resolveNow(startResolution({ name, resolvConf: conf, libc }), (query) =>
    answer(query, view, kubeadm, PUBLIC),
  );
  return { queries: asked.map(({ query }) => `${query.type} ${query.name}`), ...result };
};

describe('how a Pod asks', () => {
  it('[behaviours 72] ClusterFirst: the VIP of kube-dns, three cluster domains, ndots 5', () => {
    expect(conf).toMatchObject({
      nameservers: ['10.96.0.10'],
      search: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
      ndots: 5,
    });
    expect(services['kube-system/kube-dns']?.spec.clusterIP).toBe(conf.nameservers[0]);
  });

  it('[behaviours 73] a name with four dots costs 8 queries, with a trailing dot 2', () => {
    const whole = look('web.default.svc.cluster.local');
    expect(whole.queries).toHaveLength(8);
    expect(whole.queries.slice(-2)).toEqual([
      'A web.default.svc.cluster.local.',
      'AAAA web.default.svc.cluster.local.',
    ]);
    expect(look('web.default.svc.cluster.local.').queries).toHaveLength(2);
  });

  it('[behaviours 74] with enough dots musl asks the name alone, glibc the list as well; at NODATA musl stops and glibc goes on', () => {
    const long = 'a.b.c.d.e.nowhere';
    expect(look(long, 'musl').queries).toHaveLength(2);
    expect(look(long, 'glibc').queries).toHaveLength(8);
    const noData = (libc: Libc) =>
      resolveNow(startResolution({ name: 'x', resolvConf: conf, libc }), () => respond('NOERROR')).asked;
    expect(noData('musl')).toHaveLength(2);
    expect(noData('glibc')).toHaveLength(8);
  });

  it('[behaviours 75] `svc.namespace` works from anywhere by the second domain, the short name at home only', () => {
    expect(look('kube-dns.kube-system')).toMatchObject({ addresses: ['10.96.0.10'] });
    expect(look('kube-dns.kube-system').queries).toHaveLength(4);
    expect(look('kube-dns')).toMatchObject({ addresses: [], error: 'EAI_NONAME' });
    expect(look('web').addresses).toEqual(['10.96.10.1']);
  });

  it('[behaviours 79] resolvers keep nothing: the same name costs the same queries again', () => {
    expect(look('web').queries).toEqual(look('web').queries);
    expect(look('web').queries).toHaveLength(2);
  });
});

describe('how long an answer may be kept', () => {
  it('[behaviours 76] the TTL is 5 s by default, 30 s with kubeadm', () => {
    const { answers } = ask('web', 'A');
    expect(answers.map(({ ttl }) => ttl)).toEqual([]);
    expect(ask('web.default').answers[0]?.ttl).toBe(30);
    const plain = withPlugin(defaultKubernetesPlugin(['cluster.local.']));
    expect(ask('web.default', 'A', plain).answers[0]?.ttl).toBe(5);
  });

  it('[behaviours 77] kubeadm keeps cluster names out of the cache, found or not; outside names it keeps', () => {
    const stored = (name: string) => {
      const query = { name, type: 'A' as const };
      return cacheDecision(kubeadm.cache!, query, answer(query, view, kubeadm, PUBLIC)).stored;
    };
    expect(stored('web.default.svc.cluster.local.')).toBeNull();
    expect(stored('none.default.svc.cluster.local.')).toBeNull();
    expect(stored('nowhere.example.')).toBe('success');
    expect(stored('else.example.')).toBe('denial');
  });

  it('[behaviours 78] the cache plugin: 3600 s for success, 1800 s for denial, 5 s at least, 5 s for SERVFAIL', () => {
    const cache = defaultCachePlugin(['.']);
    const query = { name: 'x.example.', type: 'A' as const };
    const kept = (ttl: number, rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL') => {
      const record = (type: 'A' | 'SOA') => ({ name: query.name, ttl, type, data: '192.0.2.1' });
      const sections =
        rcode === 'NOERROR'
          ? { answers: [record('A')] }
          : rcode === 'NXDOMAIN'
            ? { authority: [record('SOA')] }
            : {};
      return cacheDecision(cache, query, respond(rcode, sections)).ttlSeconds;
    };
    expect([kept(86_400, 'NOERROR'), kept(60, 'NOERROR'), kept(1, 'NOERROR')]).toEqual([3600, 60, 5]);
    expect([kept(86_400, 'NXDOMAIN'), kept(1, 'NXDOMAIN'), kept(0, 'SERVFAIL')]).toEqual([1800, 5, 5]);
  });

  it('[behaviours 89] a VIP answers the same whatever happens to its Pods', () => {
    const none = viewOf({ ...objects, endpointSlices: [], pods: [] });
    expect(ask('web.default', 'A', kubeadm, none).answers).toEqual(ask('web.default').answers);
    expect(ask('headless.default', 'A', kubeadm, none).answers).not.toEqual(ask('headless.default').answers);
  });
});

describe('what CoreDNS answers', () => {
  it('[behaviours 80] a ClusterIP Service has its VIP, without endpoints too, unless `ignore empty_service`', () => {
    expect(data('web.default')).toEqual(['10.96.10.1']);
    expect(data('nobody.default')).toEqual(['10.96.10.3']);
    expect(ask('nobody.default', 'A', withPlugin({ ignoreEmptyService: true })).kind).toBe('NXDOMAIN');
    expect(ask('web.default', 'A', withPlugin({ ignoreEmptyService: true })).kind).toBe('ANSWER');
  });

  it('[behaviours 81] a headless one has a record for each ready endpoint; with none it does not exist', () => {
    const ips = everyAnswer()
      .pods('web-')
      .map((pod) => everyAnswer().ipOf(pod));
    expect([...data('headless.default')].sort()).toEqual(ips.sort());
    expect(kubeadm.loadbalance).toBe(true);
    expect(ask('headless-empty.default').kind).toBe('NXDOMAIN');
    const slices = objects.endpointSlices.map((slice) => ({
      ...slice,
      endpoints: slice.endpoints.map((endpoint, index) => ({
        ...endpoint,
        conditions: { ...endpoint.conditions, ready: index > 0 },
      })),
    }));
    const oneLess = viewOf({ ...objects, endpointSlices: slices });
    expect(ask('headless.default', 'A', kubeadm, oneLess).answers).toHaveLength(ips.length - 1);
  });

  it('[behaviours 82] an endpoint is named by its hostname, else by its address with dashes', () => {
    const ip = everyAnswer().ipOf(everyAnswer().pods('web-')[0]!);
    expect(data(`${ip.replaceAll('.', '-')}.headless.default`)).toEqual([ip]);
    const named = objects.endpointSlices.map((slice) => ({
      ...slice,
      endpoints: slice.endpoints.map((endpoint) =>
        endpoint.addresses[0] === ip ? { ...endpoint, hostname: 'db-0' } : endpoint,
      ),
    }));
    const seen = viewOf({ ...objects, endpointSlices: named });
    expect(ask('db-0.headless.default', 'A', kubeadm, seen).answers[0]?.data).toBe(ip);
    expect(ask(`${ip.replaceAll('.', '-')}.headless.default`, 'A', kubeadm, seen).kind).toBe('NXDOMAIN');
  });

  it('[behaviours 83] an ExternalName is a CNAME, and says nothing of ports', () => {
    const { answers } = ask('elsewhere.default');
    expect(answers.map(({ type, data: to }) => `${type} ${to}`)).toEqual([
      'CNAME nowhere.example.',
      'A 192.0.2.80',
    ]);
    expect(ask('_http._tcp.elsewhere.default', 'SRV').answers).toEqual([]);
  });

  it('[behaviours 84] what is missing is NXDOMAIN, another type of what exists NODATA; both with the SOA', () => {
    const kinds = ['none.default', 'web.nowhere'].map((name) => ask(name));
    for (const { kind, authority } of kinds) {
      expect([kind, authority[0]?.type]).toEqual(['NXDOMAIN', 'SOA']);
    }
    expect(ask('web.default', 'AAAA')).toMatchObject({ kind: 'NODATA', rcode: 'NOERROR', answers: [] });
    expect(ask('web.default', 'AAAA').authority[0]?.type).toBe('SOA');
  });

  it('[behaviours 85] SRV: weight 100 by the number of targets; the Service’s port for a VIP, the Pod’s for headless', () => {
    expect(data('_http._tcp.web.default', 'SRV')).toEqual(['0 100 80 web.default.svc.cluster.local.']);
    const headless = data('_http._tcp.headless.default', 'SRV');
    expect(headless).toHaveLength(5);
    for (const line of headless) expect(line).toMatch(/^0 20 8080 10-244-\d-\d+\.headless\.default\./);
  });

  it('[behaviours 86] before the first sync an unknown name is SERVFAIL', () => {
    const early = viewOf({ ...objects, services: [], endpointSlices: [], pods: [], synced: false });
    expect(ask('web.default', 'A', kubeadm, early).rcode).toBe('SERVFAIL');
    expect(ask('none.default').rcode).toBe('NXDOMAIN');
  });

  it('[behaviours 87] Pod names: insecure answers for any address, verified for Pods that are there, disabled for none', () => {
    const ip = everyAnswer().ipOf(everyAnswer().pods('web-')[0]!);
    const real = `${ip.replaceAll('.', '-')}.default.pod.cluster.local.`;
    const invented = '10-244-9-9.default.pod.cluster.local.';
    const kinds = (mode: KubernetesPluginConfig['pods']) =>
      [real, invented].map((name) => ask(name, 'A', withPlugin({ pods: mode })).kind);
    expect(kinds('insecure')).toEqual(['ANSWER', 'ANSWER']);
    expect(kinds('verified')).toEqual(['ANSWER', 'NXDOMAIN']);
    expect(kinds('disabled')).toEqual(['NXDOMAIN', 'NXDOMAIN']);
    expect(kubeadm.kubernetes?.pods).toBe('insecure');
  });

  it('[behaviours 88] an answer repeats the name in the case in which it was asked', () => {
    expect(ask('WeB.Default').answers[0]).toMatchObject({
      name: 'WeB.Default.svc.cluster.local.',
      data: '10.96.10.1',
    });
  });
});
