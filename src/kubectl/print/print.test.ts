/** Formats held to what the real ones print: headings, columns, widths, words. */
import { describe, expect, it } from 'vitest';
import { readingWorld } from '../testing/readingWorld';
import { humanDuration, rfc1123, rfc3339 } from './duration';
import { DESCRIPTION, lineUp, TABLE } from './tabWriter';

const SECOND = 1_000_000;

describe('ages', () => {
  // The cases of apimachinery pkg/util/duration/duration_test.go TestHumanDuration.
  it.each([
    [1, '1s'],
    [70, '70s'],
    [190, '3m10s'],
    [600, '10m'],
    [67 * 60, '67m'],
    [4 * 3600 + 60, '4h1m'],
    [8 * 3600 + 61, '8h'],
    [2 * 86_400 + 3600, '2d1h'],
    [8 * 86_400, '8d'],
    [400 * 86_400, '400d'],
    [3 * 365 * 86_400, '3y'],
    [9 * 365 * 86_400 + 86_400, '9y'],
    [0, '0s'],
    [-1, '0s'],
    [-2, '<invalid>'],
  ])('%i s is %s', (seconds, text) => {
    expect(humanDuration(seconds * SECOND)).toBe(text);
  });

  it('the world begins on a Monday morning', () => {
    expect(rfc3339(0)).toBe('2025-09-01T08:00:00Z');
    expect(rfc3339(-60 * SECOND)).toBe('2025-09-01T07:59:00Z');
    expect(rfc1123(29 * 86_400 * SECOND + 61 * SECOND)).toBe('Tue, 30 Sep 2025 08:01:01 +0000');
    expect(rfc3339(183 * 86_400 * SECOND)).toBe(
      new Date(Date.UTC(2026, 2, 3, 8)).toISOString().replace('.000', ''),
    );
  });
});

describe('columns', () => {
  it('are as wide as their widest cell and three blanks, six at least', () => {
    expect(lineUp(['NAME\tA\tB', 'web\t1\t22'], TABLE)).toEqual(['NAME   A     B', 'web    1     22']);
  });

  it('of a description end where a line has none', () => {
    const lines = ['Name:\tx', 'Labels:\t<none>', 'Containers:', '  web:', '    A:\t1'];
    expect(lineUp(lines, DESCRIPTION)).toEqual([
      'Name:    x',
      'Labels:  <none>',
      'Containers:',
      '  web:',
      '    A:  1',
    ]);
  });
});

describe('get', () => {
  const { one, pods, type } = readingWorld();
  const [pod = ''] = pods;
  const ages = (lines: readonly string[]) => lines.map((line) => line.replace(/\b\d+[sm](\d+s)?\b/g, 'AGE'));

  it('pods, plain and wide', () => {
    const [head, first] = ages(type('kubectl get pods -l app=user-api'));
    expect(head).toBe('NAME                                   READY   STATUS    RESTARTS   AGE');
    expect(first).toBe(`${pod}   1/1     Running   0          AGE`);
    const wide = type(`kubectl get pod ${pod} -o wide`);
    expect(wide[0]).toMatch(/AGE\s+IP\s+NODE\s+NOMINATED NODE {3}READINESS GATES$/);
    expect(wide[1]).toContain(
      `   ${one.ipOf(`default/${pod}`)}   ${one.nodeOf(`default/${pod}`)}   <none>           <none>`,
    );
  });

  it('services, in one namespace and in all', () => {
    expect(ages(type('kubectl get svc user-api-service'))).toEqual([
      'NAME               TYPE        CLUSTER-IP     EXTERNAL-IP   PORT(S)   AGE',
      'user-api-service   ClusterIP   10.103.22.45   <none>        80/TCP    AGE',
    ]);
    const all = type('kubectl get services -A');
    expect(all[0]).toMatch(/^NAMESPACE {7}NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE$/);
    expect(all.join('\n')).toMatch(/LoadBalancer +\S+ +203\.0\.113\.10 +80:3\d{4}\/TCP,443:3\d{4}\/TCP/);
    expect(all.join('\n')).toContain('53/UDP,53/TCP,9153/TCP');
  });

  it('endpoints with today’s warning, and the slices that replace them', () => {
    const ready = pods.map((name) => one.ipOf(`default/${name}`)).sort();
    expect(ages(type('kubectl get ep user-api-service'))).toEqual([
      'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
      'NAME               ENDPOINTS                                   AGE',
      `user-api-service   ${ready.map((ip) => `${ip}:80`).join(',')}   AGE`,
    ]);
    const [head, slice] = ages(
      type('kubectl get endpointslices -l kubernetes.io/service-name=user-api-service'),
    );
    expect(head).toBe(
      'NAME                     ADDRESSTYPE   PORTS   ENDPOINTS                          AGE',
    );
    expect(slice).toMatch(/^user-api-service-\w{5} {3}IPv4 {10}80 {6}[\d.]+,[\d.]+,[\d.]+ {3}AGE$/);
  });

  it('deployments, replica sets, nodes', () => {
    expect(ages(type('kubectl get deploy user-api-deployment'))).toEqual([
      'NAME                  READY   UP-TO-DATE   AVAILABLE   AGE',
      'user-api-deployment   3/3     3            3           AGE',
    ]);
    expect(type('kubectl get deploy -o wide')[0]).toMatch(/AGE {4}CONTAINERS {4}IMAGES +SELECTOR$/);
    expect(type('kubectl get rs -l app=user-api')[0]).toMatch(/^NAME +DESIRED {3}CURRENT {3}READY {3}AGE$/);
    expect(type('kubectl get node node-1')[0]).toMatch(/^NAME {5}STATUS {3}ROLES {4}AGE +VERSION$/);
    expect(type('kubectl get node node-1')[1]).toMatch(/^node-1 {3}Ready {4}<none> {3}\w+ {3}v1\.34\.0$/);
  });

  it('several types: names with their kind, an empty line between', () => {
    const lines = type('kubectl get svc,deploy');
    expect(lines.filter((line) => line === '')).toHaveLength(1);
    expect(lines[1]).toMatch(/^service\/api-gateway /);
    expect(lines.at(-1)).toMatch(/^deployment\.apps\/web-mvc /);
  });

  it('names, YAML and JSON', () => {
    expect(type('kubectl get deploy/user-api-deployment -o name')).toEqual([
      'deployment.apps/user-api-deployment',
    ]);
    const yaml = type('kubectl get svc user-api-service -o yaml');
    expect(yaml.slice(0, 4)).toEqual([
      'apiVersion: v1',
      'kind: Service',
      'metadata:',
      '  creationTimestamp: "2025-09-01T07:59:00Z"',
    ]);
    expect(yaml).toContain('  clusterIP: 10.103.22.45');
    expect(yaml).toContain('  - name: http');
    const list = JSON.parse(type('kubectl get pods -o json').join('\n')) as {
      kind: string;
      items: unknown[];
    };
    expect(list.kind).toBe('List');
    expect(list.items).toHaveLength(9);
  });

  it('nothing there: in words', () => {
    expect(type('kubectl get pods -l app=none')).toEqual(['No resources found in default namespace.']);
    expect(type('kubectl get pods -l app=none -A')).toEqual(['No resources found']);
    expect(type('kubectl get pods nope')).toEqual(['Error from server (NotFound): pods "nope" not found']);
    expect(type('kubectl get pod nope -o yaml')).toEqual([
      'Error from server (NotFound): pods "nope" not found',
    ]);
  });

  it('labels by equality and by sets', () => {
    const names = (selector: string) => type(`kubectl get pods -o name -l '${selector}'`).length;
    expect(names('app in (user-api, web-mvc)')).toBe(5);
    expect(names('app notin (user-api),app')).toBe(6);
    expect(names('app!=user-api')).toBe(6);
    expect(names('app==user-api,!nope')).toBe(3);
    expect(type(`kubectl get pod ${pod} --show-labels`)[1]).toMatch(/app=user-api,pod-template-hash=\w+$/);
    expect(type(`kubectl get pod ${pod} -L app`)[0]).toMatch(/AGE +APP$/);
  });
});

