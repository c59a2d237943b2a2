/** Addresses and node ports that Services would get when they are created, chosen now so that URLs can name them. */
import type { ApiObject, Service } from '../../sim/cluster/objects';

/** TEST-NET-3, which is for documentation (RFC 5737); below it stands what manifests may name themselves. */
const POOL = '203.0.113.';
const FIRST_IN_POOL = 30;
/** Of the range 30000–32767. Source: https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
const FIRST_NODE_PORT = 30_080;
const LAST_NODE_PORT = 32_767;

/** The objects, with a load balancer's address and node ports where Services ask for some and name none. */
export function withAddresses(objects: readonly ApiObject[]): ApiObject[] {
  const services = objects.filter((object): object is Service => object.kind === 'Service');
  const takenIps = new Set(services.flatMap(({ status }) => status.loadBalancer.map(({ ip }) => ip)));
  const takenPorts = new Set(
    services.flatMap(({ spec }) => spec.ports.flatMap((port) => port.nodePort ?? [])),
  );
  const nextIp = (): string | null => {
    for (let last = FIRST_IN_POOL; last < 255; last++) {
      const ip = `${POOL}${last}`;
      if (takenIps.has(ip)) continue;
      takenIps.add(ip);
      return ip;
    }
    return null;
  };
  const nextPort = (): number | undefined => {
    for (let port = FIRST_NODE_PORT; port <= LAST_NODE_PORT; port++) {
      if (takenPorts.has(port)) continue;
      takenPorts.add(port);
      return port;
    }
    return undefined;
  };
  return objects.map((object) => {
    if (object.kind !== 'Service') return object;
    const { spec, status } = object;
    if (spec.type === 'LoadBalancer' && status.loadBalancer.length === 0) {
      const ip = nextIp();
      return ip === null ? object : { ...object, status: { loadBalancer: [{ ip, ipMode: 'VIP' as const }] } };
    }
    if (spec.type !== 'NodePort') return object;
    const ports = spec.ports.map((port) => {
      const nodePort = port.nodePort ?? nextPort();
      return nodePort === undefined ? port : { ...port, nodePort };
    });
    return { ...object, spec: { ...spec, ports } };
  });
}
