/**
 * The headers of a hop's packet, layer by layer, before and after: IP, then TCP or UDP, then HTTP or DNS. What the
 * simulation does not know (TTL, sequence numbers, checksums, MAC addresses) is not made up.
 */
import type { FlowHeaders } from '../sim/packet/headers';
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
}

/** `earlier`: the request's hops before this one, in order; what the gateway received is told by one of them. */
export function headerLayers(hop: Hop, earlier: readonly Hop[]): HeaderLayer[] {
  const layers: HeaderLayer[] = [];
  if (hop.before !== null) layers.push(...transportLayers(hop, hop.before, hop.after ?? hop.before));
  const application = hop.layer === 'DNS' ? dnsLayer(hop) : httpLayer(hop, earlier);
  if (application !== null) layers.push(application);
  return layers;
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

function dnsLayer(hop: Hop): HeaderLayer | null {
  const { name, type } = hop.title.params;
  const query = hop.decision.by === 'dns' ? hop.decision.queries[0] : undefined;
  const asked = query?.name ?? (typeof name === 'string' ? name : null);
  if (asked === null) return null;
  const kind = query?.type ?? (typeof type === 'string' ? type : hop.label.replace('?', ''));
  const fields = [field('question', `${asked} IN ${kind}`)];
  if (query !== undefined) {
    const answers = query.answers.map(({ type: record, data, ttl }) => `${ttl} IN ${record} ${data}`);
    fields.push(field('rcode', '–', query.rcode), field('answers', '–', answers.join('; ') || '0'));
  }
  return { layer: 'DNS', fields };
}

/** A gateway that has chosen a route writes the request anew; everyone else passes it on as it is. */
function httpLayer(hop: Hop, earlier: readonly Hop[]): HeaderLayer | null {
  const { decision } = hop;
  const received = hop.http ?? earlier.findLast(({ http }) => http !== null)?.http ?? null;
  if (decision.by === 'ocelot' && decision.downstreamUrl !== null && received !== null) {
    const [, host = '', path = '/'] = /^\w+:\/\/([^/]+)(\/.*)?$/.exec(decision.downstreamUrl) ?? [];
    const method = received.line.slice(0, received.line.indexOf(' '));
    return {
      layer: 'HTTP',
      fields: [
        field('request line', received.line, `${method} ${path}`),
        ...(received.host === undefined ? [] : [field('Host', received.host, host)]),
      ],
    };
  }
  if (hop.http === null) return null;
  const isReply = /^\d{3}\b/.test(hop.http.line);
  return {
    layer: 'HTTP',
    fields: [
      field(isReply ? 'status line' : 'request line', hop.http.line),
      ...(hop.http.host === undefined ? [] : [field('Host', hop.http.host)]),
    ],
  };
}