describe('a Pod’s life in its line', () => {
  it('ContainerCreating, Running, Terminating, restarts, CrashLoopBackOff', () => {
    const { one, pods, type } = readingWorld();
    const [pod = '', other = ''] = pods;
    const line = (name: string) => type(`kubectl get pod ${name} --no-headers`)[0];
    one.crash(`default/${pod}`).run(5);
    expect(line(pod)).toMatch(/1\/1 {3}Running {3}1 \(\ds ago\) {3}\d/);
    one.crash(`default/${pod}`).run(1);
    expect(line(pod)).toMatch(/0\/1 {3}CrashLoopBackOff {3}1 \(\ds ago\)/);
    one.kill(`default/${other}`).run(0.1);
    expect(line(other)).toMatch(/1\/1 {3}Terminating {3}0 /);
    one.scale('default/user-api-deployment', 5).run(0.2);
    expect(type('kubectl get pods').join('\n')).toMatch(/0\/1 {5}(ContainerCreating|Pending) /);
  });
});

describe('describe', () => {
  const { one, pods, type } = readingWorld();
  const [pod = ''] = pods;

  it('a Service', () => {
    const lines = type('kubectl describe svc user-api-service');
    expect(lines).toContain('Selector:                 app=user-api');
    expect(lines).toContain('Port:                     http  80/TCP');
    expect(lines).toContain('TargetPort:               80/TCP');
    expect(lines.find((line) => line.startsWith('Endpoints:'))).toMatch(/^Endpoints: {16}([\d.]+:80,?){3}$/);
    expect(lines.at(-1)).toBe('Events:                   <none>');
    one.intend({ type: 'setServiceSelector', service: 'default/user-api-service', selector: { app: 'x' } });
    one.run(3);
    expect(type('kubectl describe svc user-api-service')).toContain('Endpoints:');
  });

  it('a Pod, by the beginning of its name too', () => {
    const lines = type(`kubectl describe pod ${pod.slice(0, -2)}`);
    expect(lines[0]).toBe(`Name:         ${pod}`);
    expect(lines).toContain(`Controlled By:  ReplicaSet/${pod.slice(0, -6)}`);
    expect(lines).toContain(
      '    Readiness:      http-get http://:http/healthz delay=0s timeout=1s period=2s #success=1 #failure=3',
    );
    expect(lines).toContain('    Restart Count:  0');
  });

  it('what is not there, and two with two empty lines between', () => {
    expect(type('kubectl describe pod nope')).toEqual([
      'Error from server (NotFound): pods "nope" not found',
    ]);
    expect(type('kubectl describe nodes node-1 node-2').join('\n')).toMatch(/<none>\n\n\nName: +node-2/);
  });
});
