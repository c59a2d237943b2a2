/**
 * What the API server refuses in Services and EndpointSlices beyond single fields: addresses of the wrong kind.
 * Source: kubernetes v1.34 pkg/apis/core/validation/validation.go ValidateServiceClusterIPsRelatedFields;
 * pkg/apis/discovery/validation/validation.go validateEndpoints.
 */
import type { EndpointSlice, Service } from '../../sim/cluster/objects';
import { canonicalIP, familyOf, isLoopback } from '../../sim/dataplane/addresses';
import { problemAt, type Problem } from '../problem';
import type { ReadObject } from '../readManifests';
import { placeIn } from '../source';

/**
 * Endpoints whose address is none, or none of the slice's address type, or can be nobody's in a cluster. CoreDNS and
 * kube-proxy read the latter two all the same, and tests of theirs hold such slices: they are warned of.
 */
export function checkSlices(slices: readonly ReadObject<EndpointSlice>[]): Problem[] {
  return slices.flatMap((read) => {
    const { addressType, endpoints, metadata } = read.object;
    if (addressType === 'FQDN') return [];
    return endpoints.flatMap((endpoint, at) =>
      endpoint.addresses.flatMap((address, index) => {
        const ip = canonicalIP(address);
        if (ip !== undefined && familyOf(ip) === addressType && !isLoopback(ip)) return [];
        const place = placeIn(read.places, `endpoints[${at}].addresses[${index}]`);
        const mend = addressType === 'IPv4' ? '10.244.1.9' : 'fd00:10:244::9';
        return [
          problemAt(place, ip === undefined ? 'slice/address' : 'slice/address-kind', {
            name: metadata.name,
            found: address,
            addressType,
            example: mend,
          }),
        ];
      }),
    );
  });
}

/** Cluster IPs that are not one of each family, the first of them `clusterIP`, in the order of `ipFamilies`. */
export function checkClusterIPs(read: ReadObject<Service>): Problem[] {
  const { metadata, spec } = read.object;
  const ips = spec.clusterIPs.filter((ip) => ip !== 'None' && ip !== '');
  if (ips.length === 0) return [];
  const families = ips.map((ip) => familyOf(canonicalIP(ip) ?? ip));
  const isOneEach = ips.length <= 2 && new Set(families).size === families.length;
  const isFirst = spec.clusterIP === spec.clusterIPs[0];
  const isInOrder = families.every((family, at) => (spec.ipFamilies[at] ?? family) === family);
  if (isOneEach && isFirst && isInOrder) return [];
  const place = placeIn(read.places, 'spec.clusterIP');
  const found = ips.join(', ');
  const params = {
    name: metadata.name,
    clusterIP: spec.clusterIP,
    found,
    families: spec.ipFamilies.join(', '),
  };
  return [problemAt(place, 'service/cluster-ips', params)];
}
