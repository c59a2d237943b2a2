/** Which page of a program is worth asking for: one that a route or a call really serves. */
import { readBehaviour, type Role as FileRole } from '../../manifest/behaviour';
import type { ImportedOcelot, SystemImport } from '../../manifest/import/importSystem';
import type { ApiObject, Labels, Service } from '../../sim/cluster/objects';
import { selects } from '../../manifest/checks/checkServices';
import { callFor } from '../../sim/traffic/programs';
import type { ProgramRow } from '../../sim/traffic/tables';
import { examplePath, isUnder } from './examplePath';
import { keyOfRef, workloadKey } from './programs';

/** A workload that makes Pods in the world. */
export interface Destination {
  readonly key: string;
  readonly namespace: string;
  readonly role: FileRole;
  readonly annotations: Labels;
}

/** Everything that pages are found with. */
export interface SystemFacts {
  readonly system: SystemImport;
  readonly objects: readonly ApiObject[];
  readonly programs: Readonly<Record<string, ProgramRow>>;
  readonly roles: ReadonlyMap<string, FileRole>;
}

export function factsOf(
  system: SystemImport,
  objects: readonly ApiObject[],
  programs: Readonly<Record<string, ProgramRow>>,
): SystemFacts {
  const roles = new Map(system.workloads.map((one) => [workloadKey(one), one.role]));
  return { system, objects, programs, roles };
}

/** The workload that a Service leads to, if its Pods are in the world. */
export function behind(service: Service | undefined, facts: SystemFacts): Destination | null {
  const namespace = service?.metadata.namespace ?? 'default';
  for (const object of service === undefined ? [] : facts.objects) {
    if (object.metadata.namespace !== namespace) continue;
    const meta =
      object.kind === 'Deployment' || object.kind === 'ReplicaSet'
        ? object.spec.template
        : object.kind === 'Pod'
          ? object.metadata
          : undefined;
    if (meta === undefined || !selects(service?.spec.selector ?? null, meta.labels)) continue;
    const key = `${object.kind}/${namespace}/${object.metadata.name}`;
    const { annotations } = meta;
    return {
      key,
      namespace,
      role: facts.roles.get(key) ?? readBehaviour(annotations).role ?? 'other',
      annotations,
    };
  }
  return null;
}

/** The Service of a name in a namespace. */
export function serviceNamed(name: string, namespace: string, facts: SystemFacts): Service | undefined {
  return facts.objects.find(
    (object): object is Service =>
      object.kind === 'Service' && object.metadata.name === name && object.metadata.namespace === namespace,
  );
}

/** Pages of a program, best first, all under a path prefix; at least one. */
export function pagesOf(destination: Destination, prefix: string, facts: SystemFacts): string[] {
  const root = prefix === '' ? '/' : prefix;
  const declared = readBehaviour(destination.annotations).calls.map(({ page }) =>
    examplePath(page.pathTemplate),
  );
  const known =
    declared.length > 0
      ? declared
      : destination.role === 'gateway'
        ? routePages(destination.key, facts)
        : calledPages(destination, facts);
  const fitting = known.filter((page) => isUnder(page, root));
  return [...new Set(fitting.length > 0 ? fitting : [root])];
}

/** A page for each call of a web application: the target gateway's routes, or the page named after the target. */
function calledPages(destination: Destination, facts: SystemFacts): string[] {
  const { calls = [] } = facts.programs[destination.key] ?? {};
  const passOn = calls.find((call) => call.page === '*');
  const gateway = passOn === undefined ? null : gatewayAt(passOn.url, destination.namespace, facts);
  const own = calls.map((call) => call.page).filter((page) => /^[^*{]+$/.test(page));
  return gateway === null ? ['/', ...own] : [...routePages(gateway.key, facts), ...own];
}

/** The gateway that a URL inside the cluster leads to. */
export function gatewayAt(url: string, fromNamespace: string, facts: SystemFacts): Destination | null {
  const [name = '', namespace = fromNamespace] = (/^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? '').split('.');
  const found = behind(serviceNamed(name, namespace, facts), facts);
  return found?.role === 'gateway' ? found : null;
}

/** Example paths of a gateway's routes, those first whose Service leads to Pods. */
export function routePages(gateway: string, facts: SystemFacts): string[] {
  const namespace = gateway.split('/')[1] ?? 'default';
  const routes = facts.system.ocelot
    .filter((one) => one.gateway !== null && keyOfRef(one.gateway, namespace) === gateway)
    .flatMap((one) => one.routes)
    .filter(({ methods }) => methods.length === 0 || methods.some((method) => /^get$/i.test(method)));
  const rank = (route: ImportedOcelot['routes'][number]): number => {
    const host = route.targets[0]?.host ?? route.serviceName ?? '';
    const [name = '', inNamespace = route.serviceNamespace ?? namespace] = host.split('.');
    const leadsOn = behind(serviceNamed(name, inNamespace, facts), facts) !== null;
    return (leadsOn ? 0 : 2) + (/^\/?\{[^}]*\}$/.test(route.upstream) ? 1 : 0);
  };
  return routes
    .map((route, index) => ({ page: examplePath(route.upstream), rank: rank(route), index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ page }) => page);
}

/**
 * An application behind a path prefix (`/webmvc`) asks its gateway for something that the gateway knows,
 * not for that prefix: for such pages a call of their own comes first.
 */
export function withPrefixPages(
  destination: Destination,
  prefix: string,
  facts: SystemFacts,
): ProgramRow | undefined {
  const row = facts.programs[destination.key];
  const passOn = row?.calls.find((call) => call.page === '*');
  if (row === undefined || passOn === undefined || prefix === '' || prefix === '/') return row;
  if (callFor(row.calls, 'GET', prefix)?.url !== passOn.url + prefix) return row;
  const gateway = gatewayAt(passOn.url, destination.namespace, facts);
  const page = gateway === null ? undefined : routePages(gateway.key, facts)[0];
  if (page === undefined || isUnder(page, prefix)) return row;
  const call = { method: '*', page: prefix, callMethod: 'GET', url: passOn.url + page };
  return { ...row, calls: [call, ...row.calls] };
}
