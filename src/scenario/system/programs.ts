/**
 * What the programs of somebody's own system do, as far as their files say: which part each plays, and
 * whom its pages ask. Annotations come before all of this; `scenarios/README.md` lists them.
 */
import type { Role as FileRole } from '../../manifest/behaviour';
import type { Call } from '../../manifest/import/calls';
import type { SystemImport } from '../../manifest/import/importSystem';
import type { Role } from '../../sim/traffic/programs';
import type { CallTemplate, ProgramRow } from '../../sim/traffic/tables';

/** A workload of the import, as the world names it: `Deployment/default/web`. */
export function workloadKey(workload: { kind: string; namespace: string; name: string }): string {
  return `${workload.kind}/${workload.namespace}/${workload.name}`;
}

/** `Deployment/web` in a namespace, as the world names it. */
export function keyOfRef(ref: string, namespace: string): string {
  const [kind = '', name = ''] = ref.split('/');
  return `${kind}/${namespace}/${name}`;
}

/** Parts that the world does not tell apart from a microservice: they answer what they are asked. */
const ROLE_IN_WORLD: Readonly<Record<FileRole, Role>> = {
  'web-app': 'web-app',
  gateway: 'gateway',
  service: 'service',
  dns: 'dns',
  'ingress-controller': 'ingress-controller',
  'data-store': 'service',
  client: 'service',
  other: 'service',
};

/** A target of a page call: a Service's name as the caller would write it, with its port. */
interface PageTarget {
  readonly base: string;
  readonly stem: string;
  readonly role: FileRole | null;
  readonly isThere: boolean;
}

/** What is known of every workload's program, by `Kind/namespace/name`. */
export function programsOf(system: SystemImport): Record<string, ProgramRow> {
  const roles = new Map(system.workloads.map((one) => [workloadKey(one), one.role]));
  const inForce = new Set(system.ocelot.flatMap(({ gateway }) => gateway ?? []));
  const rows: Record<string, ProgramRow> = {};
  for (const workload of system.workloads) {
    const key = workloadKey(workload);
    const targets = pageTargets(system, workload, roles);
    // A gateway without routes that can be read, but with targets in its environment, passes requests on.
    const passesOn =
      workload.role === 'gateway' && !inForce.has(`${workload.kind}/${workload.name}`) && targets.length > 0;
    const role = passesOn ? 'web-app' : ROLE_IN_WORLD[workload.role];
    rows[key] = { role, calls: role === 'web-app' ? callsTo(targets) : [] };
  }
  return rows;
}

/**
 * Whom a program asks for its pages: gateways if it names any, else web applications' services; never a data
 * store. In the order in which its manifest names them; a Service that is missing only if there is no other.
 */
function pageTargets(
  system: SystemImport,
  workload: SystemImport['workloads'][number],
  roles: ReadonlyMap<string, FileRole>,
): PageTarget[] {
  const ref = `${workload.kind}/${workload.name}`;
  const own = system.calls
    .filter((call) => call.from === ref && call.fromNamespace === workload.namespace)
    .filter((call) => !/^(ocelot|annotation|init container)/.test(call.evidence) && isHttp(call))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const found = new Map<string, PageTarget>();
  for (const call of own) {
    const role =
      call.reaches.map((one) => roles.get(keyOfRef(one, call.serviceNamespace ?? ''))).at(0) ?? null;
    if (role === 'data-store' || role === 'dns') continue;
    const target = toTarget(system, call, role);
    if (target !== null && !found.has(target.base)) found.set(target.base, target);
  }
  const all = [...found.values()];
  const gateways = all.filter((target) => target.role === 'gateway');
  if (gateways.length > 0) return gateways;
  const there = all.filter((target) => target.isThere);
  return there.length > 0 ? there : all.slice(0, 1);
}

/** A connection string, a queue or a database is no page's answer. */
function isHttp({ form, port }: Call): boolean {
  if (form.startsWith('url')) return form === 'url http' || form === 'url https';
  return form !== 'connection string' && !DATA_PORTS.has(port ?? 0);
}

/** Source: https://www.iana.org/assignments/service-names-port-numbers/ and de-facto defaults. */
const DATA_PORTS: ReadonlySet<number> = new Set([
  1433, 3306, 4222, 5432, 5672, 6379, 9042, 9092, 11211, 15672, 27017,
]);

function toTarget(system: SystemImport, call: Call, role: FileRole | null): PageTarget | null {
  const service = system.services.find(
    ({ name, namespace }) => name === call.service && namespace === call.serviceNamespace,
  );
  const port = call.port ?? service?.ports.find(({ protocol }) => protocol === 'TCP')?.port;
  if (port === undefined) return null;
  const isForeign = call.serviceNamespace !== null && call.serviceNamespace !== call.fromNamespace;
  const host = isForeign ? `${call.to}.${call.serviceNamespace}` : call.to;
  const scheme = call.form === 'url https' ? 'https' : 'http';
  const usual = scheme === 'https' ? 443 : 80;
  return {
    base: `${scheme}://${host}${port === usual ? '' : `:${port}`}`,
    stem: stemOf(call.to),
    role,
    isThere: service !== undefined,
  };
}

/** `product-service` is asked for by `/product`. */
function stemOf(service: string): string {
  const name = service.split('.')[0] ?? service;
  return name.replace(/[-_]?(?:service|svc|api)$/i, '') || name;
}

/** Pages named after each target lead there; every other page leads to the first. */
function callsTo(targets: readonly PageTarget[]): CallTemplate[] {
  const [first, ...others] = targets;
  if (first === undefined) return [];
  return [
    ...others.flatMap(({ base, stem }) =>
      [`/${stem}`, `/${stem}/{id}`].map((page) => ({
        method: '*',
        page,
        callMethod: 'GET',
        url: `${base}${page}`,
      })),
    ),
    { method: '*', page: '*', callMethod: '*', url: first.base },
  ];
}
