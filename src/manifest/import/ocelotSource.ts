/** The routes of an Ocelot configuration, wherever it stands: a file, or a ConfigMap's entry. */
import { JsonSyntaxError, readJson, type JsonNode } from '../../sim/traffic/ocelot/jsonReader';
import { problemAt, type Place, type Problem } from '../problem';

export interface OcelotTarget {
  readonly host: string;
  /** Null: none given, so Ocelot keeps the port on which it was called itself. */
  readonly port: number | null;
  readonly place: Place;
}

export interface OcelotRouteSource {
  readonly upstream: string;
  readonly downstream: string;
  readonly methods: readonly string[];
  readonly scheme: string;
  /** AuthenticationProviderKey; absent if the route asks for no authentication. */
  readonly auth?: string;
  readonly targets: readonly OcelotTarget[];
  /** With service discovery: the Service that is looked up through the Kubernetes API. */
  readonly serviceName?: string;
  readonly serviceNamespace?: string;
  readonly place: Place;
}

export interface OcelotSource {
  /** The file, or `file#namespace/configMap/key`. */
  readonly file: string;
  readonly text: string;
  /** `Routes`, or `ReRoutes` before Ocelot 16. */
  readonly key: 'Routes' | 'ReRoutes';
  readonly routes: readonly OcelotRouteSource[];
}

export interface OcelotReading {
  readonly source?: OcelotSource;
  readonly problems: readonly Problem[];
}

/** True if a text is probably an Ocelot configuration, even a broken one. */
export function looksLikeOcelot(text: string): boolean {
  return (
    /^[\s\uFEFF]*[{/]/.test(text) && /"(?:Re)?Routes"\s*:/i.test(text) && /stream(?:Path|Host)/i.test(text)
  );
}

/**
 * Reads what the import needs of an Ocelot configuration. Names of keys are compared without letter case,
 * as .NET's configuration does. `placeOf` maps a place in the text to one in its file.
 * Source: https://ocelot.readthedocs.io/en/latest/features/configuration.html
 */
export function readOcelotSource(
  file: string,
  text: string,
  placeOf: (line: number, column: number) => Place,
): OcelotReading {
  let root: JsonNode;
  try {
    root = readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const place = placeOf(error.position.line, error.position.column);
    return {
      problems: [problemAt(place, 'ocelot/syntax', { detail: error.message, hint: `${error.mend}.` })],
    };
  }
  const at = (node: JsonNode): Place => placeOf(node.position.line, node.position.column);
  for (const key of ['Routes', 'ReRoutes'] as const) {
    const list = field(root, key);
    if (list?.kind !== 'array') continue;
    return { source: { file, text, key, routes: list.items.map((item) => toRoute(item, at)) }, problems: [] };
  }
  return { problems: [] };
}

function toRoute(node: JsonNode, at: (node: JsonNode) => Place): OcelotRouteSource {
  const targets = itemsOf(field(node, 'DownstreamHostAndPorts')).flatMap((item): OcelotTarget[] => {
    const host = textOf(field(item, 'Host'));
    if (host === undefined || host === '') return [];
    const port = numberOf(field(item, 'Port'));
    return [{ host, port: port !== undefined && port > 0 ? port : null, place: at(item) }];
  });
  const auth = textOf(field(field(node, 'AuthenticationOptions'), 'AuthenticationProviderKey'));
  const serviceName = textOf(field(node, 'ServiceName'));
  const serviceNamespace = textOf(field(node, 'ServiceNamespace'));
  return {
    upstream: textOf(field(node, 'UpstreamPathTemplate')) ?? '',
    downstream: textOf(field(node, 'DownstreamPathTemplate')) ?? '',
    methods: itemsOf(field(node, 'UpstreamHttpMethod')).flatMap((item) => textOf(item) ?? []),
    scheme: textOf(field(node, 'DownstreamScheme')) ?? 'http',
    ...(auth ? { auth } : {}),
    targets,
    ...(serviceName ? { serviceName } : {}),
    ...(serviceNamespace ? { serviceNamespace } : {}),
    place: at(node),
  };
}

function field(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined;
  return node.entries.findLast((entry) => entry.key.toLowerCase() === name.toLowerCase())?.value;
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}

function numberOf(node: JsonNode | undefined): number | undefined {
  if (node?.kind === 'string' && /^\d+$/.test(node.value)) return Number(node.value);
  return node?.kind === 'number' ? node.value : undefined;
}

/** Every text in a JSON configuration with its .NET key, `Services:Users`; empty if it is no JSON. */
export function settingsOf(text: string): { readonly key: string; readonly value: string }[] {
  const found: { key: string; value: string }[] = [];
  const walk = (node: JsonNode, key: string): void => {
    if (node.kind === 'string') found.push({ key, value: node.value });
    if (node.kind === 'array') node.items.forEach((item, index) => walk(item, `${key}:${index}`));
    if (node.kind === 'object') {
      for (const entry of node.entries) walk(entry.value, key === '' ? entry.key : `${key}:${entry.key}`);
    }
  };
  try {
    walk(readJson(text), '');
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
  }
  return found;
}
