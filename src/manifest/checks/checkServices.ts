/** What is wrong with Services: what they select, their ports and their addresses. */
import type { Labels, Service, ServicePort } from '../../sim/cluster/objects';
import { canonicalIP } from '../../sim/dataplane/addresses';
import { closestName } from '../closest';
import { problemAt, type Problem } from '../problem';
import type { ReadObject } from '../readManifests';
import { placeIn } from '../source';
import type { ReadWorkload } from '../workloads';
import { checkClusterIPs } from './checkStored';

/** True if the labels hold every pair of the selector. An empty selector matches nothing here. */
export function selects(selector: Labels | null, labels: Labels): boolean {
  const pairs = Object.entries(selector ?? {});
  return (
    pairs.length > 0 && pairs.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
  );
}

/** The workloads whose Pods a Service selects: same namespace, every pair of the selector. */
export function selectedBy(service: Service, workloads: readonly ReadWorkload[]): ReadWorkload[] {
  return workloads.filter(
    (workload) =>
      workload.namespace === service.metadata.namespace && selects(service.spec.selector, workload.podLabels),
  );
}

/** The number that a targetPort means in a workload; undefined if no container has a port of that name. */
export function targetPortIn(workload: ReadWorkload, port: ServicePort): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort;
  const named = workload.containers
    .filter((container) => !container.init)
    .flatMap((container) => container.ports)
    .find((candidate) => candidate.name === port.targetPort && candidate.protocol === port.protocol);
  return named?.containerPort;
}

export function checkServices(
  services: readonly ReadObject<Service>[],
  workloads: readonly ReadWorkload[],
): Problem[] {
  return [
    ...services.flatMap((read) => checkSelection(read, workloads)),
    ...services.flatMap((read) => checkPorts(read)),
    ...services.flatMap((read) => checkClusterIPs(read)),
    ...checkUnique(services),
  ];
}

function checkSelection(read: ReadObject<Service>, workloads: readonly ReadWorkload[]): Problem[] {
  const service = read.object;
  const { selector } = service.spec;
  if (selector === null || service.spec.type === 'ExternalName') return [];
  const chosen = selectedBy(service, workloads);
  if (chosen.length === 0) return [selectsNothing(read, selector, workloads)];
  return service.spec.ports.flatMap((port, index) => {
    const lacking = chosen.find((workload) => targetPortIn(workload, port) === undefined);
    if (lacking === undefined || chosen.some((workload) => targetPortIn(workload, port) !== undefined))
      return [];
    const names = lacking.containers
      .flatMap((container) => container.ports)
      .flatMap((candidate) => (candidate.name === undefined ? [] : [candidate.name]));
    const closest = closestName(String(port.targetPort), names) ?? names[0];
    return [
      problemAt(placeIn(read.places, `spec.ports[${index}].targetPort`), 'service/target-port-name', {
        name: service.metadata.name,
        port: port.targetPort,
        protocol: port.protocol,
        workload: lacking.ref,
        hint:
          closest === undefined
            ? `Name the container’s port “${port.targetPort}”, or write the port’s number.`
            : `Did you mean “${closest}”? Or write the port’s number.`,
      }),
    ];
  });
}

/** Points at the pair that fails in the template that comes nearest. */
function selectsNothing(
  read: ReadObject<Service>,
  selector: Labels,
  workloads: readonly ReadWorkload[],
): Problem {
  const { name, namespace = 'default' } = read.object.metadata;
  const elsewhere = workloads.find((workload) => selects(selector, workload.podLabels));
  let hint = 'Give the Pod template these labels, or correct the selector.';
  let failing = Object.keys(selector)[0] ?? '';
  if (elsewhere !== undefined) {
    hint = `${elsewhere.ref} has these labels, but in namespace ${elsewhere.namespace}: a Service selects in its own namespace only.`;
  } else {
    const near = nearestMiss(
      selector,
      workloads.filter((workload) => workload.namespace === namespace),
    );
    if (near !== undefined) {
      const place = placeIn(near.workload.places, `${near.workload.labelsPath}.${near.labelKey}`);
      failing = near.key;
      hint = `Did you mean “${near.labelKey}: ${near.label}”, as in ${near.workload.ref} (${place.file}:${place.line})?`;
    }
  }
  return problemAt(placeIn(read.places, `spec.selector.${failing}`), 'service/selects-nothing', {
    name,
    namespace,
    selector: Object.entries(selector)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', '),
    hint,
  });
}

