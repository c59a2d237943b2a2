/**
 * IPVS mode in a namespace: the texts that Hopscope prints go to `ipset restore`, `iptables-restore`, `ip -batch` and
 * `ipvsadm -R`, and what the kernel gives back is held to them. Where the kernel has no IPVS, sets and rules are.
 */
import { printSave } from '../../sim/dataplane/iptables/printSave';
import {
  printDummyDevice,
  printIpsetRestore,
  printIpvsadmRestore,
  printIpvsIptables,
} from '../../sim/dataplane/ipvs/print';
import { iptablesPart, type IpvsRuleSet } from '../../sim/dataplane/ipvs/ruleSet';
import type { Namespaces } from '../namespaces';
import { loadIptables, type Loaded } from './iptablesLoading';
import { ipvsHere } from './ipvs';
import type { Loader } from './loaders';
import { firstLineDifference } from './readBack';

/** The device on which kube-proxy puts every address that IPVS balances. */
const DEVICE = 'kube-ipvs0';

/** What kube-proxy sets before the first sync. Source: kubernetes pkg/proxy/ipvs/proxier.go NewProxier. */
const SYSCTLS = {
  conntrack: '1',
  conn_reuse_mode: '0',
  expire_nodest_conn: '1',
  expire_quiescent_template: '1',
};

/** Loads sets and rules, and virtual servers where the kernel has IPVS. */
export function loadIpvs(
  namespaces: Namespaces,
  namespace: string,
  loader: Loader,
  rules: IpvsRuleSet,
): Loaded {
  const run = (command: readonly string[], input = '') => namespaces.run(namespace, command, input);
  const { isHere } = ipvsHere();
  const sets = printIpsetRestore(rules);
  const made = run(['ipset', 'restore'], sets);
  if (made.status !== 0) return { complaints: [`ipset restore refuses: ${made.err.trim()}`], isIn: false };
  const names = new Set(sets.match(/(?<=^create )\S+/gm));
  const kernelSets = withoutHashing(run(['ipset', 'save']).out, names);
  const inSets = firstLineDifference(withoutHashing(sets, names), kernelSets);

  const asked = isHere ? rules : { ...rules, rules: rules.rules.filter(({ rule }) => !asksIpvs(rule)) };
  const tables = loadIptables(namespaces, namespace, loader, rules.node.ipFamily, [
    printSave(iptablesPart(asked)),
    printIpvsIptables(asked),
  ]);
  const complaints = [...(inSets === undefined ? [] : [`ipset save: ${inSets}`]), ...tables.complaints];
  if (!isHere || !tables.isIn) return { complaints, isIn: false };

  run(['ip', 'link', 'add', DEVICE, 'type', 'dummy']);
  const sysctls = Object.entries(SYSCTLS).map(
    ([name, value]) =>
      `test ! -e /proc/sys/net/ipv4/vs/${name} || echo ${value} > /proc/sys/net/ipv4/vs/${name}`,
  );
  const commands: [command: readonly string[], input: string][] = [
    [['sh', '-e', '-c', sysctls.join('\n')], ''],
    [['ip', '-batch', '-'], printDummyDevice(rules)],
    [['ipvsadm', '-R'], inTurn(printIpvsadmRestore(rules))],
  ];
  for (const [command, input] of commands) {
    const done = run(command, input);
    if (done.status !== 0)
      return { complaints: [...complaints, `${command.join(' ')}: ${done.err.trim()}`], isIn: false };
  }
  const isOurs = (line: string) => line.includes('[') === (rules.node.ipFamily === 'IPv6');
  const saved = run(['ipvsadm', '-Sn']).out.split('\n').filter(isOurs).join('\n');
  const inServers = firstLineDifference(printIpvsadmRestore(rules), saved);
  return {
    complaints: [...complaints, ...(inServers === undefined ? [] : [`ipvsadm -Sn: ${inServers}`])],
    isIn: true,
  };
}

function asksIpvs(rule: IpvsRuleSet['rules'][number]['rule']): boolean {
  return rule.matches.some(({ kind }) => kind === 'virtualServer');
}

/** A range of one address: `ipset` leaves its length out. */
const WHOLE = /(?<=\d\.\d+)\/32$|(?<=:[0-9a-f]*)\/128$/;

/** What `ipset` says of sets, without how it hashes them, which is the kernel's business; of other sets, nothing. */
function withoutHashing(text: string, names: ReadonlySet<string>): string {
  return text
    .split('\n')
    .filter((line) => names.has(line.split(' ')[1] ?? ''))
    .map((line) => line.replace(/ (hashsize|maxelem|bucketsize|initval) \S+/g, '').replace(WHOLE, ''))
    .join('\n');
}

/**
 * The same commands with each virtual server's real servers last first. The kernel puts a new one at the head of its
 * list, and goes round from there: added so, they take turns in the order in which they are printed. kube-proxy adds
 * them in no order. Source: Linux net/netfilter/ipvs/ip_vs_ctl.c __ip_vs_update_dest (list_add_rcu), ip_vs_rr.c.
 */
export function inTurn(restore: string): string {
  const lines: string[] = [];
  let reals: string[] = [];
  for (const line of [...restore.split('\n').filter((one) => one !== ''), '-A']) {
    if (!line.startsWith('-A')) {
      reals.unshift(line);
      continue;
    }
    lines.push(...reals, line);
    reals = [];
  }
  return lines
    .slice(0, -1)
    .map((line) => `${line}\n`)
    .join('');
}

/** Takes away what IPVS mode leaves in a namespace; the rules that ask its sets are gone before. */
export function clearIpvs(namespaces: Namespaces, namespace: string): void {
  namespaces.run(namespace, ['ipset', 'destroy']);
  if (!ipvsHere().isHere) return;
  namespaces.run(namespace, ['ipvsadm', '-C']);
  namespaces.run(namespace, ['ip', 'link', 'del', DEVICE]);
}
