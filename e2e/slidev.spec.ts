/** A real Slidev deck, as built: a step is a click, in the audience's window and in the presenter's. */
import type { Page } from '@playwright/test';
import { buildSlidev } from '../scripts/exampleSite.mjs';
import { expectShown, expectStep, pressInside, serveDecks } from './deckPage';
import { expect, test } from './hopTest';

let site: Awaited<ReturnType<typeof serveDecks>>;
test.beforeAll(async () => {
  // Installs Slidev the first time, and builds two decks.
  test.setTimeout(600_000);
  expect(buildSlidev()).toBeNull();
  site = await serveDecks();
});
test.afterAll(() => site.close());
test.use({ viewport: { width: 1280, height: 720 }, contextOptions: { reducedMotion: 'reduce' } });

/** The example's slides: how many clicks each has, and which steps of a lesson. */
const CLICKS = [0, 1, 3, 1, 2, 3, 3, 3, 0, 1];
const LIVE: Readonly<Record<number, readonly [first: number, last: number]>> = {
  2: [1, 4],
  4: [2, 4],
  5: [1, 4],
  6: [1, 4],
  7: [10, 13],
};
const STOPS = CLICKS.flatMap((count, slide) =>
  Array.from({ length: count + 1 }, (_, c) => [slide, c] as const),
);

const present = (page: Page, slide: number) =>
  page.locator(`[data-slidev-no="${slide + 1}"] hop-scope`).first();

function placeOf(page: Page): string {
  const match = /#\/(?:presenter\/)?(\d+)(?:\?clicks=(\d+))?$/.exec(page.url());
  return `${Number(match?.[1]) - 1}.${match?.[2] ?? 0}`;
}

async function expectAt(page: Page, [slide, clicks]: readonly [number, number]): Promise<void> {
  await expect.poll(() => placeOf(page)).toBe(`${slide}.${clicks}`);
  const range = LIVE[slide];
  if (range !== undefined) await expectStep(present(page, slide), range[0] + clicks);
}

test('a clicker goes through the whole deck and back, with presses inside on the way', async ({ page }) => {
  await page.goto(`${site.url}/slidev/en/#/1`);
  await expect(page.getByRole('heading', { name: 'Where does a Service work?' })).toBeVisible();
  const forwards = ['PageDown', 'ArrowRight', 'Space'];
  for (const [i, stop] of STOPS.entries()) {
    if (i > 0) await page.keyboard.press(forwards[i % forwards.length]!);
    await expectAt(page, stop);
    if (LIVE[stop[0]] !== undefined && stop[1] === 1) await pressInside(page, present(page, stop[0]));
  }
  for (const [i, stop] of [...STOPS].reverse().entries()) {
    if (i > 0) await page.keyboard.press(i % 2 === 0 ? 'PageUp' : 'ArrowLeft');
    await expectAt(page, stop);
    if (LIVE[stop[0]] !== undefined && stop[1] === 2) await pressInside(page, present(page, stop[0]));
  }
});

test('presenter and audience are in step, whoever goes on', async ({ page, context }) => {
  await page.goto(`${site.url}/slidev/zh-CN/#/3`);
  await expectAt(page, [2, 0]);
  const presenter = await context.newPage();
  await presenter.goto(`${site.url}/slidev/zh-CN/#/presenter/3`);
  await expectAt(presenter, [2, 0]);
  await presenter.keyboard.press('PageDown');
  await expectAt(presenter, [2, 1]);
  await page.bringToFront();
  await expectAt(page, [2, 1]);
  // A button of the slide on the screen: the click is the deck's, and the presenter's.
  await present(page, 2).locator('iframe').contentFrame().getByRole('button', { name: '下一步' }).click();
  await expectAt(page, [2, 2]);
  await expectShown(present(page, 2), 3, 4);
  await presenter.bringToFront();
  await expectAt(presenter, [2, 2]);
  // The picture of what comes next stands still, and is a picture.
  await expect(presenter.locator('.hopscope-stills > img').first()).toBeVisible();
});

test('the export has a page with a still for every step', async ({ page }) => {
  test.slow();
  await page.goto(`${site.url}/slidev/zh-CN/#/export/1?print=clicks`);
  const pages = page.locator('.print-slide-container');
  await expect(pages).toHaveCount(STOPS.length, { timeout: 60_000 });
  const stills = pages.locator('.hopscope-stills > img');
  const steps = Object.values(LIVE).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  await expect(stills).toHaveCount(steps, { timeout: 120_000 });
  const sources = await stills.evaluateAll((images) =>
    images.map((image) => (image as HTMLImageElement).src),
  );
  expect(new Set(sources).size).toBe(steps);
  await expect(page.locator('hop-scope')).toHaveCount(0);
  const pdf = await page.pdf({ width: '980px', height: '552px', printBackground: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThanOrEqual(STOPS.length);
});