interface NearMiss {
  readonly workload: ReadWorkload;
  /** The selector's key, and the label that was probably meant. */
  readonly key: string;
  readonly labelKey: string;
  readonly label: string;
}

function nearestMiss(selector: Labels, workloads: readonly ReadWorkload[]): NearMiss | undefined {
  let best: NearMiss | undefined;
  let bestScore = 0;
  for (const workload of workloads) {
    const labels = workload.podLabels;
    const failing = Object.entries(selector).filter(([key, value]) => labels[key] !== value);
    const [key, value] = failing[0] ?? [];
    if (key === undefined || value === undefined) continue;
    const matched = Object.keys(selector).length - failing.length;
    const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
    let miss: NearMiss | undefined;
    let score = matched;
    if (label !== undefined && (closestName(value, [label]) !== undefined || near(value, label))) {
      miss = { workload, key, labelKey: key, label };
      score += 1;
    } else {
      const labelKey = Object.keys(labels).find((candidate) => labels[candidate] === value);
      if (labelKey !== undefined) {
        miss = { workload, key, labelKey, label: value };
        score += 0.9;
      }
    }
    if (miss !== undefined && score > bestScore) {
      best = miss;
      bestScore = score;
    }
  }
  return best;
}

/** One is the other with something before or after it: `user` and `user-api`. */
function near(a: string, b: string): boolean {
  return a.length > 2 && b.length > 2 && (a.includes(b) || b.includes(a));
}

function checkPorts(read: ReadObject<Service>): Problem[] {
  const { metadata, spec } = read.object;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  spec.ports.forEach((port, index) => {
    const at = `spec.ports[${index}]`;
    if (spec.ports.length > 1 && port.name === '') {
      problems.push(
        problemAt(placeIn(read.places, at), 'service/port-name-required', { name: metadata.name }),
      );
    }
    for (const [id, what, field] of [
      [`${port.protocol} ${port.port}`, `${port.protocol} port ${port.port}`, 'port'],
      [`name ${port.name}`, `named “${port.name}”`, 'name'],
      [
        `nodePort ${port.protocol} ${port.nodePort ?? ''}`,
        `${port.protocol} nodePort ${port.nodePort}`,
        'nodePort',
      ],
    ] as const) {
      if (id === 'name ' || (field === 'nodePort' && port.nodePort === undefined)) continue;
      if (seen.has(id)) {
        const place = placeIn(read.places, `${at}.${field}`);
        problems.push(problemAt(place, 'service/duplicate-port', { name: metadata.name, what }));
      }
      seen.add(id);
    }
  });
  return problems;
}

/** ClusterIPs and nodePorts belong to one Service each. */
function checkUnique(services: readonly ReadObject<Service>[]): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, ReadObject<Service>>();
  const claim = (id: string, read: ReadObject<Service>): ReadObject<Service> | undefined => {
    const owner = owners.get(id);
    if (owner === undefined) owners.set(id, read);
    return owner === read ? undefined : owner;
  };
  const describeOwner = (owner: ReadObject<Service>) => ({
    other: `${owner.object.metadata.namespace}/${owner.object.metadata.name}`,
    first: `${owner.file}:${owner.line}`,
  });
  for (const read of services) {
    for (const ip of read.object.spec.clusterIPs) {
      const owner = ip === 'None' ? undefined : claim(canonicalIP(ip) ?? ip, read);
      if (owner === undefined) continue;
      const place = placeIn(read.places, 'spec.clusterIP');
      problems.push(problemAt(place, 'service/duplicate-cluster-ip', { ip, ...describeOwner(owner) }));
    }
    read.object.spec.ports.forEach((port, index) => {
      if (port.nodePort === undefined) return;
      const owner = claim(`${port.nodePort}/${port.protocol}`, read);
      if (owner === undefined) return;
      problems.push(
        problemAt(placeIn(read.places, `spec.ports[${index}].nodePort`), 'service/duplicate-node-port', {
          port: port.nodePort,
          protocol: port.protocol,
          ...describeOwner(owner),
        }),
      );
    });
  }
  return problems;
}
