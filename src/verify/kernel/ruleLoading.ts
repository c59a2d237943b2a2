/**
 * Loads the very texts that Hopscope prints into a namespace’s kernel, and holds what the kernel gives back to them.
 * In iptables mode these are two: what `iptables-save` shows (built-in chains and all), and what kube-proxy feeds to
 * `iptables-restore --noflush` (its own chains only), which must change nothing when it is loaded on top.
 */
import { printRestore } from '../../sim/dataplane/iptables/print';
import { printSave } from '../../sim/dataplane/iptables/printSave';
import { printNftTransaction } from '../../sim/dataplane/nftables/print';
import { printNftList } from '../../sim/dataplane/nftables/printList';
import type { NodeRules } from '../../sim/dataplane/nodeRules/nodeRules';
import type { Namespaces } from '../namespaces';
import { loadIptables, type Loaded } from './iptablesLoading';
import { clearIpvs, loadIpvs } from './ipvsLoading';
import { BACKENDS, toolOf, type Loader } from './loaders';
import { firstNftDifference } from './readBack';

/** Loads a node's rules for one family beside all that are there. */
export function loadRules(
  namespaces: Namespaces,
  namespace: string,
  loader: Loader,
  rules: NodeRules,
): Loaded {
  switch (rules.mode) {
    case 'nftables':
      return loadNftables(namespaces, namespace, rules.family, [
        printNftTransaction(rules),
        printNftList(rules),
      ]);
    case 'ipvs':
      return loadIpvs(namespaces, namespace, loader, rules);
    case 'iptables':
      return loadIptables(namespaces, namespace, loader, rules.node.ipFamily, [
        printSave(rules),
        printRestore(rules),
      ]);
  }
}

function loadNftables(
  namespaces: Namespaces,
  namespace: string,
  family: 'ip' | 'ip6',
  [transaction, list]: readonly [transaction: string, list: string],
): Loaded {
  const loaded = namespaces.run(namespace, ['nft', '-f', '-'], transaction);
  if (loaded.status !== 0) return { complaints: [`nft -f refuses: ${loaded.err.trim()}`], isIn: false };
  const listed = namespaces.run(namespace, ['nft', 'list', 'table', family, 'kube-proxy']);
  const difference = firstNftDifference(list, listed.out);
  return { complaints: difference === undefined ? [] : [`nft list: ${difference}`], isIn: true };
}

/** Takes all rules of a namespace away, whatever mode they are of. */
export function clearRules(namespaces: Namespaces, namespace: string): void {
  namespaces.run(namespace, ['nft', 'flush', 'ruleset']);
  for (const backend of BACKENDS) {
    const empty = '*nat\nCOMMIT\n*filter\nCOMMIT\n';
    for (const family of ['IPv4', 'IPv6'] as const) {
      const restore = toolOf(backend, family, 'restore');
      if (namespaces.run(namespace, [restore, '--version']).status === 0)
        namespaces.run(namespace, [restore], empty);
    }
  }
  clearIpvs(namespaces, namespace);
}
