import { describe, expect, it } from 'vitest';
import { discoveryOf, subsetsOfSlices, targetsOfEndpoints } from './kubernetesDiscovery';
import { loadBalancerKey } from './loadBalancers';
import { readOcelotConfiguration } from './readConfiguration';
import { reasonText } from './reasonText';
import { routeRequest } from './routeRequest';

const TEXT = `{
  "Routes": [
    {
      "Key": "orders",
      "UpstreamPathTemplate": "/orders/{id}", "UpstreamHttpMethod": ["Get"],
      "DownstreamPathTemplate": "/api/orders/{id}", "DownstreamScheme": "http",
      "DownstreamHostAndPorts": [{ "Host": "orders.shop", "Port": 8080 }]
    },
    {
      "Key": "lines",
      "UpstreamPathTemplate": "/orders/{id}/lines", "UpstreamHttpMethod": ["Get"],
      "DownstreamPathTemplate": "/api/lines/{id}", "DownstreamScheme": "http",
      "DownstreamHostAndPorts": [{ "Host": "lines", "Port": 80 }]
    },
    {
      "UpstreamPathTemplate": "/{everything}", "Priority": 9,
      "DownstreamPathTemplate": "/{everything}", "DownstreamScheme": "http",
      "DownstreamHostAndPorts": [{ "Host": "web", "Port": 80 }]
    },
    {
      "UpstreamPathTemplate": "/tenant", "UpstreamHeaderTemplates": { "X-Tenant": "t-{header:tenant}" },
      "DownstreamPathTemplate": "/of/{tenant}", "DownstreamHttpMethod": "POST",
      "DownstreamHostAndPorts": [{ "Host": "tenants" }]
    },
    {
      "UpstreamPathTemplate": "/cart", "UpstreamHost": "shop.test", "DownstreamPathTemplate": "/",
      "DownstreamScheme": "http", "ServiceName": "cart", "ServiceNamespace": "shop",
      "LoadBalancerOptions": { "Type": "RoundRobin" }
    }
  ],
  "Aggregates": [{ "UpstreamPathTemplate": "/both/{id}", "RouteKeys": ["orders", "lines"] }],
  "GlobalConfiguration": { "ServiceDiscoveryProvider": { "Type": "Kube", "Namespace": "default" } }
}`;

const { configuration } = readOcelotConfiguration(TEXT);
const config = configuration!;
const route = (url: string, method = 'GET', headers: Record<string, string> = {}) =>
  routeRequest(config, { method, url, headers });

describe('[OC14] a request is routed, and every other route says why not', () => {
  it('names the route with its line, and the downstream request', () => {
    expect(route('http://gateway:5000/Orders/42?page=2')).toMatchObject({
      matched: true,
      route: { index: 0, kind: 'route', upstreamPathTemplate: '/orders/{id}', line: 3, column: 5 },
      placeholders: { '{id}': '42' },
      downstream: {
        method: 'GET',
        url: 'http://orders.shop:8080/api/orders/42?page=2',
        ...{ scheme: 'http', host: 'orders.shop', port: 8080, path: '/api/orders/42', query: '?page=2' },
      },
      status: null,
    });
  });

  it('the more specific route loses to the one before it', () => {
    const { route: taken, rejected } = route('/orders/42/lines');
    expect(taken?.index).toBe(0);
    expect(rejected.map(({ index, kind, reason }) => `${kind} ${index} ${reason.code}`)).toEqual([
      'route 1 laterInFile',
      'route 2 lowerPriority',
      'route 3 pathDiffers',
      'route 4 pathDiffers',
      'aggregate 0 pathDiffers',
    ]);
    expect(reasonText(rejected[0]!.reason)).toBe(
      'matches too with the same priority 1, but stands after route 0',
    );
    expect(reasonText(rejected[1]!.reason)).toContain('its priority 0 is lower than 1 of route 0');
  });

  it('another method goes to the catch-all, whose priority of 9 counts as 0', () => {
    const { route: taken, rejected } = route('/orders/42', 'PUT');
    expect(taken?.index).toBe(2);
    expect(rejected[0]?.reason).toEqual({ code: 'methodDiffers', params: { method: 'PUT', allowed: 'Get' } });
  });

  it('headers are matched and fill placeholders; a target without port keeps that of the gateway', () => {
    const found = route('http://gw:5000/tenant', 'GET', { 'x-tenant': 'T-blue' });
    // The catch-all has priority 0, the header route 1.
    expect(found.route?.index).toBe(3);
    expect(found.placeholders).toEqual({ '{tenant}': 'blue' });
    expect(found.downstream).toMatchObject({ method: 'POST', url: 'http://tenants:5000/of/blue' });
    const missing = route('/tenant').rejected.find(({ index }) => index === 3);
    expect(missing?.reason).toEqual({ code: 'headerMissing', params: { header: 'X-Tenant' } });
    const other = route('/tenant', 'GET', { 'X-Tenant': 'blue' }).rejected.find(({ index }) => index === 3);
    expect(other?.reason.code).toBe('headerDiffers');
  });

  it('a route for a host goes before all others, and only for that host', () => {
    const discover = () => [{ host: '10.244.1.5', port: 8080 }];
    const request = { method: 'GET', url: 'http://shop.test/cart' };
    const found = routeRequest(config, request, { discover });
    expect(found.route?.index).toBe(4);
    expect(found.downstream?.url).toBe('http://10.244.1.5:8080/');
    expect(found.rejected[2]?.reason).toEqual({
      code: 'hostRouteWins',
      params: { winner: 4, host: 'shop.test' },
    });
    expect(route('http://other.test/cart').rejected[3]?.reason).toEqual({
      code: 'hostDiffers',
      params: { host: 'other.test', wanted: 'shop.test' },
    });
  });

  it('without a cluster the target of a discovered route is not known; without targets it is a 404', () => {
    const request = { method: 'GET', url: 'http://shop.test/cart' };
    expect(routeRequest(config, request)).toMatchObject({
      status: null,
      downstream: { host: null, url: null },
    });
    const empty = routeRequest(config, request, { discover: () => [] });
    expect(empty).toMatchObject({ matched: true, status: 404, downstream: { host: null } });
  });

  it('an aggregate sends to each of its routes', () => {
    const found = routeRequest(
      { ...config, routes: config.routes.filter(({ index }) => index !== 2) },
      { method: 'GET', url: '/both/7' },
    );
    expect(found.route).toMatchObject({ kind: 'aggregate', index: 0 });
    expect(found.downstreams.map(({ request }) => request.url)).toEqual([
      'http://orders.shop:8080/api/orders/7',
      'http://lines/api/lines/7',
    ]);
  });

  it('no route is a 404 of the gateway itself', () => {
    const result = routeRequest(
      { ...config, routes: config.routes.slice(0, 2), aggregates: [] },
      {
        method: 'GET',
        url: '/nope',
      },
    );
    expect(result).toMatchObject({ matched: false, route: null, downstream: null, status: 404 });
    expect(result.rejected).toHaveLength(2);
    expect(reasonText(result.rejected[0]!.reason)).toBe(
      'path /nope does not match /orders/{id} (pattern ^(?i)/orders(?:|/.*)$)',
    );
  });

  it('encoded characters survive the way through decoding and encoding', () => {
    const url = '/orders/caf%C3%A9%20au%2Flait';
    expect(route(url).placeholders).toEqual({ '{id}': 'café au%2Flait' });
    expect(route(url).downstream?.path).toBe('/api/orders/caf%C3%A9%20au%2Flait');
  });
});

