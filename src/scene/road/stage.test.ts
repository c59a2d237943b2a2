import { describe, expect, it } from 'vitest';
import type { Capsule, NodeBox } from '../../projection/picture';
import { rowLooks } from '../render/rows';
import { rewriteCapsule, samplePicture } from '../testing/samplePicture';
import { litRules, stageOf } from './stage';

const rewrite: Capsule = { ...rewriteCapsule, kind: 'rewrite', rewriteFraction: 1 };
const translate: Capsule = { ...rewriteCapsule, kind: 'translate', rewriteFraction: 0.12 };
const acting: NodeBox = samplePicture.nodes.find((node) => node.isActing)!;

describe('the stages of a hop', () => {
  it('begin with nothing done and end with everything done', () => {
    for (const capsule of [rewrite, translate]) {
      expect(stageOf(capsule, 0)).toEqual({ travel: 0, rules: 0, strike: 0, fresh: 0 });
      const end = stageOf(capsule, 1);
      expect(end.travel).toBeCloseTo(1);
      expect([end.rules, end.strike, end.fresh]).toEqual([1, 1, 1]);
    }
  });

  it('never go back, whatever the capsule', () => {
    for (const capsule of [rewrite, translate]) {
      let last = stageOf(capsule, 0);
      for (let i = 1; i <= 200; i += 1) {
        const stage = stageOf(capsule, i / 200);
        for (const key of ['travel', 'rules', 'strike', 'fresh'] as const) {
          expect(stage[key]).toBeGreaterThanOrEqual(last[key] - 1e-9);
        }
        last = stage;
      }
    }
  });

  it('come one after the other: the way, the rules, the strike, the new address', () => {
    for (let i = 0; i <= 200; i += 1) {
      const stage = stageOf(rewrite, i / 200);
      if (stage.rules > 0) expect(stage.travel).toBeCloseTo(1);
      if (stage.strike > 0) expect(stage.rules).toBe(1);
      if (stage.fresh > 0) expect(stage.strike).toBe(1);
    }
  });

  it('hold a packet that is translated on its way at the node while its address changes', () => {
    const during = stageOf(translate, 0.5);
    expect(during.travel).toBeCloseTo(0.12);
    expect(during.strike).toBe(1);
    expect(stageOf(translate, 0.9).travel).toBeGreaterThan(0.5);
  });

  it('leave the fraction alone where nothing is rewritten', () => {
    expect(stageOf({ ...rewrite, rewrite: null, rewriteFraction: null }, 0.3).travel).toBe(0.3);
  });
});

describe('the rules', () => {
  it('are lit from the top', () => {
    expect([0, 0.34, 0.67, 1].map((rules) => litRules(rules, 3))).toEqual([0, 1, 2, 3]);
  });

  it('are examined one by one up to the one that hits', () => {
    const hit = acting.rules.findIndex((rule) => rule.verdict === 'hit');
    expect(hit).toBeGreaterThan(0);
    const at = (rules: number) => rowLooks(acting, rewrite, { travel: 1, rules, strike: 0, fresh: 0 });
    expect(new Set(at(0))).toEqual(new Set(['unlit']));
    expect(at(0.1)[0]).toBe('examined');
    expect(at(0.9).slice(0, hit + 1)).toEqual([...Array.from({ length: hit }, () => 'lit'), 'examined']);
    expect(new Set(at(1))).toEqual(new Set(['lit']));
  });

  it('stand as they are where no new connection is drawn for', () => {
    const stage = { travel: 0, rules: 0, strike: 0, fresh: 0 };
    expect(new Set(rowLooks({ ...acting, isActing: false }, rewrite, stage))).toEqual(new Set(['lit']));
    expect(new Set(rowLooks(acting, translate, stage))).toEqual(new Set(['lit']));
  });
});
