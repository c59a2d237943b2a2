/**
 * Lines of `kubectl get services`, `endpoints`, `endpointslices` and `ingresses`.
 * Source: pkg/printers/internalversion/printers.go printService, printEndpoints, printEndpointSlice, printIngress.
 */
import type { EndpointSlice, Ingress, Service } from '../../sim/cluster/objects';
import type { EndpointsObject } from '../list';
import { atMostThree } from './labels';

export const SERVICE_COLUMNS = ['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)', 'AGE'];
export const ENDPOINTS_COLUMNS = ['NAME', 'ENDPOINTS', 'AGE'];
export const SLICE_COLUMNS = ['NAME', 'ADDRESSTYPE', 'PORTS', 'ENDPOINTS', 'AGE'];
export const INGRESS_COLUMNS = ['NAME', 'CLASS', 'HOSTS', 'ADDRESS', 'PORTS', 'AGE'];

export function serviceCells({ metadata, spec, status }: Service, isWide: boolean, age: string): string[] {
  const ports = spec.ports
    .map(({ port, nodePort, protocol }) =>
      nodePort === undefined ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`,
    )
    .join(',');
  return [
    metadata.name,
    spec.type,
    spec.clusterIP === '' ? '<none>' : spec.clusterIP,
    externalIP({ spec, status }, isWide),
    ports === '' ? '<none>' : ports,
    age,
  ];
}

/** Source: getServiceExternalIP, loadBalancerStatusStringer (16 characters unless wide). */
function externalIP({ spec, status }: Pick<Service, 'spec' | 'status'>, isWide: boolean): string {
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  const own = spec.externalIPs;
  if (spec.type !== 'LoadBalancer') return own.length > 0 ? own.join(',') : '<none>';
  const given = [...new Set(status.loadBalancer.map(({ ip }) => ip))].sort().join(',');
  const shown = !isWide && given.length > 16 ? `${given.slice(0, 13)}...` : given;
  const all = [...(shown === '' ? [] : [shown]), ...own].join(',');
  return all === '' ? '<pending>' : all;
}

export function endpointsCells(name: string, { subsets }: EndpointsObject, age: string): string[] {
  const sockets = subsets.flatMap(({ ready, ports }) =>
    ports.flatMap(({ port }) => ready.map((ip) => `${ip}:${port}`)),
  );
  return [name, subsets.length === 0 ? '<none>' : atMostThree(sockets, ''), age];
}

export function sliceCells(
  { metadata, addressType, ports, endpoints }: EndpointSlice,
  age: string,
): string[] {
  return [
    metadata.name,
    addressType,
    atMostThree(
      ports.map(({ port }) => String(port)),
      '<unset>',
    ),
    atMostThree(
      endpoints.flatMap(({ addresses }) => addresses),
      '<unset>',
    ),
    age,
  ];
}

export function ingressCells({ metadata, spec }: Ingress, age: string): string[] {
  const hosts = spec.rules.flatMap(({ host }) => (host === undefined || host === '' ? [] : [host]));
  return [
    metadata.name,
    spec.ingressClassName ?? '<none>',
    atMostThree(hosts, '*'),
    '',
    spec.tls.length > 0 ? '80, 443' : '80',
    age,
  ];
}
