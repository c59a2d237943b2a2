/** Stored objects that no API server would hold: file, line and mend. */
import { describe, expect, it } from 'vitest';
import { readManifests } from '../readManifests';

const service = (spec: string, name = 'web') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 80}], ${spec}}\n`;

const slice = (addressType: string, address: string) => `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
addressType: ${addressType}
ports: [{port: 8080}]
endpoints:
  - addresses: ["${address}"]
`;

function problemsOf(...documents: string[]) {
  return readManifests([{ path: 'cluster.yaml', text: documents.join('---\n') }]).problems.map(
    ({ code, line, mend }) => [code, line, mend.length > 20],
  );
}

describe('endpoint addresses', () => {
  it.each([
    ['IPv4', '10.244.1.9'],
    ['IPv6', 'FD00:0:0::9'],
    ['FQDN', 'pod.example.org'],
  ])('takes %s %s', (type, address) => expect(problemsOf(slice(type, address))).toEqual([]));

  it.each([
    ['IPv4', '999.1.1.1'],
    ['IPv4', '10.1'],
    ['IPv4', 'pod.example.org'],
  ])('refuses %s %s', (type, address) =>
    expect(problemsOf(slice(type, address))).toEqual([['slice/address', 7, true]]),
  );

  it.each([
    ['IPv4', 'fd00::1'],
    ['IPv6', '10.244.1.9'],
    ['IPv4', '127.0.0.1'],
  ])('warns of %s %s', (type, address) => {
    const { problems } = readManifests([{ path: 'cluster.yaml', text: slice(type, address) }]);
    expect(problems).toMatchObject([{ code: 'slice/address-kind', severity: 'warning', line: 7 }]);
  });
});

describe('cluster IPs', () => {
  it.each([
    ['clusterIP: 10.96.0.7'],
    ['clusterIP: None, clusterIPs: [None]'],
    ['clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7, "fd00::7"], ipFamilies: [IPv4, IPv6]'],
    ['clusterIPs: ["fd00::7"]'],
  ])('takes %s', (spec) => expect(problemsOf(service(spec))).toEqual([]));

  it.each([
    ['clusterIP: 10.96.0.7, clusterIPs: [10.96.0.8]'],
    ['clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7, 10.96.0.8]'],
    ['clusterIP: 10.96.0.7, ipFamilies: [IPv6]'],
  ])('refuses %s', (spec) => expect(problemsOf(service(spec))).toEqual([['service/cluster-ips', 4, true]]));

  it('knows an address of another Service in any spelling', () => {
    const both = [service('clusterIP: "fd00::7"'), service('clusterIP: "FD00:0::7"', 'other')];
    expect(problemsOf(...both)).toEqual([['service/duplicate-cluster-ip', 9, true]]);
  });
});

it('refuses one nodePort for two ports of a Service', () => {
  const port = (name: string, number: number) => `{name: ${name}, port: ${number}, nodePort: 30080}`;
  const spec = `type: NodePort, ports: [${port('a', 80)}, ${port('b', 81)}]`;
  const text = `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {${spec}}\n`;
  expect(problemsOf(text)).toEqual([['service/duplicate-port', 4, true]]);
});
