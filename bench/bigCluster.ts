/** The first scenario's system among many others: the same road, in a cluster with so many Pods more. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readManifests } from '../src/manifest/readManifests';
import { prepareFiles, type LoadedScenario } from '../src/scenario/prepareFiles';

const FOLDER = 'scenarios/where-a-service-works';
const PODS_PER_SERVICE = 10;
/** A /20 holds 4,094 addresses: few nodes, so that the Pods are what grows. */
const PODS_PER_NODE = 3_000;

/** The first scenario as the browser gets it. */
export function firstScenario(): LoadedScenario {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(FOLDER, path)).isFile())
    .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  return prepareFiles('where-a-service-works', files);
}

/** The first scenario with so many more Pods behind Services of ten each, and nodes to hold them. */
export function bigCluster(pods: number): LoadedScenario {
  const loaded = firstScenario();
  const services = Math.round(pods / PODS_PER_SERVICE);
  const text = [...Array(Math.ceil(pods / PODS_PER_NODE)).keys()]
    .map(nodeYaml)
    .concat([...Array(services).keys()].map(serviceYaml));
  const more = readManifests([{ path: 'more.yaml', text: text.join('---\n') }]).objects.map(
    (read) => read.object,
  );
  return { ...loaded, objects: [...loaded.objects, ...more] };
}

function nodeYaml(number: number): string {
  return `apiVersion: v1
kind: Node
metadata: { name: more-${number} }
spec: { podCIDR: 10.128.${number * 16}.0/20 }
status:
  addresses: [{ type: InternalIP, address: 172.16.0.${number + 1} }]
  conditions: [{ type: Ready, status: 'True' }]
`;
}

function serviceYaml(number: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: more-${number} }
spec:
  replicas: ${PODS_PER_SERVICE}
  selector: { matchLabels: { app: more-${number} } }
  template:
    metadata: { labels: { app: more-${number} } }
    spec: { containers: [{ name: app, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: more-${number} }
spec: { selector: { app: more-${number} }, ports: [{ port: 80 }] }
`;
}
