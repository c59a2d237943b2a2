/** No lesson's verdicts hang on luck: ten other seeds say the same. */
import { describe, expect, it } from 'vitest';
import { lessonSlugs, readLesson } from '../scenario/testing/lessons';
import { playSolution, type PlayedLesson } from './playSolution';

const SEEDS = [...Array(10).keys()].map((number) => `another-${number}`);

/** What a lesson proves: which goals are reached, and which answers are right. */
function verdictsOf({ steps }: PlayedLesson) {
  return steps.map(({ id, solved, reason, prediction, check }) => ({
    id,
    solved,
    reason,
    prediction: prediction?.right ?? null,
    check: check?.right ?? null,
  }));
}

describe.each(lessonSlugs())('%s', (slug) => {
  it('has the same verdicts with ten other seeds', { timeout: 300_000 }, () => {
    const { scenario, manifests, ocelot } = readLesson(slug);
    const lesson = { scenario: scenario!, manifests, ocelot };
    const own = verdictsOf(playSolution(lesson));
    for (const seed of SEEDS) expect(verdictsOf(playSolution(lesson, { seed })), seed).toEqual(own);
  });
});
