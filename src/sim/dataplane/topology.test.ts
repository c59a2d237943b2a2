import { describe, expect, it } from 'vitest';
import { chooseEndpoints } from './topology';
import { topologyCases, type TopologyCase } from './testing/kubeProxyCases';

function choose(given: TopologyCase) {
  const { service, node } = given.input;
  const endpoints = given.input.endpoints.map(({ endpoint, isLocal, conditions, hints }) => ({
    address: endpoint,
    isLocal,
    ...conditions,
    forZones: hints?.forZones ?? [],
    forNodes: hints?.forNodes ?? [],
  }));
  const isExternal = service.nodePort !== 0;
  const policies = {
    cluster: service.internalTrafficPolicy === 'Cluster' || isExternal,
    local:
      service.internalTrafficPolicy === 'Local' || (service.externalTrafficPolicy === 'Local' && isExternal),
  };
  const choice = chooseEndpoints(endpoints, policies, { nodeName: node.name, zone: node.zone });
  const addresses = (list: readonly { address: string }[] | null) =>
    list?.map(({ address }) => address) ?? null;
  return {
    clusterEndpoints: addresses(choice.cluster),
    localEndpoints: addresses(choice.local),
    allReachable: addresses(choice.reachable),
    hasAnyEndpoints: choice.hasAny,
  };
}

describe('[DP3] a node uses ready endpoints, near ones if hints say so, terminating ones last', () => {
  it('has cases', () => expect(topologyCases.length).toBe(20));

  it.each(topologyCases)('$id', (given) => {
    expect(choose(given)).toEqual(given.expect);
  });
});
