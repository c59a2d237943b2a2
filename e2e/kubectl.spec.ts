/** The terminal: what kubectl prints is what the picture shows, and what is typed there happens in it. */
import type { Locator } from '@playwright/test';
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';

test.use({ ...STILL, viewport: { width: 1680, height: 1000 } });

const DEPLOYMENT = 'user-api-deployment';
const VIP = '10.103.22.45';

/** The strip, open, with its prompt. */
async function openTerminal(learner: Learner): Promise<{ prompt: Locator; printed: Locator }> {
  await learner.page.getByRole('button', { name: 'kubectl', exact: true }).click();
  const strip = learner.region('terminal.title');
  const prompt = strip.getByRole('combobox', { name: learner.t('terminal.prompt') });
  await expect(prompt).toBeFocused();
  return { prompt, printed: strip.getByRole('log', { name: learner.t('terminal.output') }) };
}

/** Types a line and returns what is printed under it, once there is something. */
async function run(learner: Learner, printed: Locator, line: string): Promise<string> {
  await learner.page.keyboard.type(line);
  await learner.page.keyboard.press('Enter');
  await expect(printed.locator('code').last()).toHaveText(line);
  await learner.settled();
  return (await printed.locator('> :last-child pre').allInnerTexts()).join('\n');
}

/** Rows of a table as kubectl prints it, without the heading, by their first column. */
function rowsOf(text: string): Map<string, string[]> {
  const lines = text.trimEnd().split('\n').slice(1);
  return new Map(
    lines.map((line) => line.trim().split(/\s{2,}/)).map(([name = '', ...rest]) => [name, rest]),
  );
}

test('get pods lists the Pods of the picture: names, states, addresses and nodes', async ({ learner }) => {
  await learner.open();
  const { printed } = await openTerminal(learner);
  const text = await run(learner, printed, 'kubectl get pods -o wide');
  expect(text).toMatch(/^NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE/);
  const rows = rowsOf(text);
  const pods = await learner.pods(DEPLOYMENT);
  expect(pods).toHaveLength(3);
  for (const { name, ip, node } of pods) {
    const row = rows.get(name)!;
    expect(row.slice(0, 2)).toEqual(['1/1', 'Running']);
    expect(row.slice(4, 6)).toEqual([ip, node]);
  }
  const listed = [...rows.keys()].filter((name) => name.startsWith(`${DEPLOYMENT}-`));
  expect(listed.sort()).toEqual(pods.map(({ name }) => name).sort());
});

test('Tab completes, ↑ brings lines back, Ctrl+U and Escape let go', async ({ learner, page }) => {
  await learner.open();
  const { prompt, printed } = await openTerminal(learner);
  await page.keyboard.type('kubectl sca');
  await page.keyboard.press('Tab');
  await expect(prompt).toHaveValue('kubectl scale ');
  await page.keyboard.press('Control+u');
  await page.keyboard.type('kubectl get pod user-api-dep');
  await page.keyboard.press('Tab');
  const list = page.getByRole('listbox', { name: learner.t('terminal.candidates') });
  await expect(list.getByRole('option')).toHaveCount(3);
  await page.keyboard.press('ArrowDown');
  const chosen = list.getByRole('option', { selected: true });
  await expect(chosen).toHaveCount(1);
  const name = await chosen.locator('span').innerText();
  expect((await learner.pods(DEPLOYMENT)).map((pod) => pod.name)).toContain(name);
  await page.keyboard.press('Enter');
  await expect(prompt).toHaveValue(`kubectl get pod ${name} `);
  await page.keyboard.press('Enter');
  await expect(printed).toContainText(/1\/1\s+Running/);
  await page.keyboard.type('kubectl get nodes');
  await page.keyboard.press('Enter');
  await page.keyboard.type('half');
  for (const line of ['kubectl get nodes', `kubectl get pod ${name}`]) {
    await page.keyboard.press('ArrowUp');
    await expect(prompt).toHaveValue(line);
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(prompt, 'what was being typed is not lost').toHaveValue('half');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(prompt, 'the prompt is no trap').not.toBeFocused();
});

test('scale changes the picture, and is a deed in the address like any other', async ({ learner, page }) => {
  await learner.open();
  const { printed } = await openTerminal(learner);
  const said = await run(learner, printed, `kubectl scale deployment/${DEPLOYMENT} --replicas=4`);
  expect(said).toBe(`deployment.apps/${DEPLOYMENT} scaled`);
  await learner.pauseMotion();
  await learner.halfSeconds(2);
  await expect.poll(async () => (await learner.pods(DEPLOYMENT)).length).toBe(4);
  const hash = await learner.address(/a=[^&]/);
  await learner.visit(hash);
  expect(await learner.pods(DEPLOYMENT)).toHaveLength(4);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('mistakes are told in kubectl’s words, and nothing happens', async ({ learner, page }) => {
  await learner.open();
  const hash = await learner.traceHash();
  const { printed } = await openTerminal(learner);
  const said = (line: string) => run(learner, printed, line);
  expect(await said('kubectl gte pods')).toContain('error: unknown command "gte" for "kubectl"');
  expect(await said('kubectl get podz')).toBe(`error: the server doesn't have a resource type "podz"`);
  expect(await said('kubectl get pod nobody')).toBe('Error from server (NotFound): pods "nobody" not found');
  expect(await said('kubectl scale deployment/nobody --replicas=2')).toContain(
    'deployments.apps "nobody" not found',
  );
  expect(await said('kubectl get pods --nosuchflag')).toContain('error: unknown flag: --nosuchflag');
  expect(await learner.traceHash()).toBe(hash);
  await expect(page).not.toHaveURL(/[#&]a=/);
});

test('nslookup in a Pod gives the VIP of the Service', async ({ learner, page }) => {
  await learner.open();
  const { printed } = await openTerminal(learner);
  const [gateway] = await learner.pods('api-gateway');
  await page.keyboard.type(`kubectl exec ${gateway!.name} -- nslookup user-api-service`);
  await page.keyboard.press('Enter');
  await expect(printed.locator('code').last()).toContainText('nslookup user-api-service');
  await learner.letGo();
  await learner.untilTrue('the answer is printed', async () =>
    (await printed.innerText()).includes('user-api-service.default.svc.cluster.local'),
  );
  const answer = await printed.locator('> :last-child pre').innerText();
  expect(answer).toMatch(/^Server:\s+10\.96\.0\.10$/m);
  expect(answer).toMatch(
    new RegExp(`^Name:\\s+user-api-service\\.default\\.svc\\.cluster\\.local\\nAddress:\\s+${VIP}$`, 'm'),
  );
});

test('buttons say the line that they stand for', async ({ learner }) => {
  await learner.open();
  const { printed } = await openTerminal(learner);
  const echoed = printed.locator('> *').filter({ hasText: learner.t('terminal.echo') });
  await learner.scale(DEPLOYMENT, 3, 4);
  await expect(echoed.last().locator('code')).toHaveText(
    new RegExp(`^kubectl scale .*${DEPLOYMENT}.*--replicas=4$`),
  );
  const [victim] = await learner.pods(DEPLOYMENT);
  await learner.killPod(victim!.name);
  await expect(echoed.last().locator('code')).toHaveText(new RegExp(`^kubectl delete pod.*${victim!.name}`));
  await expect(echoed).toHaveCount(2);
});
