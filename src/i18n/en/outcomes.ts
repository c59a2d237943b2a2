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
