/**
 * The page at the sizes people have: projector, laptop, phone. Measured for overlaps and cut texts, and put
 * into `test-results/screens` for people to look at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, Lens } from '../src/ui/contract';
import { flawsOf, type Flaws } from './boxes';
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';
import { addressOf, doneAt, podsAtStart, requestAt, USER_API } from './replay';

test.use(STILL);
test.setTimeout(180_000);

const SCREENS = join(import.meta.dirname, '..', 'test-results', 'screens');

const SIZES = { '1920': [1920, 1080], '1280': [1280, 720], phone: [390, 844] } as const;

const NONE: Flaws = {
  overlaps: [],
  outside: [],
  clipped: [],
  crowded: [],
  scrollsSideways: false,
  capsuleOutside: 0,
  missing: false,
};

/** Moments that differ most in what is on the screen. */
function moments(): Record<string, Parameters<typeof addressOf>[0]> {
  const [victim] = podsAtStart(USER_API);
  return {
    idle: {},
    rewrite: { actions: [requestAt(0)], at: 30_030 },
    killed: { actions: [doneAt(0, { type: 'deletePod', pod: victim! }), requestAt(100_000)], at: 131_000 },
  };
}

/** Opens another address in the page that is open. */
async function go(learner: Learner, hash: string, language: Language, lens: Lens): Promise<void> {
  learner.language = language;
  await learner.page.evaluate((next) => {
    location.hash = next;
  }, hash);
  await expect(learner.choice('ui.lens', learner.t(`ui.lens.${lens}`))).toBeChecked();
  await learner.ready();
}

for (const [size, [width, height]] of Object.entries(SIZES)) {
  test.describe(size, () => {
    test.use({ viewport: { width, height }, hasTouch: size === 'phone' });

    test('nothing overlaps, nothing is cut off, the capsule stays in the picture', async ({
      learner,
      page,
    }) => {
      mkdirSync(SCREENS, { recursive: true });
      await learner.open();
      for (const [name, fields] of Object.entries(moments())) {
        for (const language of ['zh-CN', 'en'] as const) {
          for (const lens of ['layers', 'machines'] as const) {
            const at = fields.at ?? 0;
            await go(learner, addressOf({ at, ...fields, language, lens }), language, lens);
            const title = `${size}-${name}-${lens}-${language}`;
            expect.soft(await flawsOf(page), title).toEqual(NONE);
            for (const colorScheme of ['dark', 'light'] as const) {
              await page.emulateMedia({ colorScheme });
              await learner.settled();
              await page.screenshot({ path: join(SCREENS, `${title}-${colorScheme}.png`) });
            }
          }
        }
      }
    });
  });
}

test.describe('a capsule on every hop', () => {
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    test.describe(size, () => {
      test.use({ viewport: { width, height } });

      test('stays inside the scene in both lenses', async ({ learner, page }) => {
        await learner.open({ hash: addressOf({ language: 'en', actions: [requestAt(0)], at: 0 }) });
        for (let hop = 0; hop < 24; hop += 1) {
          await learner.press('ArrowRight');
          for (const lens of ['layers', 'machines'] as const) {
            await learner.press('l');
            const { capsuleOutside, outside, overlaps } = await flawsOf(page);
            const where = `hop ${hop + 1}, after ${lens}`;
            expect.soft({ capsuleOutside, outside, overlaps }, where).toEqual({
              capsuleOutside: 0,
              outside: [],
              overlaps: [],
            });
          }
        }
      });
    });
  }
});

test.describe('panels', () => {
  test.use({ viewport: { width: 1280, height: 720 } });

  test('each panel, the help and the menu, on a laptop', async ({ learner, page }) => {
    mkdirSync(SCREENS, { recursive: true });
    for (const language of ['zh-CN', 'en'] as const) {
      learner.language = language;
      await learner.visit(addressOf({ ...moments()['rewrite'], language, lens: 'layers' }));
      for (const panel of ['hop', 'rules', 'endpoints', 'conntrack', 'inspector', 'tally'] as const) {
        await learner.panel(panel);
        expect.soft(await flawsOf(page), panel).toEqual(NONE);
        await page.screenshot({ path: join(SCREENS, `1280-panel-${panel}-${language}.png`) });
      }
      const [pod] = await learner.pods('user-api-deployment');
      await learner.openMenu(pod!.name);
      await page.screenshot({ path: join(SCREENS, `1280-menu-${language}.png`) });
      await page.keyboard.press('Escape');
    }
  });
});
