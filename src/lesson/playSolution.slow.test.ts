import { describe, expect, it, vi } from 'vitest';
import { formatProblem } from '../manifest/problem';
import type { Action, Step } from '../scenario/scenario';
import { lessonSlugs, readLesson } from '../scenario/testing/lessons';
import { playSolution, type PlayableScenario } from './playSolution';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

function lesson(slug: string, change: (step: Step) => Step = (step) => step): PlayableScenario {
  const { scenario, ...reading } = readLesson(slug);
  if (scenario === undefined) throw new Error(reading.problems.map(formatProblem).join('\n'));
  return { ...reading, scenario: { ...scenario, steps: scenario.steps.map(change) } };
}

describe.each(lessonSlugs())('the lesson %s', (slug) => {
  it('is solved by its own solution, each goal being false before', () => {
    const played = playSolution(lesson(slug));
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

  it('says that the goal is not reached', () => {
    expect(withKill([{ type: 'wait', micros: 1_000_000 }])!.reason).toBe(
      'its goal is not reached by its solution',
    );
  });
});
