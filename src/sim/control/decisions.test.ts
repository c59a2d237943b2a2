import { describe, expect, it } from 'vitest';
import { belongsInEndpoints, endpointConditions, findTargetPort, knownNodesOnly } from './endpointConditions';
import { compareVictims, type RankedPod } from './scaleDownRanking';
import { packEndpoints, reuseDeleted, type PackedSlice } from './slicePacking';
import { casesOf } from './testing/cases';

const HOUR = 3_600_000_000;
const NOW = 10_000 * HOUR;

function at(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  if (text === 'now') return NOW;
  const month = /^1 month ago$/.test(text);
  return NOW - (month ? 720 : Number(/^(\d+) h ago$/.exec(text)![1])) * HOUR;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the case has it
function victim(pod: any, name: string): RankedPod {
  return {
    name,
    uid: '',
    node: pod.nodeName,
    phase: pod.phase,
    ready: pod.ready,
    readySince: at(pod.readySince),
    deletionCost: pod.deletionCost ?? 0,
    rank: pod.rank ?? 0,
    restarts: pod.restarts ?? 0,
    created: at(pod.created),
  };
}

describe('[CT20] scale-down victims', () => {
  for (const { id, input, expect: want } of casesOf('victim')) {
    it(id, () => {
      const [a, b] = [victim(input.podA, 'a'), victim(input.podB, 'b')];
      const order = compareVictims(a, b, NOW);
      if (want.equal === true) expect(order).toBe(0);
      else expect(Math.sign(order)).toBe(want.deletedFirst === 'A' ? -1 : 1);
      expect(Math.sign(compareVictims(b, a, NOW)) + Math.sign(order)).toBe(0);
    });
  }
});

describe('[CT21] endpoints', () => {
  for (const { id, input, expect: want } of casesOf('endpoint')) {
    it(id, () => {
      if (want.conditions !== undefined) {
        const {
          podReady: ready,
          deletionTimestamp: deleting,
          publishNotReadyAddresses: publishNotReady,
        } = input;
        expect(endpointConditions({ ready, deleting, publishNotReady })).toEqual(want.conditions);
      } else if (want.inEndpoints !== undefined) {
        const { phase, podIP, deletionTimestamp: deleting, includeTerminating } = input;
        expect(belongsInEndpoints({ phase, podIP, deleting }, includeTerminating)).toBe(want.inEndpoints);
      } else if (want.port !== undefined) {
        expect(findTargetPort(input.targetPort, 'TCP', [{ ports: input.containerPorts }])).toBe(want.port);
      } else {
        const { kept, retry } = knownNodesOnly(
          input.pods as { node: string }[],
          new Set<string>(input.existingNodes),
          input.publishNotReadyAddresses,
        );
        expect([kept.length, retry]).toEqual([want.endpoints, want.reconcileErrorAndRetry]);
      }
    });
  }

  it('a name must be declared with the same protocol', () => {
    const ports = [{ name: 'dns', containerPort: 53, protocol: 'UDP' as const }];
    expect(findTargetPort('dns', 'TCP', [{ ports }])).toBeNull();
    expect(findTargetPort('dns', 'UDP', [{ ports }])).toBe(53);
  });
});

interface Marked {
  readonly ip: number;
  readonly mark: number;
}

const BY_IP = {
  keyOf: (endpoint: Marked) => String(endpoint.ip),
  equal: (a: Marked, b: Marked) => a.mark === b.mark,
};

describe('[CT22] packing slices', () => {
  for (const { id, input, expect: want } of casesOf('slices')) {
    it(id, () => {
      let ip = 0;
      const existing: PackedSlice<Marked>[] = input.existing.map((size: number, i: number) => ({
        name: `s${i}`,
        endpoints: Array.from({ length: size }, () => ({ ip: ip++, mark: 0 })),
      }));
      const desired = Array.from({ length: input.desired ?? ip + input.added }, (_, i) => ({
        ip: i,
        mark: 0,
      }));
      if (input.bothSlicesHaveAChangedEndpoint === true) {
        for (const slice of existing) desired[slice.endpoints[0]!.ip]!.mark = 1;
      }
      // Another target port is another port set: what was there fits nothing any more.
      const moved = input.change !== undefined;
      const packing = packEndpoints(moved ? [] : existing, desired, BY_IP, input.max);
      const deletes = moved ? existing.map(({ name }) => name) : packing.deletes;
      const final = reuseDeleted(packing.creates, deletes);
      const updates = [
        ...packing.updates,
        ...final.reused.map(({ name, content }) => ({ name, endpoints: content })),
      ];
      const sizes = new Map(existing.map(({ name, endpoints }) => [name, endpoints.length]));
      for (const name of final.deletes) sizes.delete(name);
      for (const { name, endpoints } of updates) sizes.set(name, endpoints.length);
      const all = [...sizes.values(), ...final.creates.map((list) => list.length)];
      expect(all.sort((a, b) => a - b)).toEqual([...want.slices].sort((a: number, b: number) => a - b));
      if (want.creates !== undefined) {
        expect([final.creates.length, updates.length, final.deletes.length]).toEqual([
          want.creates,
          want.updates,
          want.deletes,
        ]);
      }
    });
  }
});
