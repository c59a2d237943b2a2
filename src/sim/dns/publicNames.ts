/** Names outside of the cluster, as the name server behind `forward` answers them: a table that the caller supplies. */
import { fqdn, isSubdomain, normalizeName } from './domainName';
import { respond, type DnsQuery, type DnsResponse, type ResourceRecord } from './message';

export interface PublicRecord {
  readonly type: ResourceRecord['type'];
  readonly data: string;
  /** Seconds; 300 when it is missing. */
  readonly ttl?: number;
}

/** Records by name; names in any case, with or without their trailing dot. */
export type PublicNames = Readonly<Record<string, readonly PublicRecord[]>>;

const ROOT_SOA: ResourceRecord = {
  name: '.',
  ttl: 86400,
  type: 'SOA',
  data: 'a.root-servers.net. nstld.verisign-grs.com. 2025010100 1800 900 604800 86400',
};

/**
 * Answers from the table: CNAMEs are followed, a name that has other types or lies
 * above a known name is NODATA, any other is NXDOMAIN with the root's SOA.
 * Source: RFC 1034 §4.3.2, RFC 2308 §2.
 */
export function answerFromPublicNames(query: DnsQuery, names: PublicNames): DnsResponse {
  const table = new Map(Object.entries(names).map(([name, records]) => [normalizeName(name), records]));
  const answers: ResourceRecord[] = [];
  const visited = new Set<string>();
  let name = fqdn(query.name);
  for (;;) {
    const key = normalizeName(name);
    const records = table.get(key);
    const wanted = records?.filter((record) => record.type === query.type) ?? [];
    const asRecord = ({ type, data, ttl = 300 }: PublicRecord): ResourceRecord => ({ name, ttl, type, data });
    answers.push(...wanted.map(asRecord));
    if (wanted.length > 0) return respond('NOERROR', { answers });
    const alias = records?.find((record) => record.type === 'CNAME');
    if (alias !== undefined && !visited.has(key)) {
      visited.add(key);
      answers.push(asRecord(alias));
      name = fqdn(alias.data);
      continue;
    }
    const exists = records !== undefined || [...table.keys()].some((known) => isSubdomain(name, known));
    if (answers.length > 0) return respond('NOERROR', { answers, authority: [ROOT_SOA] });
    return respond(exists ? 'NOERROR' : 'NXDOMAIN', { authority: [ROOT_SOA] });
  }
}
