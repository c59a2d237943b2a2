/** Writing EndpointSlices, with the facts that say what changed in them. Source: k8s.io/endpointslice utils.go newEndpointSlice. */
import { createObject, deleteObject, updateObject, type ClusterDraft } from '../cluster/apiServer';
import {
  SERVICE_NAME_LABEL,
  keyOf,
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  type Service,
} from '../cluster/objects';
import { recordFact, type EndpointSliceChanged } from './facts';
import { generateName } from './safeNames';
import { ownedBy } from './workqueue';

/** Marks the slices that this controller may touch; slices made by hand carry another value or none. */
export const MANAGED_BY = {
  label: 'endpointslice.kubernetes.io/managed-by',
  value: 'endpointslice-controller.k8s.io',
} as const;

interface Content {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** Makes a slice with a generated name, `<service>-xxxxx`, owned by the Service. */
export function createSlice(draft: ClusterDraft, service: Service, content: Content): void {
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
      labels: {
        ...metadata.labels,
        [SERVICE_NAME_LABEL]: metadata.name,
        [MANAGED_BY.label]: MANAGED_BY.value,
        ...(service.spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
      },
      annotations: {},
      ownerReferences: [ownedBy('Service', metadata)],
    },
    addressType: service.spec.ipFamilies[0] ?? 'IPv4',
    ...content,
  });
  record(draft, keyOf(metadata), slice, 'created', [], content.endpoints);
}

/** Gives a slice new content under the same name. */
export function updateSlice(
  draft: ClusterDraft,
  service: string,
  slice: EndpointSlice,
  content: Content,
): void {
  const stored = updateObject<'EndpointSlice'>(draft, { ...slice, ...content });
  record(draft, service, stored, 'updated', slice.endpoints, content.endpoints);
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
