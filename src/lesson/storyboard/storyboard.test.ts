import { describe, expect, it } from 'vitest';
import { pictureOfMoment } from './momentPicture';
import { played } from './testing/played';

describe('a step as frames', () => {
  const { en, zh, storyboard } = played('nobody-listens-on-the-vip', 'steps');
  const of = (step: string) => en.filter((frame) => frame.step === step).map(({ id }) => id);

  it('come out the same again', () => {
    expect(played('nobody-listens-on-the-vip', 'steps').en).toEqual(en);
  });

  it('are scene, prediction, run and explanation', () => {
    expect(of('knock')).toEqual(['knock/scene', 'knock/predict', 'knock/run', 'knock/explain']);
  });

  it('have no run where the lesson only looks, and the goal is reached with the explanation', () => {
    expect(of('copies')).toEqual(['copies/scene', 'copies/predict', 'copies/explain']);
    const [reaching] = storyboard.steps[1]!.moments.filter(({ reachesGoal }) => reachesGoal);
    expect(reaching?.id).toBe('copies/explain');
  });

  it('tell the answer to a check in a frame of its own', () => {
    expect(of('nobody-home').slice(-2)).toEqual(['nobody-home/check', 'nobody-home/answer']);
  });

  it('rest when all is over, not when the next timer is due', () => {
    const run = en.find(({ id }) => id === 'knock/run')!;
    expect(run.endAt - run.startAt).toBeLessThan(200_000);
  });

  it('letter their options and keep them in the order in which they are written', () => {
    const { question } = en.find(({ id }) => id === 'copies/predict')!;
    expect(question!.options.map(({ letter, id, isRight }) => [letter, id, isRight])).toEqual([
      ['A', 'gateways', false],
      ['B', 'both-ends', false],
      ['C', 'all', true],
    ]);
    expect(zh.find(({ id }) => id === 'copies/predict')!.question!.answer).toBe('C. 三台都有');
  });

  it('name the documentation at the end', () => {
    expect(en.at(-1)!.notes).toContain('https://kubernetes.io/docs/');
    expect(zh.at(-1)!.notes).toContain('https://kubernetes.io/docs/');
  });
});

describe('a run hop by hop', () => {
  const { en, storyboard, timeline, log } = played('nobody-listens-on-the-vip', 'hops');
  const hops = en.filter(({ kind, step }) => kind === 'hop' && step === 'knock');
  const moments = storyboard.steps.flatMap((step) => step.moments);

  it('has a frame for every hop of its request, told as the hop is told', () => {
    expect(hops.length).toBeGreaterThan(15);
    expect(hops[0]!.id).toBe('knock/hop-1');
    expect(hops.some(({ caption }) => /rewrites 10\.103\.22\.45:80 to 10\.244\./.test(caption))).toBe(true);
    expect(en[en.indexOf(hops.at(-1)!) + 1]!.id).toBe('knock/run');
  });

  it('shows in each the hop that it is about', () => {
    for (const moment of moments.filter(({ kind, step }) => kind === 'hop' && step === 'knock')) {
      const { picture, strip } = pictureOfMoment(timeline, log, moment);
      expect(picture.caption).toEqual(moment.hop!.sentence);
      if (picture.capsule !== null) expect(picture.capsule.hopId).toBe(moment.hop!.hopId);
      expect(strip).not.toBeNull();
    }
  });

  it('follows no request where many are sent', () => {
    expect(en.filter(({ kind, step }) => kind === 'hop' && step === 'deaf')).toEqual([]);
  });
});

describe('a scenario without steps', () => {
  it('is one request, hop by hop', () => {
    const { en } = played('where-a-service-works', 'steps', { steps: [] });
    expect(en[0]!.id).toBe('where-a-service-works/scene');
    expect(en.filter(({ kind }) => kind === 'hop').length).toBeGreaterThan(15);
    expect(en.at(-1)!.id).toBe('where-a-service-works/run');
    expect(new Set(en.map(({ step }) => step))).toEqual(new Set(['where-a-service-works']));
  });

  it('is its scene alone where nobody can send anything', () => {
    const { en } = played('where-a-service-works', 'steps', { steps: [], clients: [] });
    expect(en.map(({ id }) => id)).toEqual(['where-a-service-works/scene']);
  });
});
