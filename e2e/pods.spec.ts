/** Pods come and go: what the control plane knows, what each node's kernel knows, and what a request meets. */
import { expect, STILL, test } from './hopTest';
import { escape, type Learner } from './learner';

test.use(STILL);

const WORKLOAD = 'user-api-deployment';
const NODES = ['node-1', 'node-2', 'node-3'] as const;

async function knows(learner: Learner, node: string, ip: string): Promise<boolean> {
  return (await learner.rules(node)).some((line) => line.includes(`${ip}:80`));
}

/** Moves on by 10 ms until a node's rules no longer name an address; returns the moment. */
async function untilForgotten(learner: Learner, node: string, ip: string): Promise<number> {
  for (let step = 0; step < 60 && (await knows(learner, node, ip)); step += 1)
    await learner.nudge('ArrowRight');
  expect(await knows(learner, node, ip), `${node} still knows ${ip}`).toBe(false);
  return learner.at();
}

/** A sentence with any number in the place of `#`. */
function counting(sentence: string): RegExp {
  return new RegExp(`^${sentence.split('#').map(escape).join('[\\d.]+')}$`);
}

/** The text of the gateway's route in the picture. */
async function route(learner: Learner): Promise<string> {
  const label = learner.t('scene.route.label', { upstream: '', target: '', downstream: '' }).split('  ')[0]!;
  const part = learner.scene().getByRole('button', { name: label });
  return (await part.getAttribute('aria-label')) ?? '';
}

test('a Pod is deleted: it winds down, leaves the list, is replaced; nodes hear of it one by one', async ({
  learner,
}) => {
  await learner.open();
  await learner.timelineOfOneSecond();
  const before = await learner.pods(WORKLOAD);
  const routeBefore = await route(learner);
  const victim = before[0]!;
  expect(routeBefore).toContain('user-api-service:80');

  await learner.killPod(victim.name);
  await learner.pauseMotion();
  await learner.nudge('Home');
  expect(await learner.at()).toBe(0);
  await learner.nudge('ArrowRight');
  const dying = (await learner.pods(WORKLOAD)).find((pod) => pod.name === victim.name);
  expect(dying?.state).toMatch(counting(learner.t('scene.pod.terminatingFor', { seconds: '#' })));
  expect(await learner.endpoints()).toContainEqual({ address: `${victim.ip}:80`, state: 'terminating' });
  for (const node of NODES) expect(await knows(learner, node, victim.ip)).toBe(true);

  const first = await untilForgotten(learner, 'node-1', victim.ip);
  expect(await knows(learner, 'node-2', victim.ip), 'node-2 hears later').toBe(true);
  const second = await untilForgotten(learner, 'node-2', victim.ip);
  expect(await knows(learner, 'node-3', victim.ip), 'node-3 hears last').toBe(true);
  const third = await untilForgotten(learner, 'node-3', victim.ip);
  expect([first, second, third]).toEqual([first, second, third].sort((a, b) => a - b));
  expect(third - second).toBeGreaterThanOrEqual(250_000);

  await learner.untilTrue('three Pods are ready again', async () => {
    const pods = await learner.pods(WORKLOAD);
    const ready = new RegExp(`^(${learner.t('scene.pod.ready')}|${learner.t('scene.pod.new')})$`);
    return pods.length === 3 && pods.every((pod) => ready.test(pod.state));
  });
  await learner.halfSeconds(4);
  const after = await learner.pods(WORKLOAD);
  expect(after.map((pod) => pod.name)).not.toContain(victim.name);
  const fresh = after.find((pod) => !before.some((old) => old.name === pod.name))!;
  expect(before.map((pod) => pod.ip)).not.toContain(fresh.ip);
  const listed = await learner.endpoints();
  expect(listed.map((one) => one.address).sort()).toEqual(after.map((pod) => `${pod.ip}:80`).sort());
  expect(listed.every((one) => one.state === 'ready')).toBe(true);
  for (const node of NODES) expect(await knows(learner, node, fresh.ip)).toBe(true);
  expect(await route(learner), 'the gateway was told nothing').toBe(routeBefore);

  await learner.sendToEnd();
  expect((await learner.moment()).panel).toContain(learner.t('outcome.200'));
  const answered = (await learner.pods(WORKLOAD)).filter((pod) => pod.count > 0);
  expect(answered).toHaveLength(1);
});

