/** `hopscope rules`: what kube-proxy on a node feeds to iptables-restore. */
import { printRestore } from '../sim/dataplane/iptables/print';
import { clusterAtRest } from './clusterAtRest';
import type { Command } from './command';
import { NODE_FLAGS, readNodeConfig, refuseOtherModes, rulesOf } from './nodeRules';
import { refuseErrors } from './problems';
import { readSystem } from './system';

export const rules: Command = {
  name: 'rules',
  usage: '<path…> --mode iptables --node NAME [--config JSON]',
  summary: 'print the rules that kube-proxy on a node feeds to iptables-restore',
  examples: [
    'hopscope rules scenarios/where-a-service-works --mode iptables --node node-2',
    'kubectl get svc,endpointslices,nodes -A -o yaml | hopscope rules - --mode iptables --node node-1',
  ],
  flags: NODE_FLAGS,
  run({ args, flags }, io) {
    refuseOtherModes(flags.text('mode'), 'mode');
    const given = readSystem(args, io);
    refuseErrors(given.problems, io);
    const cluster = clusterAtRest(given, io);
    const node = readNodeConfig(flags, cluster, io);
    const text = printRestore(rulesOf(cluster, node));
    if (flags.has('json'))
      io.out(`${JSON.stringify({ mode: 'iptables', node: node.nodeName, text }, null, 2)}\n`);
    else io.out(text);
    return 0;
  },
};
