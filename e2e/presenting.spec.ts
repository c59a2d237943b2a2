/** A teacher without a deck: the window for the audience, the one with the notes, and the dialog that leads there. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { en } from '../src/i18n/testing/everything';
import { expect, STILL, test } from './hopTest';

test.use({ ...STILL, viewport: { width: 1280, height: 720 } });

const LESSON = '#s=where-a-service-works&lang=en';

function text(key: string): string {
  return en[key]!;
}

/** `3 / 20` as the presenter reads it. */
async function stepIn(page: Page): Promise<number> {
  return Number((await page.locator('.pr-transport b').textContent())!.split('/')[0]);
}

test('two windows go on together; hands are counted, and the answer waits until it is shown', async ({
  page,
  context,
}) => {
  await page.goto(`/${LESSON}&view=presenter`);
  const [audience] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: text('presenter.openAudience') }).click(),
  ]);
  const complaints: string[] = [];
  audience.on('pageerror', (error) => complaints.push(String(error)));
  await expect(page.getByText(text('presenter.company'))).toBeVisible();
  const notes = page.getByRole('region', { name: text('presenter.notes') });
  const answer = page.locator('.pr-answer');

  // The clicker works in either window.
  await page.keyboard.press('PageDown');
  expect(await stepIn(page)).toBe(2);
  await expect(audience.locator('[aria-current="step"]')).toHaveAccessibleName(/^Step 2 of /);
  await expect(answer).toContainText(text('presenter.answerHidden'));
  await expect(notes).not.toContainText('Answer');
  await page.getByRole('button', { name: 'One hand more for A' }).click();
  await page.getByRole('spinbutton', { name: 'Hands for B' }).fill('12');
  await expect(audience.getByText('12 hands')).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: text('presenter.reveal') }).click();
  await expect(audience.getByText('12 hands')).toBeVisible();
  await expect(audience.getByText('1 hand', { exact: true })).toBeVisible();
  await audience.keyboard.press('PageDown');
  await expect(page.locator('.pr-transport b')).toHaveText(/^3 /);
  await expect(audience.getByText('12 hands')).toHaveCount(0);

  // Frozen, the audience keeps its picture while the presenter looks ahead.
  await page.getByRole('button', { name: text('presenter.freeze') }).click();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  expect(await stepIn(page)).toBe(5);
  await expect(audience.locator('[aria-current="step"]')).toHaveAccessibleName(/^Step 3 of /);
  await page.getByRole('button', { name: text('presenter.freeze') }).click();
  await expect(audience.locator('[aria-current="step"]')).toHaveAccessibleName(/^Step 5 of /);

  await page.getByRole('button', { name: text('presenter.laser') }).click();
  await page.locator('.pr-area').hover();
  await expect(audience.locator('.pr-dot')).toBeVisible();
  await audience.keyboard.press('.');
  await expect(audience.locator('.pr-blank')).toBeVisible();
  await expect(page.getByRole('button', { name: text('presenter.blank') })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(complaints).toEqual([]);
});

test('the dialog for embedding: what it shows is what the lines say', async ({ learner, page }) => {
  await learner.visit(LESSON);
  await learner.button('embed.open').click();
  const dialog = page.getByRole('dialog', { name: text('embed.title') });
  await dialog
    .getByRole('textbox', { name: text('embed.steps') })
    .first()
    .fill('2-4');
  await dialog.getByRole('combobox', { name: text('embed.lens') }).selectOption('machines');
  const slide = page.frameLocator(`iframe[title="${text('embed.preview')}"]`);
  await expect(slide.locator('[aria-current="step"]')).toBeVisible();
  for (const target of ['HTML', 'reveal.js', 'Slidev', 'iframe']) {
    await dialog.getByRole('button', { name: target, exact: true }).click();
    const lines = await dialog.getByRole('textbox', { name: text('embed.code') }).inputValue();
    expect(lines).toMatch(/steps="?=?2-4/);
    expect(lines).toContain('machines');
    expect(lines).toContain('where-a-service-works');
  }
  expect((await new AxeBuilder({ page }).include('dialog').exclude('iframe').analyze()).violations).toEqual(
    [],
  );
});
