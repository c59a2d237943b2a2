import { describe, expect, it, vi } from 'vitest';
import cases from '../sim/dns/testing/dns-cases.json';
import { runCli, runJson, withFiles } from './testing/runCli';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const LESSON = 'scenarios/where-a-service-works';

interface Row {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data?: string;
}

interface Resolved {
  readonly queries: readonly {
    readonly name: string;
    readonly type: string;
    readonly rcode: string;
    readonly answers: readonly Row[];
    readonly additional: readonly Row[];
  }[];
  readonly addresses: readonly string[];
}

describe('resolve', () => {
  it('asks for the short name as the Pod does, and gets the VIP', () => {
    const resolved = runJson<Resolved>([
      'resolve',
      LESSON,
      '--from',
      'default/api-gateway',
      'user-api-service',
    ]);
    expect(resolved.addresses).toEqual(['10.103.22.45']);
    expect(resolved.queries.map(({ name, type, rcode }) => `${type} ${name} ${rcode}`)).toEqual([
      'A user-api-service.default.svc.cluster.local. NOERROR',
      'AAAA user-api-service.default.svc.cluster.local. NOERROR',
    ]);
    expect(resolved.queries[0]!.answers).toEqual([
      { name: 'user-api-service.default.svc.cluster.local.', ttl: 30, type: 'A', data: '10.103.22.45' },
    ]);
  });

  it('goes through the search list of the namespace that asks', () => {
    const { queries, addresses } = runJson<Resolved>([
      'resolve',
      LESSON,
      '--from',
      'kube-system/',
      'web-mvc.default',
    ]);
    expect(queries.filter(({ type }) => type === 'A').map(({ name, rcode }) => `${name} ${rcode}`)).toEqual([
      'web-mvc.default.kube-system.svc.cluster.local. NXDOMAIN',
      'web-mvc.default.svc.cluster.local. NOERROR',
    ]);
    expect(addresses).toHaveLength(1);
  });

  it('finds outside names in the scenario’s public DNS, after eight queries', () => {
    const words = ['resolve', LESSON, '--from', 'default/web-mvc', 'shop.example'];
    const { queries, addresses } = runJson<Resolved>(words);
    expect(queries).toHaveLength(8);
    expect(addresses).toEqual(['203.0.113.10']);
    const unknown = runCli([...words.slice(0, -1), 'nowhere.example']);
    expect(unknown.out).toContain('not found: EAI_NONAME');
    expect(unknown.err).toContain('publicDns');
  });

  it('finds a Pod by address, and a Service by port', () => {
    const pointer = runJson<Resolved>([
      'resolve',
      LESSON,
      '--from',
      'default/',
      '10.103.22.45',
      '--type',
      'PTR',
    ]);
    expect(pointer.queries.at(-1)).toMatchObject({
      name: '45.22.103.10.in-addr.arpa.',
      answers: [{ type: 'PTR', data: 'user-api-service.default.svc.cluster.local.' }],
    });
    const name = '_http._tcp.user-api-service';
    const service = runJson<Resolved>(['resolve', LESSON, '--from', 'default/', name, '--type', 'SRV']);
    expect(service.queries.at(-1)!.answers.map(({ data }) => data)).toEqual([
      '0 100 80 user-api-service.default.svc.cluster.local.',
    ]);
    expect(service.addresses).toEqual(['10.103.22.45']);
  });

  it('reads a Corefile, and says where it is wrong', () => {
    const corefile = (ttl: number) => `.:53 {\n  kubernetes cluster.local {\n    ttl ${ttl}\n  }\n}\n`;
    withFiles({ Corefile: corefile(7), Broken: corefile(99999) }, (folder) => {
      const words = ['resolve', LESSON, '--from', 'default/', 'web-mvc', '--corefile'];
      expect(runJson<Resolved>([...words, `${folder}/Corefile`]).queries[0]!.answers[0]!.ttl).toBe(7);
      const { status, err } = runCli([...words, `${folder}/Broken`]);
      expect([status, err.split('\n')[0]]).toEqual([1, expect.stringMatching(/Broken:3:9 .*ttl.* — /i)]);
    });
  });

  it('walks the search list of the Pod that asks, if the Corefile has autopath', () => {
    const corefile = (pods: string) =>
      `.:53 {\n  kubernetes cluster.local {\n    pods ${pods}\n  }\n  autopath @kubernetes\n  forward . 1.1.1.1\n}\n`;
    withFiles({ Verified: corefile('verified'), Insecure: corefile('insecure') }, (folder) => {
      const words = ['resolve', LESSON, '--from', 'default/web-mvc', 'shop.example', '--corefile'];
      const { queries, addresses } = runJson<Resolved>([...words, `${folder}/Verified`]);
      expect(queries).toHaveLength(2);
      expect(queries[0]!.answers.map(({ type }) => type)).toEqual(['CNAME', 'A']);
      expect(addresses).toEqual(['203.0.113.10']);
      expect(runCli([...words, `${folder}/Insecure`]).err).toMatch(
        /Insecure:5:3 warning: autopath does nothing/,
      );
    });
  });

  it('says why nobody is asked for what is no name, and who the name servers are', () => {
    const ask = (...words: string[]) => runCli(['resolve', LESSON, '--from', 'default/web-mvc', ...words]);
    const names = ['a..b', 'l'.repeat(64), 'abcd.'.repeat(60), 'bücher.example'];
    const said = ['empty label', '63 bytes', '253 bytes', 'xn--'];
    names.forEach((name, index) => {
      const { err, out } = ask(name);
      expect(err).toContain(said[index]);
      expect(out).toContain('not found: EAI_NONAME');
    });
    expect(ask('cluster.local.', '--type', 'NS').out).toContain('NS kube-dns.kube-system.svc.cluster.local.');
  });
});

