import { describe, expect, it } from 'vitest';
import {
  cleanupUnhealthy,
  hasTimedOut,
  isComplete,
  maxUnavailable,
  newReplicaSetSize,
  oldReplicaSetSizes,
  resolveFenceposts,
  scaleDownForRollingUpdate,
} from './rolloutArithmetic';
import { proportionalSizes } from './proportionalScaling';
import { casesOf } from './testing/cases';

function strategy(maxSurge: number | string, unavailable: number | string, type = 'RollingUpdate') {
  return { type: type as 'RollingUpdate', maxSurge, maxUnavailable: unavailable };
}

describe('[CT10] fenceposts', () => {
  for (const { id, input, expect: want } of [
    ...casesOf('rollout', 'rollout/fenceposts'),
    ...casesOf('rollout', 'rollout/default-25'),
  ]) {
    it(id, () => {
      const resolve = () => resolveFenceposts(input.maxSurge, input.maxUnavailable, input.desired);
      if (want.error === true) {
        expect(resolve).toThrow(/percentage/);
        return;
      }
      const { surge, unavailable } = resolve();
      expect({ surge, unavailable }).toEqual({ surge: want.surge, unavailable: want.unavailable });
      if (want.maxTotal !== undefined) {
        expect([input.desired + surge, input.desired - unavailable]).toEqual([
          want.maxTotal,
          want.minAvailable,
        ]);
      }
    });
  }
});

describe('[CT11] steps of a rolling update', () => {
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/scale-up-new')) {
    it(id, () => {
      const all = input.oldReplicas + input.newReplicas;
      const size = newReplicaSetSize(
        strategy(input.maxSurge, 0),
        input.deploymentReplicas,
        all,
        input.newReplicas,
      );
      expect(size).toBe(want.newRSReplicas);
    });
  }
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/scale-down-old-').filter(
    (one) => !one.id.includes('for-rolling'),
  )) {
    it(id, () => {
      const sizes = oldReplicaSetSizes(
        strategy(input.maxSurge, input.maxUnavailable),
        input.deploymentReplicas,
        [{ replicas: input.oldReplicas, available: input.readyFromOld }],
        { replicas: input.newReplicas, available: input.readyFromNew },
      );
      expect(sizes[0] !== input.oldReplicas).toBe(want.scaled);
    });
  }
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/cleanup-unhealthy')) {
    it(id, () => {
      const old = [{ replicas: input.oldReplicas, available: input.readyPods }];
      expect(cleanupUnhealthy(old, input.maxCleanupCount).cleaned).toBe(want.cleanedUp);
    });
  }
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/scale-down-old-for-rolling')) {
    it(id, () => {
      const { maxSurge, maxUnavailable: given, deploymentReplicas, oldReplicas, readyPods } = input;
      const minAvailable = deploymentReplicas - maxUnavailable(strategy(maxSurge, given), deploymentReplicas);
      expect(scaleDownForRollingUpdate([oldReplicas], readyPods, minAvailable)).toEqual([want.oldReplicas]);
    });
  }
});

describe('[CT12] limits and ends', () => {
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/max-unavailable')) {
    it(id, () => {
      const given = strategy('25%', input.maxUnavailable ?? 0, input.strategy);
      expect(maxUnavailable(given, input.replicas)).toBe(want.maxUnavailable);
    });
  }
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/complete')) {
    it(id, () => expect(isComplete(input)).toBe(want.complete));
  }
  for (const { id, input, expect: want } of casesOf('rollout', 'rollout/progress-deadline')) {
    it(id, () =>
      expect(hasTimedOut(input.progressDeadlineSeconds, input.elapsedSeconds)).toBe(want.timedOut),
    );
  }
});

// Source: kubernetes pkg/controller/deployment/sync_test.go TestScale.
describe('[CT13] scaling in the middle of a rollout', () => {
  const set = (name: string, replicas: number, before: number, creationMicros = 0) => ({
    name,
    replicas,
    creationMicros,
    maxReplicasBefore: before,
  });
  it('shares growth in proportion', () => {
    const sizes = proportionalSizes([set('new', 5, 10, 1), set('old', 5, 10)], 20, 0);
    expect(Object.fromEntries(sizes)).toEqual({ new: 10, old: 10 });
  });
  it('gives the leftover to the largest', () => {
    const sizes = proportionalSizes([set('new', 3, 10, 2), set('mid', 3, 10, 1), set('old', 4, 10)], 12, 0);
    expect(Object.fromEntries(sizes)).toEqual({ new: 4, mid: 3, old: 5 });
  });
  it('takes everything away for none', () => {
    const sizes = proportionalSizes([set('new', 3, 5, 1), set('old', 2, 5)], 0, 0);
    expect(Object.fromEntries(sizes)).toEqual({ new: 0, old: 0 });
  });
});
