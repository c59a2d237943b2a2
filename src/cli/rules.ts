/**
 * `hopscope rules`: what kube-proxy on a node feeds to `iptables-restore` or `nft -f`; in IPVS mode what `ipvsadm -R`,
 * `ipset restore` and `iptables-restore` would take, in this order.
 */
import { printIpvsadmList, printIpvsParts } from '../sim/dataplane/ipvs/print';
import { printNftList } from '../sim/dataplane/nftables/printList';
import { printNode } from '../sim/dataplane/nodeRules/printNode';
import { clusterAtRest } from './clusterAtRest';
import type { Command } from './command';
import { NODE_FLAGS, readNodeConfig, readMode, rulesOf } from './nodeRules';
import { refuseErrors } from './problems';
import { readSystem } from './system';

export const rules: Command = {
  name: 'rules',
  usage: '<path…> --mode iptables|ipvs|nftables --node NAME [--config JSON]',
  summary: 'print the rules that kube-proxy on a node feeds to iptables-restore, ipvsadm or nft',
  examples: [
    'hopscope rules scenarios/where-a-service-works --mode iptables --node node-2',
    'kubectl get svc,endpointslices,nodes -A -o yaml | hopscope rules - --mode iptables --node node-1',
  ],
  flags: NODE_FLAGS,
  run({ args, flags }, io) {
    const mode = readMode(flags.text('mode'), 'mode');
    const given = readSystem(args, io);
    refuseErrors(given.problems, io);
    const cluster = clusterAtRest(given, io);
    const node = readNodeConfig(flags, cluster, io);
    const programmed = rulesOf(cluster, mode, node);
    const text = printNode(programmed);
    const parts =
      programmed.mode === 'ipvs'
        ? { parts: printIpvsParts(programmed), list: printIpvsadmList(programmed) }
        : programmed.mode === 'nftables'
          ? { list: printNftList(programmed) }
          : {};
    if (flags.has('json'))
      io.out(`${JSON.stringify({ mode, node: node.nodeName, text, ...parts }, null, 2)}\n`);
    else io.out(text);
    return 0;
  },
};
