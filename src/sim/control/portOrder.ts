/**
 * The order of the ports of an EndpointSlice: by a hash of each port, as the controller leaves them when it
 * looks for slices with the same ports. Source: k8s.io/endpointslice util/controller_utils.go NewPortMapKey,
 * portsInOrder, deepHashObjectToString (FNV-1a of 128 bits over the dump of the port).
 */
import type { EndpointPort } from '../cluster/objects';

const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x0000000001000000000000000000013bn;
const MASK = (1n << 128n) - 1n;

/** FNV-1a, 128 bits, over the text's letters; names of ports and protocols are ASCII. */
function fnv128a(text: string): bigint {
  let hash = OFFSET;
  for (let i = 0; i < text.length; i++) hash = ((hash ^ BigInt(text.charCodeAt(i) & 0xff)) * PRIME) & MASK;
  return hash;
}

function hashOf({ name, protocol, port, appProtocol }: EndpointPort): bigint {
  const app = appProtocol ?? '<nil>';
  return fnv128a(
    `(v1.EndpointPort){Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} AppProtocol:(*string)${app}}`,
  );
}

/** The ports as an EndpointSlice lists them. */
export function inSliceOrder(ports: readonly EndpointPort[]): EndpointPort[] {
  if (ports.length < 2) return [...ports];
  return ports
    .map((port) => ({ port, hash: hashOf(port) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ port }) => port);
}
