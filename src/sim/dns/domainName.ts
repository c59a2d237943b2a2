/**
 * Domain names as text. Comparison ignores case (RFC 4343); an empty list of
 * labels is the root, `.`.
 */

/** The name with its trailing dot. */
export function fqdn(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** Lower case and fully qualified. */
export function normalizeName(name: string): string {
  return fqdn(name).toLowerCase();
}

/** The labels from left to right; none for the root. */
export function labelsOf(name: string): string[] {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return bare === '' ? [] : bare.split('.');
}

/** True if `name` is `zone` or lies below it. Source: miekg/dns `IsSubDomain`. */
export function isSubdomain(zone: string, name: string): boolean {
  const parent = normalizeName(zone);
  const child = normalizeName(name);
  return parent === '.' || child === parent || child.endsWith(`.${parent}`);
}

/**
 * The longest of `zones` to which `name` belongs, or undefined.
 * Source: coredns plugin/normalize.go `Zones.Matches`.
 */
export function matchingZone(zones: readonly string[], name: string): string | undefined {
  let best: string | undefined;
  for (const zone of zones) {
    if (!isSubdomain(zone, name)) continue;
    if (best === undefined || zone.length > best.length) best = zone;
  }
  return best;
}

/** The labels of `name` left of `zone`, without trailing dot; empty at the zone's apex. */
export function trimZone(name: string, zone: string): string {
  const labels = labelsOf(name);
  return labels.slice(0, labels.length - labelsOf(zone).length).join('.');
}

/** A name below a zone, which may be the root. Source: coredns plugin/pkg/dnsutil/join.go. */
export function joinZone(labels: string, zone: string): string {
  return zone === '.' ? `${labels}.` : `${labels}.${zone}`;
}

/** True for a name below a reverse zone; not for `in-addr.arpa.` itself. Source: coredns plugin/pkg/dnsutil/reverse.go. */
export function isReverse(name: string): boolean {
  return name.endsWith('.in-addr.arpa.') || name.endsWith('.ip6.arpa.');
}
