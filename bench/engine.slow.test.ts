import { expect, it } from 'vitest';
import { bareMicrosPerEvent, microsPerEvent } from './engine.bench';
import { seekTimes, tenMinutes } from './seek.bench';

it('seeks in a timeline as long as the budget says', () => {
  const timeline = tenMinutes(40);
  expect(timeline.endAt()).toBe(600_000_000);
  expect(timeline.records().length).toBeGreaterThan(95_000);
  expect(seekTimes(timeline, 3)).toHaveLength(3);
});

it('measures a cost of each event', () => {
  expect(microsPerEvent(10, 10, 3_000)).toBeGreaterThan(0);
  expect(bareMicrosPerEvent(10, 30_000)).toBeGreaterThan(0);
});
