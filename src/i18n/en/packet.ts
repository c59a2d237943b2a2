import type { Catalogue } from '../translate';

/** The truth about one packet: headers, rules, DNS, route. */
export const packet: Catalogue = {
  'packet.field': 'Field',
  'packet.changed': '(rewritten here)',
  'packet.changes.one': '{count} field rewritten here',
  'packet.changes.other': '{count} fields rewritten here',
  'packet.message': 'Message received, message sent',
  'packet.received': 'received',
  'packet.sent': 'sent',
  'packet.differs': '(different)',
  'packet.differences.one': '{count} field differs',
  'packet.differences.other': '{count} fields differ',
  'packet.encrypted': 'inside TLS, only the two ends can read it',
  'packet.counter.one': '{count} packet so far',
  'packet.counter.other': '{count} packets so far',
  'packet.from': 'from',
  'packet.dns.one': 'The look-up so far: {count} answer',
  'packet.dns.other': 'The look-up so far: {count} answers, in order',
  'packet.dns.kubernetes': 'kubernetes plugin of {server}',
  'packet.dns.forward': '{server} asked upstream (forward): {delay} ms',
  'packet.dns.cache': 'cache of {server}: {ttl} s left',
  'packet.dns.cached': 'cache of {server}',
  'packet.dns.nobody': '{server}: no plugin had an answer',
  'packet.dns.kept': 'kept in its cache for {seconds} s',
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

  'rules.chain': 'chain',
  'rules.map': 'map',
  'rules.virtualServer': 'virtual server',
  'rules.virtualServers': 'virtual servers',
  'rules.sum.one': '{count} rule examined',
  'rules.sum.other': '{count} rules examined',
  'rules.toDecided': 'Go to the one that decided',
  'rules.decided': 'this one decided',
  'rules.numgen': 'numgen drew {number} out of 0…{last}',
  'rules.ipvs.scheduled': 'The scheduler {scheduler} took this real server; nothing is drawn.',
  'rules.ipvs.held':
    'Session affinity (persistence): this client goes to the same real server as last time; the scheduler is not asked.',
  'rules.concern': 'Shown here: what concerns {service}, and what every packet meets.',

  'tracked.matched': '(this packet matched it)',
  'tracked.plain': 'The connection is known, and it rewrites nothing: the two lines mirror each other.',
  'tracked.original.destination':
    'A later packet on the way out: its destination is rewritten as the first one’s was. It meets no nat rule, and nothing is chosen again.',
  'tracked.original.source':
    'A later packet on the way out: its source is rewritten as the first one’s was. It meets no nat rule.',
  'tracked.original.both':
    'A later packet on the way out: destination and source are rewritten as the first one’s were. It meets no nat rule, and nothing is chosen again.',
  'tracked.reply.destination':
    'A reply: its source becomes the address that was dialled, so that the caller recognises it.',
  'tracked.reply.source': 'A reply: its destination becomes the caller’s own address again.',
  'tracked.reply.both':
    'A reply: its source becomes the address that was dialled, and its destination the caller’s own again.',
};