interface HandlerCase {
  readonly id: string;
  readonly fixture: string;
  readonly config: {
    readonly zones: readonly string[];
    readonly ttl: number;
    readonly pods?: string;
    readonly namespaces?: readonly string[];
  } & Readonly<Record<string, unknown>>;
  readonly query: { readonly name: string; readonly type: string };
  readonly upstream?: unknown;
  readonly expect: { readonly rcode: string; readonly answer: readonly Row[]; readonly truncated?: boolean };
}

interface FixturePort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

interface MainFixture {
  readonly pods: readonly { readonly namespace: string; readonly name: string; readonly podIP: string }[];
  readonly services: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly type: string;
    readonly clusterIPs: readonly string[];
    readonly ports: readonly FixturePort[];
    readonly externalName?: string;
  }[];
  readonly endpoints: readonly {
    readonly namespace: string;
    readonly service: string;
    readonly slice: string;
    readonly addresses: readonly {
      readonly ip: string;
      readonly hostname?: string;
      readonly zone?: string;
    }[];
    readonly ports: readonly FixturePort[];
  }[];
}

const upper = (ports: readonly FixturePort[]) =>
  ports.filter(({ port }) => port > 0).map((port) => ({ ...port, protocol: port.protocol.toUpperCase() }));

/**
 * The main fixture of CoreDNS' own tests, as `kubectl get -o json` would give it. An API server would not
 * hold what its fake one does: `svcempty` with another Service's address, and a port of -1.
 */
function mainFixture(): string {
  const { services, endpoints, pods } = cases.fixtures.main as unknown as MainFixture;
  const items = [
    ...['podns', 'svcns'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...pods.map(({ namespace, name, podIP }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name },
      spec: { containers: [{ name: 'main', image: 'main:1' }] },
      status: { podIP },
    })),
    ...services.filter(isPossible).map(({ namespace, name, ports, clusterIPs, ...spec }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name },
      spec: {
        ...spec,
        ports: upper(ports),
        ...(clusterIPs.length === 0 ? {} : { clusterIP: clusterIPs[0], clusterIPs }),
      },
    })),
    ...endpoints.map(({ namespace, service, slice, addresses, ports }) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name: slice, labels: { 'kubernetes.io/service-name': service } },
      addressType: addresses.some(({ ip }) => ip.includes(':')) ? 'IPv6' : 'IPv4',
      endpoints: addresses.map(({ ip, ...rest }) => ({
        ...rest,
        addresses: [ip],
        conditions: { ready: true },
      })),
      ports: upper(ports),
    })),
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

const isPossible = ({ name }: { readonly name: string }) => !name.includes('svcempty');

const KNOWN_OPTIONS = new Set(['zones', 'ttl', 'pods', 'namespaces']);
const handlerCases = (cases.handlerCases as unknown as HandlerCase[]).filter(
  ({ fixture, query, config, upstream }) =>
    fixture === 'main' &&
    upstream === undefined &&
    isPossible(query) &&
    ['A', 'AAAA', 'SRV', 'CNAME', 'PTR'].includes(query.type) &&
    Object.keys(config).every((key) => KNOWN_OPTIONS.has(key)),
);

describe('resolve answers as CoreDNS’ own tests expect', () => {
  it('has cases', () => expect(handlerCases.length).toBeGreaterThan(25));

  it.each(handlerCases)('$id: $query.type $query.name', ({ config, query, expect: wanted }) => {
    const options = [
      `ttl ${config.ttl}`,
      ...(config.pods === undefined ? [] : [`pods ${config.pods}`]),
      ...(config.namespaces === undefined || config.namespaces.length === 0
        ? []
        : [`namespaces ${config.namespaces.join(' ')}`]),
    ];
    const corefile = `.:53 {\n  kubernetes ${config.zones.join(' ')} {\n${options.join('\n')}\n  }\n}\n`;
    withFiles({ 'all.json': mainFixture(), Corefile: corefile }, (cwd) => {
      const words = ['resolve', 'all.json', '--from', 'default/', query.name, '--type', query.type];
      const { queries } = runJson<Resolved>([...words, '--corefile', 'Corefile'], { cwd });
      expect(queries).toHaveLength(1);
      expect(queries[0]!.rcode).toBe(wanted.rcode);
      const asText = ({ name, ttl, type, data }: Row) => `${name} ${ttl} ${type} ${data}`;
      expect(queries[0]!.answers.map(asText).sort()).toEqual(wanted.answer.map(asText).sort());
    });
  });
});
