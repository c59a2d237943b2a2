/** What is shared opens as it was: by link, by QR code, as a file; and a damaged link opens what it can, and says so. */
import { readFile } from 'node:fs/promises';
import { linkToSession } from '../src/app/linkToSession';
import { expect, STILL, test } from './hopTest';
import { Learner } from './learner';
import { sceneText, staleRuleFailure, twoBranches } from './tales';

test.use({ ...STILL, viewport: { width: 1680, height: 1000 } });

/** A link longer than this is broken by chat programs, and its QR code is hard to read from the back row. */
const LONGEST = 300;

test('the shared link is short, has a QR code, and opens the same moment elsewhere', async ({
  learner,
  page,
  browser,
  baseURL,
}) => {
  await learner.visit(linkToSession(twoBranches(), 'en'));
  await learner.stepForward();
  const scene = await sceneText(learner);
  const moment = await learner.moment();
  const hash = await learner.traceHash();
  await learner.button('share.open').click();
  const dialog = page.getByRole('dialog');
  const link = await dialog.getByRole('textbox', { name: learner.t('share.link') }).inputValue();
  expect(link.startsWith(`${baseURL}/#`)).toBe(true);
  expect(link.length).toBeLessThanOrEqual(LONGEST);
  await expect(dialog).toContainText(learner.t('share.length', { count: link.length }));
  await expect(dialog.getByRole('img', { name: learner.t('share.qr') })).toBeVisible();

  const elsewhere = await browser.newContext({ reducedMotion: 'reduce', viewport: page.viewportSize()! });
  const other = new Learner(await elsewhere.newPage());
  await other.page.goto(link);
  await other.ready();
  expect(await sceneText(other)).toBe(scene);
  expect({ ...(await other.moment()), panel: '' }).toEqual({ ...moment, panel: '' });
  expect(await other.traceHash()).toBe(hash);
  await elsewhere.close();
});

test('the link of a lesson under way is short, and without the deeds it is the lesson’s beginning', async ({
  learner,
  page,
}) => {
  await learner.visit('#s=a-pod-dies&step=delete&lang=en');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await learner.button('share.open').click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: learner.t('share.link') });
  const whole = await field.inputValue();
  expect(whole.length).toBeLessThanOrEqual(LONGEST);
  const boxes = dialog.getByRole('checkbox');
  await boxes.nth(1).uncheck();
  await boxes.nth(2).uncheck();
  await expect(field).not.toHaveValue(/[#&][at]=/);
  await expect(field).toHaveValue(/s=a-pod-dies/);
});

test('a trace file plays again to the same trace, in a page that knows nothing of it', async ({
  learner,
  page,
}) => {
  const { session } = staleRuleFailure();
  await learner.visit(linkToSession(session, 'en'));
  await learner.press('End');
  const hash = await learner.traceHash();
  await learner.button('share.open').click();
  const dialog = page.getByRole('dialog');
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: learner.t('share.trace.save') }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/\.jsonl$/);
  const path = await download.path();
  const events = (await readFile(path, 'utf8')).trimEnd().split('\n').length - 1;
  expect(events).toBeGreaterThan(30);

  await learner.visit('#s=round-robin&lang=en');
  expect(await learner.traceHash()).not.toBe(hash);
  await learner.button('share.open').click();
  await page.getByLabel(learner.t('share.trace.open')).setInputFiles(path);
  await expect(page.getByText(learner.t('trace.same', { count: events }))).toBeVisible();
  await learner.ready();
  await learner.press('End');
  expect(await learner.traceHash()).toBe(hash);
});

test('a link cut anywhere opens something, and says so where deeds are lost', async ({ learner, page }) => {
  test.setTimeout(90_000);
  const whole = linkToSession(twoBranches(), 'en');
  const start = whole.indexOf('a=') + 2;
  const end = whole.indexOf('&', start);
  for (let length = 10; length < whole.length; length += 10) {
    await learner.visit(whole.slice(0, length));
    const isInDeeds = length > start && length < end;
    const isInName = length > '#s='.length && length < whole.indexOf('&');
    if (isInDeeds || isInName)
      await expect(page.getByRole('alert'), whole.slice(0, length)).not.toHaveCount(0);
    else await expect(page.getByRole('alert'), whole.slice(0, length)).toHaveCount(0);
  }
});

test('garbled deeds, unknown scenarios and unknown steps are told, and something opens', async ({
  learner,
  page,
}) => {
  const whole = linkToSession(staleRuleFailure().session, 'en');
  const start = whole.indexOf('a=') + 2;
  const middle = Math.floor((start + whole.indexOf('&', start)) / 2);
  const garbled = `${whole.slice(0, middle)}zzzz${whole.slice(middle + 4)}`;
  const cases: readonly (readonly [string, string])[] = [
    [garbled, learner.t('address.changed.text')],
    [
      '#s=no-such-scenario&lang=en',
      learner.t('address.unknownScenario.text', { scenario: 'no-such-scenario' }),
    ],
    [
      '#s=a-pod-dies&step=no-such-step&lang=en',
      learner.t('address.unknownStep.text', { step: 'no-such-step' }),
    ],
  ];
  for (const [hash, said] of cases) {
    await learner.visit(hash);
    await expect(page.getByRole('alert').filter({ hasText: said }), hash).toBeVisible();
  }
  const lesson = page.getByRole('complementary', { name: learner.t('ui.lesson'), exact: true });
  await expect(lesson, 'the lesson opens all the same').toBeVisible();
});
