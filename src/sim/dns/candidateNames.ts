/** The names that a stub resolver asks for, in order. */
import { isTooLong } from './askableName';
import { fqdn } from './domainName';
import type { ResolvConf } from './resolvConf';

/** Debian and Ubuntu images have glibc, Alpine images musl; Go programs bring their own; miekg is CoreDNS' library. */
export type Libc = 'glibc' | 'musl' | 'go' | 'miekg';

/** When the name is asked for as it is: before the search list, after it, or as the root domain on it. */
export type AsIs = 'first' | 'last' | 'listed';

function dotsIn(name: string): number {
  return name.split('.').length - 1;
}

/** glibc asks for the root domain where it is on the list; musl can not write such a name, and Go leaves it out. */
function searchDomains(search: readonly string[], libc: Libc): readonly string[] {
  if (libc === 'musl' || libc === 'go') return search.filter((domain) => domain !== '.');
  return libc === 'glibc'
    ? search.map((domain) => (domain === '.' ? '' : domain.replace(/^\./, '')))
    : search;
}

/** Where the name as it is stands among its candidates. Source: glibc `root_on_list`, `tried_as_is`. */
export function placeOfAsIs(name: string, conf: Pick<ResolvConf, 'search' | 'ndots'>, libc: Libc): AsIs {
  if (name.endsWith('.') || dotsIn(name) >= conf.ndots) return 'first';
  return libc === 'glibc' && conf.search.includes('.') ? 'listed' : 'last';
}

/**
 * The names that are asked, in order, fully qualified. With enough dots (`ndots`)
 * the name as it is comes first; musl then asks nothing else. Nobody looks for a name that comes twice.
 * A name that gets too long by a domain is left out; glibc leaves the rest of the list out, too.
 * Sources: glibc resolv/res_query.c `__res_context_search`; musl src/network/lookup_name.c
 * `name_from_dns_search`, src/network/res_mkquery.c; Go src/net/dnsclient_unix.go `nameList`,
 * src/net/dnsconfig_unix.go; miekg/dns clientconfig.go `NameList`.
 */
export function candidateNames(
  name: string,
  conf: Pick<ResolvConf, 'search' | 'ndots'>,
  libc: Libc = 'glibc',
): string[] {
  if (name.endsWith('.')) return [name];
  const asIs = fqdn(name);
  const searched = searchDomains(conf.search, libc).map((domain) =>
    domain === '' || domain === '.' ? asIs : fqdn(`${name}.${domain}`),
  );
  const place = placeOfAsIs(name, conf, libc);
  const tooLong = searched.findIndex(isTooLong);
  const asked =
    libc === 'glibc' && tooLong >= 0
      ? searched.slice(0, tooLong)
      : searched.filter((candidate) => !isTooLong(candidate));
  // Go keeps RFC 7686: what ends with .onion is not for the DNS.
  if (libc === 'go' && /\.onion$/i.test(name)) return asked;
  if (place === 'first') return libc === 'musl' ? [asIs] : [asIs, ...asked];
  return place === 'listed' && asked.includes(asIs) ? asked : [...asked, asIs];
}
