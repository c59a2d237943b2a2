import { describe, expect, it } from 'vitest';
import { cacheDecision, cachedResponse, cacheEntry } from './cachePlugin';
import {
  defaultCachePlugin,
  defaultKubernetesPlugin,
  KUBEADM_COREFILE,
  type CorednsConfig,
} from './corednsConfig';
import { answer } from './coredns';
import { readCorefile } from './corefile';
import { respond, type DnsQuery, type DnsResponse, type RecordType } from './message';
import { fixtureView } from './testing/fixtures';
import { viewOf } from './viewOf';
import { SERVICE_NAME_LABEL, type EndpointSlice, type Pod, type Service } from '../cluster/objects';

const kubeadm = readCorefile(KUBEADM_COREFILE).config!;
const ask = (name: string, type: RecordType = 'A', config: CorednsConfig = kubeadm) =>
  answer({ name, type }, fixtureView('main'), config, {
    'ext.interwebs.test': [{ type: 'A', data: '192.0.2.1' }],
  });

describe("[DN8] kubeadm's Corefile", () => {
  it('is read in full and without complaint', () => {
    const { problems } = readCorefile(KUBEADM_COREFILE);
    expect(problems).toEqual([]);
    expect(kubeadm).toEqual({
      zones: ['.'],
      port: 53,
      loadbalance: true,
      kubernetes: {
        ...defaultKubernetesPlugin(['cluster.local.', 'in-addr.arpa.', 'ip6.arpa.']),
        pods: 'insecure',
        fallthrough: ['in-addr.arpa.', 'ip6.arpa.'],
        ttlSeconds: 30,
      },
      cache: {
        ...defaultCachePlugin(['.']),
        ...{ successMaxSeconds: 30, denialMaxSeconds: 30 },
        ...{ disableSuccess: ['cluster.local.'], disableDenial: ['cluster.local.'] },
      },
      forward: { from: '.', to: ['/etc/resolv.conf'], except: [] },
    });
  });

  it('unknown cluster names end here, unknown reverse names fall through to the forwarder', () => {
    expect(ask('nosuch.testns.svc.cluster.local.')).toMatchObject({
      kind: 'NXDOMAIN',
      answeredBy: 'kubernetes',
    });
    expect(ask('9.9.9.9.in-addr.arpa.', 'PTR')).toMatchObject({ kind: 'NXDOMAIN', answeredBy: 'forward' });
    expect(ask('1.0.0.10.in-addr.arpa.', 'PTR').answers[0]?.data).toBe('svc1.testns.svc.cluster.local.');
  });

  it('an ExternalName is a CNAME, followed by the outside answer', () => {
    const { answers } = ask('external.testns.svc.cluster.local.');
    expect(answers.map(({ type, data }) => `${type} ${data}`)).toEqual([
      'CNAME ext.interwebs.test.',
      'A 192.0.2.1',
    ]);
  });

  it('without forward, the last plugin passes outside names on to nobody: SERVFAIL; another zone is refused', () => {
    const { forward: _, ...inside } = kubeadm;
    expect(ask('example.com.', 'A', inside)).toMatchObject({ rcode: 'SERVFAIL', kind: 'FAILURE' });
    const cluster = { ...kubeadm, zones: ['cluster.local.'] };
    expect(ask('example.com.', 'A', cluster)).toMatchObject({ rcode: 'REFUSED', kind: 'FAILURE' });
  });
});

describe('[DN1] the API objects themselves make a view', () => {
  it('a stored Service, slice and Pod are found by all their keys', () => {
    const meta = (name: string, labels = {}) => ({
      ...{ name, namespace: 'shop', uid: name, resourceVersion: '1', labels, annotations: {} },
      ...{ creationMicros: 0, ownerReferences: [], generation: 1 },
    });
    const service = {
      kind: 'Service',
      metadata: meta('web'),
      spec: { type: 'ClusterIP', clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'], ports: [] },
    } as unknown as Service;
    const slice: EndpointSlice = {
      kind: 'EndpointSlice',
      metadata: meta('web-1', { [SERVICE_NAME_LABEL]: 'web' }),
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['10.244.1.5'], conditions: { ready: true, serving: true, terminating: false } },
      ],
      ports: [],
    };
    const pod = { kind: 'Pod', metadata: meta('web-x'), status: { podIP: '10.244.1.5' } } as unknown as Pod;
    const view = viewOf({ services: [service], endpointSlices: [slice], pods: [pod], namespaces: ['shop'] });
    expect(view.service('shop', 'web')).toBe(service);
    expect(view.servicesByClusterIP('10.96.0.7')).toEqual([service]);
    expect(view.endpointSlices('shop', 'web')).toEqual([slice]);
    expect(view.endpointSlicesByAddress('10.244.1.5')).toEqual([slice]);
    expect(view.podsByIP('10.244.1.5')).toEqual([pod]);
    expect(view.service('default', 'web')).toBeUndefined();
    expect(view.namespaceExists('default')).toBe(false);
  });
});

