/** How a request ended, and why, by outcome id. */
export const outcomes: Readonly<Record<string, string>> = {
  'outcome.200': '200 OK',
  'outcome.502.refused': '502 refused',
  'outcome.502.rejected': '502 no endpoint',
  'outcome.502.reset': '502 reset',
  'outcome.502.dns': '502 name not resolved',
  'outcome.503.timeout': '503 timed out',
  'outcome.503.noIngressEndpoint': '503 no ready Pod',
  'outcome.504.timeout': '504 timed out',
  'outcome.404.noRoute': '404 no route',
  'outcome.404.noIngressRule': '404 no Ingress rule',
  'outcome.404.discoveredNone': '404 no Pod listed',
  'outcome.404.discoveryForbidden': '404 not allowed to ask',
  'outcome.503.circuitOpen': '503 circuit open',
  'outcome.429.rateLimited': '429 quota used up',
  'outcome.503.rateLimited': '503 client unknown',
  'outcomeWhy.404.discoveredNone':
    'The gateway found no ready Pod in the list from the API server: ServicesAreEmptyError, which Ocelot reports as 404.',
  'outcomeWhy.404.discoveryForbidden':
    'The gateway’s ServiceAccount may not read Endpoints: the API server answered 403, the gateway found no target and answered 404.',
  'outcomeWhy.503.circuitOpen':
    'After too many failures the route’s circuit breaker is open: the gateway answered 503 without calling anybody.',
  'outcomeWhy.429.rateLimited': 'The client has used up the route’s quota: the gateway answered 429.',
  'outcomeWhy.503.rateLimited':
    'The route has a rate limit and the request did not say whose it is: the gateway answered 503.',
  'outcome.refused': 'refused',
  'outcome.timeout': 'timed out',
  'outcome.dnsFailure': 'name not resolved',
  'outcome.other': 'status {status}',
  'outcome.inFlight': 'in flight',
  'outcomeWhy.200': 'Everything worked: a program answered 200.',
  'outcomeWhy.502.refused':
    'A Pod was reached but nothing listens on that port: RST came back at once, and the caller answered 502.',
  'outcomeWhy.502.rejected':
    "The Service has no endpoint: the kernel's REJECT rule refused the connection at once, and the caller answered 502.",
  'outcomeWhy.502.reset':
    'The connection broke in the middle: the program ended before it answered, and the caller answered 502.',
  'outcomeWhy.502.dns': 'A program could not get an address for the name it calls, and answered 502.',
  'outcomeWhy.503.timeout':
    'The gateway waited in vain: nobody answered in time, which Ocelot reports as 503.',
  'outcomeWhy.503.noIngressEndpoint':
    'The ingress controller found no ready Pod behind the Service and answered 503 itself.',
  'outcomeWhy.504.timeout':
    'The web application or the ingress controller waited in vain for the next one, and answered 504.',
  'outcomeWhy.404.noRoute':
    'No Ocelot route fits the path: the gateway itself answered 404, no microservice was asked.',
  'outcomeWhy.404.noIngressRule':
    'No Ingress rule fits host and path: the ingress controller itself answered 404.',
  'outcomeWhy.refused': 'The browser itself was refused: nobody behind the address takes connections.',
  'outcomeWhy.timeout':
    'The browser heard nothing in time and gave up: a packet was lost, or somebody is too slow.',
  'outcomeWhy.dnsFailure': 'The browser found no address for the name: nothing reached the cluster.',
  'outcomeWhy.other': 'The request ended with HTTP status {status}.',
};
