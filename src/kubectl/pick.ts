/** Finds the objects that a line means: by name, by labels, or all. */
import type { ClusterView } from './clusterView';
import { isOn, meansAll, namespaceOf, type Parsed } from './flags';
import { findOne, listAll, type Listed } from './list';
import { namedBy, type Named } from './named';
import { notFound, type ResourceType } from './resources';
import { parseSelector, selects, type Requirement } from './selector';

/** What a line means, before anybody looks whether it is there. */
export interface Target {
  readonly named: readonly Named[];
  readonly requirements: readonly Requirement[];
  readonly hasSelector: boolean;
  /** Null for every namespace. */
  readonly namespace: string | null;
}

/** Reads type, names, `-l`, `-n` and `-A`; a text says what is wrong. */
export function readTarget(parsed: Parsed, args: readonly string[] = parsed.args): Target | string {
  const named = namedBy(args);
  if (typeof named === 'string') return named;
  const selector = parsed.flags['selector'];
  const requirements = parseSelector(selector ?? '');
  if (typeof requirements === 'string') return `error: ${requirements}`;
  const hasNames = named.some(({ name }) => name !== null);
  if (hasNames && selector !== undefined)
    return 'error: name cannot be provided when a selector is specified';
  if (hasNames && meansAll(parsed))
    return 'error: a resource cannot be retrieved by name across all namespaces';
  const namespace = meansAll(parsed) ? null : namespaceOf(parsed);
  return { named, requirements, hasSelector: selector !== undefined, namespace };
}

/** The objects that are there, and an error for each that is named and is not. */
export interface Found {
  readonly objects: readonly Listed[];
  readonly errors: readonly string[];
}

export function find(view: ClusterView, target: Target): Found {
  const objects: Listed[] = [];
  const errors: string[] = [];
  for (const { type, name } of target.named) {
    if (name === null) {
      objects.push(...listAll(view, type).filter((one) => isMeant(target, one)));
      continue;
    }
    const one = findOne(view, type, target.namespace ?? 'default', name);
    if (one === undefined) errors.push(notFound(type, name));
    else objects.push(one);
  }
  return { objects, errors };
}

/** True if an object of a type that was asked for as a whole is meant. */
export function isMeant(target: Target, one: Listed): boolean {
  const isHere = one.namespace === null || target.namespace === null || one.namespace === target.namespace;
  return isHere && selects(target.requirements, one.labels);
}

/** The one type that a target names; undefined if there are several. */
export function onlyType({ named }: Target): ResourceType | undefined {
  const [first] = named;
  return named.every(({ type }) => type === first?.type) ? first?.type : undefined;
}

/**
 * Keys of the Pods, or other objects of one type, that a line that changes something means. Without a cluster only
 * names can be told; with one, whoever is named has to be there.
 */
export function keysToChange(
  parsed: Parsed,
  target: Target,
  view: ClusterView | null,
): readonly string[] | string {
  const all = isOn(parsed, 'all');
  const namespace = target.namespace ?? 'default';
  if (target.named.every(({ name }) => name !== null)) {
    if (all) return "error: setting 'all' parameter but found a non empty selector or names";
    if (view !== null) {
      const { errors } = find(view, target);
      if (errors.length > 0) return errors.join('\n');
    }
    return target.named.map(({ name }) => `${namespace}/${name}`);
  }
  if (!all && !target.hasSelector) return 'error: resource(s) were provided, but no name was specified';
  if (view === null) return 'error: which objects have these labels is known only where there is a cluster';
  return find(view, target).objects.map((one) => `${one.namespace}/${one.name}`);
}

/** A name that is none may be the beginning of some. Source: describe.go DescribeMatchingResources. */
export function withPrefixes(view: ClusterView, target: Target): Target {
  const named = target.named.flatMap((one) => {
    if (one.name === null || find(view, { ...target, named: [one] }).objects.length > 0) return [one];
    const whole = find(view, { ...target, named: [{ ...one, name: null }] }).objects;
    const names = whole.map(({ name }) => name).filter((name) => name.startsWith(one.name!));
    return names.length === 0 ? [one] : names.map((name) => ({ type: one.type, name }));
  });
  return { ...target, named };
}
