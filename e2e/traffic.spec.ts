/** Many requests: who answers, how they end, and what old rules do to them. */
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';
import { client, doneAt, replay, viewed } from './replay';

test.use({ ...STILL, viewport: { width: 1920, height: 1080 } });

const SECOND = 1_000_000;

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** On by tenths of a second. */
function tenths(learner: Learner, count: number): Promise<void> {
  return learner.nudge(...Array<string>(count).fill('Shift+ArrowRight'));
}

test('a burst and steady traffic: every request is counted, and the counts add up', async ({ learner }) => {
  await learner.open();
  await learner.timelineOfOneSecond();
  await learner.button('ui.traffic.burst', { count: 20 }).click();
  await learner.pauseMotion();
  await learner.nudge('Home');
  await tenths(learner, 20);
  const burst = await learner.tally();
  expect(sum(burst)).toBe(20);
  expect(
    Object.values(burst).every((count) => count > 0),
    'each Pod gets its share',
  ).toBe(true);
  const ended = await learner.outcomes();
  expect(ended).toMatchObject({ [learner.t('outcome.200')]: 20, [learner.t('ui.outcomes.inFlight')]: 0 });

  await learner.steadyTraffic(10);
  await learner.pauseMotion();
  await tenths(learner, 10);
  const some = await learner.tally();
  await tenths(learner, 10);
  const more = await learner.tally();
  expect(sum(some)).toBeGreaterThan(20);
  expect(sum(more)).toBeGreaterThan(sum(some));
  // A Pod counts when it answers; the browser, when that answer has come back to it.
  const outcomes = await learner.outcomes();
  const back = outcomes[learner.t('outcome.200')]!;
  const inFlight = outcomes[learner.t('ui.outcomes.inFlight')]!;
  expect(back).toBeGreaterThan(20);
  expect(sum(more)).toBeGreaterThanOrEqual(back);
  expect(sum(more)).toBeLessThanOrEqual(back + inFlight);
  const onScene = (await learner.pods('user-api-deployment')).reduce((total, pod) => total + pod.count, 0);
  expect(onScene, 'the picture counts the same').toBe(sum(more));
});

test('without a new connection per request, each kept connection stays with its Pod', async ({ learner }) => {
  await learner.open();
  await learner.timelineOfOneSecond();
  const toggle = learner.button('ui.traffic.newConnection');
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await learner.steadyTraffic(5);
  await learner.pauseMotion();
  await learner.nudge('Home');
  await tenths(learner, 10);
  const early = await learner.tally();
  await tenths(learner, 20);
  const late = await learner.tally();
  const chosen = (tally: Record<string, number>) => Object.keys(tally).filter((pod) => tally[pod]! > 0);
  expect(chosen(late)).toEqual(chosen(early));
  expect(chosen(late).length, 'at most one for each gateway').toBeLessThanOrEqual(2);

  const node = replay([
    doneAt(0, { type: 'setNewConnections', on: false }),
    doneAt(0, { type: 'setRate', ...client(), rate: 5 }),
  ]);
  node.seek(3 * SECOND);
  const rows = viewed(node, 'en').tally!.rows.map((row) => [row.shortName, row.count]);
  expect(await learner.at()).toBe(3 * SECOND);
  expect(late).toEqual(Object.fromEntries(rows));
});

test('old rules on node-3: requests fail, the legend says why, and the failed journey shows the old rule', async ({
  learner,
}) => {
  await learner.open();
  await learner.timelineOfOneSecond();
  await learner.slowestWatch('node-3');
  await learner.steadyTraffic(20);
  await learner.pauseMotion();
  await learner.nudge('Home');
  await tenths(learner, 3);
  const [victim] = await learner.pods('user-api-deployment');
  await learner.killPod(victim!.name);
  await learner.pauseMotion();

  const refused = learner.t('outcome.502.refused');
  for (let step = 0; step < 15 && !((await learner.outcomes())[refused]! > 0); step += 1)
    await tenths(learner, 1);
  expect((await learner.outcomes())[refused]).toBeGreaterThan(0);
  const rules = await learner.panel('rules');
  await learner.rules('node-3');
  await expect(rules).toContainText(learner.t('ui.rule.stale'));

  // Back to the request that failed: its journey says who refused it.
  const journey = await learner.panel('journey');
  const bad = journey.getByRole('button', { name: refusedTitles(learner) });
  await learner.playhead().focus();
  for (let step = 0; step < 40 && !(await bad.first().isVisible()); step += 1)
    await learner.press('ArrowLeft');
  await bad.first().click();
  await learner.letGo();
  const said = await learner.moment();
  expect(said.caption).toContain(`${victim!.ip}:80`);
  await journey
    .getByRole('button', { name: learner.t('hop.rewrite.title') })
    .last()
    .click();
  await learner.letGo();
  expect((await learner.moment()).fresh).toContain(`${victim!.ip}:80`);
  await expect(await learner.panel('hop')).toContainText(staleSentence(learner));
});

function refusedTitles(learner: Learner): RegExp {
  const keys = ['noProcess', 'starting', 'draining'].map((why) => learner.t(`hop.refused.${why}.title`));
  return new RegExp(keys.join('|'));
}

function staleSentence(learner: Learner): RegExp {
  const [before, after] = learner.t('ui.decision.stale', { ms: '#' }).split('#');
  return new RegExp(`${before!}\\d+${after!}`);
}
