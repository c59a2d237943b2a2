/**
 * The same gateway with another way to find Pods: by the Services' names (`host`), or by asking the API server
 * (`Kube`, `PollKube`, `WatchKube`). What is written is what an author would write by hand.
 * Source: Ocelot docs/features/kubernetes.rst, "Configuration".
 */
import { JsonSyntaxError, readJson, type JsonNode } from './jsonReader';

export type GatewayDiscovery = 'host' | 'Kube' | 'PollKube' | 'WatchKube';

export const GATEWAY_DISCOVERIES: readonly GatewayDiscovery[] = ['host', 'Kube', 'PollKube', 'WatchKube'];

const POLLING_INTERVAL_MS = 5_000;

export interface SwitchPlan {
  readonly discovery: GatewayDiscovery;
  /** The gateway's namespace: for names that name none. */
  readonly namespace: string;
  /** LoadBalancerOptions' type for routes that have none; without one Ocelot always takes the first Pod. */
  readonly balancer: string;
  /** The first port of a Service, by namespace and name; undefined if there is no such Service. */
  portOf(namespace: string, name: string): number | undefined;
}

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** The text of the changed configuration; null if the text is no JSON object. */
export function switchDiscovery(text: string, plan: SwitchPlan): string | null {
  const root = plainOf(text);
  if (root === null) return null;
  const routesKey = keyOf(root, 'Routes') ?? keyOf(root, 'ReRoutes');
  const routes = routesKey === undefined ? [] : root[routesKey];
  for (const route of Array.isArray(routes) ? routes : []) {
    if (!isObject(route)) continue;
    if (plan.discovery === 'host') toHosts(route, root, plan);
    else toServiceName(route, plan);
  }
  const globalKey = keyOf(root, 'GlobalConfiguration') ?? 'GlobalConfiguration';
  const found = root[globalKey];
  const global: { [key: string]: Plain } = isObject(found) ? found : {};
  remove(global, 'ServiceDiscoveryProvider');
  if (plan.discovery !== 'host') {
    global['ServiceDiscoveryProvider'] = {
      Type: plan.discovery,
      Namespace: plan.namespace,
      ...(plan.discovery === 'PollKube' ? { PollingInterval: POLLING_INTERVAL_MS } : {}),
    };
  }
  root[globalKey] = global;
  return print(root);
}

function toServiceName(route: { [key: string]: Plain }, plan: SwitchPlan): void {
  if (textAt(route, 'ServiceName') === '') {
    const hosts = route[keyOf(route, 'DownstreamHostAndPorts') ?? ''];
    const first = Array.isArray(hosts) ? hosts[0] : undefined;
    const [name = '', namespace = plan.namespace] = isObject(first) ? textAt(first, 'Host').split('.') : [];
    if (name === '' || plan.portOf(namespace, name) === undefined) return; // no Service: left as it is
    remove(route, 'DownstreamHostAndPorts');
    route['ServiceName'] = name;
    if (namespace !== plan.namespace) route['ServiceNamespace'] = namespace;
  }
  if (keyOf(route, 'LoadBalancerOptions') === undefined) {
    route['LoadBalancerOptions'] = { Type: plan.balancer };
  }
}

function toHosts(route: { [key: string]: Plain }, root: { [key: string]: Plain }, plan: SwitchPlan): void {
  const name = textAt(route, 'ServiceName');
  if (name === '') return;
  const global = root[keyOf(root, 'GlobalConfiguration') ?? ''];
  const provider = isObject(global) ? global[keyOf(global, 'ServiceDiscoveryProvider') ?? ''] : undefined;
  const shared = isObject(provider) ? textAt(provider, 'Namespace') : '';
  const namespace = textAt(route, 'ServiceNamespace') || shared || plan.namespace;
  for (const key of ['ServiceName', 'ServiceNamespace', 'LoadBalancerOptions']) remove(route, key);
  const host = namespace === plan.namespace ? name : `${name}.${namespace}`;
  route['DownstreamHostAndPorts'] = [{ Host: host, Port: plan.portOf(namespace, name) ?? 80 }];
}

function plainOf(text: string): { [key: string]: Plain } | null {
  try {
    const plain = toPlain(readJson(text));
    return isObject(plain) ? plain : null;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

function toPlain(node: JsonNode): Plain {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
    case 'array':
      return node.items.map(toPlain);
    case 'null':
      return null;
    default:
      return node.value;
  }
}

function isObject(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf(object: { [key: string]: Plain }, name: string): string | undefined {
  return Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
}

function textAt(object: { [key: string]: Plain }, name: string): string {
  const value = object[keyOf(object, name) ?? ''];
  return typeof value === 'string' ? value : '';
}

function remove(object: { [key: string]: Plain }, name: string): void {
  const key = keyOf(object, name);
  if (key !== undefined) delete object[key];
}

/** Two spaces a level; what is short and flat stays on one line. */
function print(value: Plain, indent = ''): string {
  const flat = JSON.stringify(value).replace(/":/g, '": ').replace(/,"/g, ', "').replace(/},\{/g, '}, {');
  const isDeep = (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []).some(
    (one) => isObject(one) && Object.values(one).some((inner) => typeof inner === 'object'),
  );
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (indent !== '' && !isDeep && indent.length + flat.length < 90 && indent.length >= 6) return flat;
  const more = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((one) => more + print(one, more))
    : Object.entries(value).map(([key, one]) => `${more}${JSON.stringify(key)}: ${print(one, more)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
