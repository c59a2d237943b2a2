/**
 * Simulated DNS messages as bytes on the wire, and back. Source: RFC 1035 §4.1, by the library dns-packet.
 */
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import type { Answer } from 'dns-packet';
import type { DnsQuery, DnsResponse, Rcode, RecordType, ResourceRecord } from '../../sim/dns/message';

/** A query as it came: its id is to be sent back. */
export interface WireQuery {
  readonly id: number;
  readonly query: DnsQuery;
}

/** RFC 1035 §4.1.1. */
const RCODES: Readonly<Record<Rcode, number>> = {
  NOERROR: 0,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
};

/** Reads a query of one question. Throws for what is no DNS message. */
export function readQuery(bytes: Uint8Array): WireQuery {
  const { id = 0, questions = [] } = decode(Buffer.from(bytes));
  const [question] = questions;
  if (question === undefined) throw new Error('a DNS query without a question');
  return { id, query: { name: dotted(question.name), type: question.type as RecordType } };
}

/** The answer to a query, as CoreDNS would send it. Throws for a record type that it never sends. */
export function writeResponse({ id, query }: WireQuery, response: DnsResponse): Uint8Array {
  return encode({
    id,
    type: 'response',
    flags: AUTHORITATIVE_ANSWER | RECURSION_DESIRED | RECURSION_AVAILABLE | RCODES[response.rcode],
    questions: [{ name: bare(query.name), type: query.type as 'A', class: 'IN' }],
    answers: response.answers.map(toWire),
    authorities: response.authority.map(toWire),
    additionals: response.additional.map(toWire),
  });
}

function dotted(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

function bare(name: string): string {
  return name === '.' ? '.' : name.replace(/\.$/, '');
}

function toWire({ name, ttl, type, data }: ResourceRecord): Answer {
  const head = { name: bare(name), ttl, class: 'IN' as const };
  const words = data.split(' ');
  const numbers = words.map(Number);
  switch (type) {
    case 'A':
    case 'AAAA':
      return { ...head, type, data };
    case 'CNAME':
    case 'PTR':
    case 'NS':
      return { ...head, type, data: bare(data) };
    case 'TXT':
      return { ...head, type, data: [data.replace(/^"|"$/g, '')] };
    case 'SRV': {
      const [priority = 0, weight = 0, port = 0] = numbers;
      return { ...head, type, data: { priority, weight, port, target: bare(words[3] ?? '.') } };
    }
    case 'SOA': {
      const [mname = '', rname = ''] = words.map(bare);
      const [, , serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers;
      return { ...head, type, data: { mname, rname, serial, refresh, retry, expire, minimum } };
    }
    default:
      throw new Error(`no way to write a ${type} record`);
  }
}
