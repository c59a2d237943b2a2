/** The same scenario, seed and actions end in the same history, in Node and in the browser. */
import { expect, STILL, test } from './hopTest';
import { addressOf, client, doneAt, podsAtStart, replay, requestAt, SCENARIO, USER_API } from './replay';

test.use(STILL);

const MS = 1000;

for (const seed of [undefined, 'another-seed']) {
  test(`Node and Chromium compute the same history, seed ${seed ?? 'of the scenario'}`, async ({
    learner,
  }) => {
    const plain = replay([], seed);
    const victim = seed === undefined ? podsAtStart(USER_API)[1]! : null;
    const actions = [
      requestAt(0),
      doneAt(100 * MS, { type: 'setWatchDelay', node: 'node-3', milliseconds: 1500 }),
      doneAt(120 * MS, { type: 'setRate', ...client(), rate: 10 }),
      ...(victim === null ? [] : [doneAt(300 * MS, { type: 'deletePod', pod: victim } as const)]),
      doneAt(400 * MS, { type: 'scale', deployment: USER_API, replicas: 5 }),
      doneAt(900 * MS, { type: 'burst', ...client(), count: 20 }),
    ];
    const at = 4_000 * MS;
    const node = replay(actions, seed);
    node.seek(at);
    await learner.open({
      hash: addressOf({ scenario: SCENARIO, seed: seed ?? null, actions, at, language: 'en' }),
    });
    expect(await learner.at()).toBe(at);
    expect(await learner.traceHash()).toBe(node.traceHash());
    expect(node.traceHash()).not.toBe(plain.traceHash());
    expect(node.log.sent.length).toBeGreaterThan(50);
  });
}

test('what is done by hand leaves the same history as its address', async ({ learner }) => {
  await learner.open();
  await learner.sendToEnd();
  const byHand = await learner.traceHash();
  const node = replay([requestAt(0)]);
  node.seek(await learner.at());
  const hash = await learner.address(/[#&]a=/);
  await learner.visit(hash);
  expect(await learner.traceHash()).toBe(node.traceHash());
  expect(byHand).toMatch(/^[0-9a-f]{64}$/);
});
