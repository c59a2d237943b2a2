/**
 * Loads the very texts that Hopscope prints into a namespace’s kernel, and holds what the kernel gives back to them.
 * In iptables mode these are two: what `iptables-save` shows (built-in chains and all), and what kube-proxy feeds to
 * `iptables-restore --noflush` (its own chains only), which must change nothing when it is loaded on top.
 */
import { printRestore } from '../../sim/dataplane/iptables/print';
import { printSave } from '../../sim/dataplane/iptables/printSave';
import { printNftTransaction } from '../../sim/dataplane/nftables/print';
import type { NodeRules } from '../../sim/dataplane/nodeRules/nodeRules';
import { firstLine, type Namespaces } from '../namespaces';

/** What rules are loaded with. */
export type Loader =
  | { readonly mode: 'nftables'; readonly version: string }
  | { readonly mode: 'iptables'; readonly version: string; readonly restore: string; readonly save: string };

export type Loading = { readonly loader: Loader } | { readonly skipped: string };

/** Everything that kube-proxy's rules ask of the kernel, in a few rules: if this cannot be loaded, nothing can be compared. */
const IPTABLES_NEEDS = `*nat
:A - [0:0]
:B - [0:0]
-A A -m comment --comment "a b" -m statistic --mode random --probability 0.5000000000 -j B
-A A -m recent --name B --rcheck --seconds 10 --reap -j B
-A A -m addrtype --dst-type LOCAL -j MARK --or-mark 0x4000
-A B -m mark ! --mark 0x4000/0x4000 -j RETURN
-A B -m tcp -p tcp -m recent --name B --set -j DNAT --to-destination 10.0.0.1:80
-A POSTROUTING -j MASQUERADE --random-fully
COMMIT
*filter
:A - [0:0]
-A A -m conntrack --ctstate NEW,DNAT -j REJECT
COMMIT
`;

const NFTABLES_NEEDS = `add table ip t
add chain ip t c { type nat hook prerouting priority -100 ; }
add chain ip t d
add map ip t m { type ipv4_addr . inet_proto . inet_service : verdict ; }
add set ip t s { type ipv4_addr ; flags dynamic,timeout ; timeout 10s ; }
add rule ip t d update @s { ip saddr } meta l4proto tcp dnat to 10.0.0.1:80
add rule ip t c fib daddr type local ip daddr . meta l4proto . th dport vmap @m
add rule ip t c numgen random mod 1 vmap { 0 : goto d }
`;

/** iptables comes with one of two backends, or with both; the first that this kernel takes is used. */
const BACKENDS = ['iptables', 'iptables-nft', 'iptables-legacy'] as const;

/** Finds what loads a mode's rules here. `scratch` makes an empty namespace. */
export function findLoader(
  mode: 'iptables' | 'nftables',
  namespaces: Namespaces,
  scratch: () => string,
): Loading {
  if (mode === 'nftables') {
    const at = scratch();
    const version = namespaces.run(at, ['nft', '--version']);
    if (version.status !== 0) return { skipped: 'nft (nftables) is not installed' };
    const tried = namespaces.run(at, ['nft', '-f', '-'], NFTABLES_NEEDS);
    if (tried.status !== 0)
      return { skipped: `this kernel does not take such rules: ${firstLine(tried.err)}` };
    return { loader: { mode, version: version.out.trim() } };
  }
  let complaint = 'iptables-restore is not installed';
  for (const name of BACKENDS) {
    const at = scratch();
    const version = namespaces.run(at, [`${name}-restore`, '--version']);
    if (version.status !== 0) continue;
    const tried = namespaces.run(at, [`${name}-restore`], IPTABLES_NEEDS);
    if (tried.status === 0) {
      return {
        loader: { mode, version: version.out.trim(), restore: `${name}-restore`, save: `${name}-save` },
      };
    }
    complaint = `this kernel does not take such rules: ${firstLine(tried.err)}`;
  }
  return { skipped: complaint };
}

/**
 * Loads a node's rules in place of all that were there. Returns what went wrong, each in a sentence; empty if the
 * kernel has taken them and gives them back as they are printed.
 */
export function loadRules(
  namespaces: Namespaces,
  namespace: string,
  loader: Loader,
  rules: NodeRules,
): string[] {
  flush(namespaces, namespace);
  if (rules.mode === 'nftables' && loader.mode === 'nftables') {
    const loaded = namespaces.run(namespace, ['nft', '-f', '-'], printNftTransaction(rules));
    return loaded.status === 0 ? [] : [`nft -f: ${loaded.err.trim()}`];
  }
  if (rules.mode !== 'iptables' || loader.mode !== 'iptables') throw new Error('rules of another mode');
  const complaints: string[] = [];
  const texts: [what: string, args: string[], text: string][] = [
    ['what iptables-save shows', [], printSave(rules)],
    ['what kube-proxy feeds', ['--noflush'], printRestore(rules)],
  ];
  for (const [what, args, text] of texts) {
    const loaded = namespaces.run(namespace, [loader.restore, ...args], text);
    if (loaded.status !== 0) {
      return [...complaints, `${loader.restore} refuses ${what}: ${loaded.err.trim()}`];
    }
    const saved = namespaces.run(namespace, [loader.save]);
    const difference = firstDifference(printSave(rules), saved.out);
    if (difference !== undefined) complaints.push(`after loading ${what}: ${difference}`);
  }
  return complaints;
}

function flush(namespaces: Namespaces, namespace: string): void {
  namespaces.run(namespace, ['nft', 'flush', 'ruleset']);
  for (const name of BACKENDS) {
    const empty = '*nat\nCOMMIT\n*filter\nCOMMIT\n';
    if (namespaces.run(namespace, [`${name}-restore`, '--version']).status !== 0) continue;
    namespaces.run(namespace, [`${name}-restore`], empty);
  }
}

/** The rules of a saved text by table and chain, in their order; counters and comments of the tool left out. */
function chainsIn(text: string): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  let table = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1);
    const declared = /^:(\S+) (\S+)/.exec(line);
    if (declared !== null) chains.set(`${table} ${declared[1]!}`, [`policy ${declared[2]!}`]);
    const rule = /^-A (\S+) (.*)$/.exec(line.replace(/^\[\d+:\d+\] /, ''));
    if (rule !== null) chains.get(`${table} ${rule[1]!}`)?.push(rule[2]!);
  }
  return chains;
}

/** Where two texts of `iptables-save` differ first, in a sentence; undefined if they say the same. */
export function firstDifference(printed: string, kernel: string): string | undefined {
  const ours = chainsIn(printed);
  const theirs = chainsIn(kernel);
  for (const name of theirs.keys()) if (!ours.has(name)) return `the kernel also has chain ${name}`;
  for (const [name, lines] of ours) {
    const given = theirs.get(name);
    if (given === undefined) return `the kernel has no chain ${name}`;
    const at = lines.findIndex((line, index) => line !== given[index]);
    if (at >= 0)
      return `${name} rule ${at}: printed "${lines[at]!}", the kernel has "${given[at] ?? 'none'}"`;
    if (given.length > lines.length) return `${name}: the kernel also has "${given[lines.length]!}"`;
  }
  return undefined;
}
