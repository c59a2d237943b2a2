/** What kube-proxy makes of the fields of a Service and of its slices, however they are written. */
import { describe, expect, it } from 'vitest';
import { toEndpointSlice, toService } from '../../manifest/convert/network';
import { canonicalIP, normalizeCIDR } from './addresses';
import { endpointsOf, slicesByService } from './endpoints';
import { nodePortAddresses, servesLocalhost } from './nodePortAddresses';
import { nodeProxyConfig } from './nodeProxyConfig';
import { servicePorts } from './servicePorts';

type Family = 'IPv4' | 'IPv6';

function service(spec: object, status: object = {}, labels: Record<string, string> = {}) {
  const metadata = { name: 'web', namespace: 'shop', labels };
  const ports = [{ name: 'http', port: 80 }];
  return toService({ metadata, spec: { clusterIP: '10.96.0.7', ports, ...spec }, status });
}

function slice(endpoints: readonly object[], given: object = {}, labels: Record<string, string> = {}) {
  return toEndpointSlice({
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      labels: { 'kubernetes.io/service-name': 'web', ...labels },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080 }],
    endpoints,
    ...given,
  });
}

const first = (spec: object, family: Family = 'IPv4', status: object = {}) =>
  servicePorts(service(spec, status), family)[0];

describe('[DP28] addresses are read as kube-proxy reads them', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['010.000.0.01', '10.0.0.1'],
    ['FD00:0:0:0:0:0:0:A', 'fd00::a'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::', '::'],
    ['10.1', undefined],
    ['10', undefined],
    ['0x0a.0.0.1', undefined],
    ['256.0.0.1', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
    ['db.example.org', undefined],
  ])('address %s is %s', (text, expected) => expect(canonicalIP(text)).toBe(expected));

  it.each([
    ['203.0.113.77/25', '203.0.113.0/25'],
    [' 10.0.0.0/8\t', '10.0.0.0/8'],
    ['FD00:0:0::5/64', 'fd00::/64'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0', undefined],
    ['10.0.0.0/', undefined],
    ['everybody', undefined],
  ])('range %s is %s', (text, expected) => expect(normalizeCIDR(text)).toBe(expected));

  it('writes a Service’s and a slice’s IPv6 addresses in the short form', () => {
    const spec = { clusterIP: 'FD00:10:96:0:0:0:0:7', externalIPs: ['2001:DB8:0::1'] };
    const port = first(spec, 'IPv6')!;
    expect([port.clusterIP.ip, port.externalIPs[0]!.ip]).toEqual(['fd00:10:96::7', '2001:db8::1']);
    const own = slice([{ addresses: ['FD00:244:0:0:0:0:0:9'] }], { addressType: 'IPv6' });
    expect(endpointsOf(port, [own], 'IPv6', 'n').map(({ address }) => address)).toEqual([
      '[fd00:244::9]:8080',
    ]);
  });
});

describe('[DP28] loadBalancerSourceRanges', () => {
  it.each([
    ['both families', ['203.0.113.0/24', '2001:db8::/32'], ['203.0.113.0/24']],
    ['one that allows everybody', ['203.0.113.0/24', '0.0.0.0/0'], []],
    ['everybody of the other family', ['203.0.113.0/24', '::/0'], ['203.0.113.0/24']],
    ['everybody, written otherwise', ['1.2.3.4/0'], []],
    ['the same one twice', ['10.0.0.0/8', '10.1.2.3/8'], ['10.0.0.0/8', '10.0.0.0/8']],
  ])('%s', (_, loadBalancerSourceRanges, expected) => {
    expect(first({ type: 'LoadBalancer', loadBalancerSourceRanges })!.sourceRanges).toEqual(expected);
  });
});

describe('[DP28] status.loadBalancer.ingress', () => {
  it.each([
    ['ipMode VIP or none', [{ ip: '203.0.113.1' }, { ip: '203.0.113.2', ipMode: 'VIP' }], 2],
    ['ipMode Proxy', [{ ip: '203.0.113.1', ipMode: 'Proxy' }], 0],
    ['a host name', [{ hostname: 'lb.example.org' }], 0],
    ['the other family', [{ ip: '2001:db8::1' }], 0],
    ['no address at all', [{ ip: 'soon' }], 0],
  ])('%s', (_, ingress, count) => {
    const port = first({ type: 'LoadBalancer' }, 'IPv4', { loadBalancer: { ingress } })!;
    expect(port.loadBalancerIPs).toHaveLength(count);
  });
});

describe('[DP28] labels by which kube-proxy leaves objects to others', () => {
  it.each(['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'])('%s', (label) => {
    expect(servicePorts(service({}, {}, { [label]: '' }), 'IPv4')).toEqual([]);
    const one = slice([{ addresses: ['10.244.0.9'] }], {}, { [label]: 'x' });
    expect(slicesByService([one]).size).toBe(0);
    expect(slicesByService([slice([])]).size).toBe(1);
  });
});

describe('[DP28] conditions that a slice leaves open', () => {
  it.each([
    ['none', undefined, [true, true, false]],
    ['empty', {}, [true, true, false]],
    ['ready: false', { ready: false }, [false, true, false]],
    ['terminating, nothing said of serving', { ready: false, terminating: true }, [false, true, true]],
    ['not serving', { ready: false, serving: false, terminating: true }, [false, false, true]],
  ])('%s', (_, conditions, expected) => {
    const given = slice([{ addresses: ['10.244.0.9'], ...(conditions === undefined ? {} : { conditions }) }]);
    const [endpoint] = endpointsOf(first({})!, [given], 'IPv4', 'n');
    expect([endpoint!.ready, endpoint!.serving, endpoint!.terminating]).toEqual(expected);
  });
});

describe('[DP28] nodePortAddresses', () => {
  const node = (given: object) =>
    nodeProxyConfig({
      nodeIP: '192.168.0.11',
      nodeIPs: ['192.168.0.11', '10.9.0.11', '127.0.0.1', '2001:db8::11', '::1'],
      ...given,
    });

  it.each([
    ['none', {}, 'all', true],
    ['one range', { nodePortAddresses: ['192.168.0.0/24'] }, ['192.168.0.11'], false],
    [
      'with loopback',
      { nodePortAddresses: ['127.0.0.1/32', '10.0.0.0/8'] },
      ['10.9.0.11', '127.0.0.1'],
      true,
    ],
    ['of the other family alone', { nodePortAddresses: ['2001:db8::/32'] }, 'all', true],
    ['everything', { nodePortAddresses: ['10.0.0.0/8', '0.0.0.0/0'] }, 'all', true],
    ['primary', { nodePortAddresses: ['primary'] }, ['192.168.0.11'], false],
    ['a range that nobody is in', { nodePortAddresses: ['203.0.113.0/24'] }, [], false],
    ['localhost switched off', { localhostNodePorts: false }, 'all', false],
    [
      'IPv6',
      { ipFamily: 'IPv6', nodePortAddresses: ['2001:db8::/64', '10.0.0.0/8'] },
      ['2001:db8::11'],
      false,
    ],
  ] as const)('%s', (_, given, addresses, localhost) => {
    const found = nodePortAddresses(node(given));
    expect([found === 'all' ? found : [...found].sort(), servesLocalhost(node(given))]).toEqual([
      addresses,
      localhost,
    ]);
  });
});