describe('[OC8] Kubernetes discovery asks for the Service of the route', () => {
  it("the route's namespace goes before the global one", () => {
    const cart = config.routes[4]!;
    expect(discoveryOf(cart, config.serviceDiscovery)).toMatchObject({
      provider: 'Kube',
      namespace: 'shop',
      serviceName: 'cart',
      reads: 'eachRequest',
    });
    const polled = { ...config.serviceDiscovery, type: 'pollkube', pollingIntervalMs: 500 };
    const other = discoveryOf({ ...cart, serviceNamespace: '' }, polled);
    expect(other).toMatchObject({
      provider: 'PollKube',
      namespace: 'default',
      reads: 'polled',
      pollingIntervalMs: 500,
    });
    expect(discoveryOf(config.routes[0]!, config.serviceDiscovery)).toBeUndefined();
    expect(loadBalancerKey(cart)).toBe('cart');
  });

  it("a port's name becomes the scheme, so a port named web breaks the request", () => {
    const discover = () =>
      targetsOfEndpoints([{ addresses: ['10.244.1.5'], ports: [{ name: 'web', port: 80 }] }], 'http');
    const found = routeRequest(config, { method: 'GET', url: 'http://shop.test/cart' }, { discover });
    expect(found.downstream?.scheme).toBe('web');
  });

  it('EndpointSlices become the Endpoints that it reads: ready addresses only, sorted as text', () => {
    const endpoint = (address: string, ready: boolean) => ({
      addresses: [address],
      conditions: { ready, serving: ready, terminating: false },
    });
    const ports = [{ name: 'http', protocol: 'TCP' as const, port: 8080 }];
    const slices = [
      {
        addressType: 'IPv4' as const,
        ports,
        endpoints: [endpoint('10.244.2.6', true), endpoint('10.244.1.9', false)],
      },
      { addressType: 'IPv4' as const, ports, endpoints: [endpoint('10.244.1.10', true)] },
      { addressType: 'IPv6' as const, ports, endpoints: [endpoint('fd00::1', true)] },
    ];
    expect(subsetsOfSlices(slices)).toEqual([
      { addresses: ['10.244.1.10', '10.244.2.6'], ports: [{ name: 'http', port: 8080 }] },
    ]);
    const many = Array.from({ length: 1200 }, (_, i) => endpoint(`10.${i >> 8}.0.${i & 255}`, true));
    expect(subsetsOfSlices([{ addressType: 'IPv4', ports, endpoints: many }])[0]?.addresses).toHaveLength(
      1000,
    );
    expect(subsetsOfSlices([])).toEqual([]);
  });
});
