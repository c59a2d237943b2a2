import type { Catalogue } from '../translate';

/** The truth about one packet: headers, rules, DNS, route. */
export const packet: Catalogue = {
  'packet.field': 'Field',
  'packet.changed': '(rewritten here)',
  'packet.changes.one': '{count} field rewritten here',
  'packet.changes.other': '{count} fields rewritten here',
  'packet.counter.one': '{count} packet so far',
  'packet.counter.other': '{count} packets so far',
  'packet.from': 'from',
  'packet.dns.one': 'The look-up so far: {count} answer',
  'packet.dns.other': 'The look-up so far: {count} answers, in order',
  'packet.dns.cluster': "CoreDNS, out of the cluster's own zone",
  'packet.dns.outside': 'CoreDNS, asked of a server outside',
  'packet.dns.publicDns': 'public DNS',
  'packet.reject.pathDiffers': 'Path {path} does not match {template} (pattern {pattern}).',
  'packet.reject.queryDiffers': 'Path and query {path}{query} do not match {template} (pattern {pattern}).',
  'packet.reject.methodDiffers': 'Method {method} is not among {allowed}.',
  'packet.reject.patternTooSlow':
    '{template} was not tried: on this request its pattern could take longer than Ocelot’s limit of 100 ms.',
  'packet.reject.hostDiffers': 'Host {host} is not {wanted}.',
  'packet.reject.headerMissing': 'Header {header} is missing.',
  'packet.reject.headerDiffers': 'Header {header}: {value} does not match {template}.',
  'packet.reject.lowerPriority':
    'It matches too, but its priority {priority} is lower than {winnerPriority} of Routes[{winner}].',
  'packet.reject.laterInFile':
    'It matches too, with the same priority {priority}, but stands after Routes[{winner}] in the file.',
  'packet.reject.hostRouteWins': 'It matches too, but Routes[{winner}] is for the host {host}.',
};
