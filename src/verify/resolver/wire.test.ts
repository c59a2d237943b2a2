import { decode, encode } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { respond, type ResourceRecord } from '../../sim/dns/message';
import { readQuery, writeResponse } from './wire';

const query = { name: 'web.default.svc.cluster.local.', type: 'A' as const };

describe('DNS on the wire', () => {
  it('reads a query as a resolver sends it', () => {
    const bytes = encode({
      id: 4711,
      type: 'query',
      questions: [{ name: 'Web.default', type: 'AAAA' }],
    });
    expect(readQuery(bytes)).toEqual({ id: 4711, query: { name: 'Web.default.', type: 'AAAA' } });
  });

  it('writes every section, and the kind of failure', () => {
    const soa = 'ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30';
    const record = (type: ResourceRecord['type'], data: string): ResourceRecord => ({
      name: query.name,
      ttl: 30,
      type,
      data,
    });
    const response = respond('NXDOMAIN', {
      answers: [
        record('CNAME', 'a.example.'),
        record('A', '10.96.0.1'),
        record('AAAA', 'fd00::1'),
        record('SRV', '0 50 80 web.example.'),
        record('TXT', '"1.1.0"'),
      ],
      authority: [record('SOA', soa)],
    });
    const read = decode(Buffer.from(writeResponse({ id: 7, query }, response)));
    expect(read).toMatchObject({ id: 7, rcode: 'NXDOMAIN', type: 'response', flag_aa: true });
    expect(read.answers?.map((one) => ('data' in one ? one.data : null))).toEqual([
      'a.example',
      '10.96.0.1',
      'fd00::1',
      { priority: 0, weight: 50, port: 80, target: 'web.example' },
      [Buffer.from('1.1.0')],
    ]);
    expect(read.authorities?.[0]).toMatchObject({ type: 'SOA', data: { serial: 1, minimum: 30 } });
  });

  it('refuses what no CoreDNS would send', () => {
    const odd = respond('NOERROR', { answers: [{ name: '.', ttl: 1, type: 'HINFO', data: 'x' }] });
    expect(() => writeResponse({ id: 1, query }, odd)).toThrow('HINFO');
  });
});
