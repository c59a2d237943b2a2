/** Writing EndpointSlices, with the facts that say what changed in them. Source: k8s.io/endpointslice utils.go newEndpointSlice. */
import { createObject, deleteObject, updateObject, type ClusterDraft } from '../cluster/apiServer';
import {
  keyOf,
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  type Service,
} from '../cluster/objects';
import { recordFact, type EndpointSliceChanged } from './facts';
import { generateName } from './safeNames';
import { labelsOfSlices } from './sliceLabels';
import { canonicalJson } from './templateHash';
import { ownedBy } from './workqueue';

interface Content {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** Makes a slice with a generated name, `<service>-xxxxx`, owned by the Service. */
export function createSlice(
  draft: ClusterDraft,
  service: Service,
  addressType: 'IPv4' | 'IPv6',
  content: Content,
): void {
  const { metadata } = service;
  const namespace = metadata.namespace ?? 'default';
  const stream = `endpointSlice/${keyOf(metadata)}`;
  let name: string;
  do name = generateName(draft, `${metadata.name}-`, stream);
  while (draft.get('endpointSlices', `${namespace}/${name}`) !== undefined);
  const slice = createObject<'EndpointSlice'>(draft, {
    kind: 'EndpointSlice',
    metadata: {
      name,
      namespace,
      labels: labelsOfSlices(service),
      annotations: {},
      ownerReferences: [ownedBy('Service', metadata)],
    },
    addressType,
    ...content,
  });
  record(draft, keyOf(metadata), slice, 'created', [], content.endpoints);
}

/** Gives a slice new content, and its Service's labels, under the same name. A write that changes nothing is none. */
export function updateSlice(
  draft: ClusterDraft,
  service: Service,
  slice: EndpointSlice,
  content: Content,
): void {
  const metadata = { ...slice.metadata, labels: labelsOfSlices(service) };
  if (
    canonicalJson(contentOf({ ...slice, ...content })) === canonicalJson(contentOf(slice)) &&
    canonicalJson(metadata.labels) === canonicalJson(slice.metadata.labels)
  )
    return;
  const stored = updateObject<'EndpointSlice'>(draft, { ...slice, metadata, ...content });
  record(draft, keyOf(service.metadata), stored, 'updated', slice.endpoints, content.endpoints);
}

function contentOf({ ports, endpoints }: Content): Content {
  return { ports, endpoints };
}

/** Removes a slice. */
export function deleteSlice(draft: ClusterDraft, service: string, slice: EndpointSlice): void {
  deleteObject(draft, 'EndpointSlice', keyOf(slice.metadata));
  record(draft, service, slice, 'deleted', slice.endpoints, []);
}

function record(
  draft: ClusterDraft,
  service: string,
  slice: EndpointSlice,
  change: EndpointSliceChanged['change'],
  before: readonly Endpoint[],
  after: readonly Endpoint[],
): void {
  const old = new Map(before.map((endpoint) => [endpoint.addresses[0] ?? '', endpoint]));
  const fresh = new Map(after.map((endpoint) => [endpoint.addresses[0] ?? '', endpoint]));
  const fields: EndpointSliceChanged = {
    service,
    slice: keyOf(slice.metadata),
    resourceVersion: slice.metadata.resourceVersion,
    change,
    added: [...fresh.keys()].filter((ip) => !old.has(ip)),
    removed: [...old.keys()].filter((ip) => !fresh.has(ip)),
    conditions: [...fresh]
      .filter(([ip, endpoint]) => old.has(ip) && !sameConditions(old.get(ip)!, endpoint))
      .map(([ip, endpoint]) => ({ ip, conditions: endpoint.conditions })),
  };
  recordFact(draft, 'endpointSlice/changed', { ...fields });
}

function sameConditions(a: Endpoint, b: Endpoint): boolean {
  const [x, y] = [a.conditions, b.conditions];
  return x.ready === y.ready && x.serving === y.serving && x.terminating === y.terminating;
}
