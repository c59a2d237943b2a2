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

test('the audience’s window is in step with the presenter’s', async ({ page, context }) => {
  await page.goto(`${site.url}/slidev/zh-CN/#/3`);
  await expectAt(page, [2, 0]);
  const presenter = await context.newPage();
  await presenter.goto(`${site.url}/slidev/zh-CN/#/presenter/3`);
  await expectAt(presenter, [2, 0]);
  await presenter.keyboard.press('PageDown');
  await expectAt(presenter, [2, 1]);
  await page.bringToFront();
  await expectAt(page, [2, 1]);
  await expectShown(present(page, 2), 2, 4);
  await page.keyboard.press('PageDown');
  await expectAt(page, [2, 2]);
});

test('a press on a step inside moves the deck', async ({ page }) => {
  await page.goto(`${site.url}/slidev/en/#/3`);
  await expectAt(page, [2, 0]);
  // Slidev scales its slides, and with them what is framed.
  const element = present(page, 2);
  const step = element
    .locator('iframe')
    .contentFrame()
    .getByRole('button', { name: /^Step 3 of 4/ });
  const inside = await step.evaluate((button) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    return { x: (x + width / 2) / innerWidth, y: (y + height / 2) / innerHeight };
  });
  const box = (await element.boundingBox())!;
  await page.mouse.click(box.x + box.width * inside.x, box.y + box.height * inside.y);
  await expectAt(page, [2, 2]);
});

test('what is exported shows every step as a picture', async ({ page }) => {
  await page.goto(`${site.url}/slidev/en/#/export`);
  const stills = page.locator('.hopscope-stills');
  await expect(stills).toHaveCount(Object.keys(LIVE).length);
  const counts = () => stills.evaluateAll((all) => all.map((one) => one.querySelectorAll('img').length));
  await expect
    .poll(counts, { timeout: 120_000 })
    .toEqual(Object.values(LIVE).map(([first, last]) => last - first + 1));
  const pictures = stills.locator('img');
  for (const image of await pictures.all())
    await expect.poll(() => image.evaluate((each) => (each as HTMLImageElement).naturalWidth)).toBe(1280);
});
