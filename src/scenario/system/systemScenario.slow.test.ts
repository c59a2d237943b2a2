import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyIntent } from '../../sim/intent';
import { simLaws } from '../../sim/laws';
import type { Outcome } from '../../sim/packet/hop';
import { roleOf } from '../../sim/traffic/programs';
import { Timeline } from '../../trace/timeline';
import { startPrepared } from '../startPrepared';
import { MOST_PODS } from './limits';
import { readSystem } from './readSystem';
import { systemScenario, type SystemOptions, type SystemScenario } from './systemScenario';

const SAMPLES = join(import.meta.dirname, '../../manifest/testing/samples');
const LESSON = join(import.meta.dirname, '../../../scenarios/where-a-service-works/manifests');

function filesIn(folder: string) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ya?ml|json)$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

function systemOf(files: readonly { path: string; text: string }[], options: Partial<SystemOptions> = {}) {
  const { system, files: read } = readSystem(files);
  return systemScenario(system, read, { resume: true, ...options });
}

/** Sends one request for the first URL; returns its outcome and the names of its hops. */
function send({ prepared }: SystemScenario) {
  const [client] = prepared.scenario.clients;
  const timeline = new Timeline(startPrepared(prepared), simLaws, applyIntent);
  timeline.act(0, { type: 'sendRequest', client: client!.id, url: client!.urls[0]! });
  timeline.extend(30_000_000);
  const outcome = timeline.factsOfType('request/ended')[0]?.['outcome'] as Outcome | undefined;
  const hops = timeline
    .factsOfType('hop')
    .map((fact) => (fact['hop'] as { title: { key: string } } | undefined)?.title.key ?? '');
  return { outcome, hops };
}

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - host: "*.shop.example"
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;
const one = (text: string) => [{ path: 'a.yaml', text }];

describe('somebody’s own system', () => {
  it('is the lesson again when it is given the lesson’s manifests', () => {
    const own = systemOf(filesIn(LESSON));
    expect(own.notes.added).toEqual([]);
    expect(own.urls[0]).toBe('https://shop.example/users/123');
    expect(own.prepared.scenario.publicDns).toEqual({ 'shop.example': ['203.0.113.10'] });
    const { outcome } = send(own);
    expect(outcome).toMatchObject({ status: 200 });
    expect(outcome?.servedBy).toMatch(/^default\/user-api-deployment-/);
  });

  it.each([
    ['eshoponcontainers', 'http://203.0.113.10/webmvc', /^default\/catalog-/],
    ['online-boutique', 'http://203.0.113.30/', /^default\/productcatalogservice-/],
  ])('runs %s: a request comes through to a microservice', (name, url, servedBy) => {
    const own = systemOf(filesIn(join(SAMPLES, name)));
    expect(own.urls[0]).toBe(url);
    const { outcome } = send(own);
    expect(outcome?.status).toBe(200);
    expect(outcome?.servedBy).toMatch(servedBy);
  });

  it.each([['aks-store-demo'], ['bookinfo']])('runs %s: the web site answers', (name) => {
    expect(send(systemOf(filesIn(join(SAMPLES, name)))).outcome?.status).toBe(200);
  });

  it('says what is paused, and makes its Pods only where that is wanted', () => {
    const text = WEB.replace('replicas: 2', 'replicas: 2\n  paused: true') + '---\n' + INGRESS;
    for (const resume of [true, false]) {
      const own = systemOf(one(text), { resume });
      expect(own.notes.paused).toEqual(['web']);
      const pods = Object.keys(startPrepared(own.prepared).tables.pods);
      expect(pods.filter((pod) => pod.startsWith('default/web-'))).toHaveLength(resume ? 2 : 0);
    }
  });

  it('adds an ingress controller where an Ingress has none, and says so', () => {
    const own = systemOf(one(`${WEB}---\n${INGRESS}`));
    expect(own.notes.added).toEqual(['nodes', 'dns', 'ingressController']);
    expect(own.urls).toEqual(['http://www.shop.example/']);
    expect(send(own).outcome?.status).toBe(200);
  });

  it.each([
    ['LoadBalancer', 'http://203.0.113.30/'],
    ['NodePort', 'http://192.168.0.11:30080/'],
  ])('goes in through a Service of type %s', (type, url) => {
    const own = systemOf(one(WEB.replace('spec: { selector', `spec: { type: ${type}, selector`)));
    expect(own.notes.added).toEqual(['nodes', 'dns']);
    expect(own.urls).toEqual([url]);
    expect(send(own).outcome?.status).toBe(200);
  });

  it('adds a way in where there is none, and has none where no Service leads to Pods', () => {
    const own = systemOf(one(WEB));
    expect(own.notes.added).toContain('ingress');
    expect(own.urls).toEqual(['http://app.example/']);
    expect(send(own).outcome?.status).toBe(200);
    const lost = systemOf(one(WEB.replace('selector: { app: web }, ports', 'selector: { app: wep }, ports')));
    expect(lost.urls).toEqual([]);
    expect(lost.prepared.scenario.clients[0]?.urls).toEqual([]);
  });

  it('lets a program listen where its Service sends to, if its manifest names no port', () => {
    const silent = WEB.replace(', ports: [{ containerPort: 80 }]', '');
    expect(send(systemOf(one(silent))).outcome?.status).toBe(200);
    const elsewhere = WEB.replace('containerPort: 80', 'containerPort: 8080');
    expect(send(systemOf(one(elsewhere))).outcome?.status).toBe(502);
  });

  it('asks first for the URL that was chosen', () => {
    const own = systemOf(one(`${WEB}---\n${INGRESS}`), { url: ' http://www.shop.example/cart ' });
    expect(own.prepared.scenario.clients[0]?.urls[0]).toBe('http://www.shop.example/cart');
  });

  it('tells the world each program’s part', () => {
    const own = systemOf(filesIn(join(SAMPLES, 'eshoponcontainers')));
    const world = startPrepared(own.prepared);
    const draft = { get: (table: string, key: string) => (world.tables as never)[table]?.[key] } as never;
    const roles = Object.fromEntries(
      Object.values(world.tables.pods).map((pod) => [pod.metadata.labels['component'], roleOf(draft, pod)]),
    );
    expect(roles).toMatchObject({ webmvc: 'web-app', catalog: 'service', apigwws: 'gateway' });
  });

  it('runs no more than can be drawn, and says so', () => {
    const own = systemOf(one(WEB.replace('replicas: 2', 'replicas: 1000000')));
    expect(own.notes.scaledDown).toEqual(['web']);
    expect(Object.keys(startPrepared(own.prepared).tables.pods).length).toBeLessThanOrEqual(MOST_PODS + 10);
  });

  it('says which kinds are not simulated', () => {
    const text = WEB.replace('kind: Deployment', 'kind: StatefulSet');
    expect(systemOf(one(text)).notes.leftOut).toEqual(['StatefulSet/web']);
  });
});
