/** Documents to objects: which kind, which name, validated field by field; `List` kinds taken apart. */
import { isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { asRecord, asText, type PlainRecord } from './convert/plain';
import { closestName } from './closest';
import { problemAt, type Place, type Problem } from './problem';
import { BUILT_IN_GROUPS, isClusterScoped, KNOWN_KINDS, OTHER_KINDS } from './schemas/kinds';
import {
  keyText,
  placeOfKey,
  placeOfNode,
  placesOf,
  resolved,
  toPlain,
  type PlaceMap,
  type SourceDocument,
} from './source';
import { describe, validateNode } from './validate';

export interface RawObject {
  readonly kind: string;
  readonly apiVersion: string;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
  readonly value: PlainRecord;
  /** Where the object begins. */
  readonly place: Place;
  readonly places: PlaceMap;
  /** False for kinds that the reader has no table for. */
  readonly known: boolean;
  /** True if the API server could not decode it: a field has the wrong type or is missing. */
  readonly broken: boolean;
}

/** The identity of an object: `Kind/namespace/name`. */
export function identityOf(object: Pick<RawObject, 'kind' | 'namespace' | 'name'>): string {
  return [object.kind, ...(object.namespace === undefined ? [] : [object.namespace]), object.name].join('/');
}

/**
 * The objects of a document. A `List` (`kubectl get -o yaml`) gives its items.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#collections
 */
export function rawObjectsOf(document: SourceDocument): { objects: RawObject[]; problems: Problem[] } {
  const objects: RawObject[] = [];
  const problems: Problem[] = [];
  readNode(document, document.root, {}, objects, problems, 0);
  return { objects, problems };
}

interface Defaults {
  readonly kind?: string;
  readonly apiVersion?: string;
}

function readNode(
  document: SourceDocument,
  raw: Node,
  defaults: Defaults,
  objects: RawObject[],
  problems: Problem[],
  depth: number,
): void {
  const node = resolved(document, raw);
  const place = placeOfNode(document, raw);
  if (node === undefined || !isMap(node)) {
    problems.push(
      problemAt(place, 'object/not-a-mapping', { found: node === undefined ? 'nothing' : describe(node) }),
    );
    return;
  }
  const value = asRecord(toPlain(document, node));
  const kind = asText(value['kind']) ?? defaults.kind;
  const apiVersion = asText(value['apiVersion']) ?? defaults.apiVersion;
  if (kind === undefined) {
    problems.push(problemAt(place, 'object/missing-kind'));
    return;
  }
  const items = resolved(document, node.get('items', true));
  if (kind.endsWith('List') && isSeq(items) && depth < 3) {
    const itemKind = kind.slice(0, -'List'.length);
    const inherited: Defaults =
      itemKind === '' ? {} : { kind: itemKind, ...(apiVersion === undefined ? {} : { apiVersion }) };
    for (const item of items.items) readNode(document, item as Node, inherited, objects, problems, depth + 1);
    return;
  }
  if (apiVersion === undefined) {
    const expected = KNOWN_KINDS[kind]?.current ?? 'v1';
    problems.push(problemAt(place, 'object/missing-api-version', { expected }));
    return;
  }
  const object = readObject(document, node, value, kind, apiVersion, place, problems);
  if (object !== undefined) objects.push(object);
}

function readObject(
  document: SourceDocument,
  node: YAMLMap,
  value: PlainRecord,
  kind: string,
  apiVersion: string,
  place: Place,
  problems: Problem[],
): RawObject | undefined {
  const known = Object.hasOwn(KNOWN_KINDS, kind) ? KNOWN_KINDS[kind] : undefined;
  const version =
    known !== undefined && Object.hasOwn(known.versions, apiVersion) ? known.versions[apiVersion] : undefined;
  if (known === undefined && !checkUnknownKind(document, node, kind, apiVersion, problems)) return undefined;
  if (known !== undefined && version === undefined && !isForeignGroup(apiVersion)) {
    const params = { kind, apiVersion, expected: known.current };
    problems.push(
      problemAt(keyPlace(document, node, 'apiVersion', true), 'object/wrong-api-version', params),
    );
    return undefined;
  }
  if (version?.removedIn !== undefined && known !== undefined) {
    const params = { kind, apiVersion, expected: known.current, version: version.removedIn };
    problems.push(
      problemAt(keyPlace(document, node, 'apiVersion', true), 'object/removed-api-version', params),
    );
  }
  const found = version === undefined ? [] : validateNode(document, node, version.schema);
  problems.push(...found);
  const meta = asRecord(value['metadata']);
  const name = asText(meta['name']) ?? asText(meta['generateName']);
  if (name === undefined || name === '') {
    if (version !== undefined && !found.some((problem) => problem.params['path'] === 'metadata.name')) {
      problems.push(problemAt(keyPlace(document, node, 'metadata', false), 'object/missing-name', { kind }));
    }
    if (version !== undefined) return undefined;
  }
  return {
    kind,
    apiVersion,
    ...(isClusterScoped(kind) ? {} : { namespace: asText(meta['namespace']) || 'default' }),
    name: name ?? '',
    value,
    place,
    places: placesOf(document, node),
    known: version !== undefined,
    broken: found.some((problem) => problem.severity === 'error' && problem.code !== 'field/unknown'),
  };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** A kind of a known name in somebody else's group (`Service` of serving.knative.dev) is another kind. */
function isForeignGroup(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return group.includes('.') && !group.endsWith('.k8s.io');
}

/** False, with a problem, if the kind is a slip for a known one. */
function checkUnknownKind(
  document: SourceDocument,
  node: YAMLMap,
  kind: string,
  apiVersion: string,
  problems: Problem[],
): boolean {
  if (OTHER_KINDS.has(kind) || !BUILT_IN_GROUPS.has(groupOf(apiVersion))) return true;
  const closest = closestName(kind, [...Object.keys(KNOWN_KINDS), ...OTHER_KINDS]);
  if (closest === undefined) return true;
  const place = keyPlace(document, node, 'kind', true);
  problems.push(problemAt(place, 'object/unknown-kind', { kind, apiVersion, closest }));
  return false;
}

/** Where a top-level field stands: its value or its key; the object's own place if it has none. */
function keyPlace(document: SourceDocument, node: YAMLMap, key: string, atValue: boolean): Place {
  const pair = (node.items as Pair[]).find((item) => keyText(item) === key);
  if (pair === undefined) return placeOfNode(document, node);
  return atValue && pair.value ? placeOfNode(document, pair.value as Node) : placeOfKey(document, pair);
}
