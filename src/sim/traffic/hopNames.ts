/**
 * The name of every hop that traffic can tell. A name stands for one situation that deserves
 * a sentence of its own; the message catalogue has `hop.<name>.title` and `.sentence` for each.
 */
export const HOP_NAMES = [
  // Names.
  'publicDns',
  'publicDnsFailed',
  'dnsQuery',
  'dnsToServer',
  'dnsFound',
  /** A headless Service: the Pods' own addresses. */
  'dnsFoundPods',
  /** A name outside the cluster's zone. */
  'dnsFoundOutside',
  /** Out of the cache of the CoreDNS Pod that was asked. */
  'dnsFromCache',
  'dnsNoData',
  'dnsNotFound',
  'dnsAnswer',
  'dnsAnswerNone',
  'dnsAnswerDirect',
  'dnsRejected',
  'dnsRefused',
  'dnsUnreachable',
  // The first packet of a connection meets the rules.
  'loadBalancer',
  /** externalTrafficPolicy Local: the source is kept. */
  'loadBalancerLocal',
  'nodePort',
  'rewrite',
  /** One endpoint: nothing to draw. */
  'rewriteOnly',
  /** sessionAffinity ClientIP: the endpoint of last time. */
  'rewriteAffinity',
  /** IPVS chose, without drawing. */
  'rewriteIpvs',
  /** The source becomes the node's address too. */
  'rewriteMasquerade',
  'rejected',
  /** A virtual server of IPVS without a real server. */
  'rejectedIpvs',
  /** An address that a Service has, but not with this port. */
  'rejectedPort',
  'droppedNoLocal',
  'droppedByRule',
  'droppedInvalid',
  // It travels.
  'toPod',
  /** The Pod is on the node that rewrote the packet. */
  'toPodLocal',
  /** Dialled by its own address: no Service between. */
  'toPodDirect',
  'handshake',
  'handshakeDirect',
  'request.ingress',
  'request.web',
  'request.gateway',
  'request.service',
  'requestDirect.ingress',
  'requestDirect.web',
  'requestDirect.gateway',
  'requestDirect.service',
  'response.ingress',
  'response.web',
  'response.gateway',
  'response.service',
  'responseDirect.ingress',
  'responseDirect.web',
  'responseDirect.gateway',
  'responseDirect.service',
  // It is turned down, or lost.
  'refused.noProcess',
  'refused.starting',
  'refused.draining',
  'refused.wrongPort',
  'refused.node',
  'reset',
  'icmp',
  'lost.stale',
  'lost.gone',
  'lost.reply',
  /** An answer from another address than was dialled. */
  'lost.stray',
  'lost.noOwner',
  'lost.outside',
  /** The node that has the packet now has no power. */
  'lost.noPower',
  /** A kept connection had been closed before a byte of the answer: .NET sends again on another. */
  'sentAgain',
  'timeout.browser',
  'timeout.lookup',
  'timeout.connect',
  'timeout.response',
  // Programs decide and work.
  'ingressRule',
  'ingressRetry',
  'noIngressRule',
  'noIngressEndpoint',
  'ingressAllTried',
  'ingressMapsError.connect',
  'ingressMapsError.reset',
  'ingressMapsError.timeout',
  'webCalls',
  'webNeedsNoCall',
  'webMapsError.connect',
  'webMapsError.reset',
  'webMapsError.dns',
  'webMapsError.timeout',
  'routeMatched',
  /** Service discovery: the route names a Service, and the API server is asked who stands behind it. */
  'routeDiscovers',
  'askApi',
  'discovered',
  /** PollKube, WatchKube: from the list that the gateway holds. */
  'discoveredFromList',
  'discoveredNone',
  'discoveryForbidden',
  'circuitOpen',
  'rateLimited',
  'rateLimitUnknownClient',
  'noRoute',
  'noDownstream',
  'noConfiguration',
  'gatewayMapsError.connect',
  'gatewayMapsError.reset',
  'gatewayMapsError.dns',
  'gatewayMapsError.timeout',
  'work',
] as const;

export type HopName = (typeof HOP_NAMES)[number];
