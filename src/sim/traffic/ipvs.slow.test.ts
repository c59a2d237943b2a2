import { describe, expect, it } from 'vitest';
import type { Hop } from '../packet/hop';
import { lab } from '../testing/lab';

const ipvs = () =>
  lab({ scenario: 'where-a-service-works', replace: [['proxyMode: iptables', 'proxyMode: ipvs']] });

const LEAST = 'hopscope.dev/ipvs-scheduler: lc';

function hopsIn(fact: { readonly type: string }): readonly Hop[] {
  return fact.type === 'hop' ? [(fact as unknown as { hop: Hop }).hop] : [];
}

describe('under IPVS', () => {
  it('[DP55] the same road: DNS and the Service by way of virtual servers, one Pod, 200', () => {
    const one = ipvs();
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({ status: 200 });
    const rewrites = one.hops(request).filter((hop) => hop.kind === 'rewrite' && hop.leg === 'service');
    expect(rewrites.length).toBeGreaterThan(0);
    for (const { decision } of rewrites) {
      expect(decision).toMatchObject({ by: 'rules', mode: 'ipvs', ipvs: { scheduler: 'rr', isHeld: false } });
      if (decision.by !== 'rules') continue;
      const chains = decision.examined.map(({ chain }) => chain);
      expect(chains).toEqual(expect.arrayContaining(['KUBE-SERVICES', '@KUBE-CLUSTER-IP', 'IPVS']));
      expect(decision.matched).toMatchObject({ table: 'ipvs' });
      expect(decision.choices).toContain(decision.matched?.endpoint);
      expect(decision.examined.some(({ drawn }) => drawn !== undefined)).toBe(false);
    }
    expect(one.hopNames(request)).toContain('rewriteIpvs');
  });

  it('[DP55] on each node new connections go round, one Pod after the other; nodes do not know of each other', () => {
    const one = ipvs();
    const chosen = new Map<string, string[]>();
    for (let i = 0; i < 12; i++) {
      const request = one.send();
      expect(one.outcome(request).status).toBe(200);
      for (const { kind, layer, decision } of one.hops(request, 'service')) {
        if (kind !== 'rewrite' || layer !== 'TCP' || decision.by !== 'rules') continue;
        const before = chosen.get(decision.node) ?? [];
        chosen.set(decision.node, [...before, decision.matched!.endpoint!]);
      }
    }
    expect(chosen.size).toBe(2);
    for (const pods of chosen.values()) {
      const round = [...new Set(pods)].sort();
      expect(round).toHaveLength(3);
      expect(pods).toEqual(pods.map((_, i) => round[i % 3]));
    }
  });

  it('[DP47] a Pod that leaves keeps its connections by weight 0, and its real server goes within a minute of their end', () => {
    const one = ipvs();
    one.keepAlive();
    for (let i = 0; i < 3; i++) one.outcome(one.send());
    const weights = () =>
      Object.values(one.tables.ruleSets).flatMap(({ rules }) =>
        rules.mode !== 'ipvs'
          ? []
          : rules.services['default/user-api-service']!.servers[0]!.reals.map(({ weight }) => weight),
      );
    one.scale('default/user-api-deployment', 1).run(5);
    expect(weights()).toContain(0);
    const request = one.send();
    expect(one.outcome(request).status).toBe(200);
    one.run(300);
    expect(weights()).not.toContain(0);
    expect(weights()).toHaveLength(Object.keys(one.tables.ruleSets).length);
  });

  it('[DP51] a Node’s annotation names its scheduler; lc looks at the connections that are open', () => {
    const one = lab({
      scenario: 'where-a-service-works',
      replace: [
        ['proxyMode: iptables', 'proxyMode: ipvs'],
        ['metadata:\n  name: node-1\n', `metadata:\n  name: node-1\n  annotations: { ${LEAST} }\n`],
        ['metadata:\n  name: node-2\n', `metadata:\n  name: node-2\n  annotations: { ${LEAST} }\n`],
      ],
    });
    one.burst(9);
    one.run(0.3);
    for (const { rules } of Object.values(one.tables.ruleSets)) {
      if (rules.mode !== 'ipvs') throw new Error('not IPVS');
      const wanted = rules.node.nodeName === 'node-3' ? 'rr' : 'lc';
      expect(rules.services['default/user-api-service']!.servers[0]!.scheduler).toBe(wanted);
    }
    const chosen = new Map<string, number>();
    for (const { decision, kind, layer } of one.facts.flatMap((fact) => hopsIn(fact))) {
      if (kind !== 'rewrite' || layer !== 'TCP' || decision.by !== 'rules') continue;
      if (decision.ipvs?.scheduler !== 'lc' || decision.choices.length !== 3) continue;
      const key = `${decision.node} ${decision.matched!.endpoint!}`;
      chosen.set(key, (chosen.get(key) ?? 0) + 1);
    }
    const counts = [...chosen.values()];
    expect(counts.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('[DP45] policy Local on a node without a Pod: the answer comes from a stranger, and the client waits in vain', () => {
    const one = lab({
      scenario: 'where-a-service-works',
      replace: [
        ['proxyMode: iptables', 'proxyMode: ipvs'],
        ['externalTrafficPolicy: Cluster', 'externalTrafficPolicy: Local'],
      ],
    });
    const { nodePort } = one.tables.services['ingress-nginx/ingress-nginx-controller']!.spec.ports[0]!;
    const request = one.send(`http://192.168.0.11:${nodePort}/users/123`);
    expect(one.outcome(request)).toMatchObject({ kind: 'timeout', reason: { cause: 'connectTimeout' } });
    expect(one.hopNames(request)).toEqual(expect.arrayContaining(['nodePort', 'toPod', 'lost.stray']));
    expect(one.hopNames(request)).not.toContain('handshakeDirect');
  });

  it('[DP55] scaled to zero: IPVS refuses at once', () => {
    const one = ipvs();
    one.scale('default/user-api-deployment', 0).run(10);
    const request = one.send();
    expect(one.outcome(request)).toMatchObject({
      status: 502,
      reason: { leg: 'service', cause: 'rejected' },
    });
    expect(one.hopNames(request)).toContain('rejectedIpvs');
  });
});
