import type { Address, AddressKind, Picture } from '../projection/picture';

/** A function that gives `ip:port` its kind, by who has that address in the picture. */
export function addressKinds(picture: Picture): (socket: string) => Address {
  const kinds = new Map<string, AddressKind>();
  const put = (address: string | null, kind: AddressKind) => {
    if (address !== null) kinds.set(hostOf(address), kind);
  };
  for (const client of picture.clients) put(client.ip, 'client');
  for (const node of picture.nodes) put(node.ip, 'node');
  for (const workload of picture.workloads) for (const pod of workload.pods) put(pod.ip, 'pod');
  for (const pod of picture.dns?.pods ?? []) put(pod.ip, 'pod');
  for (const service of picture.services) {
    put(service.vip.text, 'vip');
    for (const row of service.endpoints) put(row.ip, 'pod');
  }
  for (const row of picture.slice?.rows ?? []) put(row.ip, 'pod');
  if (picture.dns !== null) put(picture.dns.vip.text, 'vip');
  const podRanges = picture.nodes.map((node) => node.podCIDR);
  const isPod = (host: string) => podRanges.some((range) => isInRange(host, range));
  return (socket) => {
    const host = hostOf(socket);
    return { kind: kinds.get(host) ?? (isPod(host) ? 'pod' : 'external'), text: socket };
  };
}

/** Whether an IPv4 address lies in a range such as `10.244.1.0/24`; false for anything else. */
export function isInRange(ip: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const number = ipv4Number(ip);
  const first = ipv4Number(base);
  if (number === null || first === null) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number / size) === Math.floor(first / size);
}

function ipv4Number(ip: string): number | null {
  const parts = ip.split('.').map(Number);
  if (parts.length !== 4 || parts.some(Number.isNaN)) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** `10.0.0.1:80` → `10.0.0.1`, `[fd00::1]:80` → `fd00::1`. */
export function hostOf(socket: string): string {
  if (socket.startsWith('[')) return socket.slice(1, socket.indexOf(']'));
  return socket.split(':').length === 2 ? socket.slice(0, socket.indexOf(':')) : socket;
}
