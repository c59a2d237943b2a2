/**
 * All of a node's rules as text: what `iptables-restore` or `nft -f` reads; in IPVS mode what `ipvsadm -R`, `ip -batch`,
 * `ipset restore` and `iptables-restore` would take, in this order. The formats' sources stand with each printer.
 */
import { printRestore } from '../iptables/print';
import { printIpvs } from '../ipvs/print';
import { printNftTransaction } from '../nftables/print';
import type { NodeRules } from './nodeRules';

export function printNode(rules: NodeRules): string {
  switch (rules.mode) {
    case 'iptables':
      return printRestore(rules);
    case 'ipvs':
      return printIpvs(rules);
    case 'nftables':
      return printNftTransaction(rules);
  }
}
