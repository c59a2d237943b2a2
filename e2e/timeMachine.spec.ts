/** Time as a tree: futures that stay, what they differ in, steps and bookmarks; and why things are as they are. */
import { linkToSession } from '../src/app/linkToSession';
import { seconds } from '../src/sim/kernel/time';
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';
import { podsAtStart, USER_API } from './replay';
import { sceneText, staleRuleFailure, twoBranches } from './tales';

test.use({
  ...STILL,
  viewport: { width: 1680, height: 1000 },
  permissions: ['clipboard-read', 'clipboard-write'],
});

const DEPLOYMENT = 'user-api-deployment';

/** Everything that tells one moment from another. */
async function seen(learner: Learner): Promise<{ at: number; scene: string; strip: string; hash: string }> {
  await learner.settled();
  const strip = await learner.strip().innerText();
  return { at: await learner.at(), scene: await sceneText(learner), strip, hash: await learner.traceHash() };
}

test('acting in the past keeps the future that was, and going back shows exactly what was seen', async ({
  learner,
  page,
}) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  const bar = learner.region('branch.bar');
  const branch = (letter: string) =>
    bar.getByRole('button', { name: new RegExp(`^Branch ${letter},`), exact: true });
  await learner.press('End');
  const before = await seen(learner);
  await learner.press('Home');
  const [, victim] = await learner.pods(DEPLOYMENT);
  await learner.killPod(victim!.name);
  await learner.pauseMotion();
  await expect(branch('C')).toHaveAttribute('aria-pressed', 'true');
  const deed = learner.t('deed.deletePod', { pod: victim!.name.slice(-5) });
  await expect(branch('C')).toHaveAccessibleName(new RegExp(deed));
  await learner.halfSeconds(3);
  const other = await seen(learner);
  expect(other.hash).not.toBe(before.hash);

  await branch('B').click();
  await learner.letGo();
  await expect(branch('B')).toHaveAttribute('aria-pressed', 'true');
  expect(await learner.at(), 'the same moment of another future').toBe(other.at);
  expect((await seen(learner)).scene).not.toBe(other.scene);
  await learner.press('End');
  expect(await seen(learner)).toEqual(before);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('compared branches: the first difference is named, with its deed and its moment', async ({
  learner,
  page,
}) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  const bar = learner.region('branch.bar');
  await bar.getByRole('button', { name: learner.t('branch.compare'), exact: true }).click();
  const stage = page.getByRole('main');
  const first = stage.getByText(
    `${learner.t('compare.first')} · ${learner.t('ui.seconds', { value: '1.000' })}`,
  );
  await expect(first).toBeVisible();
  const [pod] = podsAtStart(USER_API);
  const said = stage.getByText(learner.t('diff.cluster', { run: 'B', other: 'A', what: '' }).trim());
  await expect(said).toContainText(`…${pod!.slice(-5)}`);
  await bar.getByRole('button', { name: learner.t('compare.end') }).click();
  await expect(first).toBeHidden();
});

test('event by event: as many steps back as on lead through the same moments', async ({ learner }) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  await learner.press('Home');
  const forth = [await seen(learner)];
  for (let step = 0; step < 8; step += 1) {
    await learner.press(']');
    forth.push(await seen(learner));
  }
  const moments = forth.map(({ at }) => at);
  expect(moments, 'each event is later').toEqual([...moments].sort((a, b) => a - b));
  expect(new Set(moments).size).toBe(9);
  for (const moment of forth.slice(0, -1).reverse()) {
    await learner.press('[');
    expect(await seen(learner)).toEqual(moment);
  }
  await learner.press('n');
  expect(await learner.at(), 'the next turning point').toBeGreaterThan(moments[0]!);
  await learner.press('p');
  expect(await learner.at()).toBe(moments[0]);
});

test('a bookmark has a name, is kept in the link, and leads back', async ({ learner, page }) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  const at = await learner.at();
  await learner.press('b');
  await expect(learner.button('bookmark.drop')).toBeVisible();
  const open = () => page.getByRole('button', { name: learner.t('bookmark.list'), exact: true }).click();
  await open();
  const field = page.getByRole('textbox', { name: learner.t('bookmark.name', { seconds: '2.000' }) });
  await field.fill('after the deletion');
  await field.press('Enter');
  await learner.press('Escape');
  await learner.letGo();
  await page.evaluate(() => localStorage.clear());
  const length = page.url().length;
  await learner.press('Home');
  const hash = await learner.address(/t=0\b/);
  expect(length).toBeLessThan(400);

  await page.evaluate(() => localStorage.clear());
  await learner.visit(hash);
  expect(await learner.at()).toBe(0);
  await open();
  await expect(
    page.getByRole('textbox', { name: learner.t('bookmark.name', { seconds: '2.000' }) }),
  ).toHaveValue('after the deletion');
  await page.getByRole('button', { name: learner.t('ui.seconds', { value: '2.000' }), exact: true }).click();
  expect(await learner.at()).toBe(at);
});

