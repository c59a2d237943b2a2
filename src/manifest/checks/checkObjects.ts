/** What is wrong between objects that are each well formed. */
import type { Ingress, Node, Service } from '../../sim/cluster/objects';
import { closestName } from '../closest';
import { problemAt, type Problem } from '../problem';
import type { ReadObject } from '../readManifests';
import { placeIn } from '../source';
import type { ReadWorkload } from '../workloads';
import { checkAddresses, checkExternalNames } from './checkAddresses';
import { checkSchedulers } from './checkNodes';
import { checkServices } from './checkServices';

/** Problems of selectors, Services, Ingresses and references to configuration. */
export function checkObjects(objects: readonly ReadObject[], workloads: readonly ReadWorkload[]): Problem[] {
  const services = objects.filter((read): read is ReadObject<Service> => read.object.kind === 'Service');
  const nodes = objects.filter((read): read is ReadObject<Node> => read.object.kind === 'Node');
  const ingresses = objects.filter((read): read is ReadObject<Ingress> => read.object.kind === 'Ingress');
  return [
    ...workloads.flatMap(checkSelector),
    ...workloads.flatMap(checkEnvironment),
    ...checkServices(services, workloads),
    ...checkExternalNames(services),
    ...checkAddresses(nodes),
    ...checkSchedulers(nodes),
    ...ingresses.flatMap((ingress) => checkIngress(ingress, services)),
  ];
}

/** The API server refuses a controller whose selector does not match its own template. */
function checkSelector(workload: ReadWorkload): Problem[] {
  for (const [key, value] of Object.entries(workload.selector)) {
    const label = Object.hasOwn(workload.podLabels, key) ? workload.podLabels[key] : undefined;
    if (label === value) continue;
    return [
      problemAt(
        placeIn(workload.places, `spec.selector.matchLabels.${key}`),
        'selector/not-template-labels',
        {
          pair: `${key}: ${value}`,
          found: label === undefined ? `no label “${key}”` : `${key}: ${label}`,
          kind: workload.kind,
          name: workload.name,
        },
      ),
    ];
  }
  return [];
}

function checkEnvironment(workload: ReadWorkload): Problem[] {
  return workload.containers.flatMap((container) =>
    container.missing.map((missing) =>
      problemAt(placeIn(workload.places, `${container.path}.${missing.path}`), 'env/no-config', {
        variable: missing.variable === '' ? 'list (envFrom)' : missing.variable,
        workload: workload.ref,
        source: `${missing.kind}/${missing.name}${missing.key === '' ? '' : `.${missing.key}`}`,
        kind: missing.kind,
      }),
    ),
  );
}

function checkIngress(read: ReadObject<Ingress>, services: readonly ReadObject<Service>[]): Problem[] {
  const { metadata, spec } = read.object;
  const inNamespace = services
    .map((service) => service.object)
    .filter((service) => service.metadata.namespace === metadata.namespace);
  const backends = [
    ...(spec.defaultBackend === undefined
      ? []
      : [{ path: 'spec.defaultBackend', backend: spec.defaultBackend }]),
    ...spec.rules.flatMap((rule, ruleIndex) =>
      rule.paths.map((path, pathIndex) => ({
        path: `spec.rules[${ruleIndex}].http.paths[${pathIndex}].backend`,
        backend: path.backend,
      })),
    ),
  ];
  return backends.flatMap(({ path, backend }) => {
    const place = placeIn(read.places, `${path}.service.name`);
    const service = inNamespace.find((candidate) => candidate.metadata.name === backend.serviceName);
    if (service === undefined) {
      const closest = closestName(
        backend.serviceName,
        inNamespace.map((candidate) => candidate.metadata.name),
      );
      return [
        problemAt(place, 'ingress/no-service', {
          name: metadata.name,
          service: backend.serviceName,
          hint:
            closest === undefined ? 'Add that Service, or correct the name.' : `Did you mean “${closest}”?`,
        }),
      ];
    }
    if (service.spec.ports.some((port) => port.port === backend.port || port.name === backend.port))
      return [];
    return [
      problemAt(placeIn(read.places, `${path}.service.port`), 'ingress/no-port', {
        name: metadata.name,
        service: backend.serviceName,
        port: backend.port,
        ports: portList(service),
      }),
    ];
  });
}

/** `80 (http), 443 (https)`. */
export function portList(service: Service): string {
  const ports = service.spec.ports.map((port) =>
    port.name === '' ? `${port.port}` : `${port.port} (${port.name})`,
  );
  return ports.length === 0 ? 'no ports' : ports.join(', ');
}
