import { describe, expect, it } from 'vitest';
import { respond } from '../../sim/dns/message';
import { differencesOf, simulateLookup } from './asking';

const conf = {
  nameservers: ['10.96.0.10'],
  search: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
  ndots: 5,
  attempts: 2,
  timeoutSeconds: 5,
};
const NX = respond('NXDOMAIN');
const found = respond('NOERROR', { answers: [{ name: 'x.', ttl: 5, type: 'A', data: '10.96.0.1' }] });
const story = (queries: string[], addresses: string[] = []) => ({ queries, addresses });

describe('what a tool is expected to send', () => {
  it('getaddrinfo: A and AAAA of each candidate; gethostbyname2: AAAA of all, then A', () => {
    const ask = ({ name, type }: { name: string; type: string }) =>
      name === 'web.svc.cluster.local.' ? (type === 'A' ? found : respond('NOERROR')) : NX;
    const lookup = (tool: 'getent ahosts' | 'getent hosts' | 'dig +search') =>
      simulateLookup({ tool, name: 'web' }, conf, ['A', 'AAAA'], ask);
    expect(lookup('getent ahosts')).toEqual(
      story(
        ['default.svc', 'svc'].flatMap((part) => [
          `A web.${part}.cluster.local.`,
          `AAAA web.${part}.cluster.local.`,
        ]),
        ['10.96.0.1'],
      ),
    );
    expect(lookup('getent hosts').queries.map((query) => query.split(' ')[0])).toEqual([
      ...['AAAA', 'AAAA', 'AAAA', 'AAAA'],
      ...['A', 'A'],
    ]);
    expect(lookup('dig +search').queries).toEqual([
      'A web.default.svc.cluster.local.',
      'A web.svc.cluster.local.',
    ]);
    expect(lookup('dig +search').addresses).toEqual(['10.96.0.1']);
  });

  it('dig: names of enough dots as they are, SRV through the search list, and addresses turned round', () => {
    const ask = () => NX;
    const queriesOf = (name: string, type: 'A' | 'SRV' | 'PTR') =>
      simulateLookup({ tool: 'dig +search', name, type }, conf, ['A'], ask).queries;
    expect(queriesOf('a.b.c.d.e.f', 'A')).toEqual(['A a.b.c.d.e.f.']);
    expect(queriesOf('_http._tcp.web', 'SRV')).toHaveLength(4);
    expect(queriesOf('10.96.0.1', 'PTR')).toEqual(['PTR 1.0.96.10.in-addr.arpa.']);
  });
});

describe('comparing queries', () => {
  it('lets A and AAAA of one name swap, and nothing else', () => {
    const simulated = story(['A x.', 'AAAA x.', 'A y.', 'AAAA y.']);
    expect(differencesOf(simulated, story(['AAAA x.', 'A x.', 'A y.', 'AAAA y.']))).toEqual([]);
    expect(differencesOf(simulated, story(['A y.', 'AAAA y.', 'A x.', 'AAAA x.']))).toHaveLength(1);
    expect(differencesOf(simulated, story(['A x.', 'A y.', 'AAAA x.', 'AAAA y.']))).toHaveLength(1);
    expect(differencesOf(simulated, story(['A x.', 'AAAA x.']))).toEqual([
      'query 3: simulated A y., sent none',
    ]);
    expect(differencesOf(simulated, story([...simulated.queries, 'A z.']))).toEqual([
      'query 5: simulated none, sent A z.',
    ]);
  });

  it('tells other addresses', () => {
    expect(differencesOf(story([], ['10.0.0.1']), story([], ['10.0.0.2']))).toEqual([
      'found: simulated 10.0.0.1, really 10.0.0.2',
    ]);
  });
});
