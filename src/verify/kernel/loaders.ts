/** Finds the tools and the backend with which this kernel takes a mode's rules. */
import type { Family } from '../machines';
import { firstLine, type Namespaces } from '../namespaces';
import type { KernelMode } from './kernelRun';

/** iptables comes with one of two backends, or with both; the first that this kernel takes is used. */
export const BACKENDS = ['iptables', 'iptables-nft', 'iptables-legacy'] as const;
export type Backend = (typeof BACKENDS)[number];

/** What rules are loaded with. `backend` is what reads iptables rules. */
export interface Loader {
  readonly version: string;
  readonly backend: Backend;
}

export type Loading = { readonly loader: Loader } | { readonly skipped: string };

/** `ip6tables-nft-save` */
export function toolOf(backend: Backend, family: Family, verb: 'save' | 'restore'): string {
  const name = family === 'IPv6' ? backend.replace('iptables', 'ip6tables') : backend;
  return `${name}-${verb}`;
}

/** Everything that kube-proxy's rules ask of the kernel, in a few rules: if this cannot be loaded, nothing can be compared. */
const IPTABLES_NEEDS = (ip: string) => `*nat
:A - [0:0]
:B - [0:0]
-A A -m comment --comment "a b" -m statistic --mode random --probability 0.5000000000 -j B
-A A -m recent --name B --rcheck --seconds 10 --reap -j B
-A A -m addrtype --dst-type LOCAL -j MARK --or-mark 0x4000
-A B -m mark ! --mark 0x4000/0x4000 -j RETURN
-A B -m tcp -p tcp -m recent --name B --set -j DNAT --to-destination ${ip}:80
-A POSTROUTING -j MASQUERADE --random-fully
COMMIT
*filter
:A - [0:0]
-A A -m conntrack --ctstate NEW,DNAT -j REJECT
COMMIT
`;

/** IPVS mode's rules, which ask sets. */
const IPVS_NEEDS = (set: string) => `*nat
:A - [0:0]
-A A -m set --match-set ${set} dst,dst -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT
COMMIT
`;

const NFTABLES_NEEDS = (family: 'ip' | 'ip6', ip: string) => `add table ${family} t
add chain ${family} t c { type nat hook prerouting priority -100 ; }
add chain ${family} t d
add map ${family} t m { type ipv${family === 'ip' ? 4 : 6}_addr . inet_proto . inet_service : verdict ; }
add set ${family} t s { type ipv${family === 'ip' ? 4 : 6}_addr ; flags dynamic,timeout ; timeout 10s ; }
add rule ${family} t d update @s { ${family} saddr } meta l4proto tcp dnat to ${ip}:80
add rule ${family} t c fib daddr type local ${family} daddr . meta l4proto . th dport vmap @m
add rule ${family} t c numgen random mod 1 vmap { 0 : goto d }
`;

/** Finds what loads a mode's rules here. `scratch` makes an empty namespace. */
export function findLoader(
  mode: KernelMode,
  family: Family,
  namespaces: Namespaces,
  scratch: () => string,
): Loading {
  if (mode === 'nftables') return findNft(family, namespaces, scratch());
  let complaint = `${toolOf('iptables', family, 'restore')} is not installed`;
  for (const backend of BACKENDS) {
    const at = scratch();
    const restore = toolOf(backend, family, 'restore');
    const version = namespaces.run(at, [restore, '--version']);
    if (version.status !== 0) continue;
    const ip = family === 'IPv6' ? '[fd00::1]' : '10.0.0.1';
    const tried = namespaces.run(at, [restore], IPTABLES_NEEDS(ip));
    const further =
      tried.status === 0 && mode === 'ipvs' ? trySets(family, namespaces, at, restore) : undefined;
    if (tried.status === 0 && further === undefined)
      return { loader: { version: version.out.trim(), backend } };
    complaint = further ?? `this kernel does not take such rules: ${firstLine(tried.err)}`;
  }
  return { skipped: complaint };
}

/** Why rules cannot ask sets here; undefined if they can. */
function trySets(family: Family, namespaces: Namespaces, at: string, restore: string): string | undefined {
  const isIPv6 = family === 'IPv6';
  // "tcp" is a name that ipset looks up in /etc/protocols.
  const sets = `create S hash:ip,port family ${isIPv6 ? 'inet6' : 'inet'}\nadd S ${isIPv6 ? 'fd00::1' : '10.0.0.1'},tcp:80\n`;
  const made = namespaces.run(at, ['ipset', 'restore'], sets);
  if (made.status !== 0) return `no ipsets here: ${firstLine(made.err)}`;
  const tried = namespaces.run(at, [restore], IPVS_NEEDS('S'));
  return tried.status === 0 ? undefined : `this kernel does not take such rules: ${firstLine(tried.err)}`;
}

function findNft(family: Family, namespaces: Namespaces, at: string): Loading {
  const version = namespaces.run(at, ['nft', '--version']);
  if (version.status !== 0) return { skipped: 'nft (nftables) is not installed' };
  const needs = family === 'IPv6' ? NFTABLES_NEEDS('ip6', '[fd00::1]') : NFTABLES_NEEDS('ip', '10.0.0.1');
  const tried = namespaces.run(at, ['nft', '-f', '-'], needs);
  if (tried.status !== 0) return { skipped: `this kernel does not take such rules: ${firstLine(tried.err)}` };
  return { loader: { version: version.out.trim(), backend: 'iptables' } };
}
