/** Reading: URLs, calls to other programs, Ingress rules. */
import { describe, expect, it } from 'vitest';
import type { Ingress } from '../cluster/objects';
import { callFor } from './programs';
import { backendFor } from './servers/ingressController';
import { isAddress, parseUrl } from './urls';

describe('URLs', () => {
  it('[TR70] are taken apart as browsers do', () => {
    expect(parseUrl('https://Shop.Example/users/123?a=1#top')).toEqual({
      scheme: 'https',
      host: 'shop.example',
      port: 443,
      path: '/users/123',
      query: '?a=1',
    });
    expect(parseUrl('http://api-gateway')).toMatchObject({ port: 80, path: '/', query: '' });
    expect(parseUrl('http://10.0.0.1:8080/x')).toMatchObject({ host: '10.0.0.1', port: 8080 });
    expect(parseUrl('http://a?b')).toMatchObject({ path: '/', query: '?b' });
  });

  it('[TR70] what is none is refused', () => {
    for (const text of [
      '',
      'shop.example',
      'ftp://a',
      'http://',
      'http://a:0/',
      'http://a:65536/',
      'http://a b/',
    ]) {
      expect(parseUrl(text), text).toBeNull();
    }
  });

  it('[TR70] know an address from a name', () => {
    expect(['10.0.0.1', '[::1]', 'a.b', '10.0.0'].map(isAddress)).toEqual([true, true, false, false]);
  });
});

describe('calls', () => {
  const call = (method: string, page: string, url: string) => ({ method, page, callMethod: 'GET', url });
  const calls = [
    call('GET', '/users/{id}', 'http://gw/users/{id}'),
    call('GET', '/a/{x}/b/{y}', 'http://gw/{y}/{x}/{z}'),
    call('POST', '/users/{id}', 'http://gw/write/{id}'),
  ];

  it('[TR71] the first that fits method and page is made, with the page’s values in its URL', () => {
    expect(callFor(calls, 'GET', '/users/7')).toEqual({ method: 'GET', url: 'http://gw/users/7' });
    expect(callFor(calls, 'POST', '/users/7')).toEqual({ method: 'GET', url: 'http://gw/write/7' });
    expect(callFor(calls, 'GET', '/a/1/b/2')).toEqual({ method: 'GET', url: 'http://gw/2/1/{z}' });
  });

  it('[TR71] other pages need none; a call for any page keeps its path', () => {
    for (const page of ['/', '/users', '/users/', '/users/7/more'])
      expect(callFor(calls, 'GET', page)).toBeNull();
    const any = [{ method: '*', page: '*', callMethod: '*', url: 'http://gw' }];
    expect(callFor(any, 'PUT', '/x/y')).toEqual({ method: 'PUT', url: 'http://gw/x/y' });
  });
});

describe('Ingress rules', () => {
  const backend = (serviceName: string) => ({ serviceName, port: 80 });
  const path = (text: string, serviceName: string, pathType = 'Prefix') => ({
    path: text,
    pathType,
    backend: backend(serviceName),
  });
  function choose(host: string, url: string, ingresses: Record<string, object>) {
    const rows = Object.fromEntries(
      Object.entries(ingresses).map(([name, spec]) => [
        `shop/${name}`,
        {
          kind: 'Ingress',
          metadata: { name, namespace: 'shop', labels: {}, annotations: {}, ownerReferences: [] },
          spec,
        },
      ]),
    ) as unknown as Record<string, Ingress>;
    const read = { keys: () => Object.keys(rows).sort(), get: (_: string, key: string) => rows[key] };
    return backendFor(read as never, host, url)?.backend.serviceName ?? null;
  }
  const rules = [
    {
      host: 'a.example',
      paths: [path('/', 'root'), path('/api', 'api'), path('/api/exact', 'exact', 'Exact')],
    },
    { host: '*.example', paths: [path('/', 'wild')] },
    { paths: [path('/only', 'anyHost')] },
  ];

  it('[TR72] exact host before wildcard before any; exact path before prefix, longer prefix first', () => {
    const one = { main: { rules } };
    expect(choose('a.example', '/x', one)).toBe('root');
    expect(choose('a.example', '/api/v1', one)).toBe('api');
    expect(choose('a.example', '/api/exact', one)).toBe('exact');
    expect(choose('b.example', '/api', one)).toBe('wild');
    expect(choose('b.other', '/only/this', one)).toBe('anyHost');
  });

  it('[TR72] prefixes end at a slash, wildcards take one label', () => {
    const one = { main: { rules } };
    expect(choose('a.example', '/apis', one)).toBe('root');
    expect(choose('a.b.example', '/x', one)).toBeNull();
    expect(choose('example', '/x', one)).toBeNull();
  });

  it('[TR72] what no rule takes goes to the default backend, if there is one', () => {
    expect(choose('x.other', '/', { main: { rules } })).toBeNull();
    const withDefault = { main: { rules, defaultBackend: backend('fallback') } };
    expect(choose('x.other', '/', withDefault)).toBe('fallback');
    expect(choose('a.example', '/', withDefault)).toBe('root');
  });
});
