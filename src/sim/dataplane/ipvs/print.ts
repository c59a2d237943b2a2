/**
 * IPVS mode as text: what would make it (`ipvsadm -R`, `ipset restore`, `iptables-restore`), and `ipvsadm -Ln`.
 * kube-proxy itself speaks netlink with IPVS and calls `ipset` line by line; this is what `ipvsadm -Sn` and
 * `ipset save` would say of it. Source: ipvsadm 1.31 ipvsadm.c print_service_entry, libipvs.c ipvs_cmp_dests; ipset(8).
 */
import { formatSocket } from '../../packet/headers';
import { printMatch, printTarget, quoted } from '../iptables/print';
import type { Rule, TableName } from '../iptables/ruleSet';
import { connectionsOf, NO_CONNECTIONS, type OpenConnections } from './connections';
import { IPSET_NAMES, IPSETS, kernelSetName } from './ipsets';
import {
  bySocket,
  IPVS_CHAINS,
  virtualServers,
  type IpvsRuleSet,
  type RealServer,
  type VirtualServer,
} from './ruleSet';

const SERVICE_OPTION = { tcp: '-t', udp: '-u', sctp: '--sctp-service' } as const;

/** What `ipvsadm -R` reads and `ipvsadm -Sn` writes. */
export function printIpvsadmRestore(ruleSet: IpvsRuleSet): string {
  return lines(
    virtualServers(ruleSet).flatMap((server) => {
      const service = `${SERVICE_OPTION[server.protocol]} ${formatSocket(server)}`;
      const persistent = server.persistSeconds > 0 ? ` -p ${server.persistSeconds}` : '';
      return [
        `-A ${service} -s ${server.scheduler}${persistent}`,
        ...inOrder(server.reals).map((real) => `-a ${service} -r ${real.address} -m -w ${real.weight}`),
      ];
    }),
  );
}

function inOrder(reals: readonly RealServer[]): RealServer[] {
  return [...reals].sort(bySocket);
}

/** A virtual server as `ipvsadm -Ln` lists it. */
export function printVirtual({ protocol, ip, port, scheduler, persistSeconds }: VirtualServer): string {
  const flags = persistSeconds > 0 ? ` persistent ${persistSeconds}` : '';
  return `${protocol.toUpperCase().padEnd(4)} ${formatSocket({ ip, port })} ${scheduler}${flags}`;
}

/** A real server as `ipvsadm -Ln` lists it; without counts if they are not known. */
export function printReal(
  real: RealServer,
  counts?: { readonly active: number; readonly inactive: number },
): string {
  const head = `  -> ${real.address.padEnd(28)} Masq    ${String(real.weight).padEnd(6)}`;
  if (counts === undefined) return head.trimEnd();
  return `${head} ${String(counts.active).padEnd(10)} ${String(counts.inactive).padEnd(10)}`;
}

/** What `ipvsadm -Ln` shows on the node. */
export function printIpvsadmList(ruleSet: IpvsRuleSet, open: OpenConnections = NO_CONNECTIONS): string {
  return lines([
    'IP Virtual Server version 1.2.1 (size=4096)',
    'Prot LocalAddress:Port Scheduler Flags',
    '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
    ...virtualServers(ruleSet).flatMap((server) => [
      printVirtual(server),
      ...inOrder(server.reals).map((real) => printReal(real, connectionsOf(open, server.key, real.address))),
    ]),
  ]);
}

/** What `ipset restore` reads; `ipset save` writes the same, with the hash's seed. */
export function printIpsetRestore({ node, sets }: IpvsRuleSet): string {
  const family = node.ipFamily === 'IPv6' ? 'inet6' : 'inet';
  return lines(
    IPSET_NAMES.flatMap((name) => {
      const type = IPSETS[name][0];
      const options =
        type === 'bitmap:port' ? 'range 0-65535' : `family ${family} hashsize 1024 maxelem 65536`;
      const set = kernelSetName(name, node.ipFamily);
      return [`create ${set} ${type} ${options}`, ...sets[name].map((entry) => `add ${set} ${entry}`)];
    }),
  );
}

/** The addresses that are on `kube-ipvs0`, as `ip -batch` puts them there. */
export function printDummyDevice({ node, sets }: IpvsRuleSet): string {
  const length = node.ipFamily === 'IPv6' ? 128 : 32;
  return lines(sets['KUBE-IPVS-IPS'].map((ip) => `address add ${ip}/${length} dev kube-ipvs0`));
}

/** One rule as kube-proxy writes it in this mode: the protocol before the comment. */
export function printIpvsRule(chain: string, rule: Rule): string {
  const parts = [`-A ${chain}`];
  for (const match of rule.matches) if (match.kind === 'protocol') parts.push(`-p ${match.protocol}`);
  if (rule.comment !== undefined) parts.push(`-m comment --comment ${quoted(rule.comment)}`);
  for (const match of rule.matches) if (match.kind !== 'protocol') parts.push(printMatch(match));
  parts.push(printTarget(rule.target));
  return parts.join(' ');
}

/** What kube-proxy feeds to `iptables-restore`: nat table first, rules in the order in which it writes them. */
export function printIpvsIptables({ rules }: IpvsRuleSet): string {
  const table = (name: TableName) => [
    `*${name}`,
    ...IPVS_CHAINS[name].map((chain) => `:${chain} - [0:0]`),
    ...rules
      .filter((one) => one.table === name && IPVS_CHAINS[name].includes(one.chain))
      .map(({ chain, rule }) => printIpvsRule(chain, rule)),
    'COMMIT',
  ];
  return lines([...table('nat'), ...table('filter')]);
}

/** The parts that make the node, in the order in which they are made: sets before the rules that ask them. */
export function printIpvsParts(ruleSet: IpvsRuleSet): Readonly<Record<IpvsPart, string>> {
  return {
    ipvsadm: printIpvsadmRestore(ruleSet),
    addresses: printDummyDevice(ruleSet),
    ipset: printIpsetRestore(ruleSet),
    iptables: printIpvsIptables(ruleSet),
  };
}

export type IpvsPart = 'ipvsadm' | 'addresses' | 'ipset' | 'iptables';

/** The whole node, one part after the other, each under a line that says who reads it. */
export function printIpvs(ruleSet: IpvsRuleSet): string {
  const { ipvsadm, addresses, ipset, iptables } = printIpvsParts(ruleSet);
  const command = ruleSet.node.ipFamily === 'IPv6' ? 'ip6tables' : 'iptables';
  return [
    `# ipvsadm -R\n${ipvsadm}`,
    `# ip -batch - (the device is there: ip link add kube-ipvs0 type dummy)\n${addresses}`,
    `# ipset restore\n${ipset}`,
    `# ${command}-restore --noflush\n${iptables}`,
  ].join('\n');
}

function lines(text: readonly string[]): string {
  return text.map((line) => `${line}\n`).join('');
}
