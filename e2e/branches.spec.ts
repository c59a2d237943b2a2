/** Other futures: kept when something is done before them, side by side, in a link, and as a file. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { linkToSession } from '../src/app/linkToSession';
import type { Session } from '../src/app/session';
import { seconds } from '../src/sim/kernel/time';
import { expect, STILL, test } from './hopTest';
import { client, replay, USER_API } from './replay';

test.use(STILL);

/** A: a request and nothing else. B: a Pod is deleted at 1 s. Looked at is B, at 2 s. */
function twoBranches(): Session {
  const session = replay();
  session.act({ type: 'sendRequest', ...client() });
  session.seek(seconds(3));
  session.seek(seconds(1));
  const pod = Object.keys(session.view().tables.pods).find((key) => key.startsWith(USER_API))!;
  session.act({ type: 'deletePod', pod });
  session.seek(seconds(2));
  return session;
}

test('a future that was seen stays when something else is done before it', async ({ learner, page }) => {
  await learner.open();
  await learner.sendToEnd();
  await learner.halfSeconds(3);
  const bar = page.getByRole('region', { name: learner.t('branch.bar') });
  await expect(bar).toBeHidden();
  const seenAt = await learner.at();
  await learner.press('ArrowLeft', 'ArrowLeft');
  await learner.send();
  await learner.pauseMotion();
  await expect(bar.getByRole('button', { name: /B/, pressed: true })).toBeVisible();
  const at = await learner.at();
  expect(at).toBeLessThan(seenAt);
  await bar.getByRole('button', { name: /\bA\b/, pressed: false }).click();
  await expect(bar.getByRole('button', { name: /\bA\b/, pressed: true })).toBeVisible();
  expect(await learner.at()).toBe(at);
  await bar.getByRole('button', { name: learner.t('branch.drop', { letter: 'A' }) }).click();
  await expect(bar).toBeHidden();
});

test('a link brings all branches; two stand side by side, with what they differ in', async ({
  learner,
  page,
}) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  const bar = page.getByRole('region', { name: learner.t('branch.bar') });
  await bar.getByRole('button', { name: learner.t('branch.compare'), exact: true }).click();
  const halves = page.locator('.ui-compare-half');
  await expect(halves).toHaveCount(2);
  for (const half of await halves.all())
    await expect(half.locator('svg.hs-scene text').first()).toBeVisible();
  await expect(page.getByRole('main')).toContainText(learner.t('compare.first'));
  const { violations } = await new AxeBuilder({ page }).include('.ui-work').exclude('.ui-strip').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.getByRole('button', { name: learner.t('compare.jump') }).click();
  await expect.poll(() => learner.at()).toBe(seconds(1));
  await page.getByRole('button', { name: learner.t('compare.next') }).click();
  await expect.poll(() => learner.at()).toBeGreaterThan(seconds(1));
  await bar.getByRole('button', { name: learner.t('compare.end') }).click();
  await expect(halves).toHaveCount(0);
  await expect(learner.scene().getByRole('button').first()).toBeVisible();
});

test('what is shared: the link of the page, its QR code, and a file that plays again', async ({
  learner,
  page,
}) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  await learner.address(/t=2000000/);
  await page.getByRole('button', { name: learner.t('share.open') }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: learner.t('share.link'), exact: true })).toHaveValue(
    page.url(),
  );
  await expect(dialog.getByRole('img', { name: learner.t('share.qr') })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: learner.t('share.trace.save') }).click();
  const path = await (await saved).path();
  const count = (await readFile(path, 'utf8')).trimEnd().split('\n').length - 1;
  await dialog.locator('input[type=file]').setInputFiles(path);
  await expect(page.getByText(learner.t('trace.same', { count }))).toBeVisible();
  await expect(page.getByRole('region', { name: learner.t('branch.bar') })).toBeVisible();
});

test('a link that was cut off opens with what is left of it, and says so', async ({ learner, page }) => {
  const [whole] = /^.*a=[^&]*/.exec(linkToSession(twoBranches(), 'en'))!;
  await learner.visit(whole.slice(0, -4));
  await expect(page.getByRole('alert')).toContainText(learner.t('address.cut.text'));
  await expect(page.getByRole('region', { name: learner.t('branch.bar') })).toBeVisible();
  await expect(await learner.panel('journey')).toBeVisible();
});
