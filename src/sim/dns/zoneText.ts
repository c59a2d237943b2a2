/**
 * Zones as a Corefile writes them. Source: coredns plugin/normalize.go `SplitHostPort`, `NormalizeExact`;
 * plugin/pkg/cidr/cidr.go `Split`, `Reverse`.
 */
import { normalizeName } from './domainName';
import { ipFamily, reverseName } from './ipText';

/** A zone that is written with more reverse zones than this is cut off here. */
const MAX_ZONES = 256;

/**
 * The zones that a word stands for: `cluster.local`, `dns://cluster.local:53`, or the reverse zones of a
 * network. A network that does not end at a label is several zones: `10.96.0.0/15` is
 * `96.10.in-addr.arpa.` and `97.10.in-addr.arpa.`.
 */
export function zonesOfText(text: string): string[] {
  const bare = text.replace(/^(dns|tls|grpc|https|quic):\/\//, '').replace(/:\d+$/, '');
  const network = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(bare);
  const ip = network?.[1] ?? '';
  const family = ipFamily(ip);
  const bits = Number(network?.[2]);
  if (family === undefined || bits > (family === 'IPv4' ? 32 : 128)) return [normalizeName(bare)];
  const [width, count] = family === 'IPv4' ? [8, 4] : [4, 32];
  const labels = reverseName(ip)!.split('.');
  const fixed = labels.slice(count - Math.floor(bits / width));
  const spare = bits % width;
  if (spare === 0) return [fixed.join('.')];
  const size = 2 ** (width - spare);
  const base = family === 'IPv4' ? 10 : 16;
  const cut = Number.parseInt(labels[count - Math.floor(bits / width) - 1]!, base);
  const first = Math.floor(cut / size) * size;
  const zones = Array.from({ length: Math.min(size, MAX_ZONES) }, (_, i) => (first + i).toString(base));
  return zones.map((label) => [label, ...fixed].join('.'));
}
