import { describe, expect, it } from 'vitest';
import { sampleSystems, scenarioFiles } from '../testing/samples';
import { importSystem } from './importSystem';

describe.each(sampleSystems())('importing $name', ({ files, expected }) => {
  const system = importSystem(files);

  it('finds each Service with its ports and the workloads it selects', () => {
    const shape = (service: {
      namespace: string;
      name: string;
      type: string;
      selects: readonly string[];
      ports: readonly object[];
    }) => [service.namespace, service.name, service.type, service.selects, service.ports];
    expect(
      system.services.map((service) =>
        shape({
          ...service,
          ports: service.ports.map(({ name, port, protocol, targetPort }) => ({
            name,
            port,
            protocol,
            targetPort,
          })),
        }),
      ),
    ).toEqual(
      expected.services.map((service) =>
        shape({
          ...service,
          ports: service.ports.map(({ name = '', port, protocol, effectiveTargetPort }) => ({
            name,
            port,
            protocol,
            targetPort: effectiveTargetPort,
          })),
        }),
      ),
    );
  });

  it('finds the Ingress rules', () => {
    expect(
      system.ingressRules.map(({ host, path, service, port, serviceExists, portExists }) => ({
        host,
        path,
        service,
        port,
        serviceExists,
        portExists,
      })),
    ).toEqual(expected.ingresses.flatMap((ingress) => ingress.rules.map(({ pathType: _, ...rule }) => rule)));
  });

  it('knows which Ocelot configuration is in force, at which gateway, with which routes', () => {
    const found = system.ocelot.map(({ file, key, inForce, gateway, routes }) => ({
      file,
      key,
      inForce,
      gateway,
      routes: routes.map(({ upstream, methods, downstream, scheme, auth, targets }) => ({
        upstream,
        methods,
        downstream,
        scheme,
        auth,
        targets: targets.map(({ host, port }) => ({ host, port })),
      })),
    }));
    const wanted = expected.ocelot.map(({ file, key, inForce, gateway, routes }) => ({
      file,
      key,
      inForce,
      gateway,
      routes: routes.map(({ upstream, methods, downstream, scheme, auth, targets }) => ({
        upstream,
        methods,
        downstream,
        scheme,
        auth,
        targets: targets.map(({ host, port }) => ({ host, port })),
      })),
    }));
    expect(found).toEqual(wanted);
  });

  it('finds the calls, each with its evidence, port and verdict', () => {
    const wanted = [
      ...expected.edges.map((edge) => [
        edge.from,
        edge.to,
        edge.port,
        edge.portSource,
        edge.via,
        edge.form,
        edge.reaches,
        edge.verdict,
      ]),
    ];
    const found = system.calls
      // Two variables that name host and port together: a second evidence for a call in the list.
      .filter((call) => call.service !== null && call.form !== 'host and port')
      .map((call) => [
        call.from,
        call.to,
        call.port,
        call.portSource,
        call.evidence,
        call.form,
        call.reaches,
        call.verdict,
      ]);
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(found.sort(byText)).toEqual(wanted.sort(byText));
  });

  it('finds the same call graph and the same faults, each fault with a place and a mend', () => {
    const graph = system.calls
      .filter((call) => call.service !== null)
      .map((call) => `${call.from} -> ${call.to}:${call.port ?? '?'}`);
    expect([...new Set(graph)].sort()).toEqual([...expected.callGraph].sort());
    const faults = system.calls
      .filter((call) => !call.verdict.startsWith('ok'))
      .map((call) => `${call.from} -> ${call.to}:${call.port}: ${call.verdict}`);
    expect([...new Set(faults)].sort()).toEqual([...expected.faults].sort());
    for (const fault of system.warnings.filter((warning) => warning.code === 'call/no-service')) {
      expect(fault.line).toBeGreaterThan(1);
      expect(fault.mend).not.toBe('');
    }
  });
});

describe('roles', () => {
  const rolesOf = (name: string) => {
    const system = sampleSystems().find((sample) => sample.name === name)!;
    return Object.fromEntries(importSystem(system.files).workloads.map((one) => [one.name, one.role]));
  };

  it('tells gateways, web apps, services and data stores of eShopOnContainers apart', () => {
    expect(rolesOf('eshoponcontainers')).toMatchObject({
      webmvc: 'web-app',
      webspa: 'web-app',
      apigwws: 'gateway',
      apigwmm: 'gateway',
      basket: 'service',
      identity: 'service',
      webshoppingagg: 'service',
      rabbitmq: 'data-store',
      'sql-data': 'data-store',
      'basket-data': 'data-store',
    });
  });

  it('tells what nobody calls from what is called', () => {
    expect(rolesOf('online-boutique')).toMatchObject({
      frontend: 'web-app',
      loadgenerator: 'client',
      'redis-cart': 'data-store',
      cartservice: 'service',
    });
    expect(rolesOf('bookinfo')).toMatchObject({ 'productpage-v1': 'web-app', 'reviews-v2': 'service' });
  });

  it('takes the annotation where there is one', () => {
    const workloads = importSystem(scenarioFiles('where-a-service-works')).workloads;
    expect(Object.fromEntries(workloads.map((one) => [one.name, one.role]))).toEqual({
      'web-mvc': 'web-app',
      'api-gateway': 'gateway',
      'user-api-deployment': 'service',
      'contact-api-deployment': 'service',
      coredns: 'dns',
      'ingress-nginx-controller': 'ingress-controller',
    });
  });
});