test('a container crashes: the same Pod with the same address comes back, one restart more', async ({
  learner,
}) => {
  await learner.open({ language: 'zh-CN' });
  const [victim] = await learner.pods(WORKLOAD);
  const restarts = async () => {
    const menu = await learner.openMenu(victim!.name);
    await menu.getByRole('button', { name: learner.t('ui.pod.details') }).click();
    const panel = await learner.panel('inspector');
    const term = panel.getByRole('term').filter({ hasText: learner.t('property.restarts') });
    return Number(await term.locator('xpath=following-sibling::dd[1]').textContent());
  };
  expect(await restarts()).toBe(0);
  await learner.crashPod(victim!.name);
  await learner.pauseMotion();
  await learner.halfSeconds(1);
  const down = (await learner.pods(WORKLOAD)).find((pod) => pod.name === victim!.name)!;
  expect(down.state).not.toBe(learner.t('scene.pod.ready'));
  expect(down.ip).toBe(victim!.ip);
  expect(await learner.endpoints()).toContainEqual({ address: `${victim!.ip}:80`, state: 'notReady' });
  await learner.untilTrue('the endpoint is ready again', async () =>
    (await learner.endpoints()).every((one) => one.state === 'ready'),
  );
  const back = (await learner.pods(WORKLOAD)).find((pod) => pod.name === victim!.name)!;
  expect(back.ip).toBe(victim!.ip);
  expect(back.node).toBe(victim!.node);
  expect(await restarts()).toBe(1);
});

test('the stepper scales: four and five Pods, then none and the reason why requests fail, then two', async ({
  learner,
}) => {
  await learner.open();
  const settlesAt = (count: number) =>
    learner.untilTrue(`${count} endpoints are ready`, async () => {
      const listed = await learner.endpoints();
      return listed.length === count && listed.every((one) => one.state === 'ready');
    });
  await learner.scale(WORKLOAD, 3, 4);
  await learner.scale(WORKLOAD, 4, 5);
  await learner.pauseMotion();
  await settlesAt(5);
  expect(await learner.pods(WORKLOAD)).toHaveLength(5);

  await learner.scale(WORKLOAD, 5, 0);
  await learner.pauseMotion();
  await settlesAt(0);
  await learner.halfSeconds(4);
  expect(await learner.pods(WORKLOAD)).toHaveLength(0);
  await expect(learner.button('scene.stepper.less', { name: WORKLOAD, replicas: 0 })).toHaveCount(0);
  await expect(await learner.panel('endpoints')).toContainText(learner.t('ui.endpoints.none'));

  await learner.sendToEnd();
  const panel = await learner.panel('journey');
  await expect(panel).toContainText(learner.t('outcome.502.rejected'));
  const row = learner.journeyRows().filter({ hasText: learner.t('hop.rejected.title') });
  await row.getByRole('button').first().click();
  await learner.letGo();
  const said = await learner.moment();
  expect(said.caption).toContain('REJECT');
  expect(said.caption).toContain('10.103.22.45:80');
  expect(said.strip).toContain(learner.t('why.reject'));
  await learner.press('End');
  expect(await learner.outcomes()).toMatchObject({ [learner.t('outcome.502.rejected')]: 1 });

  await learner.scale(WORKLOAD, 0, 2);
  await learner.pauseMotion();
  await settlesAt(2);
  await learner.halfSeconds(4);
  await learner.sendToEnd();
  await expect(await learner.panel('journey')).toContainText(learner.t('outcome.200'));
});
