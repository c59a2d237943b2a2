import type { Page } from '@playwright/test';
import { expect, STILL, test } from './hopTest';

/** The slide view by itself: what a deck holds in its frame, at the size of a slide. */

const slide = (hash: string) => `/index.html#view=slide&${hash}`;
const number = (page: Page) => page.locator('.slide-number');
const sentence = (page: Page) => page.locator('.slide-sentence');

async function open(page: Page, hash: string): Promise<number> {
  await page.goto(slide(hash));
  await expect(number(page)).toBeVisible({ timeout: 60_000 });
  return Number((await number(page).textContent())!.split('/')[1]);
}

/** No text of the scene is smaller than this on the screen, in CSS pixels. */
async function smallestType(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scene = document.querySelector('.slide-scene')!;
    const scale = scene.getBoundingClientRect().width / (scene as HTMLElement).offsetWidth;
    const texts = [...scene.querySelectorAll('text, tspan')].filter((text) => text.textContent !== '');
    return Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))) * scale;
  });
}

test.use({ ...STILL, viewport: { width: 1280, height: 720 } });

for (const { lesson, lang } of [
  { lesson: 'nobody-listens-on-the-vip', lang: 'en' },
  { lesson: 'from-name-to-vip', lang: 'zh-CN' },
]) {
  test(`a clicker goes through ${lesson} and back, in ${lang}`, async ({ page }) => {
    const count = await open(page, `s=${lesson}&lang=${lang}`);
    expect(count).toBeGreaterThan(12);
    const said: string[] = [];
    for (let at = 1; at <= count; at += 1) {
      await expect(number(page)).toHaveText(`${at} / ${count}`);
      said.push((await sentence(page).textContent())!);
      expect(
        await sentence(page).evaluate((one) => one.scrollHeight <= one.parentElement!.clientHeight),
      ).toBe(true);
      await page.keyboard.press('PageDown');
    }
    await expect(number(page)).toHaveText(`${count} / ${count}`);
    for (let at = count; at >= 1; at -= 1) {
      await expect(number(page)).toHaveText(`${at} / ${count}`);
      expect(await sentence(page).textContent()).toBe(said[at - 1]);
      await page.keyboard.press('PageUp');
    }
    await expect(number(page)).toHaveText(`1 / ${count}`);
    expect(/\p{Script=Han}/u.test(said.join(''))).toBe(lang === 'zh-CN');
  });
}

test('a question keeps its answer to itself until the next press', async ({ page }) => {
  await open(page, 's=nobody-listens-on-the-vip&lang=en&step=copies/predict');
  await expect(page.locator('.slide-question li')).toHaveCount(3);
  await expect(page.locator('.slide-answer')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.slide-question')).toHaveCount(0);
  await expect(page.locator('.slide-answer')).toContainText('C');
  await expect(page.locator('.slide-answer')).toContainText('All three');
});

test('type is readable from the last row, in both lenses', async ({ page }) => {
  await open(page, 's=where-a-service-works&lang=en&detail=hops&step=send/hop-18');
  expect(await smallestType(page)).toBeGreaterThanOrEqual(20);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect.poll(() => smallestType(page)).toBeGreaterThanOrEqual(30);
  await page.goto(slide('s=where-a-service-works&lang=en&step=machines/explain'));
  await expect(page.locator('.hs-lens-machines text').first()).toBeVisible();
  expect(await smallestType(page)).toBeGreaterThanOrEqual(28);
});

test('what an address has wrong is told, and something is shown', async ({ page }) => {
  await open(page, 's=no-such-thing&lang=en&lens=sideways&step=999&steps=9-3');
  await expect(page.locator('.slide-notices li')).toHaveCount(4);
  await expect(page.locator('.slide-notices')).toContainText('where-a-service-works');
  await expect(page.locator('.slide-scene text').first()).toBeVisible();
  await page.getByRole('button', { name: 'Close this notice' }).first().click();
  await expect(page.locator('.slide-notices li')).toHaveCount(3);
});

test('only the steps asked for, with the controls asked for', async ({ page }) => {
  await open(page, 's=nobody-listens-on-the-vip&lang=en&steps=2-4&controls=full');
  await expect(number(page)).toHaveText('1 / 3');
  await page.getByRole('button', { name: 'Layers' }).click();
  await expect(page.locator('.hs-lens-layers')).toBeVisible();
  const link = page.getByRole('link', { name: 'Open in Hopscope' });
  await expect(link).toHaveAttribute('href', /s=nobody-listens-on-the-vip.*step=knock/);
  await page.goto(slide('s=nobody-listens-on-the-vip&lang=en&controls=none'));
  await expect(sentence(page)).toBeVisible();
  await expect(page.locator('.slide-transport')).toHaveCount(0);
});

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('a run plays, a press on the way goes to its end, the next one goes on', async ({ page }) => {
    await open(page, 's=nobody-listens-on-the-vip&lang=en&step=2');
    await page.keyboard.press('PageDown');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await page.keyboard.press('PageDown');
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    await expect(number(page)).toHaveText(/^3 \//);
    await page.keyboard.press('PageDown');
    await expect(number(page)).toHaveText(/^4 \//);
  });
});
