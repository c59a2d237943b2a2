/** Pods and the workloads they belong to, as boxes. */
import { seconds } from '../sim/kernel/time';
import type { Deployment, Pod } from '../sim/cluster/objects';
import { roleOf, workloadOf, type Role } from '../sim/traffic/programs';
import { expectedRoad } from './expectedRoad';
import type { Focus } from './focus';
import { isDarkNode } from './power';
import { podsOf } from './servicePods';
import type { PodBox, PodState, WorkloadBox, WorkloadRole } from './picture';
import { reader, type WorldView } from './view';

/** A Pod is marked as new for so long. */
const NEW_FOR = seconds(8);

const ROLE: Readonly<Record<Role, WorkloadRole>> = {
  'ingress-controller': 'ingress',
  'web-app': 'web',
  gateway: 'gateway',
  service: 'service',
  dns: 'dns',
};

const LAYER: Readonly<Record<WorkloadRole, WorkloadBox['layer']>> = {
  ingress: 1,
  web: 1,
  gateway: 1,
  dns: 1.5,
  service: 2,
  other: 2,
};

/** A Pod's state in one word: what a learner has to know of phase, readiness, process and deletion. */
export function podState(view: WorldView, key: string, pod: Pod): PodState {
  if (pod.metadata.deletionMicros !== undefined) return 'terminating';
  if (isDarkNode(view, pod.spec.nodeName ?? '')) return 'lost';
  const status = pod.status.containerStatuses[0];
  if (status?.reason === 'CrashLoopBackOff') return 'backOff';
  const process = view.tables.processes[key];
  if (process?.state === 'exited' || status?.state === 'terminated') return 'crashed';
  if (pod.spec.nodeName === undefined) return 'pending';
  if (process === undefined || process.state === 'starting')
    return pod.status.phase === 'Pending' ? 'pending' : 'starting';
  return pod.status.ready ? 'ready' : 'notReady';
}

/** A Pod as a box. */
export function podBox(view: WorldView, key: string, focus: Focus): PodBox {
  const pod = view.tables.pods[key]!;
  const { metadata } = pod;
  const place = `pod/${key}`;
  const graceEnd =
    metadata.deletionMicros === undefined || isDarkNode(view, pod.spec.nodeName ?? '')
      ? null
      : metadata.deletionMicros + seconds(metadata.deletionGraceSeconds ?? 30);
  return {
    place,
    name: metadata.name,
    shortName: metadata.name.slice(metadata.name.lastIndexOf('-') + 1),
    ip: pod.status.podIP ?? null,
    node: pod.spec.nodeName ?? null,
    state: podState(view, key, pod),
    restarts: pod.status.containerStatuses[0]?.restartCount ?? 0,
    served: view.tables.served[key]?.count ?? 0,
    isNew: metadata.creationMicros > 0 && view.at - metadata.creationMicros < NEW_FOR,
    graceLeftSeconds: graceEnd === null ? null : Math.max(0, (graceEnd - view.at) / 1_000_000),
    onRoad: onRoad(place, focus, view.at),
  };
}

function onRoad(place: string, { hops, current }: Focus, at: number): PodBox['onRoad'] {
  const hop = hops[current];
  if (hop !== undefined && at <= hop.endAt && (hop.actor === place || hop.route[0]?.place === place))
    return 'now';
  if (hop?.route.at(-1)?.place === place) return at >= hop.endAt ? 'now' : 'next';
  if (hop?.kind === 'rewrite' && hops[current + 1]?.route.at(-1)?.place === place) return 'next';
  const before = hops.slice(0, Math.max(0, current));
  return before.some((one) => one.route.some((point) => point.place === place)) ? 'past' : null;
}

