/** IP addresses and ranges as the data plane compares them. Text in, text out; IPv4 and IPv6. */
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;
type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** Parsed texts, remembered because the same few come with every packet. Not part of the world. */
const addresses = new Map<string, Address | null>();
const ranges = new Map<string, Range | null>();
const canonical = new Map<string, string | null>();
const REMEMBERED = 20_000;

function remember<T>(cache: Map<string, T>, text: string, parse: (text: string) => T): T {
  const known = cache.get(text);
  if (known !== undefined) return known;
  if (cache.size >= REMEMBERED) cache.clear();
  const parsed = parse(text);
  cache.set(text, parsed);
  return parsed;
}

function addressOf(text: string): Address | null {
  return remember(addresses, text, (ip) => (ipaddr.isValid(ip) ? ipaddr.parse(ip) : null));
}

function rangeOf(text: string): Range | null {
  return remember(ranges, text, (cidr) => (ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr) : null));
}

/** True if `ip` is the address `cidrOrIp`, or lies in that range. False for texts that are neither. */
export function addressMatches(cidrOrIp: string, ip: string): boolean {
  if (!cidrOrIp.includes('/')) return cidrOrIp === ip;
  const range = rangeOf(cidrOrIp);
  const address = addressOf(ip);
  if (range === null || address === null || range[0].kind() !== address.kind()) return false;
  return address.match(range);
}

/**
 * The address as Go prints it: no leading zeros, IPv6 in its short form in lower case, IPv4 within IPv6
 * (`::ffff:10.0.0.1`) as IPv4. Undefined for a text that is no address.
 * Source: k8s.io/utils/net ParseIPSloppy, which kube-proxy reads every address with; net.IP.String.
 */
export function canonicalIP(text: string): string | undefined {
  return remember(canonical, text, canonicalize) ?? undefined;
}

function canonicalize(text: string): string | null {
  if (!text.includes(':')) {
    const parts = text.split('.');
    const isDotted = parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255);
    return isDotted ? parts.map(Number).join('.') : null;
  }
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

/**
 * The range with the bits behind the mask cleared, as Go's `net.IPNet` prints it; undefined if it is no range.
 * Blanks around it are allowed. Source: kubernetes pkg/proxy/util/utils.go MapCIDRsByIPFamily.
 */
export function normalizeCIDR(text: string): string | undefined {
  const match = /^([^/]+)\/(\d+)$/.exec(text.trim());
  const ip = canonicalIP(match?.[1] ?? '');
  const range = ip === undefined ? null : rangeOf(`${ip}/${Number(match![2])}`);
  if (range === null) return undefined;
  const [address, length] = range;
  const network = (address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(
    `${address.toString()}/${length}`,
  );
  return `${canonicalIP(network.toString())!}/${length}`;
}

export function familyOf(ip: string): 'IPv4' | 'IPv6' {
  return ip.includes(':') ? 'IPv6' : 'IPv4';
}

/** 127.0.0.0/8 or ::1. */
export function isLoopback(ip: string): boolean {
  return familyOf(ip) === 'IPv6' ? ip === '::1' : ip.startsWith('127.');
}

/** The bytes of an address: four, or sixteen; none for a text that is no address. */
export function addressBytes(ip: string): readonly number[] {
  return addressOf(ip)?.toByteArray() ?? [];
}
