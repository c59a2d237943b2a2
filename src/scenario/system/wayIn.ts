/**
 * How a browser outside gets into somebody's own system: through an Ingress, else a LoadBalancer or
 * NodePort Service, else through an Ingress that is added for the Service that looks most like a web site.
 */
import type { Role as FileRole } from '../../manifest/behaviour';
import type { ApiObject, Ingress, Node, Service, ServicePort } from '../../sim/cluster/objects';
import { ingressController, ingressTo } from './ingressController';
import { behind, pagesOf, serviceNamed, withPrefixPages, type Destination, type SystemFacts } from './pages';
import type { ProgramRow } from '../../sim/traffic/tables';

/** The host of an Ingress that had to be added. */
export const ADDED_HOST = 'app.example';

export interface WayIn {
  /** What the browser may ask for, best first; empty if there is no way in. */
  readonly urls: readonly string[];
  readonly publicDns: Readonly<Record<string, readonly string[]>>;
  /** Objects that were added. */
  readonly added: readonly ApiObject[];
  /** Programs that do something else because of the path at which they stand. */
  readonly programs: Readonly<Record<string, ProgramRow>>;
}

interface Door {
  readonly scheme: 'http' | 'https';
  /** Host, with a port where it is not the scheme's. */
  readonly host: string;
  readonly prefix: string;
  readonly destination: Destination;
}

const RANK: Readonly<Partial<Record<FileRole, number>>> = { 'web-app': 0, gateway: 1, service: 2, other: 3 };

function rankOf(role: FileRole): number {
  return RANK[role] ?? 9;
}

/** Finds the ways in. Services of type LoadBalancer and NodePort must have got their addresses and ports before. */
export function findWayIn(facts: SystemFacts): WayIn {
  const { objects } = facts;
  const ingresses = ofKind<Ingress>(objects, 'Ingress');
  const direct = directDoors(facts);
  const isNeeded = ingresses.some((ingress) => doorsOfIngress(ingress, '', facts).length > 0);
  if (isNeeded) {
    const known = controllerHost(facts);
    const added = known === null ? ingressController() : [];
    const entry = known ?? { address: addressOf(added), port: '' };
    return open(
      [
        ...ingresses.flatMap((ingress) => doorsOfIngress(ingress, entry.port, facts, entry.address)),
        ...direct,
      ],
      entry.address,
      added,
      facts,
    );
  }
  if (direct.length > 0) return open(direct, null, [], facts);
  const best = ofKind<Service>(objects, 'Service')
    .flatMap((service) => {
      const destination = behind(service, facts);
      const port = webPort(service);
      return destination === null || port === undefined ? [] : [{ service, destination, port }];
    })
    .filter(({ destination }) => rankOf(destination.role) < 9)
    .sort((a, b) => rankOf(a.destination.role) - rankOf(b.destination.role))[0];
  if (best === undefined) return { urls: [], publicDns: {}, added: [], programs: {} };
  const { service, destination, port } = best;
  const backend = { serviceName: service.metadata.name, port: port.port };
  const controller = controllerHost(facts) === null ? ingressController() : [];
  const added = [...controller, ...ingressTo(ADDED_HOST, destination.namespace, backend)];
  const address = controllerHost(facts)?.address ?? addressOf(added);
  return open([{ scheme: 'http', host: ADDED_HOST, prefix: '/', destination }], address, added, facts);
}

function open(
  doors: readonly Door[],
  controllerAddress: string | null,
  added: readonly ApiObject[],
  facts: SystemFacts,
): WayIn {
  const programs: Record<string, ProgramRow> = {};
  const names = new Set<string>();
  const urls = [...doors]
    .sort((a, b) => rankOf(a.destination.role) - rankOf(b.destination.role))
    .flatMap(({ scheme, host, prefix, destination }) => {
      const own = { ...facts, programs: { ...facts.programs, ...programs } };
      const row = withPrefixPages(destination, prefix, own);
      if (row !== undefined && row !== own.programs[destination.key]) programs[destination.key] = row;
      const name = host.replace(/:\d+$/, '');
      if (!/^[\d.]+$/.test(name)) names.add(name);
      return pagesOf(destination, prefix, facts).map((page) => `${scheme}://${host}${page}`);
    });
  const publicDns: Record<string, readonly string[]> = {};
  if (controllerAddress !== null) for (const name of names) publicDns[name] = [controllerAddress];
  return { urls: [...new Set(urls)], publicDns, added, programs };
}

