/**
 * `kubectl describe service`, `endpointslice` and `endpoints`.
 * Source: kubectl pkg/describe/describe.go describeService, formatEndpointSlices, describeEndpointSliceV1, describeEndpoints.
 */
import { SERVICE_NAME_LABEL, type EndpointSlice, type Service } from '../../sim/cluster/objects';
import type { ClusterView } from '../clusterView';
import type { EndpointsObject, Listed } from '../list';
import { annotationLines, atMostThree, formatLabels, labelLines } from '../print/labels';

export function describeService(view: ClusterView, { metadata, spec, status }: Service): string[] {
  const namespace = metadata.namespace ?? 'default';
  const slices = Object.values(view.tables.endpointSlices).filter(
    (slice) =>
      slice.metadata.namespace === namespace && slice.metadata.labels[SERVICE_NAME_LABEL] === metadata.name,
  );
  const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const some = (title: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`${title}:\t${values.join(',')}`];
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${namespace}`,
    ...labelLines('Labels', metadata.labels),
    ...annotationLines('Annotations', metadata.annotations),
    `Selector:\t${formatLabels(spec.selector)}`,
    `Type:\t${spec.type}`,
    ...(spec.type === 'ExternalName' ? [] : ['IP Family Policy:\tSingleStack']),
    `IP Families:\t${spec.ipFamilies.join(',') || '<none>'}`,
    `IP:\t${spec.clusterIP}`,
    `IPs:\t${spec.clusterIPs.join(',') || '<none>'}`,
    ...some('External IPs', spec.externalIPs),
    ...some('External Name', spec.externalName === undefined ? [] : [spec.externalName]),
    ...(status.loadBalancer.length === 0
      ? []
      : [
          `LoadBalancer Ingress:\t${status.loadBalancer.map(({ ip, ipMode }) => `${ip} (${ipMode})`).join(', ')}`,
        ]),
    ...spec.ports.flatMap((port) => {
      const name = port.name === '' ? '<unset>' : port.name;
      return [
        `Port:\t${name}\t${port.port}/${port.protocol}`,
        `TargetPort:\t${port.targetPort}/${port.protocol}`,
        ...(port.nodePort === undefined ? [] : [`NodePort:\t${name}\t${port.nodePort}/${port.protocol}`]),
        `Endpoints:\t${endpointsOf(slices, port.name)}`,
      ];
    }),
    `Session Affinity:\t${spec.sessionAffinity}`,
    ...(isOutside ? [`External Traffic Policy:\t${spec.externalTrafficPolicy}`] : []),
    ...(spec.type === 'ExternalName' ? [] : [`Internal Traffic Policy:\t${spec.internalTrafficPolicy}`]),
    ...(spec.healthCheckNodePort === undefined ? [] : [`HealthCheck NodePort:\t${spec.healthCheckNodePort}`]),
    ...some('LoadBalancer Source Ranges', spec.loadBalancerSourceRanges),
    ...(spec.trafficDistribution === undefined ? [] : [`Traffic Distribution:\t${spec.trafficDistribution}`]),
  ];
}

/** Ready ones only, at most three. Empty, not `<none>`, where slices have none ready. */
function endpointsOf(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const sockets = slices.flatMap(({ ports, endpoints }) =>
    ports
      .filter(({ name }) => name === portName)
      .flatMap(({ port }) =>
        endpoints
          .filter(({ conditions }) => conditions.ready)
          .flatMap(({ addresses }) => addresses.map((ip) => `${ip}:${port}`)),
      ),
  );
  return atMostThree(sockets, '');
}

export function describeSlice({ metadata, addressType, ports, endpoints }: EndpointSlice): string[] {
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${metadata.namespace ?? 'default'}`,
    ...labelLines('Labels', metadata.labels),
    ...annotationLines('Annotations', metadata.annotations),
    `AddressType:\t${addressType}`,
    ...(ports.length === 0
      ? ['Ports: <unset>']
      : [
          'Ports:',
          '  Name\tPort\tProtocol',
          '  ----\t----\t--------',
          ...ports.map(
            ({ name, port, protocol }) => `  ${name === '' ? '<unset>' : name}\t${port}\t${protocol}`,
          ),
        ]),
    ...(endpoints.length === 0 ? ['Endpoints: <none>'] : ['Endpoints:']),
    ...endpoints.flatMap((endpoint) => [
      `  - Addresses:\t${endpoint.addresses.join(', ') || '<none>'}`,
      '    Conditions:',
      `      Ready:\t${endpoint.conditions.ready}`,
      `    Hostname:\t${endpoint.hostname ?? '<unset>'}`,
      ...(endpoint.targetRef === undefined
        ? []
        : [`    TargetRef:\t${endpoint.targetRef.kind}/${endpoint.targetRef.name}`]),
      `    NodeName:\t${endpoint.nodeName ?? '<unset>'}`,
      `    Zone:\t${endpoint.zone ?? '<unset>'}`,
    ]),
  ];
}

export function describeEndpoints(one: Listed, { subsets }: EndpointsObject): string[] {
  return [
    `Name:\t${one.name}`,
    `Namespace:\t${one.namespace ?? ''}`,
    ...labelLines('Labels', one.labels),
    'Annotations:\t<none>',
    'Subsets:',
    ...subsets.flatMap(({ ready, notReady, ports }) => [
      `  Addresses:\t${ready.join(',') || '<none>'}`,
      `  NotReadyAddresses:\t${notReady.join(',') || '<none>'}`,
      '  Ports:',
      '    Name\tPort\tProtocol',
      '    ----\t----\t--------',
      ...ports.map(
        ({ name, port, protocol }) => `    ${name === '' ? '<unset>' : name}\t${port}\t${protocol}`,
      ),
      '',
    ]),
  ];
}
