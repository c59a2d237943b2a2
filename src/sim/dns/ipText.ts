/** IP addresses as the text that DNS and Kubernetes use. */
import ipaddr from 'ipaddr.js';

/**
 * The family of an address, or undefined if the text is none. Strict as Go's
 * `net.ParseIP`: four decimal parts, or RFC 4291 text.
 */
export function ipFamily(text: string): 'IPv4' | 'IPv6' | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 'IPv4';
  return text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text) ? 'IPv6' : undefined;
}

/**
 * The shortest text of an address (RFC 5952), or undefined if the text is none. An IPv4 address within IPv6
 * is an IPv4 address. Source: Go net/ip.go `IP.String`.
 */
export function canonicalIP(text: string): string | undefined {
  const family = ipFamily(text);
  if (family === undefined) return undefined;
  if (family === 'IPv4') return text;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

/**
 * The address that a name of a reverse zone stands for, or undefined.
 * Source: coredns plugin/pkg/dnsutil/reverse.go `ExtractAddressFromReverse`.
 */
export function addressOfReverseName(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower.endsWith('.in-addr.arpa.')) {
    const parts = lower.slice(0, -'.in-addr.arpa.'.length).split('.');
    return canonicalIP(parts.reverse().join('.'));
  }
  if (!lower.endsWith('.ip6.arpa.')) return undefined;
  const nibbles = lower.slice(0, -'.ip6.arpa.'.length).split('.').reverse();
  const groups: string[] = [];
  for (let i = 0; i + 4 <= nibbles.length; i += 4) groups.push(nibbles.slice(i, i + 4).join(''));
  return canonicalIP(groups.join(':'));
}

/** The name in the reverse zone that stands for an address, or undefined if the text is none. */
export function reverseName(ip: string): string | undefined {
  const family = ipFamily(ip);
  if (family === undefined) return undefined;
  if (family === 'IPv4') return `${ip.split('.').reverse().join('.')}.in-addr.arpa.`;
  const hex = ipaddr.IPv6.parse(ip)
    .parts.map((part) => part.toString(16).padStart(4, '0'))
    .join('');
  return `${[...hex].reverse().join('.')}.ip6.arpa.`;
}
