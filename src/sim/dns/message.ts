/**
 * DNS messages as plain JSON: queries, resource records and responses in the
 * text form that `dig` prints. Names are fully qualified and keep their case.
 * Source: RFC 1035 §4, RFC 2308 (negative answers), RFC 2782 (SRV).
 */

export type RecordType =
  'A' | 'AAAA' | 'SRV' | 'CNAME' | 'PTR' | 'NS' | 'SOA' | 'TXT' | 'MX' | 'HINFO' | 'HTTPS' | 'ANY';

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP';

export interface DnsQuery {
  /** Fully qualified, with its trailing dot, in the case in which it was asked. */
  readonly name: string;
  readonly type: RecordType;
}

export interface ResourceRecord {
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  readonly type: RecordType;
  /** As `dig` prints it: `10.96.0.1`, `0 100 80 web.shop.svc.cluster.local.`, … */
  readonly data: string;
}

/**
 * What an answer says, in one word: records, a name that exists without such
 * records (RFC 2308 NODATA), a name that does not exist, or a failure.
 */
export type AnswerKind = 'ANSWER' | 'NODATA' | 'NXDOMAIN' | 'FAILURE';

export interface DnsResponse {
  readonly rcode: Rcode;
  readonly answers: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly kind: AnswerKind;
  /** The TC bit: there was more than fitted. */
  readonly truncated: boolean;
}

/** The kind of an answer by its code and sections. Source: RFC 2308 §2. */
export function kindOf(rcode: Rcode, answers: readonly ResourceRecord[]): AnswerKind {
  if (rcode === 'NXDOMAIN') return 'NXDOMAIN';
  if (rcode !== 'NOERROR') return 'FAILURE';
  return answers.length > 0 ? 'ANSWER' : 'NODATA';
}

/** A response with the sections given and the others empty. */
export function respond(
  rcode: Rcode,
  sections: Partial<Pick<DnsResponse, 'answers' | 'authority' | 'additional' | 'truncated'>> = {},
): DnsResponse {
  const { answers = [], authority = [], additional = [], truncated = false } = sections;
  return { rcode, answers, authority, additional, kind: kindOf(rcode, answers), truncated };
}