describe('a gateway whose Ocelot configuration stands in a ConfigMap', () => {
  const files = scenarioFiles('where-a-service-works');
  const system = importSystem(files);

  it('points at the very lines of the routes, inside the ConfigMap', () => {
    expect(system.ocelot).toHaveLength(1);
    const [ocelot] = system.ocelot;
    expect(ocelot).toMatchObject({ inForce: true, gateway: 'Deployment/api-gateway' });
    const lines = files.find((file) => file.path === 'manifests/api-gateway.yaml')!.text.split('\n');
    for (const route of ocelot!.routes) {
      expect(lines[route.place.line - 1]?.slice(route.place.column - 1)).toBe('{');
      expect(lines[route.place.line]).toContain(`"DownstreamPathTemplate": "${route.downstream}"`);
    }
  });

  it('leaves files alone that are not for Kubernetes', () => {
    const compose = { path: 'docker-compose.yml', text: 'services:\n  web:\n    image: nginx\n' };
    const withCompose = importSystem([...files, compose]);
    expect(withCompose.ignored).toContain('docker-compose.yml');
    expect(withCompose.warnings).toEqual(system.warnings);
  });
});

describe('a gateway whose Ocelot configuration is baked into its image', () => {
  const workload = (name: string) => ({
    path: `${name}.yaml`,
    text: `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: app, image: ${name}}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{port: 80}]}
`,
  });
  const ocelot = (host: string) => ({
    path: 'ocelot.json',
    text: `{"Routes":[{"UpstreamPathTemplate":"/x","DownstreamPathTemplate":"/y",
      "DownstreamHostAndPorts":[{"Host":"${host}","Port":80}]}]}`,
  });

  it('belongs to the only workload that is called a gateway', () => {
    const system = importSystem([workload('api-gateway'), workload('users'), ocelot('users')]);
    expect(system.ocelot).toMatchObject([{ inForce: true, gateway: 'Deployment/api-gateway' }]);
    expect(system.calls).toMatchObject([
      { from: 'Deployment/api-gateway', to: 'users', port: 80, verdict: 'ok' },
    ]);
  });

  it('is in force nowhere if none of its hosts is in the cluster', () => {
    const system = importSystem([workload('api-gateway'), workload('users'), ocelot('users.api')]);
    expect(system.ocelot).toMatchObject([{ inForce: false, gateway: null }]);
    expect(system.warnings.map((warning) => warning.code)).toEqual(['ocelot/not-in-force']);
  });

  it('says where a broken ocelot.json stops being JSON', () => {
    const text =
      '{\n  "Routes": [\n    {\n      "UpstreamPathTemplate": "/x"\n      "Priority": 1\n    }\n  ]\n}\n';
    const system = importSystem([workload('api-gateway'), { path: 'ocelot.json', text }]);
    const problem = system.warnings.find((warning) => warning.code === 'ocelot/syntax');
    expect(problem).toMatchObject({ file: 'ocelot.json', line: 4, column: 35, severity: 'error' });
    expect(problem!.mend).toMatch(/comma/);
  });
});

describe('what a value names', () => {
  const system = (env: string, service = 'spec: {selector: {app: db}, ports: [{port: 5432}]}') =>
    importSystem([
      {
        path: 'a.yaml',
        text: `apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
${service}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: app, image: web, env: [${env}]}]}
`,
      },
    ]);
  const headless = 'spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}';

  it.each([
    ['{name: URL, value: "postgres://db"}', undefined, ['db:5432 ok']],
    ['{name: URL, value: "postgres://db.shop.svc.cluster.local"}', undefined, ['db:5432 ok']],
    ['{name: URL, value: "postgres://db.other"}', undefined, ['db.other:5432 no such Service']],
    ['{name: URL, value: "http://db"}', undefined, ['db:80 no such port']],
    ['{name: URL, value: "postgres://db-0.db"}', headless, ['db:5432 ok']],
    [
      '{name: URL, value: "postgres://db"}',
      'spec: {selector: {app: x}, ports: [{port: 5432}]}',
      ['db:5432 selects nothing'],
    ],
    [
      '{name: URL, value: "postgres://db"}',
      'spec: {selector: {app: db}, ports: [{port: 5432, targetPort: pg}]}',
      ['db:5432 target port not found'],
    ],
    ['{name: DB_HOST, value: db}, {name: DB_PORT, value: "5432"}', undefined, ['db:5432 ok']],
    ['{name: POSTGRES_USER, value: db}', undefined, []],
    ['{name: DB_IMAGE, value: "db:7"}', undefined, []],
    ['{name: API, value: "https://kubernetes.default.svc"}', undefined, []],
    ['{name: API, value: "https://api.example.com"}', undefined, []],
    ['{name: LISTEN, value: "http://0.0.0.0:80"}', undefined, []],
  ])('%s', (env, service, wanted) => {
    const calls = system(env, service).calls.map((call) => `${call.to}:${call.port} ${call.verdict}`);
    expect(calls).toEqual(wanted);
  });

  it('keeps hosts outside the cluster apart', () => {
    expect(system('{name: API, value: "https://api.example.com"}').outside).toMatchObject([
      { from: 'Deployment/web', host: 'api.example.com', port: 443, line: 13 },
    ]);
  });
});
