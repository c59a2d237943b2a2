/**
 * The types of objects that there are, by all the names that kubectl takes for them.
 * Source: `kubectl api-resources`; k8s.io/client-go restmapper/shortcut.go.
 */

export interface ResourceType {
  /** Plural, as the API has it: `deployments`. */
  readonly name: string;
  readonly singular: string;
  readonly short: readonly string[];
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
}

function type(
  kind: string,
  name: string,
  short: readonly string[],
  group = '',
  isNamespaced = true,
): ResourceType {
  return { name, singular: kind.toLowerCase(), short, group, version: 'v1', kind, isNamespaced };
}

export const RESOURCE_TYPES = [
  type('Pod', 'pods', ['po']),
  type('Service', 'services', ['svc']),
  type('Endpoints', 'endpoints', ['ep']),
  type('EndpointSlice', 'endpointslices', [], 'discovery.k8s.io'),
  type('Deployment', 'deployments', ['deploy'], 'apps'),
  type('ReplicaSet', 'replicasets', ['rs'], 'apps'),
  type('ConfigMap', 'configmaps', ['cm']),
  type('Ingress', 'ingresses', ['ing'], 'networking.k8s.io'),
  type('Node', 'nodes', ['no'], '', false),
  type('Namespace', 'namespaces', ['ns'], '', false),
] as const;

/** What `kubectl get all` means, as far as it is here. Source: pkg/registry/…/storage.go Categories. */
const ALL = ['pods', 'services', 'deployments', 'replicasets'];

/** The type of that name, plural, singular or short, with or without its group; undefined if there is none. */
export function typeNamed(text: string): ResourceType | undefined {
  const lower = text.toLowerCase();
  return RESOURCE_TYPES.find(
    ({ name, singular, short, group, version }) =>
      short.includes(lower) ||
      [name, singular].some(
        (one) =>
          lower === one ||
          (group !== '' && (lower === `${one}.${group}` || lower === `${one}.${version}.${group}`)),
      ),
  );
}

/** The types of a list such as `pods,svc` or `all`; a text says what is wrong. */
export function typesNamed(text: string): readonly ResourceType[] | string {
  const found: ResourceType[] = [];
  for (const name of text.split(',').flatMap((one) => (one === 'all' ? ALL : [one]))) {
    const known = typeNamed(name);
    if (known === undefined) return unknownType(name);
    if (!found.includes(known)) found.push(known);
  }
  return found;
}

/** In kubectl's words: there is no such type. Source: k8s.io/apimachinery pkg/api/meta/errors.go. */
export function unknownType(name: string): string {
  return `error: the server doesn't have a resource type "${name}"`;
}

/** `deployments.apps`, as errors name it. */
export function resourceOf({ name, group }: ResourceType): string {
  return group === '' ? name : `${name}.${group}`;
}

/** `deployment.apps/web`, as results name it. Source: k8s.io/cli-runtime pkg/printers/name.go. */
export function nameOf({ singular, group }: ResourceType, name: string): string {
  return `${singular}${group === '' ? '' : `.${group}`}/${name}`;
}

/** In kubectl's words: there is no object of that name. */
export function notFound(resource: ResourceType, name: string): string {
  return `Error from server (NotFound): ${resourceOf(resource)} "${name}" not found`;
}
