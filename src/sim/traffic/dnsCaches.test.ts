/** CoreDNS' caches on the road: one for each replica, in simulated time. */
import { describe, expect, it, vi } from 'vitest';
import type { DnsOrigin, Hop } from '../packet/hop';
import { lab, type Lab } from '../testing/lab';

vi.setConfig({ testTimeout: 60_000 });

interface Answered {
  readonly pod: string;
  readonly title: string;
  readonly rcode: string;
  readonly data: readonly string[];
  readonly ttl: number | undefined;
  readonly origin: DnsOrigin;
}

/** What CoreDNS answered to one nslookup, A queries only. */
function lookUp(one: Lab, name: string, from = 'web-mvc'): Answered[] {
  const before = one.facts.length;
  one.intend({ type: 'execLookup', pod: one.pods(from)[0]!, name });
  one.runWhile(() => Object.keys(one.tables.execs).length > 0);
  return one.facts.slice(before).flatMap((fact) => {
    const hop = fact.type === 'hop' ? (fact['hop'] as Hop) : null;
    if (hop?.decision.by !== 'dns') return [];
    const { server, queries } = hop.decision;
    return queries
      .filter(({ type }) => type === 'A')
      .map(({ rcode, answers, origin }) => ({
        pod: server.slice('pod/'.length),
        title: hop.title.key.replace(/^hop\.(.*)\.title$/, '$1'),
        ...{ rcode, data: answers.map(({ data }) => data), ttl: answers[0]?.ttl, origin: origin! },
      }));
  });
}

/** Looks the name up until both replicas have been asked; by replica, in order. */
function lookUpAtBoth(one: Lab, name: string): Map<string, Answered[]> {
  const byPod = new Map<string, Answered[]>();
  for (let i = 0; i < 30 && (i < 6 || byPod.size < 2); i++) {
    for (const answered of lookUp(one, name)) {
      byPod.set(answered.pod, [...(byPod.get(answered.pod) ?? []), answered]);
    }
  }
  return byPod;
}

const HEADLESS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: default }
spec:
  replicas: 1
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: example/db:1, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: default }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: mail, namespace: default }
spec: { type: ExternalName, externalName: mail.example }
`;

/** kubeadm's Corefile before its cache left the cluster's names out. */
const OLD_COREFILE = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    .:53 {
        kubernetes cluster.local in-addr.arpa ip6.arpa {
           pods insecure
           fallthrough in-addr.arpa ip6.arpa
           ttl 30
        }
        forward . /etc/resolv.conf
        cache 30
    }
`;

describe('[TR73] the cache of a CoreDNS Pod', () => {
  it('keeps an outside name: first upstream in milliseconds, then out of memory, its TTL counting down', () => {
    const one = lab(undefined, { checkEvery: 1 }).scale('kube-system/coredns', 1).run(40);
    const [first] = lookUp(one, 'shop.example');
    expect(first).toMatchObject({
      title: 'dnsFoundOutside',
      ttl: 30,
      origin: { by: 'forward', keptSeconds: 30 },
    });
    expect(first!.origin.micros).toBeGreaterThan(5_000);
    one.run(10);
    const [second] = lookUp(one, 'shop.example');
    expect(second).toMatchObject({ title: 'dnsFromCache', ttl: 20, data: first!.data });
    expect(second!.origin).toEqual({
      by: 'cache',
      storedBy: 'forward',
      ttlLeft: 20,
      micros: 150,
      keptSeconds: 0,
    });
    one.run(21);
    expect(lookUp(one, 'shop.example')[0]).toMatchObject({ title: 'dnsFoundOutside', ttl: 30 });
  });

  it('keeps nothing of the cluster under kubeadm’s Corefile', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const all = [...lookUp(one, 'user-api-service'), ...lookUp(one, 'user-api-service')];
    expect(all.map(({ origin }) => [origin.by, origin.keptSeconds])).toEqual(
      all.map(() => ['kubernetes', 0]),
    );
    expect(one.tables.dnsCaches).toEqual({});
  });

  it('is its own: what one replica keeps, the other still has to ask for', () => {
    const one = lab(undefined, { checkEvery: 1 });
    const byPod = lookUpAtBoth(one, 'shop.example');
    expect([...byPod.keys()].sort()).toEqual(one.pods('coredns'));
    for (const [first, ...later] of byPod.values()) {
      expect(first!.origin.by).toBe('forward');
      expect(later.every(({ origin }) => origin.by === 'cache')).toBe(true);
    }
  });

  it('is gone with the process', () => {
    const one = lab(undefined, { checkEvery: 1 }).scale('kube-system/coredns', 1).run(40);
    lookUp(one, 'shop.example');
    const [pod] = one.pods('coredns');
    expect(Object.values(one.tables.dnsCaches).every((row) => row.pod === pod)).toBe(true);
    one.crash(pod!).run(0.01);
    expect(one.tables.dnsCaches).toEqual({});
    one.run(5);
    expect(lookUp(one, 'shop.example').at(-1)!.origin.by).toBe('forward');
  });

  it('that holds cluster names goes on giving the address of a headless Service’s Pod that is gone', () => {
    const one = lab({ manifests: HEADLESS + OLD_COREFILE }, { checkEvery: 1 });
    one.scale('kube-system/coredns', 1).run(40);
    const name = 'db.default.svc.cluster.local.';
    const [fresh] = lookUp(one, name, 'db');
    const old = one.ipOf(one.pods('db')[0]!);
    expect(fresh).toMatchObject({ data: [old], origin: { by: 'kubernetes', keptSeconds: 30 } });
    one.kill(one.pods('db')[0]!).run(8);
    const now = one.ipOf(one.pods('db')[0]!);
    expect(now).not.toBe(old);
    const [stale] = lookUp(one, name, 'db');
    expect(stale).toMatchObject({
      data: [old],
      title: 'dnsFromCache',
      origin: { by: 'cache', storedBy: 'kubernetes' },
    });
    one.run(stale!.ttl! + 1);
    expect(lookUp(one, name, 'db')[0]).toMatchObject({ data: [now], origin: { by: 'kubernetes' } });
  });

  it('keeps the target of an ExternalName: the Service’s own name is worked out anew, the rest is not asked again', () => {
    const one = lab({ manifests: HEADLESS }, { checkEvery: 1 }).scale('kube-system/coredns', 1).run(40);
    const known = one.tables.publicNames as Record<string, readonly string[]>;
    known['mail.example'] = ['192.0.2.25'];
    const name = 'mail.default.svc.cluster.local.';
    const [first] = lookUp(one, name, 'db');
    expect(first).toMatchObject({ data: ['mail.example.', '192.0.2.25'], origin: { by: 'forward' } });
    expect(first!.origin.micros).toBeGreaterThan(5_000);
    const [second] = lookUp(one, name, 'db');
    expect(second).toMatchObject({ data: first!.data, origin: { by: 'kubernetes', micros: 150 } });
  });
});
