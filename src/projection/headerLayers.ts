/**
 * The headers of a hop's packet, layer by layer, before and after: IP, then TCP or UDP, then HTTP or DNS. What the
 * simulation does not know (TTL, sequence numbers, checksums) is not made up. Where a program acted (a DNS server, a
 * gateway), "before" is what came in and "after" what it sends: another packet, in which nobody rewrote anything.
 */
import { reverseFlow, type FlowHeaders } from '../sim/packet/headers';
import type { Hop } from '../sim/packet/hop';

export interface HeaderField {
  /** As the protocol names it: `src`, `dport`, `flags`, `Host`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly isChanged: boolean;
}

export interface HeaderLayer {
  readonly layer: 'IP' | 'ICMP' | 'TCP' | 'UDP' | 'HTTP' | 'DNS';
  readonly fields: readonly HeaderField[];
  /** Inside TLS: the two ends read it, and no kernel on the way. */
  readonly isEncrypted?: true;
}

/** What lies between before and after: a kernel that rewrote the packet, or a program that wrote another one. */
export type HeaderTurn = 'kernel' | 'program';

export function headerTurn(hop: Hop): HeaderTurn {
  const { decision } = hop;
  return decision.by === 'dns' || requestWritten(hop) !== null ? 'program' : 'kernel';
}

/**
 * `earlier`: the request's hops before this one, in order; what the gateway received is told by one of them. `all`:
 * every hop of the request, for what one of them says of the same message.
 */
export function headerLayers(
  hop: Hop,
  earlier: readonly Hop[],
  all: readonly Hop[] = earlier,
): HeaderLayer[] {
  const layers: HeaderLayer[] = [];
  if (hop.before !== null) layers.push(...transportLayers(hop, hop.before, sentOn(hop, hop.before)));
  const application = hop.layer === 'DNS' ? dnsLayer(hop, earlier) : httpLayer(hop, earlier, all);
  if (application !== null) layers.push(application);
  return layers;
}

/** A DNS server's answer goes back to where the question came from. */
function sentOn({ decision, after }: Hop, before: FlowHeaders): FlowHeaders {
  return decision.by === 'dns' ? reverseFlow(before) : (after ?? before);
}

function field(name: string, before: string, after: string = before): HeaderField {
  return { name, before, after, isChanged: before !== after };
}

function transportLayers(hop: Hop, before: FlowHeaders, after: FlowHeaders): HeaderLayer[] {
  const isUdp = before.protocol === 'udp';
  const ip: HeaderLayer = {
    layer: 'IP',
    fields: [
      field('src', before.source.ip, after.source.ip),
      field('dst', before.destination.ip, after.destination.ip),
      field('protocol', hop.label === 'ICMP' ? '1 (ICMP)' : isUdp ? '17 (UDP)' : '6 (TCP)'),
    ],
  };
  if (hop.label === 'ICMP')
    return [ip, { layer: 'ICMP', fields: [field('type', '3 (destination unreachable)')] }];
  const ports = [
    field('sport', String(before.source.port), String(after.source.port)),
    field('dport', String(before.destination.port), String(after.destination.port)),
  ];
  if (isUdp) return [ip, { layer: 'UDP', fields: ports }];
  return [ip, { layer: 'TCP', fields: [...ports, field('flags', tcpFlags(hop))] }];
}

/** Source: RFC 9293 §3.5 (SYN, SYN-ACK), §3.5.2 (a refusal is RST with ACK), and data pushed with PSH. */
function tcpFlags({ layer, label }: Hop): string {
  if (layer !== 'TCP') return 'PSH, ACK';
  const flags: Readonly<Record<string, string>> = { SYN: 'SYN', 'SYN-ACK': 'SYN, ACK', RST: 'RST, ACK' };
  return flags[label] ?? 'ACK';
}

function dnsLayer(hop: Hop, earlier: readonly Hop[]): HeaderLayer | null {
  const { name, type } = hop.title.params;
  const own = hop.decision.by === 'dns' ? hop.decision.queries[0] : undefined;
  const asked = own?.name ?? (typeof name === 'string' ? name : null);
  if (asked === null) return null;
  const kind = own?.type ?? (typeof type === 'string' ? type : hop.label.replace('?', ''));
  const fields = [field('question', `${asked} IN ${kind}`)];
  const carried = own ?? (hop.label.endsWith('?') ? undefined : answerGiven(hop, earlier, asked, kind));
  if (carried !== undefined) {
    const answers = carried.answers.map(({ type: record, data, ttl }) => `${ttl} IN ${record} ${data}`);
    const texts = [carried.rcode, answers.join('; ') || '0'] as const;
    const before = own === undefined ? texts : (['–', '–'] as const);
    fields.push(field('rcode', before[0], texts[0]), field('answers', before[1], texts[1]));
  }
  return { layer: 'DNS', fields };
}

/** What the server said to a question of the same look-up, for the packet that carries it back. */
function answerGiven({ parents }: Hop, earlier: readonly Hop[], name: string, type: string) {
  for (const { decision, parents: others } of [...earlier].reverse()) {
    if (decision.by !== 'dns' || others[1] !== parents[1]) continue;
    const found = decision.queries.find((query) => query.name === name && query.type === type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Who calls on (a gateway, a web app) writes a request of its own; everyone else passes it on as it is. */
function httpLayer(hop: Hop, earlier: readonly Hop[], all: readonly Hop[]): HeaderLayer | null {
  const received = hop.http ?? earlier.findLast(({ http }) => http !== null)?.http ?? null;
  const written = requestWritten(hop);
  if (written !== null && received !== null) {
    const [method, path] = requestParts(received.line);
    return {
      layer: 'HTTP',
      fields: [
        field('method', method, written.method ?? method),
        field('path', path, written.path),
        ...(received.host === undefined ? [] : [field('Host', received.host, written.host)]),
      ],
    };
  }
  if (hop.http === null) return null;
  const { line } = hop.http;
  const encrypted = isTls(hop) ? ({ isEncrypted: true } as const) : {};
  if (/^\d{3}\b/.test(line)) return { layer: 'HTTP', fields: [field('status', line)], ...encrypted };
  const [method, path] = requestParts(line);
  const host = hop.http.host ?? hostReceived(hop, all);
  return {
    layer: 'HTTP',
    fields: [
      field('method', method),
      field('path', path),
      ...(host === undefined ? [] : [field('Host', host)]),
    ],
    ...encrypted,
  };
}

/** The request that a program sends on because of one that it received; null where it sends none. */
function requestWritten({ decision }: Hop) {
  const text = decision.by === 'ocelot' ? decision.downstreamUrl : calledOn(decision);
  const [, method, host, path = '/'] = /^(?:([A-Z]+) )?\w+:\/\/([^/]+)(\/.*)?$/.exec(text ?? '') ?? [];
  return host === undefined ? null : { method, host, path };
}

/** A web app's note of the call that it makes: `GET http://api-gateway/users/1`. */
function calledOn(decision: Hop['decision']): string | null {
  return decision.by === 'program' ? (decision.note ?? null) : null;
}

function requestParts(line: string): readonly [method: string, path: string] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1)];
}

/** The Host of a request on its way: who receives it next says so. */
function hostReceived(hop: Hop, all: readonly Hop[]): string | undefined {
  const later = all.slice(all.indexOf(hop) + 1);
  return later.find(({ http }) => http?.line === hop.http?.line && http?.host !== undefined)?.http?.host;
}

function isTls({ before }: Hop): boolean {
  return before !== null && (before.destination.port === 443 || before.source.port === 443);
}
