/**
 * `nslookup` as BusyBox has it: no stub resolver, but a program that writes its own queries, all at once, from
 * one socket. A name without a dot is asked for in every domain of the search list; one with a dot as it is.
 * Source: busybox networking/nslookup.c (FEATURE_NSLOOKUP_BIG): add_query_with_search, send_queries.
 */
import { leftCluster, type CorednsAnswer } from '../dns/coredns';
import { fqdn } from '../dns/domainName';
import { ipFamily, reverseName } from '../dns/ipText';
import type { DnsQuery, RecordType } from '../dns/message';
import { execProblem, execTimer, type ExecProblem } from './execs';
import { resolvConfOf } from './lookups';
import { ephemeralPort, nextId, podPlace, type TrafficDraft } from './places';
import type { ExecLookupRow, PacketRow } from './tables';
import { TIMING } from './timing';
import { sendPacket } from './transmit';

export interface LookupPlan {
  readonly pod: string;
  readonly name: string;
  /** The address of the server to ask; without it, the first of the Pod's resolv.conf, with its search list. */
  readonly server?: string;
  /** `-type=`; without any, A and AAAA. */
  readonly types?: readonly RecordType[];
}

/** Due when nslookup sends again what has no answer, or gives up. */
export interface ExecRetryDue {
  readonly exec: string;
}

/** default_timeout and default_retry of nslookup.c: twice in five seconds. */
const RETRY_MICROS = 2_500_000;
const ROUNDS = 2;

/** The names that nslookup asks for, in order: the name in every search domain, or as it is. */
export function lookupNames(name: string, search: readonly string[]): string[] {
  if (name.includes('.') || search.length === 0) return [fqdn(name)];
  return search.map((domain) => fqdn(`${name}.${domain}`));
}

/** Runs nslookup in a Pod. Ends in one `exec/ended`. */
export function execLookup(draft: TrafficDraft, plan: LookupPlan): ExecProblem | null {
  const problem = execProblem(draft, plan.pod);
  if (problem !== null) return problem;
  if (plan.server !== undefined && ipFamily(plan.server) !== 'IPv4') {
    return { code: 'invalid', message: `nslookup: bad address '${plan.server}'` };
  }
  const conf = resolvConfOf(draft, plan.pod);
  const search = plan.server === undefined ? conf.search : [];
  const reverse = plan.types === undefined ? reverseName(plan.name) : undefined;
  const types: readonly RecordType[] = reverse === undefined ? (plan.types ?? ['A', 'AAAA']) : ['PTR'];
  const names = reverse === undefined ? lookupNames(plan.name, search) : [reverse];
  const queries = types.flatMap((type) => namesFor(type, names, plan.name).map((name) => ({ name, type })));
  const id = nextId(draft, 'exec', 'e');
  const place = podPlace(plan.pod);
  const row: ExecLookupRow = {
    id,
    kind: 'lookup',
    pod: plan.pod,
    startedAt: draft.now,
    name: plan.name,
    flow: {
      protocol: 'udp',
      source: {
        ip: draft.get('pods', plan.pod)?.status.podIP ?? '',
        port: ephemeralPort(draft, place),
      },
      destination: { ip: plan.server ?? conf.nameservers[0] ?? '127.0.0.1', port: 53 },
    },
    waiting: queries,
    answers: [],
    refusals: 0,
    rounds: 0,
  };
  draft.fact({ type: 'exec/started', exec: id, pod: plan.pod, kind: 'lookup', name: plan.name });
  sendRound(draft, row);
  return null;
}

/** PTR records are asked for by their own name: no search list. */
function namesFor(type: RecordType, names: readonly string[], name: string): readonly string[] {
  return type === 'PTR' ? [reverseName(name) ?? fqdn(name)] : names;
}

function sendRound(draft: TrafficDraft, row: ExecLookupRow): void {
  draft.put('execs', row.id, { ...row, rounds: row.rounds + 1 });
  row.waiting.forEach((query, index) => {
    sendPacket(draft, podPlace(row.pod), {
      kind: 'dnsQuery',
      label: `${query.type}?`,
      line: null,
      request: row.id,
      leg: 'service',
      carrier: row.id,
      dns: { query, response: null, server: null },
      isReply: false,
      flow: row.flow,
      delayMicros: index * TIMING.writeMicros, // in this order on the wire
    });
  });
  draft.schedule({
    type: 'exec/retry',
    delayMicros: RETRY_MICROS,
    data: { exec: row.id } satisfies ExecRetryDue,
    timer: execTimer(row.id),
  });
}

function lookupOf(draft: TrafficDraft, id: string): ExecLookupRow | undefined {
  const row = draft.get('execs', id);
  return row?.kind === 'lookup' ? row : undefined;
}

/** True if a packet belongs to an nslookup, or belonged to one that is over. */
export function isOfLookup(packet: PacketRow): boolean {
  return packet.dns !== null && packet.carrier === packet.request;
}

/** An answer has reached nslookup. A second one to the same query is ignored. */
export function onLookupAnswer(draft: TrafficDraft, packet: PacketRow): void {
  const row = lookupOf(draft, packet.carrier);
  const { query, response } = packet.dns!;
  if (row === undefined || response === null) return;
  const isThis = (one: DnsQuery) => one.name === query.name && one.type === query.type;
  if (!row.waiting.some(isThis)) return;
  const { rcode, answers } = response;
  // What comes out of CoreDNS' cache always says that it is authoritative. Source: coredns plugin/cache/item.go toMsg.
  const given = response as CorednsAnswer;
  const authoritative = given.fromCache === true || !leftCluster(given);
  const next: ExecLookupRow = {
    ...row,
    waiting: row.waiting.filter((one) => !isThis(one)),
    answers: [...row.answers, { ...query, rcode, authoritative, records: answers }],
  };
  if (next.waiting.length === 0) end(draft, next);
  else draft.put('execs', row.id, next);
}

/** A query was refused: nslookup says so and waits for its next try. */
export function onLookupRefused(draft: TrafficDraft, packet: PacketRow): void {
  const row = lookupOf(draft, packet.carrier);
  if (row !== undefined) draft.put('execs', row.id, { ...row, refusals: row.refusals + 1 });
}

/** Not everything is answered: once more, or that was it. */
export function onExecRetry(draft: TrafficDraft, { exec }: ExecRetryDue): void {
  const row = lookupOf(draft, exec);
  if (row === undefined) return;
  if (row.rounds < ROUNDS) sendRound(draft, row);
  else end(draft, row);
}

function end(draft: TrafficDraft, row: ExecLookupRow): void {
  draft.cancel(execTimer(row.id));
  draft.remove('execs', row.id);
  draft.fact({
    type: 'exec/ended',
    exec: row.id,
    kind: 'lookup',
    pod: row.pod,
    startedAt: row.startedAt,
    name: row.name,
    server: row.flow.destination,
    answers: row.answers,
    unanswered: row.waiting,
    refusals: row.refusals,
    cause: row.answers.length === 0 ? 'noServer' : null,
  });
}