describe('[DN9] a Corefile that is wrong is named with its place', () => {
  const broken: [string, string, string][] = [
    [
      'ttl out of range',
      'kubernetes cluster.local {\nttl 3601\n}',
      '3:5 ttl must be in range [0, 3600]: 3601',
    ],
    ['ttl that is no number', 'kubernetes cluster.local {\nttl soon\n}', '3:5 ttl must be a whole number'],
    ['a mode that is none', 'kubernetes cluster.local {\npods maybe\n}', "3:6 Wrong value for pods: 'maybe'"],
    [
      'a property that is none',
      'kubernetes cluster.local {\npodz insecure\n}',
      "3:1 Unknown property 'podz'",
    ],
    ['a plugin that is none', 'kubernetis cluster.local', "2:1 Unknown directive 'kubernetis'"],
    ['a cache of no time', 'cache 0', '2:7 cache TTL can not be zero or negative: 0'],
    ['reverse zones only', 'kubernetes 10.in-addr.arpa', '2:1 The kubernetes plugin needs a zone'],
    ['forward to nowhere', 'forward .', '2:1 forward needs a zone and a target'],
  ];
  for (const [name, plugins, wanted] of broken) {
    it(name, () => {
      const { config, problems } = readCorefile(`.:53 {\n${plugins}\n}`);
      expect(config).toBeUndefined();
      const texts = problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
      expect(texts).toHaveLength(1);
      expect(texts[0]).toContain(wanted);
      expect(problems[0]?.mend).not.toBe('');
    });
  }

  it('a brace that is never closed, and no server block', () => {
    expect(readCorefile('.:53 {\n cache 30\n').problems[0]).toMatchObject({ line: 1, column: 6 });
    expect(readCorefile('# nothing\n').problems[0]?.message).toContain('no server block');
  });

  it('comments, quotes and a CIDR zone are read', () => {
    const text = '.:1053 { # all\n kubernetes "cluster.local" 10.96.0.0/16 {\n fallthrough\n }\n}';
    const { config } = readCorefile(text);
    expect(config?.port).toBe(1053);
    expect(config?.kubernetes?.zones).toEqual(['cluster.local.', '96.10.in-addr.arpa.']);
    expect(config?.kubernetes?.fallthrough).toEqual(['.']);
  });
});

