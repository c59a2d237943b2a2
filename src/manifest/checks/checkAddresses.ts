/**
 * Addresses that cannot be told apart, and names that lead round in a circle.
 * Sources: cmd/kubeadm/app/apis/kubeadm/v1beta4/defaults.go (Service CIDR 10.96.0.0/12);
 * https://kubernetes.io/docs/concepts/cluster-administration/networking/; CoreDNS plugin/backend_lookup.go (A).
 */
import ipaddr from 'ipaddr.js';
import type { Node, Service } from '../../sim/cluster/objects';
import { problemAt, type Problem } from '../problem';
import type { ReadObject } from '../readManifests';
import { placeIn } from '../source';

/** kubeadm's: Services get their addresses from here. */
const SERVICE_CIDR = '10.96.0.0/12';

interface Range {
  readonly what: string;
  readonly cidr: string;
}

/** Node ranges that overlap each other or the Services', and nodes whose own address lies in such a range. */
export function checkAddresses(nodes: readonly ReadObject<Node>[]): Problem[] {
  const taken: Range[] = [{ what: 'Services', cidr: SERVICE_CIDR }];
  const problems: Problem[] = [];
  for (const read of nodes) {
    const { metadata, spec } = read.object;
    const { name } = metadata;
    if (spec.podCIDR === '') continue;
    const place = placeIn(read.places, 'spec.podCIDR');
    if (!ipaddr.isValidCIDR(spec.podCIDR)) continue; // the schema has complained
    const twin = taken.find((one) => overlap(one.cidr, spec.podCIDR));
    if (twin !== undefined) {
      problems.push(
        problemAt(place, 'node/overlapping-cidr', {
          name,
          found: spec.podCIDR,
          what: twin.what,
          other: twin.cidr,
        }),
      );
    }
    taken.push({ what: `node ${name}`, cidr: spec.podCIDR });
  }
  for (const read of nodes) {
    const { metadata, status } = read.object;
    if (!ipaddr.isValid(status.internalIP)) continue;
    const range = taken.find((one) => overlap(one.cidr, `${status.internalIP}/${bitsOf(status.internalIP)}`));
    if (range === undefined) continue;
    problems.push(
      problemAt(placeIn(read.places, 'status.addresses'), 'node/address-in-range', {
        name: metadata.name,
        ip: status.internalIP,
        what: range.what,
        cidr: range.cidr,
      }),
    );
  }
  return problems;
}

function bitsOf(ip: string): number {
  return ipaddr.parse(ip).kind() === 'ipv4' ? 32 : 128;
}

/** Whether two ranges of one family share an address: the wider one holds the other's first. */
function overlap(a: string, b: string): boolean {
  const [x, xBits] = ipaddr.parseCIDR(a);
  const [y, yBits] = ipaddr.parseCIDR(b);
  return x.kind() === y.kind() && x.match(y, Math.min(xBits, yBits));
}

/** ExternalName Services that lead back to themselves: CoreDNS follows them for a while and answers no address. */
export function checkExternalNames(services: readonly ReadObject<Service>[]): Problem[] {
  const target = new Map<string, string>();
  for (const { object } of services) {
    const to = object.spec.type === 'ExternalName' ? serviceNamed(object.spec.externalName ?? '') : null;
    if (to !== null) target.set(keyOf(object), to);
  }
  return services.flatMap((read) => {
    const start = keyOf(read.object);
    const road = [start];
    for (let at = target.get(start); at !== undefined && road.length <= target.size; at = target.get(at)) {
      road.push(at);
      if (at !== start) continue;
      return [
        problemAt(placeIn(read.places, 'spec.externalName'), 'service/external-name-cycle', {
          name: read.object.metadata.name,
          road: road.join(' → '),
        }),
      ];
    }
    return [];
  });
}

function keyOf({ metadata }: Service): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

/** `namespace/name` of the Service that a full name means; null for a name outside. */
function serviceNamed(host: string): string | null {
  const match = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc\.cluster\.local\.?$/.exec(host);
  return match === null ? null : `${match[2]}/${match[1]}`;
}
