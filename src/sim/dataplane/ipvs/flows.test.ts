import { describe, expect, it } from 'vitest';
import { formatSocket, type FlowHeaders } from '../../packet/headers';
import { inputOf, iptablesCases, type FlowCase } from '../testing/kubeProxyCases';
import { possibleIpvsTargets } from './possibleTargets';
import { programIpvs } from './program';
import { walkIpvs, type IpvsPacket } from './walk';

interface End {
  readonly result: string;
  readonly masq: boolean;
}

/** KUBE-IPVS-FILTER: what is new, for an address of kube-ipvs0, and for none of its Services' ports. kubernetes#72236. */
const WRONG_PORT: End = { result: 'REJECT', masq: false };
/** Node ports are never served on loopback. pkg/proxy/ipvs/netlink_linux.go isValidForSet. */
const LOOPBACK: End = { result: '', masq: false };
/**
 * Under externalTrafficPolicy Local every caller gets the same virtual server: this node's endpoints, if it has some,
 * for Pods and the node too; else all of them, from where the answer does not come back to a caller outside.
 * Nobody is masqueraded: KUBE-…-LOCAL sets return first. proxier.go syncEndpoint, kubernetes#97081.
 */
const sameForAll = (result: string): End => ({ result, masq: false });

/** Where IPVS mode differs from iptables mode, case by case; everything else comes out the same. */
const DIFFERENT: Readonly<Record<string, End>> = {
  'overall: node to external IP, eTP Local': sameForAll('10.180.0.2:80'),
  'overall: external to external IP, no local endpoints': sameForAll('10.180.0.2:80'),
  'clusterip-general: wrong protocol': WRONG_PORT,
  'clusterip-general: wrong port': WRONG_PORT,
  'nodeport-default: localhost': LOOPBACK,
  'nodeport-npa-both: localhost': LOOPBACK,
  'external-traffic-policy-local: pod to external IP': sameForAll('10.180.2.1:80'),
  'external-traffic-policy-local: pod to LB IP': sameForAll('10.180.2.1:80'),
  'external-traffic-policy-local: pod to NodePort': sameForAll('10.180.2.1:80'),
  'masquerade-matrix-base: localhost to svc1 NodePort': LOOPBACK,
  'masquerade-matrix-base: pod to svc2 NodePort': sameForAll('10.180.0.2:80'),
  'masquerade-matrix-base: pod to svc2 LB': sameForAll('10.180.0.2:80'),
  'masquerade-matrix-base: localhost to svc2 NodePort': LOOPBACK,
  'masquerade-matrix-base: node to svc2 LB': sameForAll('10.180.0.2:80'),
  'masquerade-matrix-base: localhost to svc3 NodePort': LOOPBACK,
  'masquerade-matrix-nodetect-masqall: localhost to svc1 NodePort': LOOPBACK,
  'masquerade-matrix-nodetect-masqall: localhost to svc2 NodePort': LOOPBACK,
  'masquerade-matrix-nodetect-masqall: node to svc2 LB': sameForAll('10.180.0.2:80'),
  'masquerade-matrix-nodetect-masqall: localhost to svc3 NodePort': LOOPBACK,
};

function packetOf(nodeIPs: readonly string[], flow: FlowCase): IpvsPacket {
  const headers = {
    protocol: flow.protocol,
    source: { ip: flow.source, port: 40000 },
    destination: { ip: flow.dest, port: flow.destPort },
  } as FlowHeaders;
  return { flow: headers, hook: nodeIPs.includes(flow.source) ? 'output' : 'prerouting', now: 0 };
}

const flows = iptablesCases.flatMap((given) =>
  given.expect.flows.map((flow) => ({ id: given.id, name: flow.name, given, flow })),
);

describe('[DP40] the same traffic in IPVS mode', () => {
  it('knows each case in which it differs', () => {
    const known = new Set(flows.map(({ id, name }) => `${id}: ${name}`));
    expect(Object.keys(DIFFERENT).filter((each) => !known.has(each))).toEqual([]);
    expect(flows.length).toBe(113);
  });

  it.each(flows)('$id: $name', ({ id, name, given, flow }) => {
    const ruleSet = programIpvs(inputOf(given));
    const packet = packetOf(ruleSet.node.nodeIPs, flow);
    const ends = possibleIpvsTargets(ruleSet, packet);
    const found = ends.map(({ verdict, destination }) =>
      verdict === 'DNAT' ? formatSocket(destination) : verdict === 'ACCEPT' ? '' : verdict,
    );
    const { result, masq } = DIFFERENT[`${id}: ${name}`] ?? flow.expect;
    expect(found.join(', ')).toBe(result === 'ACCEPT' ? '' : result);
    if (masq !== null) expect(ends.every(({ masquerade }) => masquerade)).toBe(masq);
    const { verdict, after, masquerade } = walkIpvs(ruleSet, packet);
    expect(ends).toContainEqual(
      expect.objectContaining({ verdict, masquerade, destination: after.destination }),
    );
  });
});
