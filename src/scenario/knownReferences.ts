/** What the references of a scenario may name: everything that its manifests bring, and what stands around it. */
import type { ManifestReading } from '../manifest/readManifests';
import { withInfrastructure } from './infrastructure';
import type { Reference } from './scenario';
import { WORKLOAD_KINDS } from './vocabulary';

/** The proxy modes side by side: to be looked at, though it is no object. */
const MODES: Reference = 'panel/modes';

export interface KnownReferences {
  /** Without ordinals. */
  readonly all: ReadonlySet<Reference>;
  /** Those that make Pods. */
  readonly workloads: ReadonlySet<Reference>;
  readonly services: ReadonlySet<Reference>;
  readonly nodes: ReadonlySet<string>;
  readonly clients: ReadonlySet<string>;
}

/** Slices are named by their Service, rules and conntrack by their node. Nodes and DNS that are added count too. */
export function knownReferences(manifests: ManifestReading, clients: readonly string[]): KnownReferences {
  const all = new Set<Reference>();
  const services = new Set<Reference>();
  const nodes = new Set<string>();
  const workloads = new Set<Reference>(
    manifests.workloads.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`),
  );
  for (const object of withInfrastructure(manifests.objects.map((read) => read.object))) {
    const { name, namespace } = object.metadata;
    const reference = [object.kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
    all.add(reference);
    if ((WORKLOAD_KINDS as readonly string[]).includes(object.kind)) workloads.add(reference);
    if (object.kind === 'Service') {
      services.add(reference);
      all.add(`EndpointSlice/${namespace}/${name}`);
    }
    if (object.kind === 'Node') {
      nodes.add(name);
      all.add(`rules/${name}`);
      all.add(`conntrack/${name}`);
    }
  }
  for (const reference of workloads) all.add(reference);
  for (const client of clients) all.add(`client/${client}`);
  all.add(MODES);
  return { all, workloads, services, nodes, clients: new Set(clients) };
}

/** A reference and the number of the Pod in it: `Deployment/default/web#0` → that Deployment, 0. */
export function takeOrdinal(reference: Reference): {
  readonly of: Reference;
  readonly ordinal: number | null;
} {
  const match = /^(.*)#(\d{1,4})$/.exec(reference);
  return match === null ? { of: reference, ordinal: null } : { of: match[1]!, ordinal: Number(match[2]) };
}
