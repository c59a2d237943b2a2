import { describe, expect, it } from 'vitest';
import type { Deployment, Service } from '../sim/cluster/objects';
import { placeOfField, readManifests } from './readManifests';
import { sampleSystems, scenarioFiles } from './testing/samples';

describe.each(sampleSystems())('reading $name', ({ files, expected }) => {
  const yaml = files.filter((file) => file.path.endsWith('.yaml'));
  const reading = readManifests(yaml);

  it('finds no error, and as many objects of each kind as there are', () => {
    expect(reading.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
    const counts: Record<string, number> = {};
    const identities = new Set([
      ...reading.objects.map(({ object }) => `${object.kind}/${object.metadata.name}`),
      ...reading.other.map(({ kind, name }) => `${kind}/${name}`),
    ]);
    for (const identity of identities) {
      const kind = identity.split('/')[0]!;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts).toEqual(expected.counts);
  });

  it('counts empty documents and duplicates', () => {
    const empty = expected.files
      .filter((file) => file.path.endsWith('.yaml') && (file.emptyDocuments ?? 0) > 0)
      .map((file) => [file.path, file.emptyDocuments]);
    expect(Object.entries(reading.emptyDocuments).sort()).toEqual(empty.sort());
    const duplicates = reading.problems.filter((problem) => problem.code === 'object/duplicate');
    expect(duplicates).toHaveLength(expected.duplicates.length);
  });

  it('reads each workload: labels, replicas, containers, files', () => {
    expect(
      reading.workloads.map((workload) => ({
        ref: workload.ref,
        namespace: workload.namespace,
        apiVersion: workload.apiVersion,
        file: workload.place.file,
        replicas: workload.replicas,
        podLabels: workload.podLabels,
        images: workload.containers.filter((one) => !one.init).map((one) => `${one.name} ${one.image}`),
        initContainers: workload.containers.filter((one) => one.init).length,
      })),
    ).toEqual(
      expected.workloads.map(({ containers, initContainers = 0, ...workload }) => ({
        ref: workload.ref,
        namespace: workload.namespace,
        apiVersion: workload.apiVersion,
        file: workload.file,
        replicas: workload.replicas,
        podLabels: workload.podLabels,
        images: containers.map((one) => `${one.name} ${one.image}`),
        initContainers,
      })),
    );
  });

  it('says which references to ConfigMaps and Secrets dangle', () => {
    const dangling = reading.workloads.flatMap((workload) =>
      workload.containers.flatMap((container) =>
        container.missing.map(({ kind, name, key }) => `${workload.ref}: ${kind}/${name}.${key}`),
      ),
    );
    expect([...new Set(dangling)].sort()).toEqual([...expected.danglingConfigRefs].sort());
  });

  it('shows no value of a Secret', () => {
    const shown = JSON.stringify([reading.objects, reading.secrets, reading.other]);
    expect(shown).not.toContain('dXNlcm5hbWU=');
    expect(shown).not.toContain('cGFzc3dvcmQ=');
  });
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx
`;

function readOne(text: string, path = 'a.yaml') {
  const reading = readManifests([{ path, text }]);
  expect(reading.problems).toEqual([]);
  expect(reading.objects).toHaveLength(1);
  return reading.objects[0]!;
}

describe('defaults, as the API server sets them', () => {
  it('of a Deployment', () => {
    const { spec, metadata } = readOne(DEPLOYMENT).object as Deployment;
    expect(metadata.namespace).toBe('default');
    expect(spec).toMatchObject({
      replicas: 1,
      minReadySeconds: 0,
      paused: false,
      strategy: { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' },
    });
    expect(spec.template.spec).toMatchObject({
      dnsPolicy: 'ClusterFirst',
      hostNetwork: false,
      terminationGracePeriodSeconds: 30,
    });
  });

  it('of a probe', () => {
    const text = `${DEPLOYMENT}          readinessProbe:\n            httpGet: {port: 80}\n`;
    const { spec } = readOne(text).object as Deployment;
    expect(spec.template.spec.containers[0]?.readinessProbe).toEqual({
      httpGet: { path: '/', port: 80 },
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  it('of a Service without selector', () => {
    const service = readOne(
      'apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 5432}]}\n',
    );
    expect((service.object as Service).spec).toMatchObject({
      type: 'ClusterIP',
      clusterIP: '',
      selector: null,
      ports: [{ name: '', protocol: 'TCP', port: 5432, targetPort: 5432 }],
      sessionAffinity: 'None',
      sessionAffinityTimeoutSeconds: 10800,
      internalTrafficPolicy: 'Cluster',
      externalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
    });
  });

  it('takes the preStop sleep from either form', () => {
    for (const hook of ['sleep: {seconds: 5}', 'exec: {command: ["/bin/sh", "-c", "sleep 5"]}']) {
      const { spec } = readOne(`${DEPLOYMENT}          lifecycle: {preStop: {${hook}}}\n`)
        .object as Deployment;
      expect(spec.template.spec.containers[0]?.preStopSleepSeconds).toBe(5);
    }
  });
});

describe('forms of text', () => {
  it('reads a byte order mark and CRLF, and still counts lines and columns right', () => {
    const read = readOne(`\uFEFF${DEPLOYMENT.replaceAll('\n', '\r\n')}`);
    expect(read).toMatchObject({ line: 1, column: 1 });
    expect(placeOfField(read, 'spec.template.metadata.labels.app')).toEqual({
      file: 'a.yaml',
      line: 12,
      column: 9,
    });
  });

  it('reads JSON, with tabs', () => {
    const json = JSON.stringify(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } },
      null,
      '\t',
    );
    expect(readOne(json, 'a.json').object).toMatchObject({ kind: 'ConfigMap', data: { a: 'b' } });
  });

  it('takes a List apart, of any kind', () => {
    const text = `apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
---
apiVersion: v1
kind: ConfigMapList
items:
  - metadata: {name: c}
`;
    const reading = readManifests([{ path: 'list.yaml', text }]);
    expect(reading.problems).toEqual([]);
    expect(reading.objects.map((read) => [read.object.metadata.name, read.line])).toEqual([
      ['a', 4],
      ['b', 5],
      ['c', 10],
    ]);
  });

  it('follows anchors, aliases and merge keys', () => {
    const text = `apiVersion: v1
kind: Service
metadata: {name: web, labels: &labels {app: web}}
spec:
  ports: [{port: 80}]
  selector:
    <<: *labels
    tier: front
`;
    const reading = readManifests([{ path: 'a.yaml', text }]);
    expect((reading.objects[0]!.object as Service).spec.selector).toEqual({ app: 'web', tier: 'front' });
  });

  it('mirrors Endpoints of a Service that has no selector into slices', () => {
    const text = `apiVersion: v1
kind: Endpoints
metadata: {name: db}
subsets:
  - addresses: [{ip: 192.0.2.1}]
    notReadyAddresses: [{ip: 192.0.2.2}]
    ports: [{name: pg, port: 5432}]
`;
    expect(readOne(text).object).toMatchObject({
      kind: 'EndpointSlice',
      metadata: { labels: { 'kubernetes.io/service-name': 'db' } },
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['192.0.2.1'], conditions: { ready: true } },
        { addresses: ['192.0.2.2'], conditions: { ready: false } },
      ],
      ports: [{ name: 'pg', protocol: 'TCP', port: 5432 }],
    });
  });

  it('keeps the last of two objects with one name, and says where the first stands', () => {
    const second = DEPLOYMENT.replace('image: nginx', 'image: caddy');
    const reading = readManifests([
      { path: 'a.yaml', text: DEPLOYMENT },
      { path: 'b.yaml', text: second },
    ]);
    expect(reading.objects).toHaveLength(1);
    expect((reading.objects[0]!.object as Deployment).spec.template.spec.containers[0]?.image).toBe('caddy');
    expect(reading.problems).toMatchObject([
      { code: 'object/duplicate', file: 'b.yaml', line: 4, column: 3, params: { first: 'a.yaml:1' } },
    ]);
  });
});

describe('the first scenario', () => {
  const reading = readManifests(
    scenarioFiles('where-a-service-works').filter((file) => file.path.startsWith('manifests/')),
  );

  it('stands where the course note says', () => {
    const service = reading.objects.find(({ object }) => object.metadata.name === 'user-api-service')!;
    expect(service.file).toBe('manifests/user-api.yaml');
    expect((service.object as Service).spec).toMatchObject({
      clusterIP: '10.103.22.45',
      selector: { app: 'user-api' },
      ports: [{ port: 80, targetPort: 80 }],
    });
    const text = scenarioFiles('where-a-service-works')
      .find((file) => file.path === service.file)!
      .text.split('\n');
    expect(text[placeOfField(service, 'spec.selector').line - 1]).toBe('  selector:');
    expect(text[placeOfField(service, 'spec.ports[0].targetPort').line - 1]).toBe('      targetPort: 80');
  });

  it('gives the ingress controller its outside address, and the nodes their Pod ranges', () => {
    const controller = reading.objects.find(
      ({ object }) => object.kind === 'Service' && object.metadata.name === 'ingress-nginx-controller',
    )!;
    expect((controller.object as Service).status.loadBalancer).toEqual([
      { ip: '203.0.113.10', ipMode: 'VIP' },
    ]);
    const nodes = reading.objects.flatMap(({ object }) => (object.kind === 'Node' ? [object] : []));
    expect(nodes.map((node) => [node.metadata.name, node.spec.podCIDR, node.status.internalIP])).toEqual([
      ['node-1', '10.244.1.0/24', '192.168.0.11'],
      ['node-2', '10.244.2.0/24', '192.168.0.12'],
      ['node-3', '10.244.3.0/24', '192.168.0.13'],
    ]);
  });
});
