import { describe, expect, it } from 'vitest';
import { nodeProxyConfig, type NodeProxyConfig } from '../nodeProxyConfig';
import { storedService, storedSlice, type StoredService, type StoredSlice } from '../testing/storedObjects';
import { IPSET_NAMES, kernelSetName } from './ipsets';
import { printIpvsIptables } from './print';
import { programIpvs } from './program';
import { bySocket, virtualServers, type IpvsRuleSet } from './ruleSet';
import data from './testing/recorded-nodes.json';

interface RecordedNode {
  readonly config: Partial<NodeProxyConfig>;
  readonly services: readonly StoredService[];
  readonly endpointSlices: readonly StoredSlice[];
  /** `TCP 10.96.0.1:443 sched=rr flags=0x0 timeout=0; 10.244.1.5:6443 w1`. */
  readonly servers: readonly string[];
  /** Entries by the kernel's name; sets without any are left out. */
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** Addresses on `kube-ipvs0`. */
  readonly bound: readonly string[];
  /** What iptables-restore got, each line by its place in `rules`. */
  readonly iptables: readonly number[];
}

const nodes = data.clusters as unknown as readonly RecordedNode[];

function program({ config, services, endpointSlices }: RecordedNode): IpvsRuleSet {
  return programIpvs({
    services: services.map(storedService),
    endpointSlices: endpointSlices.map(storedSlice),
    node: nodeProxyConfig(config),
  });
}

function serversOf(ruleSet: IpvsRuleSet): string[] {
  const IP_VS_SVC_F_PERSISTENT = '0x1';
  return virtualServers(ruleSet).map(({ protocol, ip, port, scheduler, persistSeconds, reals }) => {
    const flags = persistSeconds > 0 ? IP_VS_SVC_F_PERSISTENT : '0x0';
    const head = `${protocol.toUpperCase()} ${ip}:${port} sched=${scheduler} flags=${flags} timeout=${persistSeconds}`;
    return [head, ...reals.map(({ address, weight }) => `${address} w${weight}`)].join('; ');
  });
}

describe('[DP49] nodes that kube-proxy itself has set up', () => {
  it('are there, of both families and with every scheduler', () => {
    expect(nodes.length).toBeGreaterThanOrEqual(15);
    expect(new Set(nodes.map(({ config }) => config.ipFamily))).toEqual(new Set(['IPv4', 'IPv6']));
    expect(new Set(nodes.map(({ config }) => config.ipvs?.scheduler)).size).toBe(7);
  });

  it.each(nodes.map((one, index) => [index, one] as const))('node %i', (_index, one) => {
    const ruleSet = program(one);
    expect(serversOf(ruleSet).sort()).toEqual([...one.servers].sort());
    const filled = IPSET_NAMES.filter((name) => ruleSet.sets[name].length > 0);
    const sets = filled.map((name) => [kernelSetName(name, ruleSet.node.ipFamily), ruleSet.sets[name]]);
    expect(Object.fromEntries(sets)).toEqual(one.sets);
    expect(ruleSet.sets['KUBE-IPVS-IPS']).toEqual(one.bound);
    const lines = one.iptables.map((at) => data.rules[at]!);
    expect(printIpvsIptables(ruleSet).trim().split('\n')).toEqual(lines);
  });
});

describe('[DP49] the order of ipvsadm -Ln', () => {
  it('is that of a difference in 32 bits: what is half of all addresses away comes the wrong way round', () => {
    const sorted = (ips: readonly string[]) =>
      ips
        .map((ip) => ({ ip, port: 80 }))
        .sort(bySocket)
        .map(({ ip }) => ip);
    expect(sorted(['10.96.0.10', '10.96.0.9', '192.168.56.11', '203.0.113.1'])).toEqual([
      '192.168.56.11',
      '203.0.113.1',
      '10.96.0.9',
      '10.96.0.10',
    ]);
    expect(sorted(['fd00::a', '2001:db8::1', 'fd00::9'])).toEqual(['fd00::9', 'fd00::a', '2001:db8::1']);
  });

  it('puts TCP before UDP before SCTP', () => {
    const protocols = nodes.map((one) => virtualServers(program(one)).map(({ protocol }) => protocol));
    const order = ['tcp', 'udp', 'sctp'];
    for (const list of protocols)
      expect(list).toEqual([...list].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(protocols.flat())).toEqual(new Set(order));
  });
});