/** Every Deployment with its Pods, in the order in which a request meets them. */
export function workloadBoxes(view: WorldView, focus: Focus): WorkloadBox[] {
  const { deployments } = view.tables;
  const boxes = Object.keys(deployments)
    .sort()
    .map((key) => workloadBox(view, key, deployments[key]!, focus));
  const order: readonly WorkloadRole[] = ['ingress', 'web', 'gateway', 'dns', 'service', 'other'];
  const services = serviceOrder(view, focus);
  const met = workloadsMet(view, focus);
  const rank = (box: WorkloadBox) =>
    order.indexOf(box.role) * 10_000 +
    (met.has(`Deployment/${box.key}`) ? 0 : 1000) +
    services.indexOf(box.service ?? '');
  return boxes.sort((a, b) => rank(a) - rank(b));
}

/** The workloads on the road of the request in focus, or of the next one while there is none. */
function workloadsMet(view: WorldView, { request }: Focus): ReadonlySet<string> {
  if (request === null) return new Set(expectedRoad(view).workloads);
  const draft = reader(view);
  const places = request.hops.flatMap(({ actor, route }) => [actor, ...route.map((point) => point.place)]);
  return new Set(
    [...new Set(places)].flatMap((place) => {
      const pod = view.tables.pods[place.replace(/^pod\//, '')];
      return pod === undefined ? [] : (workloadOf(draft, pod) ?? []);
    }),
  );
}

/** The Service in focus first, the others by name. */
function serviceOrder(view: WorldView, focus: Focus): string[] {
  const keys = Object.keys(view.tables.services).sort();
  return focus.service === null ? keys : [focus.service, ...keys.filter((key) => key !== focus.service)];
}

function workloadBox(view: WorldView, key: string, deployment: Deployment, focus: Focus): WorkloadBox {
  const { metadata, spec, status } = deployment;
  const pods = podsOfDeployment(view, key);
  const template = {
    metadata: {
      ...metadata,
      labels: spec.template.labels,
      annotations: spec.template.annotations,
      ownerReferences: [{ kind: 'Deployment', name: metadata.name, uid: metadata.uid }],
    },
    spec: spec.template.spec,
  };
  const sample = pods[0] === undefined ? (template as unknown as Pod) : view.tables.pods[pods[0]]!;
  const role = ROLE[roleOf(reader(view), sample)];
  return {
    key,
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    role,
    layer: LAYER[role],
    labels: Object.entries(spec.selector.matchLabels)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
    desired: spec.replicas,
    ready: status.readyReplicas,
    pods: pods.map((pod) => podBox(view, pod, focus)),
    service: serviceInFrontOf(view, deployment),
  };
}

/** Keys of a Deployment's Pods, oldest first. */
export function podsOfDeployment(view: WorldView, key: string): string[] {
  const [namespace] = key.split('/');
  const sets = view.lookup('replicaSets', 'byOwner', `Deployment/${key}`);
  const pods = sets.flatMap((set) =>
    view.lookup('pods', 'byOwner', `ReplicaSet/${namespace}/${set.split('/')[1]}`),
  );
  const born = (pod: string) => view.tables.pods[pod]!.metadata.creationMicros;
  return pods.sort((a, b) => born(a) - born(b) || uidOf(view, a) - uidOf(view, b));
}

function uidOf(view: WorldView, pod: string): number {
  return parseInt(view.tables.pods[pod]!.metadata.uid.slice(-12), 16);
}

function serviceInFrontOf(view: WorldView, deployment: Deployment): string | null {
  const { labels } = deployment.spec.template;
  const namespace = deployment.metadata.namespace ?? 'default';
  const found = Object.keys(view.tables.services)
    .sort()
    .find((key) => {
      const service = view.tables.services[key]!;
      const pairs = Object.entries(service.spec.selector ?? {});
      return (
        service.metadata.namespace === namespace &&
        pairs.length > 0 &&
        pairs.every(([name, value]) => labels[name] === value)
      );
    });
  return found ?? null;
}

/** The role of the Pods behind a Service. */
export function roleOfService(view: WorldView, service: string): WorkloadRole {
  const pod = podsOf(view, service)[0];
  return pod === undefined ? 'other' : ROLE[roleOf(reader(view), view.tables.pods[pod]!)];
}
