/** A node loses its power: what is true, what the API server says, and what requests meet until the two agree. */
import type { Locator } from '@playwright/test';
import { expect, STILL, test } from './hopTest';
import { escape, type Learner } from './learner';

test.use(STILL);

const WORKLOAD = 'user-api-deployment';

/** A node's box in the picture; what it says of itself is its name. */
function nodeBox(learner: Learner, node: string): Locator {
  const label = learner.t('scene.node.label', { name: node, ip: '#', state: '#' }).split('#')[0]!;
  return learner.scene().getByRole('button', { name: new RegExp(`^${escape(label)}`) });
}

test('power is cut: silence and timeouts until the node is NotReady and its endpoints have left; then all is well', async ({
  learner,
}) => {
  await learner.open({ lens: 'machines' });
  const pods = await learner.pods(WORKLOAD);
  const lost = pods.find((pod) => pod.node === 'node-2')!;
  const box = nodeBox(learner, 'node-2');

  // The page follows a request hop by hop: the first that comes to node-2 waits for nobody.
  await box.click({ position: { x: 8, y: 8 } });
  await learner.button('ui.power.cut').click();
  await learner.pauseMotion();
  await expect(box).toHaveAccessibleName(new RegExp(escape(learner.t('scene.node.stillReady'))));
  expect(await learner.endpoints()).toContainEqual({ address: `${lost.ip}:80`, state: 'ready' });
  const cutAt = await learner.at();
  const outcomes: string[] = [];
  while (outcomes.length < 6 && (await learner.at()) < cutAt + 25_000_000) {
    await learner.sendToEnd();
    outcomes.push((await learner.moment()).panel);
    if (!outcomes.at(-1)!.includes(learner.t('outcome.200'))) break;
  }
  expect(outcomes.at(-1), 'a request has met silence').not.toContain(learner.t('outcome.200'));
  expect(outcomes.at(-1)).not.toContain(learner.t('outcome.502.refused'));

  // On with time, to the moment at which the node is given up and every node has heard of it.
  await learner.visit((await learner.address(/a=/)).replace(/&t=[^&]*|$/, `&t=${cutAt + 58_000_000}`));
  await expect(nodeBox(learner, 'node-2')).toHaveAccessibleName(/NotReady/);
  const listed = await learner.endpoints();
  expect(listed).not.toContainEqual({ address: `${lost.ip}:80`, state: 'ready' });
  for (let i = 0; i < 3; i += 1) {
    await learner.sendToEnd();
    expect((await learner.moment()).panel).toContain(learner.t('outcome.200'));
  }

  await nodeBox(learner, 'node-2').click({ position: { x: 8, y: 8 } });
  await learner.button('ui.power.on').click();
  await expect(nodeBox(learner, 'node-2')).not.toHaveAccessibleName(/NotReady/);
  await expect(nodeBox(learner, 'node-2')).not.toHaveAccessibleName(/kube-proxy .*no power/);
});
