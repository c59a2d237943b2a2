/**
 * Hints for `spec.trafficDistribution`: each ready endpoint is meant for its own zone, with PreferSameNode for
 * its own node, too. Nothing is shared out: a zone with many clients and few endpoints is simply overloaded.
 * Source: k8s.io/endpointslice trafficdist/trafficdist.go ReconcileHints. PreferSameZone and PreferSameNode
 * are beta and on in v1.34 (feature gate PreferSameTrafficDistribution, KEP-3015).
 */
import type { Endpoint, Service } from '../cluster/objects';
import { alsoWrite, mapEndpoints, withoutHints, type SlicePlan } from './plannedSlices';

const ZONES_ONLY = ['PreferClose', 'PreferSameZone'];

/** True if the Service's trafficDistribution asks for hints. */
export function wantsNearTraffic({ spec }: Pick<Service, 'spec'>): boolean {
  const { trafficDistribution } = spec;
  return trafficDistribution === 'PreferSameNode' || ZONES_ONLY.includes(trafficDistribution ?? '');
}

/** Gives every ready endpoint of a slice that is written its hints, and has those slices written whose hints are wrong. */
export function addNearHints(plan: SlicePlan, withNodes: boolean): SlicePlan {
  const isWrong = (endpoint: Endpoint) =>
    endpoint.conditions.ready && !sameHints(endpoint.hints, nearHints(endpoint, withNodes));
  const fresh = alsoWrite(plan, (slice) => slice.endpoints.some(isWrong));
  return mapEndpoints(fresh, (endpoint) => {
    if (!endpoint.conditions.ready) return endpoint;
    const hints = nearHints(endpoint, withNodes);
    return hints === undefined ? withoutHints(endpoint) : { ...endpoint, hints };
  });
}

function nearHints({ zone, nodeName }: Endpoint, withNodes: boolean): Endpoint['hints'] {
  const forNodes = withNodes && nodeName !== undefined ? [nodeName] : undefined;
  if (zone === undefined && forNodes === undefined) return undefined;
  return {
    ...(zone === undefined ? {} : { forZones: [zone] }),
    ...(forNodes === undefined ? {} : { forNodes }),
  };
}

function sameHints(a: Endpoint['hints'], b: Endpoint['hints']): boolean {
  const same = (x: readonly string[] = [], y: readonly string[] = []) => x.join() === y.join();
  return same(a?.forZones, b?.forZones) && same(a?.forNodes, b?.forNodes);
}
