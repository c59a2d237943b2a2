/** What holds once nothing is due any more: fails if it does not. */
import { expect } from 'vitest';
import { NO_CONNECTIONS } from '../dataplane/ipvs/connections';
import { withoutIdleLeavers } from '../dataplane/ipvs/program';
import { syncNode, type NodeRules } from '../dataplane/nodeRules/nodeRules';
import { configOf } from '../dataplane/kubeProxy/configOfNode';
import type { SimTables } from '../laws';
import type { Lab } from './lab';

/** Tables of things that begin and end. */
const PASSING = [
  'queue',
  'requests',
  'exchanges',
  'handlings',
  'connections',
  'lookups',
  'packets',
  'dnsWork',
  'execs',
] as const;

/** Everything that was under way has ended, and every part of the cluster agrees with every other. */
export function expectRest(lab: Lab): void {
  for (const table of PASSING) expect(Object.keys(lab.tables[table]), table).toEqual([]);
  expect(Object.keys(lab.tables.conntrack), 'conntrack').toEqual([]);
  const { machines, services, nodes, pods, kubeletPods, processes } = lab.tables;
  const kept = [services, nodes, pods].flatMap((table) => Object.keys(table));
  expect(
    Object.keys(machines)
      .map((entity) => entity.slice(entity.indexOf('/') + 1))
      .sort(),
  ).toEqual(kept.sort());
  expect(Object.keys(kubeletPods).sort()).toEqual(Object.keys(pods).sort());
  expect(Object.keys(processes).sort()).toEqual(Object.keys(pods).sort());
  expectOneOutcomeEach(lab);
  expectControllersAgree(lab.tables);
  expectRulesFollow(lab.tables);
  lab.check('coming to rest');
  expectJson(lab.tables);
}

/** Every row is plain JSON: nothing undefined, no class, no number that JSON cannot carry. */
export function expectJson(tables: SimTables): void {
  for (const [name, rows] of Object.entries(tables)) {
    for (const [key, row] of Object.entries(rows as Record<string, unknown>)) {
      expect(JSON.parse(JSON.stringify(row)), `${name} ${key}`).toStrictEqual(row);
    }
  }
}

/** Every request that was sent has ended once, and is counted once. */
export function expectOneOutcomeEach(lab: Lab): void {
  const sent = lab.of('request/sent').map((fact) => String(fact['request']));
  const ended = lab.of('request/ended').map((fact) => String(fact['request']));
  expect(new Set(sent).size).toBe(sent.length);
  expect([...ended].sort()).toEqual([...sent].sort());
  const counted = Object.values(lab.tables.outcomes).reduce((sum, row) => sum + row.count, 0);
  expect(counted).toBe(sent.length);
  for (const fact of lab.of('request/ended')) {
    const { kind, status } = fact['outcome'] as { kind: string; status: number | null };
    expect(kind === 'ok' || kind === 'httpError').toBe(status !== null);
    if (status !== null) expect(kind === 'ok').toBe(status < 400);
  }
}

function expectControllersAgree(tables: SimTables): void {
  const pods = Object.entries(tables.pods);
  for (const [key, deployment] of Object.entries(tables.deployments)) {
    const { readyReplicas, updatedReplicas } = deployment.status;
    expect([key, readyReplicas, updatedReplicas]).toEqual([
      key,
      deployment.spec.replicas,
      deployment.spec.replicas,
    ]);
  }
  for (const set of Object.values(tables.replicaSets)) {
    const owned = pods.filter(([, pod]) => pod.metadata.ownerReferences[0]?.uid === set.metadata.uid);
    expect(owned, set.metadata.name).toHaveLength(set.spec.replicas);
  }
  for (const [key, service] of Object.entries(tables.services)) {
    const selector = Object.entries(service.spec.selector ?? {});
    const ready = pods
      .filter(([, pod]) => pod.metadata.namespace === service.metadata.namespace)
      .filter(([, pod]) => selector.every(([name, value]) => pod.metadata.labels[name] === value))
      .filter(([, pod]) => pod.status.ready && pod.metadata.deletionMicros === undefined)
      .map(([, pod]) => pod.status.podIP);
    const listed = Object.values(tables.endpointSlices)
      .filter(
        (slice) =>
          `${slice.metadata.namespace}/${slice.metadata.labels['kubernetes.io/service-name']}` === key,
      )
      .flatMap((slice) => slice.endpoints.filter((endpoint) => endpoint.conditions.ready))
      .map((endpoint) => endpoint.addresses[0]);
    expect(listed.sort(), key).toEqual(ready.sort());
    const state = tables.machines[`service/${key}`]?.state;
    expect(state, key).toBe(ready.length > 0 ? 'withReadyEndpoints' : 'withoutEndpoints');
  }
}

/** Every node's rules are those that a kube-proxy would write that began afresh. */
function expectRulesFollow(tables: SimTables): void {
  for (const [name, node] of Object.entries(tables.nodes)) {
    const row = tables.ruleSets[name]!;
    const input = {
      services: Object.values(tables.services),
      endpointSlices: Object.values(tables.endpointSlices),
      node: configOf(node),
    };
    const wanted = syncNode(row.mode, undefined, input, { now: 0, syncPeriodMicros: 0 }).rules;
    expect(withoutHistory(row.rules), name).toEqual(wanted);
  }
}

/** Rules without what only the past explains: when chains were cleaned, and real servers that are leaving. */
function withoutHistory(rules: NodeRules): NodeRules {
  if (rules.mode === 'iptables') return { ...rules, cleanedAt: 0 };
  return rules.mode === 'ipvs' ? withoutIdleLeavers(rules, NO_CONNECTIONS) : rules;
}
