/** A real reveal.js deck: one press of a clicker is one step, in the element and in the deck alike. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './hopTest';
import { expectShown, expectStep, pressInside, revealPlace, serveDecks } from './deckPage';

let site: Awaited<ReturnType<typeof serveDecks>>;
test.beforeAll(async () => {
  site = await serveDecks();
});
test.afterAll(() => site.close());
test.use({ viewport: { width: 1280, height: 720 }, contextOptions: { reducedMotion: 'reduce' } });

/** The example's slides: how many fragments each has, and which steps of a lesson. */
const SLIDES = [0, 1, 3, 1, 2, 3, 3, 3, 3, 1];
const LIVE: Readonly<Record<number, readonly [first: number, last: number]>> = {
  2: [1, 4],
  4: [2, 4],
  5: [1, 4],
  6: [1, 4],
  7: [10, 13],
};
const STOPS = SLIDES.flatMap((count, slide) =>
  Array.from({ length: count + 1 }, (_, f) => [slide, f] as const),
);

async function openDeck(page: Page, path = '/reveal/index.en.html'): Promise<void> {
  await page.goto(`${site.url}${path}`);
  await expect(page.locator('.reveal.ready')).toBeVisible();
}

const present = (page: Page) => page.locator('section.present hop-scope');

async function expectAt(page: Page, [slide, fragment]: readonly [number, number]): Promise<void> {
  await expect.poll(() => revealPlace(page)).toBe(`${slide}.${fragment}`);
  const range = LIVE[slide];
  if (range !== undefined) await expectStep(present(page), range[0] + fragment);
}

test('a clicker goes through the whole deck and back, with presses inside on the way', async ({ page }) => {
  await openDeck(page);
  const forwards = ['PageDown', 'ArrowRight', 'Space', 'ArrowDown'];
  for (const [i, stop] of STOPS.entries()) {
    if (i > 0) await page.keyboard.press(forwards[i % forwards.length]!);
    await expectAt(page, stop);
    if (LIVE[stop[0]] !== undefined && stop[1] === 1) await pressInside(page, present(page));
  }
  const backwards = ['PageUp', 'ArrowLeft', 'ArrowUp'];
  for (const [i, stop] of [...STOPS].reverse().entries()) {
    if (i > 0) await page.keyboard.press(backwards[i % backwards.length]!);
    await expectAt(page, stop);
    if (LIVE[stop[0]] !== undefined && stop[1] === 2) await pressInside(page, present(page));
  }
});

test('the deck follows the buttons of the slide, and a black screen lets it sleep', async ({ page }) => {
  await openDeck(page, '/reveal/index.html#/2');
  await expectAt(page, [2, 0]);
  const element = present(page);
  await expectShown(element, 1, 4);
  await element.locator('iframe').contentFrame().getByRole('button', { name: '下一步' }).click();
  await expectAt(page, [2, 1]);
  await expectShown(element, 2, 4);
  await page.keyboard.press('PageDown');
  await expectAt(page, [2, 2]);
  await page.keyboard.press('.');
  await expect(page.locator('.reveal.paused')).toBeVisible();
  await page.keyboard.press('.');
  await expect(page.locator('.reveal.paused')).toBeHidden();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await expectAt(page, [3, 0]);
});

test('two elements on one slide go on one after the other', async ({ page }) => {
  await page.goto(`${site.url}/pages/reveal-two.html`);
  const [a, b] = [page.locator('#a'), page.locator('#b')];
  const seen = [
    [1, 2],
    [1, 2],
    [2, 2],
    [3, 2],
    [3, 3],
    [3, 3],
  ] as const;
  for (const [i, [first, second]] of seen.entries()) {
    if (i > 0) await page.keyboard.press('PageDown');
    await expect.poll(() => revealPlace(page)).toBe(`0.${i}`);
    await expectStep(a, first);
    await expectStep(b, second);
  }
  await page.keyboard.press('PageDown');
  await expect.poll(() => revealPlace(page)).toBe('1.0');
  for (const _ of [1, 2, 3]) await page.keyboard.press('PageUp');
  await expectStep(b, 2);
  await expectStep(a, 3);
});

test('the speaker view is in step, and drives the deck', async ({ page }) => {
  await openDeck(page, '/reveal/index.en.html#/2');
  await expectAt(page, [2, 0]);
  const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
  const current = speaker.frameLocator('#current-slide iframe').locator('section.present hop-scope');
  const upcoming = speaker.frameLocator('#upcoming-slide iframe').locator('section.present hop-scope');
  await expectStep(current, 1);
  await expectStep(upcoming, 2);
  await page.keyboard.press('PageDown');
  await expectAt(page, [2, 1]);
  await expectStep(current, 2);
  await expectStep(upcoming, 3);
  await speaker.keyboard.press('PageDown');
  await expectAt(page, [2, 2]);
  await expectStep(current, 3);
  await speaker.close();
});

test('the PDF has a page with a still for every step', async ({ page }) => {
  test.slow();
  await page.goto(`${site.url}/reveal/index.html?print-pdf`);
  await expect(page.locator('.pdf-page')).toHaveCount(STOPS.length, { timeout: 120_000 });
  // On each page the picture on top is that of its step: no two are the same.
  const tops = await page.locator('.pdf-page').evaluateAll((pages) =>
    pages.flatMap((each) => {
      const shown = [...each.querySelectorAll<HTMLImageElement>('.hopscope-stills > img')].filter(
        (image) => getComputedStyle(image).opacity === '1' && image.naturalWidth > 0,
      );
      return shown.length === 0 ? [] : [shown.at(-1)!.src];
    }),
  );
  const steps = Object.values(LIVE).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  expect(tops).toHaveLength(steps);
  expect(new Set(tops).size).toBe(steps);
  await expect(page.locator('hop-scope')).toHaveCount(0);

  const folder = mkdtempSync(join(tmpdir(), 'hopscope-'));
  try {
    const file = join(folder, 'deck.pdf');
    const pdf = await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(STOPS.length);
    if (spawnSync('pdftotext', ['-v']).error !== undefined) return;
    // Captions of the stills are text, also on paper.
    expect(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })).toContain('10.103.22.45');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
