/** The EndpointSlice reconciler against what the real one did with the same Pods, Nodes and Services. */
import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSlice, Labels, Node, Pod, Service } from '../cluster/objects';
import { desiredEndpoints } from './desiredEndpoints';
import { labelsOfSlices } from './sliceLabels';
import { reconcileSlices, type AddressFamily } from './sliceReconciler';
import file from './testing/endpointslice-cases.json';
import { cpuMillis, isOverloaded, zoneShares } from './zoneCapacity';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects as the real API has them */

const meta = (raw: any) => ({
  resourceVersion: '1',
  labels: {} as Labels,
  annotations: {} as Labels,
  creationMicros: 0,
  ownerReferences: [],
  generation: 1,
  uid: '',
  ...raw,
});

const isTrue = (status: any) => status.conditions.some((one: any) => one.status === 'True');

function podOf({ metadata, spec, status }: any): Pod {
  const deletion = metadata.deletionTimestamp === undefined ? {} : { deletionMicros: 1 };
  return {
    kind: 'Pod',
    metadata: { ...meta(metadata), ...deletion },
    spec,
    status: { ...status, ready: isTrue(status) },
  };
}

function nodeOf({ metadata, status }: any): Node {
  const spec = { podCIDR: '', unschedulable: false };
  return {
    kind: 'Node',
    metadata: meta(metadata),
    spec,
    status: { ...status, internalIP: '', ready: isTrue(status) },
  };
}

function sliceOf({ name, labels, ports, endpoints, addressType }: any): EndpointSlice {
  const read = ({ hints, ...rest }: any): Endpoint => ({
    ...rest,
    ...(hints === undefined
      ? {}
      : {
          hints: Object.fromEntries(
            Object.entries(hints).map(([key, zones]: any) => [key, zones.map((one: any) => one.name)]),
          ),
        }),
  });
  return {
    kind: 'EndpointSlice',
    metadata: meta({ name, labels }),
    addressType,
    ports: ports ?? [],
    endpoints: endpoints.map(read),
  };
}

/** Slices in no order, new ones without a name; endpoints in no order, as Go's maps give them. */
function comparable(slices: readonly EndpointSlice[], existing: readonly EndpointSlice[]) {
  const known = new Set(existing.map((slice) => slice.metadata.name));
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  const sorted = (value: any): any =>
    Array.isArray(value) || typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        );
  return slices
    .map(({ metadata, addressType, ports, endpoints }) => ({
      name: known.has(metadata.name) ? metadata.name : 'new',
      labels: sorted(metadata.labels),
      addressType,
      ports: ports.map(sorted),
      endpoints: endpoints.map(sorted).sort(byText),
    }))
    .sort(byText);
}

describe('[CT45] EndpointSlices as Kubernetes’ own controller writes them', () => {
  for (const { id, ...one } of file.cases as any[]) {
    it(id, () => {
      const service = {
        kind: 'Service',
        metadata: meta(one.service.metadata),
        spec: one.service.spec,
        status: { loadBalancer: [] },
      } as unknown as Service;
      const existing: EndpointSlice[] = one.existing.map(sliceOf);
      const nodes: Node[] = one.nodes.map(nodeOf);
      const pods: Pod[] = one.pods.map(podOf);
      let slices = existing.filter((slice) =>
        service.spec.ipFamilies.includes(slice.addressType as AddressFamily),
      );
      const events: string[] = [];
      for (const family of service.spec.ipFamilies) {
        const plan = reconcileSlices({
          service,
          family,
          groups: desiredEndpoints(
            service,
            pods,
            (name) => nodes.find((n) => n.metadata.name === name),
            family,
          ),
          existing: existing.filter((slice) => slice.addressType === family),
          shares: zoneShares(nodes),
          hadTopologyHints: one.hadTopologyHints,
          max: one.max,
        });
        const labels = labelsOfSlices(service);
        slices = [
          ...slices
            .filter((slice) => !plan.deletes.includes(slice))
            .map((slice) => {
              const update = plan.updates.find((planned) => planned.slice === slice);
              return update === undefined
                ? slice
                : { ...slice, ...update.content, metadata: { ...slice.metadata, labels } };
            }),
          ...plan.creates.map((content) => ({
            kind: 'EndpointSlice' as const,
            metadata: meta({ name: '', labels }),
            addressType: family,
            ...content,
          })),
        ];
        if (plan.event !== null) events.push(`${plan.event.type} ${plan.event.reason} ${plan.event.message}`);
      }
      const want: EndpointSlice[] = one.expect.slices.map(sliceOf);
      expect(comparable(slices, existing)).toEqual(comparable(want, existing));
      expect(events).toEqual(one.expect.events);
    });
  }
});

describe('[CT44] shares of the zones', () => {
  it('reads quantities of CPU', () => {
    const millis = ['4', '3920m', '0.5', '1e1', '1500000u', '', 'four', '-1'].map(cpuMillis);
    expect(millis).toEqual([4000, 3920, 500, 10_000, 1500, 0, 0, 0]);
  });

  it('a zone with too few endpoints for its share makes the Service overloaded', () => {
    const shares = { a: 0.5, b: 0.5 };
    expect(isOverloaded({ a: 5, b: 5 }, shares)).toBe(false);
    expect(isOverloaded({ a: 6, b: 4 }, shares)).toBe(true);
    expect(isOverloaded({ a: 10 }, shares)).toBe(true);
    expect(isOverloaded({ a: 5, b: 5 }, null)).toBe(true);
    expect(isOverloaded({}, null)).toBe(false);
  });
});