describe('[DN10] the cache keeps what it may, and lets it age', () => {
  const config = defaultCachePlugin(['.']);
  const query: DnsQuery = { name: 'Example.com.', type: 'A' };
  const record = (ttl: number, type: RecordType = 'A', data = '192.0.2.1') => ({
    name: 'example.com.',
    ttl,
    type,
    data,
  });
  const soa = { name: 'com.', ttl: 900, type: 'SOA' as const, data: 'a. b. 1 2 3 4 5' };

  const stored: [string, DnsResponse, 'success' | 'denial' | null, number][] = [
    ['an answer for its TTL', respond('NOERROR', { answers: [record(300)] }), 'success', 300],
    ['a day as one hour', respond('NOERROR', { answers: [record(86400)] }), 'success', 3600],
    ['nothing for less than 5 s', respond('NOERROR', { answers: [record(0)] }), 'success', 5],
    ['NXDOMAIN for the SOA', respond('NXDOMAIN', { authority: [soa] }), 'denial', 900],
    ['NXDOMAIN without SOA not at all', respond('NXDOMAIN'), null, 5],
    ['SERVFAIL for 5 s', respond('SERVFAIL'), 'denial', 5],
    ['nothing truncated', respond('NOERROR', { answers: [record(300)], truncated: true }), null, 300],
    ['an alias alone, too', respond('NOERROR', { answers: [record(60, 'CNAME', 'x.test.')] }), 'success', 60],
    ['NODATA without SOA for 5 s, as an answer', respond('NOERROR'), 'success', 5],
    ['REFUSED not at all', respond('REFUSED'), null, 5],
  ];
  for (const [name, response, half, ttlSeconds] of stored) {
    it(name, () => {
      expect(cacheDecision(config, query, response)).toMatchObject({ stored: half, ttlSeconds });
    });
  }

  it('an error that no plugin has written is sent by the server itself, and kept nowhere', () => {
    const unanswered = { ...respond('SERVFAIL'), answeredBy: 'nobody' };
    expect(cacheDecision(config, query, unanswered).stored).toBeNull();
  });

  it('an entry counts down and expires', () => {
    const entry = cacheEntry(
      cacheDecision(config, query, respond('NOERROR', { answers: [record(30)] })),
      1_000_000,
    );
    expect(cachedResponse(config, entry, 11_500_000)?.answers[0]?.ttl).toBe(20);
    expect(cachedResponse(config, entry, 30_999_999)?.answers[0]?.ttl).toBe(1);
    expect(cachedResponse(config, entry, 31_000_000)).toBeUndefined();
    expect(cachedResponse({ ...config, keepTtl: true }, entry, 20_000_000)?.answers[0]?.ttl).toBe(30);
  });
});

describe('[DN11] what tutorials get wrong', () => {
  const slice = (ready: boolean, hostname?: string) => ({
    metadata: { name: 's-1', namespace: 'shop', labels: { [SERVICE_NAME_LABEL]: 's' } },
    endpoints: [
      { addresses: ['10.244.1.5'], conditions: { ready }, ...(hostname === undefined ? {} : { hostname }) },
    ],
    ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  });
  const world = (clusterIP: string, ready: boolean, synced = true) =>
    viewOf({
      services: [
        {
          metadata: { name: 's', namespace: 'shop' },
          spec: {
            type: 'ClusterIP',
            clusterIP,
            clusterIPs: [clusterIP],
            ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
          },
        },
      ],
      endpointSlices: [slice(ready)],
      pods: [
        { metadata: { name: 'p', namespace: 'shop', deletionMicros: 1 }, status: { podIP: '10.244.1.5' } },
      ],
      namespaces: ['shop'],
      synced,
    });
  const query: DnsQuery = { name: 's.shop.svc.cluster.local.', type: 'A' };

  it('a ClusterIP Service without ready endpoints still resolves, unless ignore empty_service', () => {
    expect(answer(query, world('10.96.0.7', false), kubeadm).answers[0]?.data).toBe('10.96.0.7');
    const ignore = { ...kubeadm, kubernetes: { ...kubeadm.kubernetes!, ignoreEmptyService: true } };
    expect(answer(query, world('10.96.0.7', false), ignore).kind).toBe('NXDOMAIN');
    expect(answer(query, world('10.96.0.7', true), ignore).kind).toBe('ANSWER');
  });

  it('a headless Service without ready endpoints does not exist', () => {
    expect(answer(query, world('None', false), kubeadm).kind).toBe('NXDOMAIN');
    expect(answer(query, world('None', true), kubeadm).answers[0]?.data).toBe('10.244.1.5');
  });

  it('before CoreDNS has synced, an unknown name is SERVFAIL', () => {
    const unknown: DnsQuery = { name: 't.shop.svc.cluster.local.', type: 'A' };
    expect(answer(unknown, world('None', true, false), kubeadm).rcode).toBe('SERVFAIL');
  });

  it('pods verified does not know a Pod that is being deleted; insecure asks nobody', () => {
    const pod: DnsQuery = { name: '10-244-1-5.shop.pod.cluster.local.', type: 'A' };
    const verified = { ...kubeadm, kubernetes: { ...kubeadm.kubernetes!, pods: 'verified' as const } };
    expect(answer(pod, world('None', true), verified).kind).toBe('NXDOMAIN');
    expect(answer(pod, world('None', true), kubeadm).answers[0]?.data).toBe('10.244.1.5');
  });
});