test('why a request failed: from the refusal back to what you did, each cause lit in the picture', async ({
  learner,
  page,
}) => {
  const { session, victim, deletedAt } = staleRuleFailure();
  await learner.visit(linkToSession(session, 'en'));
  const journey = await learner.panel('journey');
  await expect(journey).toContainText(learner.t('outcome.502.refused').slice(0, 3));
  await journey.getByRole('button', { name: /^Why\? .*502/ }).click();
  const why = page.getByRole('complementary', { name: learner.t('ui.panel.why.long'), exact: true });
  const chain = why.getByRole('list').getByRole('listitem');
  await expect(chain.first()).toBeVisible();
  const said = await chain.allInnerTexts();
  expect(said.length).toBeGreaterThan(3);
  const deletion = learner.t('cause.you.deletePod', { pod: victim.slice(-5) });
  const place = said.findIndex(
    (text) => text.includes(victim.slice(-5)) && text.includes(learner.t('why.you')),
  );
  expect(place, `the chain leads to: ${deletion}`).toBeGreaterThan(0);
  expect(said.join('\n')).toContain('3000 ms late');
  await expect.poll(() => learner.scene().locator('.hs-lit').count()).toBeGreaterThan(1);
  await chain.nth(place).getByRole('button').click();
  await expect.poll(() => learner.at()).toBe(deletedAt);
  await expect(chain.nth(place).getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  await expect(learner.scene().locator('.hs-lit-strong').first()).toBeVisible();
});

test('the sequence diagram has who takes part, follows the moment, and is copied as Mermaid', async ({
  learner,
  page,
}) => {
  await learner.open();
  await learner.sendToEnd();
  const panel = await learner.panel('sequence');
  const messages = panel.getByRole('group').getByRole('button');
  await expect(messages.first()).toBeVisible();
  const names = (
    await messages.evaluateAll((all) => all.map((node) => node.getAttribute('aria-label')))
  ).join('\n');
  for (const one of [
    'browser',
    'ingress-nginx',
    'web-mvc',
    'api-gateway',
    'CoreDNS',
    'user-api …',
    'node-1 kernel',
  ])
    expect(names).toContain(one);
  await messages.nth(2).click();
  await learner.letGo();
  await expect(messages.nth(2)).toHaveAttribute('aria-current', 'step');

  await panel.getByRole('button', { name: learner.t('sequence.mermaid') }).click();
  await expect(panel.getByRole('button', { name: learner.t('ui.copy.done') })).toBeVisible();
  const mermaid = await page.evaluate(() => navigator.clipboard.readText());
  const lines = mermaid.trimEnd().split('\n');
  expect(lines[0]).toBe('sequenceDiagram');
  expect(lines.filter((line) => /^ +actor p1 as /.test(line))).toHaveLength(1);
  expect(lines.filter((line) => /^ +participant p\d+ as /.test(line)).length).toBeGreaterThan(4);
  const arrows = lines.filter((line) => /^ +p\d+(->>|-->>|--x|-x)p\d+: /.test(line));
  const notes = lines.filter((line) => /^ +Note /i.test(line));
  expect(arrows.length + notes.length).toBeGreaterThanOrEqual(await messages.count());
});

test('the log tells everything, by kind and by word; what exists stands in tables with headings', async ({
  learner,
  page,
}) => {
  const { session, victim } = staleRuleFailure();
  await learner.visit(linkToSession(session, 'en'));
  const panel = await learner.panel('log');
  const rows = panel.getByRole('list', { name: learner.t('log.tab.log') }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  const shown = async () => (await panel.getByRole('status').innerText()).match(/\d+/g)!.map(Number);
  const [all, count] = await shown();
  expect(all).toBe(count);
  expect(all!).toBeGreaterThan(30);
  const kinds = panel.getByRole('group', { name: learner.t('log.kinds') });
  for (const kind of ['hop', 'request', 'cluster', 'rules', 'refusal'])
    await kinds.getByRole('button', { name: learner.t(`log.kind.${kind}`), exact: true }).click();
  await expect.poll(async () => (await shown())[0]).toBeLessThan(20);
  for (const text of await rows.allInnerTexts()) expect(text).toContain(learner.t('log.kind.deed'));
  await panel.getByRole('searchbox', { name: learner.t('log.filter') }).fill(victim.slice(-5));
  await expect.poll(async () => (await shown())[0]).toBe(1);
  await rows.getByRole('button').click();
  await expect.poll(() => learner.at()).toBe(seconds(1));

  await panel.getByRole('radio', { name: learner.t('log.tab.topology') }).click({ force: true });
  for (const name of ['nodes', 'services', 'rules']) {
    const table = page.getByRole('table', { name: learner.t(`topology.${name}`), exact: true });
    await expect(table.getByRole('columnheader').first()).toBeVisible();
    const headings = await table.getByRole('columnheader').count();
    const row = table.getByRole('row').nth(1);
    expect((await row.getByRole('cell').count()) + (await row.getByRole('rowheader').count())).toBe(headings);
  }
  const pods = page.getByRole('table', { name: learner.t('topology.nodes') });
  for (const { name, ip } of await learner.pods(DEPLOYMENT))
    await expect(pods.getByRole('row').filter({ hasText: name })).toContainText(ip);
});
