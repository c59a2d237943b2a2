/**
 * What a stub resolver makes of a name before it asks anybody: some are addresses, some are in the Pod's
 * /etc/hosts, and some it does not ask for at all. Sources: glibc nss/getaddrinfo.c, resolv/res-name-checking.c,
 * resolv/ns_name_pton.c; musl src/network/lookup_name.c, lookup_ipliteral.c, res_mkquery.c; Go net/dnsclient.go
 * `isDomainName`; kubernetes pkg/kubelet/kubelet_pods.go `managedHostsFileContent`.
 */
import type { Libc } from './candidateNames';
import { ipFamily } from './ipText';

/** Why nothing is asked. */
export type NotAskable = 'empty' | 'emptyLabel' | 'longLabel' | 'longName' | 'badCharacter';

/** The longest name as text, without the trailing dot. Source: RFC 1035 §2.3.4: 255 bytes on the wire. */
const MAX_NAME = 253;
const MAX_LABEL = 63;

/** `127.1`, `0x7f.1`, `1`: the forms of inet_aton(3), of which only the last part may be long. */
function looseIPv4(name: string): string | undefined {
  const parts = name.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(part))) {
    return undefined;
  }
  const numbers = parts.map((part) => (/^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop()!;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const tail = Array.from({ length: 4 - numbers.length }, (_, i) => {
    return Math.floor(last / 256 ** (3 - numbers.length - i)) % 256;
  });
  return [...numbers, ...tail].join('.');
}

/** The addresses of a name for which no query is needed; undefined where one is. */
export function addressesWithoutQuery(name: string, libc: Libc): readonly string[] | undefined {
  if (ipFamily(name) !== undefined) return [name];
  const [address = '', scope] = name.split('%');
  if (scope !== undefined && ipFamily(address) === 'IPv6') return [address];
  const isLocal = libc === 'musl' ? name === 'localhost' : name.toLowerCase() === 'localhost';
  if (isLocal) return ['127.0.0.1', '::1'];
  const loose = libc === 'glibc' || libc === 'musl' ? looseIPv4(name) : undefined;
  return loose === undefined ? undefined : [loose];
}

/** How long a name is in UTF-8; characters beyond ASCII are several bytes there. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** True if a name is too long to be asked for. */
export function isTooLong(name: string): boolean {
  return bytesOf(name.replace(/\.$/, '')) > MAX_NAME;
}

/**
 * Why a resolver asks nobody for a name: then it has failed as for a name that does not exist. musl
 * lets any character pass.
 */
export function whyNotAsked(name: string, libc: Libc): NotAskable | undefined {
  if (name === '') return 'empty';
  if (name === '.') return libc === 'musl' ? 'empty' : undefined;
  const labels = name.replace(/\.$/, '').split('.');
  if (labels.includes('')) return 'emptyLabel';
  if (labels.some((label) => bytesOf(label) > MAX_LABEL)) return 'longLabel';
  if (isTooLong(name)) return 'longName';
  if (libc === 'musl') return undefined;
  if (!/^[\w.-]+$/.test(name) || name.startsWith('-')) return 'badCharacter';
  if (libc !== 'go') return undefined;
  const isGo = labels.every((label) => !/^-|-$/.test(label)) && !/^[\d.]+$/.test(name);
  return isGo ? undefined : 'badCharacter';
}
