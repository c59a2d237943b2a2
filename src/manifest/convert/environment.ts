/**
 * A container's environment as the kubelet builds it: `envFrom` in order, then `env` in order,
 * with `$(NAME)` replaced by what is defined before it.
 * Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 * and k8s.io/kubernetes/third_party/forked/golang/expansion/expand.go.
 */
import { asBool, asList, asRecord, asText } from './plain';

/** The data of ConfigMaps and Secrets by `namespace/name`. */
export interface ConfigData {
  readonly configMaps: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Decoded. Used to find the hosts that a program calls; never shown. */
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  /** Where the value comes from, `ConfigMap/urls.basket`; absent for a literal. */
  readonly source?: string;
  /** True if a Secret has any part in the value: then it must not be shown. */
  readonly secret: boolean;
  /** Its path within the container: `env[2]`, `envFrom[0]`. */
  readonly path: string;
}

/** A reference to something that is not in the files. */
export interface MissingReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key: string;
  readonly variable: string;
  readonly path: string;
}

export interface Environment {
  readonly variables: readonly Variable[];
  readonly missing: readonly MissingReference[];
}

const ENV_NAME = /^[^=]+$/;

export function readEnvironment(container: unknown, namespace: string, data: ConfigData): Environment {
  const variables = new Map<string, Variable>();
  const missing: MissingReference[] = [];
  const put = (variable: Variable): void => {
    variables.delete(variable.name);
    variables.set(variable.name, variable);
  };

  asList(asRecord(container)['envFrom']).forEach((raw, index) => {
    const item = asRecord(raw);
    const path = `envFrom[${index}]`;
    const prefix = asText(item['prefix']) ?? '';
    for (const [field, kind] of [
      ['configMapRef', 'ConfigMap'],
      ['secretRef', 'Secret'],
    ] as const) {
      const reference = asRecord(item[field]);
      const name = asText(reference['name']);
      if (name === undefined) continue;
      const entries = dataOf(data, kind, namespace, name);
      if (entries === undefined) {
        if (asBool(reference['optional']) !== true) missing.push({ kind, name, key: '', variable: '', path });
        continue;
      }
      for (const [key, value] of Object.entries(entries)) {
        if (!ENV_NAME.test(prefix + key)) continue;
        put({ name: prefix + key, value, source: `${kind}/${name}.${key}`, secret: kind === 'Secret', path });
      }
    }
  });

  asList(asRecord(container)['env']).forEach((raw, index) => {
    const item = asRecord(raw);
    const name = asText(item['name']);
    if (name === undefined) return;
    const path = `env[${index}]`;
    const from = asRecord(item['valueFrom']);
    const field = asText(asRecord(from['fieldRef'])['fieldPath']);
    if (field !== undefined) {
      put({ name, value: '', source: `field ${field}`, secret: false, path });
      return;
    }
    for (const [key, kind] of [
      ['configMapKeyRef', 'ConfigMap'],
      ['secretKeyRef', 'Secret'],
    ] as const) {
      const reference = asRecord(from[key]);
      const target = asText(reference['name']);
      const entry = asText(reference['key']);
      if (target === undefined || entry === undefined) continue;
      const entries = dataOf(data, kind, namespace, target);
      const value = entries !== undefined && Object.hasOwn(entries, entry) ? entries[entry] : undefined;
      if (value !== undefined) {
        put({ name, value, source: `${kind}/${target}.${entry}`, secret: kind === 'Secret', path });
      } else if (asBool(reference['optional']) !== true) {
        missing.push({ kind, name: target, key: entry, variable: name, path });
      }
      return;
    }
    const text = asText(item['value']) ?? '';
    const expanded = expandReferences(text, variables);
    put({ name, value: expanded.value, secret: expanded.secret, path });
  });
  return { variables: [...variables.values()], missing };
}

function dataOf(data: ConfigData, kind: 'ConfigMap' | 'Secret', namespace: string, name: string) {
  return (kind === 'ConfigMap' ? data.configMaps : data.secrets).get(`${namespace}/${name}`);
}

/** Replaces `$(NAME)`; `$$(NAME)` stays `$(NAME)`; a name that is not defined stays as it is. */
export function expandReferences(
  text: string,
  variables: ReadonlyMap<string, Variable>,
): { value: string; secret: boolean } {
  let secret = false;
  const value = text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) => {
    if (whole === '$$') return '$';
    const variable = variables.get(name ?? '');
    if (variable === undefined) return whole;
    secret ||= variable.secret;
    return variable.value;
  });
  return { value, secret };
}

/** What may be shown of a variable: a Secret's value is replaced by its source. */
export function shownValue(variable: Variable): string {
  return variable.secret ? `<${variable.source ?? 'Secret'}>` : variable.value;
}
