import { describe, expect, it, vi } from 'vitest';
import { formatProblem } from '../manifest/problem';
import type { Action, Goal, Question, Step } from '../scenario/scenario';
import { lessonSlugs, readLesson } from '../scenario/testing/lessons';
import { playSolution, type PlayableScenario } from './playSolution';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 120_000 });

function lesson(slug: string, change: (step: Step) => Step = (step) => step): PlayableScenario {
  const { scenario, ...reading } = readLesson(slug);
  if (scenario === undefined) throw new Error(reading.problems.map(formatProblem).join('\n'));
  return { ...reading, scenario: { ...scenario, steps: scenario.steps.map(change) } };
}

const modesOf = (slug: string) => lesson(slug).scenario.proxyModes.map((mode) => [mode] as const);

describe.each(lessonSlugs())('the lesson %s', (slug) => {
  it.each(modesOf(slug))('is solved by its own solution in %s, each goal being false before', (proxyMode) => {
    const played = playSolution(lesson(slug), { proxyMode });
    expect(played.steps.filter((step) => step.reason !== null)).toEqual([]);
    expect(played.solved).toBe(true);
  });

  it('is not solved by doing nothing', () => {
    const played = playSolution(lesson(slug, (step) => ({ ...step, solution: [] })));
    expect(played.solved).toBe(false);
    for (const [index, step] of lesson(slug).scenario.steps.entries()) {
      expect(played.steps[index]?.solved).toBe(step.goal === undefined);
    }
  });
});

describe('a wrong solution', () => {
  const withKill = (solution: readonly Action[]) =>
    playSolution(
      lesson('where-a-service-works', (step) => (step.id === 'kill' ? { ...step, solution } : step)),
    ).steps.find((step) => step.id === 'kill');

  it('says which command kubectl would not run', () => {
    const played = withKill([{ type: 'kubectl', command: 'kubectl scale deployment/nobody --replicas=2' }]);
    expect(played).toMatchObject({
      solved: false,
      reason: expect.stringContaining('"nobody" not found') as string,
    });
    expect(withKill([{ type: 'kubectl', command: 'kubectl scael' }])!.reason).toContain('unknown command');
  });

  it('says which Pod is not there', () => {
    const owner = 'Deployment/default/user-api-deployment';
    expect(withKill([{ type: 'deletePod', owner, ordinal: 9 }])!.reason).toBe(`${owner} has no Pod number 9`);
  });

  it('says which belief nothing speaks against, and which answer is not the only one', () => {
    const step = (change: Partial<Step>) =>
      playSolution(
        lesson('where-a-service-works', (one) => (one.id === 'kill' ? { ...one, ...change } : one)),
      ).steps.find((one) => one.id === 'kill')!.reason;
    const options = [
      { id: 'so', model: 'truth' },
      { id: 'each', model: 'perRequest' },
    ] as const;
    const about = 'Service/default/user-api-service';
    expect(step({ belief: { id: 'how', about, options } })).toBe(
      'its belief "each" (perRequest) is not shown wrong by what happens',
    );
    const never = { type: 'looked', at: 'rules/nowhere' } as const;
    const always = { type: 'not', goal: never } as const;
    const ask = (...whens: readonly Goal[]): Question => {
      return { kind: 'choice', id: 'q', options: whens.map((when, index) => ({ id: `o${index}`, when })) };
    };
    expect(step({ prediction: ask(never, never) })).toBe(
      'of the options of its prediction 0 are right, and it must be one',
    );
    expect(step({ check: ask(always, never, always) })).toBe(
      'of the options of its check 2 are right (o0, o2), and it must be one',
    );
    const count = {
      kind: 'count',
      id: 'c',
      of: 500,
      among: 'Deployment/default/user-api-deployment',
    } as const;
    expect(step({ prediction: { ...count, inAnyOrder: true } })).toContain(
      'counts 500 requests, and fewer are answered',
    );
  });

  it('says which answer would change after the goal is reached', () => {
    const at: Goal = { type: 'fact', fact: 'pod/deletionRequested', where: {} };
    const removed: Goal = { type: 'fact', fact: 'pod/removed', where: {} };
    const options = [
      { id: 'gone', when: removed },
      { id: 'there', when: { type: 'not', goal: removed } as const },
    ];
    const played = playSolution(
      lesson('where-a-service-works', (one) =>
        one.id === 'kill' ? { ...one, goal: at, prediction: { kind: 'choice', id: 'q', options } } : one,
      ),
    );
    expect(played.steps.find((one) => one.id === 'kill')!.reason).toBe(
      'the answer to its prediction is "there" when its goal is reached, and "gone" at its end',
    );
  });

  it('says that the goal is not reached', () => {
    expect(withKill([{ type: 'wait', micros: 1_000_000 }])!.reason).toBe(
      'its goal is not reached by its solution',
    );
  });
});
