/** Labels of EndpointSlices: those of their Service, and three of their own. Source: k8s.io/endpointslice utils.go setEndpointSliceLabels. */
import { SERVICE_NAME_LABEL, type Labels, type Service } from '../cluster/objects';

/** Marks the slices that this controller may touch; slices made by hand carry another value or none. */
export const MANAGED_BY = {
  label: 'endpointslice.kubernetes.io/managed-by',
  value: 'endpointslice-controller.k8s.io',
} as const;

const HEADLESS = 'service.kubernetes.io/headless';
const RESERVED: readonly string[] = [SERVICE_NAME_LABEL, MANAGED_BY.label, HEADLESS];

/** The labels that a Service's slices carry. A Service cannot set the three reserved ones. */
export function labelsOfSlices({ metadata, spec }: Pick<Service, 'metadata' | 'spec'>): Labels {
  const isHeadless = spec.clusterIP === 'None' || spec.clusterIP === '';
  return {
    ...ownLabels(metadata.labels),
    ...(isHeadless ? { [HEADLESS]: '' } : {}),
    [SERVICE_NAME_LABEL]: metadata.name,
    [MANAGED_BY.label]: MANAGED_BY.value,
  };
}

/** The labels that are compared to see whether the Service's have changed. */
export function ownLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !RESERVED.includes(key)));
}
