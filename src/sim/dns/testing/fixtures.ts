/** The fixtures of `dns-cases.json` as a view. For tests only. */
import { SERVICE_NAME_LABEL } from '../../cluster/objects';
import type { DnsEndpointSlice, DnsService, DnsView } from '../dnsView';
import { viewOf } from '../viewOf';
import cases from './dns-cases.json';

interface FixturePort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

interface FixtureService {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIPs: readonly string[];
  readonly ports: readonly FixturePort[];
  readonly externalName?: string;
}

interface Fixture {
  readonly namespacesThatDoNotExist?: readonly string[];
  readonly namespacesThatExist?: readonly string[];
  readonly services: readonly FixtureService[];
  readonly endpoints?: readonly {
    readonly namespace: string;
    readonly service: string;
    readonly slice: string;
    readonly addresses: readonly {
      readonly ip: string;
      readonly hostname?: string;
      readonly zone?: string;
    }[];
    readonly ports: readonly FixturePort[];
  }[];
  readonly endpointSlices?: readonly {
    readonly namespace: string;
    readonly service: string;
    readonly ports: readonly FixturePort[];
    readonly endpoints: readonly {
      readonly address: string;
      readonly hostname?: string;
      readonly ready: boolean | null;
    }[];
  }[];
  readonly pods?: readonly { readonly namespace: string; readonly name: string; readonly podIP: string }[];
}

export function serviceOf(fixture: FixtureService): DnsService {
  const { namespace, name, clusterIPs, ports, externalName } = fixture;
  return {
    metadata: { namespace, name },
    spec: {
      type: fixture.type as DnsService['spec']['type'],
      clusterIP: clusterIPs[0] ?? '',
      clusterIPs,
      ports,
      ...(externalName === undefined ? {} : { externalName }),
    },
  };
}

function slicesOf(fixture: Fixture): DnsEndpointSlice[] {
  const upstream = (fixture.endpoints ?? []).map((slice) => ({
    metadata: {
      namespace: slice.namespace,
      name: slice.slice,
      labels: { [SERVICE_NAME_LABEL]: slice.service },
    },
    ports: slice.ports,
    endpoints: slice.addresses.map(({ ip, ...rest }) => ({
      ...rest,
      addresses: [ip],
      conditions: { ready: true },
    })),
  }));
  const derived = (fixture.endpointSlices ?? []).map((slice) => ({
    metadata: {
      namespace: slice.namespace,
      name: `${slice.service}-1`,
      labels: { [SERVICE_NAME_LABEL]: slice.service },
    },
    ports: slice.ports,
    endpoints: slice.endpoints.map(({ address, ready, ...rest }) => ({
      ...rest,
      addresses: [address],
      conditions: { ready },
    })),
  }));
  return [...upstream, ...derived];
}

/** The view of one fixture of the cases. */
export function fixtureView(name: string, synced = true): DnsView {
  const fixture = (cases.fixtures as Record<string, Fixture>)[name];
  if (fixture === undefined) throw new Error(`no fixture "${name}"`);
  return viewOf({
    services: fixture.services.map(serviceOf),
    endpointSlices: slicesOf(fixture),
    pods: (fixture.pods ?? []).map((pod) => ({
      metadata: { namespace: pod.namespace, name: pod.name },
      status: { podIP: pod.podIP },
    })),
    namespaces:
      fixture.namespacesThatExist ?? ((ns) => !(fixture.namespacesThatDoNotExist ?? []).includes(ns)),
    synced,
  });
}
