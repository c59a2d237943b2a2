import { describe, expect, it, vi } from 'vitest';
import { seconds } from '../sim/kernel/time';
import {
  fixNames,
  numbered,
  numberedReferences,
  placeOf,
  plainReference,
  podsOf,
  referenceOf,
} from './references';
import { USER_API, worldOf } from './testing/stepRuns';

vi.setConfig({ testTimeout: 60_000 });

describe('a reference', () => {
  it.each<[string, string | null]>([
    ['Pod/default/a', 'pod/default/a'],
    [USER_API, 'workload/default/user-api-deployment'],
    ['Service/default/user-api-service', 'service/default/user-api-service'],
    ['EndpointSlice/default/user-api-service', 'service/default/user-api-service'],
    ['Node/node-1', 'node/node-1'],
    ['rules/node-1', 'node/node-1'],
    ['conntrack/node-1', 'node/node-1'],
    ['client/learner', 'client/learner'],
    ['field/source', 'field/source'],
    ['Service/kube-system/kube-dns', 'dns'],
    ['ConfigMap/default/ocelot', null],
    [`${USER_API}#7`, null],
    [`${USER_API}#0`, 'pod/default/fixed'],
  ])('is somewhere in the picture, or not: %s', (reference, place) => {
    expect(placeOf(reference, { [`${USER_API}#0`]: 'default/fixed' })).toBe(place);
  });

  it.each(['Pod/default/a', USER_API, 'Service/default/x', 'Node/node-1', 'client/learner'])(
    'is what a place stands for: %s',
    (reference) => {
      expect(referenceOf(placeOf(reference, {})!)).toBe(reference);
    },
  );

  it('names nothing for a place that is no object', () => {
    expect(referenceOf('field/source')).toBeNull();
    expect(referenceOf('dns')).toBe('Service/kube-system/kube-dns');
  });

  it('with a number means a Pod that is not being deleted, by name', () => {
    const timeline = worldOf();
    const pods = podsOf(timeline, USER_API, 0);
    expect(pods).toHaveLength(3);
    expect(pods).toEqual([...pods].sort());
    const references = [`${USER_API}#0`, `${USER_API}#2`, `${USER_API}#3`, 'Pod/default/x'];
    const names = fixNames(references, timeline, 0);
    expect(names).toEqual({ [references[0]!]: pods[0], [references[1]!]: pods[2] });
    timeline.act(seconds(1), { type: 'deletePod', pod: pods[0]! });
    expect(fixNames(references, timeline, seconds(1))[references[0]!]).toBe(pods[1]);
    expect(plainReference(references[0]!, names)).toBe(`Pod/${pods[0]}`);
    expect(numbered('Pod/default/x')).toBeNull();
  });

  it('is found wherever it stands in a lesson', () => {
    const step = {
      goal: { where: { actor: `${USER_API}#1` } },
      run: [{ kubectl: `delete pod {name:${USER_API}#0}` }],
    };
    expect([...numberedReferences([step, 'plain', 7, null])].sort()).toEqual([
      `${USER_API}#0`,
      `${USER_API}#1`,
    ]);
  });
});
