/** Answers and look-ups recorded from the real CoreDNS, glibc, musl and Go: see testing/NOTICE.md. */
import { describe, expect, it } from 'vitest';
import { SERVICE_NAME_LABEL } from '../cluster/objects';
import { answer } from './coredns';
import { readCorefile } from './corefile';
import type { DnsService } from './dnsView';
import { respond, type DnsQuery, type RecordType, type ResourceRecord } from './message';
import type { PublicNames } from './publicNames';
import { parseResolvConf } from './resolvConf';
import { resolveNow, startResolution, type Libc, type QueryOutcome } from './stubResolver';
import coredns from './testing/recorded-coredns.json';
import resolvers from './testing/recorded-resolvers.json';
import { viewOf } from './viewOf';

type Flag = 0 | 1;
type Endpoint = [addresses: string[], ready: boolean | null, hostname: string | null, pod: string | null];
type Case = [RecordType, string, string, string[], string[], string[]];

interface Recorded {
  readonly corefile: string;
  readonly namespaces: Readonly<Record<string, Flag>>;
  readonly services: readonly [
    string,
    string,
    DnsService['spec']['type'],
    string | string[],
    string[],
    Flag,
  ][];
  readonly slices: readonly [string, string, string[], Flag, Endpoint[]][];
  readonly pods: readonly [string, string, string, Flag][];
  readonly cases: readonly Case[];
}

function portsOf(texts: readonly string[]) {
  return texts.map((text) => {
    const [name = '', protocol = '', port] = text.split('/');
    return { name, protocol, port: Number(port) };
  });
}

const published = (flag: Flag): Record<string, string> => (flag === 1 ? { pub: 'yes' } : {});

function recordedView({ namespaces, services, slices, pods }: Recorded) {
  return viewOf({
    namespaces: Object.keys(namespaces),
    namespaceLabels: (name) => (namespaces[name] === 1 ? { tier: 'x' } : {}),
    services: services.map(([namespace, name, type, to, ports, pub]) => {
      const clusterIPs = typeof to === 'string' ? [] : to;
      return {
        metadata: { namespace, name, labels: published(pub) },
        spec: {
          ...{ type, clusterIP: clusterIPs[0] ?? '', clusterIPs, ports: portsOf(ports) },
          ...(typeof to === 'string' ? { externalName: to } : {}),
        },
      };
    }),
    endpointSlices: slices.map(([namespace, service, ports, pub, endpoints], index) => ({
      metadata: {
        namespace,
        name: `${service}-${index}`,
        labels: { [SERVICE_NAME_LABEL]: service, ...published(pub) },
      },
      ports: portsOf(ports),
      endpoints: endpoints.map(([addresses, ready, hostname, pod]) => ({
        addresses,
        conditions: { ready },
        ...(hostname === null ? {} : { hostname }),
        ...(pod === null ? {} : { targetRef: { name: pod } }),
      })),
    })),
    pods: pods.map(([namespace, phase, podIP, isDeleted], index) => ({
      metadata: { namespace, name: `p-${index}`, ...(isDeleted === 1 ? { deletionMicros: 1 } : {}) },
      status: { phase, podIP },
    })),
  });
}

/** As the recording writes records: sorted, because `loadbalance` shuffles. */
function lines(records: readonly ResourceRecord[]): string[] {
  return records
    .map(({ name, ttl, type, data }) => {
      const shown = type === 'SOA' ? data.replace(/^(\S+ \S+) \d+ 7200 1800 86400 /, '$1 … ') : data;
      return `${name} ${ttl} ${type} ${shown.replace(/^(\S+ \S+) \d+ (1800)/, '$1 SERIAL $2')}`;
    })
    .sort();
}

describe('[DN1] random clusters are answered as CoreDNS 1.13.1 answers them', () => {
  const publicNames = coredns.publicNames as unknown as PublicNames;
  (coredns.clusters as unknown as Recorded[]).forEach((recorded, index) => {
    it(`cluster ${index + 1}: ${recorded.cases.length} queries`, () => {
      const { config } = readCorefile(recorded.corefile);
      const kubernetes = { ...config!.kubernetes!, localIPs: [coredns.localIP] };
      const view = recordedView(recorded);
      const ours = recorded.cases.map(([type, name]) => {
        const said = answer({ name, type }, view, { ...config!, kubernetes }, publicNames);
        const sections = [said.answers, said.authority, said.additional].map(lines);
        return [type, name, said.rcode, ...sections];
      });
      expect(ours).toEqual(
        recorded.cases.map((one) => one.map((part) => (typeof part === 'string' ? part : [...part].sort()))),
      );
    });
  });
});

type Said = 'addr' | 'nodata' | 'nxdomain' | 'servfail' | 'refused' | 'alias' | 'aliasaddr';
type LookupRow = [Libc, string, string, Record<string, Said>, string[], string[], string | null];

function outcomeOf(said: Said, { name, type }: DnsQuery): QueryOutcome {
  const address = { name, ttl: 5, type, data: type === 'A' ? '192.0.2.7' : '2001:db8::7' };
  const alias = { name, ttl: 5, type: 'CNAME' as const, data: 'x.example.' };
  switch (said) {
    case 'addr':
      return respond('NOERROR', { answers: [address] });
    case 'alias':
      return respond('NOERROR', { answers: [alias] });
    case 'aliasaddr':
      return respond('NOERROR', { answers: [alias, { ...address, name: 'x.example.' }] });
    case 'nodata':
      return respond('NOERROR');
    case 'nxdomain':
      return respond('NXDOMAIN');
    case 'servfail':
      return respond('SERVFAIL');
    case 'refused':
      return respond('REFUSED');
  }
}

describe('[DN6] resolvers send the queries that glibc 2.36, musl and Go 1.26 send', () => {
  (resolvers.lookups as unknown as LookupRow[]).forEach(
    ([libc, name, text, said, queries, addresses, error]) => {
      it(`${libc}: ${name} with ${text.trim().replaceAll('\n', '; ')}`, () => {
        const first = startResolution({ name, resolvConf: parseResolvConf(text), libc });
        const { asked, result } = resolveNow(first, (query) => {
          const key = query.name.toLowerCase();
          return outcomeOf((said[`${key} ${query.type}`] ?? said[key])!, query);
        });
        const ours = asked.map(({ query }) => `${query.type} ${query.name}`);
        // glibc writes A before AAAA; the others' two queries race.
        const inOrder = (list: readonly string[]) => (libc === 'glibc' ? list : [...list].sort());
        expect(inOrder(ours)).toEqual(inOrder(queries));
        expect([...result.addresses].sort()).toEqual(addresses);
        expect(error?.split('|') ?? [null]).toContain(result.error);
      });
    },
  );
});
