/**
 * On which ports programs listen whose manifests do not say: `ports` of a container is information only, so
 * a program without them listens where its Services send to.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
 */
import { selects } from '../../manifest/checks/checkServices';
import type { ApiObject, Container, Labels, PodSpec, Service } from '../../sim/cluster/objects';

/** The objects; containers of Pods that name no port have those that Services send to. */
export function withListeningPorts(objects: readonly ApiObject[]): ApiObject[] {
  const services = objects.filter((object): object is Service => object.kind === 'Service');
  return objects.map((object) => {
    if (object.kind === 'Pod') {
      const spec = listening(object.spec, object.metadata.labels, object.metadata.namespace, services);
      return spec === object.spec ? object : { ...object, spec };
    }
    if (object.kind !== 'Deployment' && object.kind !== 'ReplicaSet') return object;
    const { template } = object.spec;
    const spec = listening(template.spec, template.labels, object.metadata.namespace, services);
    if (spec === template.spec) return object;
    return { ...object, spec: { ...object.spec, template: { ...template, spec } } } as ApiObject;
  });
}

function listening(
  spec: PodSpec,
  labels: Labels,
  namespace: string | undefined,
  services: readonly Service[],
): PodSpec {
  const [first, ...others] = spec.containers;
  if (first === undefined || spec.containers.some(({ ports }) => ports.length > 0)) return spec;
  const ports = services
    .filter((service) => service.metadata.namespace === namespace && selects(service.spec.selector, labels))
    .flatMap((service) => service.spec.ports)
    .flatMap(({ targetPort, protocol }): Container['ports'][number][] =>
      typeof targetPort === 'number' ? [{ name: '', containerPort: targetPort, protocol }] : [],
    );
  const once = ports.filter(
    (port, index) =>
      ports.findIndex((one) => one.containerPort === port.containerPort && one.protocol === port.protocol) ===
      index,
  );
  return once.length === 0 ? spec : { ...spec, containers: [{ ...first, ports: once }, ...others] };
}