function ofKind<Object extends ApiObject>(objects: readonly ApiObject[], kind: Object['kind']): Object[] {
  return objects.filter((object): object is Object => object.kind === kind);
}

function doorsOfIngress(ingress: Ingress, port: string, facts: SystemFacts, address = ''): Door[] {
  const namespace = ingress.metadata.namespace ?? 'default';
  const secure = new Set(ingress.spec.tls.flatMap(({ hosts }) => hosts));
  const rules = ingress.spec.rules.flatMap(({ host = '', paths }) =>
    paths.map((item) => ({ ...item, host })),
  );
  const fallback = ingress.spec.defaultBackend;
  const last = fallback === undefined ? [] : [{ path: '/', backend: fallback, host: '' }];
  return [...rules, ...last].flatMap(({ host, path, backend }): Door[] => {
    const destination = behind(serviceNamed(backend.serviceName, namespace, facts), facts);
    if (destination === null) return [];
    const name = host === '' ? address : host.replace(/^\*\./, 'www.');
    const scheme = port === '' && secure.has(host) ? 'https' : 'http';
    // A regular expression, as ingress-nginx allows: only what stands before it is a path.
    const prefix = path.replace(/[(?[*+|\\^$].*$/, '');
    return [{ scheme, host: `${name}${port}`, prefix: prefix === '' ? '/' : prefix, destination }];
  });
}

/** Where the files' own ingress controller can be reached; null if there is none, or nothing leads to it. */
function controllerHost(facts: SystemFacts): { address: string; port: string } | null {
  for (const service of ofKind<Service>(facts.objects, 'Service')) {
    if (behind(service, facts)?.role !== 'ingress-controller') continue;
    const door = addressAndPort(service, facts);
    if (door !== null) return { address: door.address, port: door.port === 80 ? '' : `:${door.port}` };
  }
  return null;
}

function addressOf(objects: readonly ApiObject[]): string {
  return ofKind<Service>(objects, 'Service')[0]?.status.loadBalancer[0]?.ip ?? '';
}

/** LoadBalancer Services, then NodePort Services, each by what stands behind it. */
function directDoors(facts: SystemFacts): Door[] {
  const services = ofKind<Service>(facts.objects, 'Service');
  return ['LoadBalancer', 'NodePort'].flatMap((type) =>
    services
      .filter((service) => service.spec.type === type)
      .flatMap((service): Door[] => {
        const destination = behind(service, facts);
        const door = addressAndPort(service, facts);
        if (destination === null || door === null || rankOf(destination.role) === 9) return [];
        const scheme = door.isSecure ? 'https' : 'http';
        const usual = scheme === 'https' ? 443 : 80;
        const port = door.port === usual ? '' : `:${door.port}`;
        return [{ scheme, host: `${door.address}${port}`, prefix: '/', destination }];
      }),
  );
}

function addressAndPort(
  service: Service,
  { objects }: SystemFacts,
): { address: string; port: number; isSecure: boolean } | null {
  const port = webPort(service);
  if (port === undefined) return null;
  const isSecure = port.port === 443 || port.name === 'https';
  const [external] = service.status.loadBalancer;
  if (service.spec.type === 'LoadBalancer' && external !== undefined)
    return { address: external.ip, port: port.port, isSecure };
  const node = ofKind<Node>(objects, 'Node')[0]?.status.internalIP;
  if (service.spec.type === 'NodePort' && node !== undefined && port.nodePort !== undefined)
    return { address: node, port: port.nodePort, isSecure };
  return null;
}

/** The port that a browser would use. */
function webPort(service: Service): ServicePort | undefined {
  const open = service.spec.ports.filter(({ protocol }) => protocol === 'TCP');
  const wanted = (port: ServicePort): number =>
    port.port === 80 || port.name === 'http' ? 0 : port.port === 443 || port.name === 'https' ? 1 : 2;
  return [...open].sort((a, b) => wanted(a) - wanted(b))[0];
}
