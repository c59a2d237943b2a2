import type { Catalogue } from '../translate';

/** The proxy modes side by side, and the choice of one. */
export const modes: Catalogue = {
  'modes.choose': 'Proxy mode',
  'modes.open': 'Compare the proxy modes',
  'modes.title': 'Three proxy modes, one Service',
  'modes.intro':
    'kube-proxy writes the same Services and EndpointSlices into the kernel in one of three ways. The same requests run here under each of them, with the same seed.',
  'modes.shown': 'shown now',
  'modes.switch': 'Show {mode}',
  'modes.runs': 'The same requests under each mode',
  'modes.runs.usual': 'Nothing has been sent yet, so six usual requests are sent here.',
  'modes.runs.own': 'These are the requests that you sent, at the same moments.',
  'modes.runs.caption':
    'Which Pod answered each request, and with how many rules its first packet was compared',
  'modes.request': 'Request',
  'modes.examined': '{count} rules',
  'modes.examined.one': '{count} rule',
  'modes.examined.other': '{count} rules',
  'modes.kept': 'connection kept: no rule met',
  'modes.none': 'no rule of this Service met',
  'modes.failed.refused': 'refused',
  'modes.failed.timeout': 'timeout',
  'modes.failed.dnsFailure': 'name not found',
  'modes.failed.httpError': 'HTTP {status}',
  'modes.failed.open': 'under way',
  'modes.shares': 'All requests',
  'modes.decided': 'What chose the Pod for request {number}',
  'modes.decided.on': 'on {node}, in {chain}',
  'modes.decided.drew': 'drawn {drawn}, below {probability}: taken',
  'modes.decided.map': 'numgen drew {number} out of 0…{last}; the map says which chain that is.',
  'modes.decided.turn': 'The scheduler remembers whose turn it is; nothing is drawn.',
  'modes.how.iptables':
    'A packet is compared with the rules of KUBE-SERVICES one after the other until one fits. One Service more is one rule more on the way.',
  'modes.how.ipvs':
    'The kernel finds the virtual server for address and port in a hash table, and its scheduler takes the next real server. rr is the usual scheduler: here Pods do take turns, on each node for itself.',
  'modes.how.nftables':
    'One rule looks address and port up in a verdict map, which says at once which chain comes next. The Pod is drawn at random, as with iptables.',
  'modes.deprecated.ipvs':
    'IPVS mode is deprecated since Kubernetes v1.35; nftables mode is meant to follow it.',
  'modes.growth': 'Rules examined per new connection',
  'modes.growth.intro':
    'Measured here: so many Services with three endpoints each are programmed in each mode, and packets to Services all over the list are walked through the rules.',
  'modes.growth.x': 'number of Services',
  'modes.growth.y': 'rules examined per new connection',
  'modes.growth.mean': 'on average',
  'modes.growth.worst': 'at worst',
  'modes.growth.busy': 'Measuring …',
  'modes.growth.chart': 'Chart: with {services} Services a new connection meets {list} on average.',
  'modes.growth.item': '{count} rules in {mode} mode',
  'modes.growth.caption': 'Rules examined per new connection: on average, and at worst where that differs',
  'modes.growth.note':
    'Only the first packet of a connection meets these rules; for later ones conntrack knows the answer. What a rule costs is another question: an ipset or a map look-up is more work than one comparison, but the same work for any number of Services.',
  'modes.sources': 'Sources',
  'modes.source.proxies': 'Kubernetes: Virtual IPs and Service Proxies',
  'modes.source.nftables': 'Kubernetes blog, 2025: NFTables mode for kube-proxy',
  'modes.source.ipvs': 'Kubernetes blog, 2018: IPVS-based in-cluster load balancing',
  'modes.busy': 'Running …',
  'modes.failure': 'The comparison could not be worked out: {detail}',

  'address.unknownMode.text': 'There is no proxy mode "{mode}". The scenario is open in its own.',
  'address.unknownMode.mend': 'Known modes: {known}. Correct what stands after "mode=" in the address.',
};
