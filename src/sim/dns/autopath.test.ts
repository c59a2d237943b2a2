import { describe, expect, it } from 'vitest';
import { answer } from './coredns';
import { readCorefile } from './corefile';
import type { RecordType } from './message';
import { resolveNow, startResolution, type Libc } from './stubResolver';
import { parseResolvConf } from './resolvConf';
import { viewOf } from './viewOf';

const COREFILE = (pods: string, autopath = '@kubernetes') => `.:53 {
  kubernetes cluster.local in-addr.arpa {
    pods ${pods}
    ttl 30
  }
  autopath ${autopath}
  forward . /etc/resolv.conf
}`;
const ports = [{ name: 'http', protocol: 'TCP', port: 80 }];
const service = (namespace: string, name: string, clusterIP: string) => ({
  metadata: { namespace, name },
  spec: { type: 'ClusterIP' as const, clusterIP, clusterIPs: [clusterIP], ports },
});
const POD = '10.244.1.5';
const view = viewOf({
  services: [service('shop', 'web', '10.96.0.7'), service('pay', 'till', '10.96.0.8')],
  endpointSlices: [],
  pods: [{ metadata: { name: 'p', namespace: 'shop' }, status: { phase: 'Running', podIP: POD } }],
  namespaces: ['shop', 'pay'],
});
const PUBLIC = { 'www.example.com': [{ type: 'A' as const, data: '203.0.113.9', ttl: 60 }] };
const config = readCorefile(COREFILE('verified')).config!;
const ask = (name: string, type: RecordType = 'A', client: string | undefined = POD, using = config) =>
  answer({ name, type }, view, using, PUBLIC, client);
const first = (name: string) => `${name}.shop.svc.cluster.local.`;

describe('[DN12] autopath: the server walks the search list of the Pod that asks', () => {
  it('[behaviours 90] answers the first query with an alias to the first name that exists', () => {
    expect(ask(first('www.example.com'))).toMatchObject({
      rcode: 'NOERROR',
      answeredBy: 'forward',
      answers: [
        { name: first('www.example.com'), ttl: 60, type: 'CNAME', data: 'www.example.com.' },
        { name: 'www.example.com.', ttl: 60, type: 'A', data: '203.0.113.9' },
      ],
    });
    expect(ask(first('till.pay')).answers.map(({ type, data }) => `${type} ${data}`)).toEqual([
      'CNAME till.pay.svc.cluster.local.',
      'A 10.96.0.8',
    ]);
    expect(ask(first('web')).answers.map(({ type }) => type)).toEqual(['A']);
  });

  it('[behaviours 90] so an outside name costs 2 queries instead of 8, and nothing needs to change in the Pod', () => {
    const resolvConf = parseResolvConf(
      'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    );
    const queries = (client: string | undefined, libc: Libc = 'glibc') =>
      resolveNow(startResolution({ name: 'www.example.com', resolvConf, libc }), ({ name, type }) =>
        ask(name, type, client),
      );
    expect(queries(POD).asked).toHaveLength(2);
    expect(queries(POD).result.addresses).toEqual(['203.0.113.9']);
    expect(queries('10.244.9.9').asked).toHaveLength(8);
    expect(queries('10.244.9.9').result.addresses).toEqual(['203.0.113.9']);
  });

  it('a name that exists nowhere keeps the answer of its own domain; another type is NODATA of the name found', () => {
    expect(ask(first('nobody'))).toMatchObject({ rcode: 'NXDOMAIN', answeredBy: 'kubernetes' });
    const noData = ask(first('till.pay'), 'AAAA');
    expect(noData).toMatchObject({ rcode: 'NOERROR', answers: [], authority: [{ type: 'SOA' }] });
  });

  it('[behaviours 90] needs verified Pods, a known address and the first domain of the list', () => {
    const insecure = readCorefile(COREFILE('insecure'));
    expect(insecure.problems[0]).toMatchObject({ severity: 'warning', line: 6 });
    expect(ask(first('till.pay'), 'A', POD, insecure.config).rcode).toBe('NXDOMAIN');
    expect(ask(first('till.pay'), 'A', '10.244.9.9').rcode).toBe('NXDOMAIN');
    expect(ask('till.pay.cluster.local.').rcode).toBe('NXDOMAIN');
    const file = readCorefile(COREFILE('verified', '/etc/resolv.conf')).config;
    expect(ask(first('till.pay'), 'A', POD, file).rcode).toBe('NXDOMAIN');
  });

  it('for the domain itself there is nothing to walk: SERVFAIL, as the real one says', () => {
    expect(ask('shop.svc.cluster.local.')).toMatchObject({ rcode: 'SERVFAIL', answeredBy: 'nobody' });
  });
});
