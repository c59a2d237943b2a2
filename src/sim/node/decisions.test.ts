import { describe, expect, it } from 'vitest';
import { casesOf } from '../control/testing/cases';
import { seconds } from '../kernel/time';
import { afterRestart, remainingWait, type BackOffEntry } from './crashLoop';
import { bridgeAddress, nextAddress } from './ipam';
import { podReadyCondition } from './podReady';
import { INITIAL_VERDICT, advance, newWorker, nextVerdictAt, startProbing, takeResult } from './probeWorker';

const PROBE = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

describe('[KL10] probes', () => {
  const [threshold, startup, initial, , , timeToNotReady] = casesOf('probe');
  for (const { id, input, expect: want } of [threshold!, startup!]) {
    it(id, () => {
      let worker = newWorker('web', input.probe);
      const verdicts = input.results.map((result: 'Success' | 'Failure') => {
        worker = takeResult(worker, result, { ...PROBE, ...input });
        return worker.verdict;
      });
      expect(verdicts).toEqual(want.valueAfterEach);
    });
  }

  it(initial!.id, () => expect(INITIAL_VERDICT).toEqual(initial!.expect));

  it('probe/initial-delay', () => {
    const probe = { ...PROBE, initialDelaySeconds: 10, periodSeconds: 4 };
    const started = startProbing(newWorker('web', 'readiness'), probe, seconds(1), seconds(2));
    const worker = { ...started, outcome: 'Success' as const };
    expect(advance(worker, probe, seconds(10)).verdict).toBe('Failure');
    expect(nextVerdictAt(worker, probe)).toBe(seconds(14)); // ticks at 2, 6, 10, 14 s; allowed from 11 s
    expect(advance(worker, probe, seconds(14)).verdict).toBe('Success');
  });

  it(timeToNotReady!.id, () => {
    const { min, max } = timeToNotReady!.expect.secondsFromBreakToNotReady;
    let worker = { ...startProbing(newWorker('web', 'readiness'), PROBE, 0, 0), outcome: 'Success' as const };
    worker = { ...advance(worker, PROBE, seconds(100)), outcome: 'Success' };
    expect(nextVerdictAt(worker, PROBE)).toBeNull();
    for (const broken of [seconds(100) + 1, seconds(105), seconds(109.999)]) {
      const counted = { ...advance(worker, PROBE, broken), outcome: 'Failure' as const };
      const wait = (nextVerdictAt(counted, PROBE)! - broken) / seconds(1);
      expect(wait).toBeGreaterThanOrEqual(min);
      expect(wait).toBeLessThanOrEqual(max);
    }
  });

  it('[KL11] says when the verdict changes exactly as probing one by one would', () => {
    for (const successThreshold of [1, 2, 3]) {
      for (let broken = 0; broken < 40; broken++) {
        const probe = { ...PROBE, periodSeconds: 3, successThreshold, failureThreshold: 2 };
        let worker = startProbing(newWorker('web', 'readiness'), probe, 0, seconds(1));
        worker = { ...worker, outcome: 'Success' };
        let slow = newWorker('web', 'readiness');
        const flips: number[] = [];
        for (let t = 1; t < 60; t += 3) {
          const next = takeResult(slow, t <= broken ? 'Success' : 'Failure', probe);
          if (next.verdict !== slow.verdict) flips.push(t);
          slow = next;
        }
        const computed: number[] = [];
        const up = nextVerdictAt(worker, probe);
        if (up !== null && up <= seconds(broken)) computed.push(up / seconds(1));
        const counted = { ...advance(worker, probe, seconds(broken)), outcome: 'Failure' as const };
        const down = nextVerdictAt(counted, probe);
        if (down !== null) computed.push(down / seconds(1));
        expect(computed).toEqual(flips);
      }
    }
  });
});

describe('[KL12] crash loop', () => {
  const [{ expect: want }] = casesOf('crashloop') as [ReturnType<typeof casesOf>[number]];

  it('first at once, then 10, 20, 40 … 300 s', () => {
    let entry: BackOffEntry | null = null;
    let now = 0;
    const waits: number[] = [];
    for (let i = 0; i <= want.delaysBeforeNextRestarts.length; i++) {
      const wait = remainingWait(entry, now, now);
      waits.push(wait / seconds(1));
      const exitedAt = now;
      now += wait;
      entry = afterRestart(entry, exitedAt, now);
    }
    expect(waits).toEqual([0, ...want.delaysBeforeNextRestarts]);
  });

  it('starts afresh after ten good minutes', () => {
    const entry = { waitMicros: seconds(160), updatedAt: 0 };
    expect(remainingWait(entry, seconds(600), seconds(600))).toBe(seconds(160));
    expect(remainingWait(entry, seconds(601), seconds(601))).toBe(0);
    expect(afterRestart(entry, seconds(601), seconds(601)).waitMicros).toBe(seconds(10));
  });
});

describe('[KL13] the Ready condition', () => {
  for (const { id, input, expect: want } of casesOf('podready')) {
    it(id, () => {
      const { containers = [], statuses = {}, ...rest } = input;
      const got = podReadyCondition({ containers, ready: statuses, ...rest });
      expect([got.ready ? 'True' : 'False', got.reason]).toEqual([want.Ready, want.reason]);
    });
  }
});

describe('[KL14] addresses of a node', () => {
  const free = () => false;
  it('begin after the bridge, go on after the last one, and wrap', () => {
    expect(bridgeAddress('10.244.1.0/24')).toBe('10.244.1.1');
    expect(nextAddress('10.244.1.0/24', undefined, free)).toBe('10.244.1.2');
    expect(nextAddress('10.244.1.0/24', '10.244.1.2', free)).toBe('10.244.1.3');
    expect(nextAddress('10.244.1.0/24', '10.244.1.254', free)).toBe('10.244.1.2');
  });
  it('skip what is taken, and run out', () => {
    expect(nextAddress('10.244.1.0/29', '10.244.1.2', (ip) => ip === '10.244.1.3')).toBe('10.244.1.4');
    expect(nextAddress('10.244.1.0/29', '10.244.1.2', () => true)).toBeNull();
    expect(nextAddress('10.244.1.0/31', undefined, free)).toBeNull();
  });
  it('never hand out network, bridge or broadcast', () => {
    let last: string | undefined;
    const seen = new Set<string>();
    for (let i = 0; i < 10; i++) seen.add((last = nextAddress('10.0.0.8/29', last, free)!));
    expect([...seen]).toEqual(['10.0.0.10', '10.0.0.11', '10.0.0.12', '10.0.0.13', '10.0.0.14']);
  });
});
