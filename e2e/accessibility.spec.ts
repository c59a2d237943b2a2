/** What axe-core finds, in every language, theme, lens and size; and that the page can be read without sight. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Language, Lens, PanelId } from '../src/ui/contract';
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';
import { addressOf, doneAt, podsAtStart, requestAt, USER_API } from './replay';

test.use(STILL);
test.setTimeout(120_000);

const PANELS: readonly PanelId[] = ['hop', 'rules', 'endpoints', 'conntrack', 'inspector', 'tally'];

/** The violations that matter, in a form that says where to look; of the whole page or of a part of it. */
async function serious(page: Page, part?: string, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (part !== undefined) axe.include(part);
  if (rules !== undefined) axe.withRules(rules);
  const { violations, passes } = await axe.analyze();
  expect(passes.length, 'axe has looked at something').toBeGreaterThan(0);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
}

/** In the middle of a request, just after a Pod was deleted: much is on the screen. */
function busy(language: Language, lens: Lens): string {
  return addressOf({
    language,
    lens,
    at: 60_000,
    actions: [doneAt(0, { type: 'deletePod', pod: podsAtStart(USER_API)[0]! }), requestAt(30_000)],
  });
}

async function open(learner: Learner, language: Language, lens: Lens): Promise<void> {
  learner.language = language;
  await learner.visit(busy(language, lens));
}

for (const language of ['zh-CN', 'en'] as const) {
  test(`no serious violation on a laptop, ${language}`, async ({ learner, page }) => {
    await page.setViewportSize({ width: 1280, height: 720 });
    for (const lens of ['layers', 'machines'] as const) {
      await page.emulateMedia({ colorScheme: 'light' });
      await open(learner, language, lens);
      expect.soft(await serious(page), `${lens}, light`).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await learner.settled();
      expect.soft(await serious(page, undefined, ['color-contrast']), `${lens}, dark`).toEqual([]);
    }
    for (const panel of PANELS) {
      await learner.panel(panel);
      expect.soft(await serious(page, 'aside'), panel).toEqual([]);
    }
    await learner.press('?');
    expect.soft(await serious(page, 'aside'), 'help').toEqual([]);
    const [, victim] = await learner.pods('user-api-deployment');
    await learner.openMenu(victim!.name);
    expect.soft(await serious(page, 'dialog'), 'menu').toEqual([]);
  });

  test(`no serious violation on a phone, ${language}`, async ({ learner, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [lens, colorScheme] of [
      ['layers', 'light'],
      ['machines', 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await open(learner, language, lens);
      expect.soft(await serious(page), `${lens}, ${colorScheme}`).toEqual([]);
    }
    const tabs = page.getByRole('navigation', { name: learner.t('ui.panels') });
    for (const tab of ['ui.panel.journey', 'ui.panel.rules', 'ui.panel.endpoints', 'ui.more']) {
      await tabs.getByRole('button', { name: learner.t(tab), exact: true }).click();
      await learner.settled();
      expect.soft(await serious(page, 'main'), tab).toEqual([]);
    }
  });
}

test('the caption is said when it changes, and failures are said at once', async ({ learner }) => {
  await learner.open();
  const said = learner.region('ui.caption').locator('[aria-live=polite]');
  await learner.send();
  await expect(said).toHaveText(await learner.caption());
  await learner.stepForward();
  await expect(said).toHaveText(await learner.caption());
  await expect(learner.page.getByRole('region', { name: learner.t('ui.notices') })).toHaveAttribute(
    'aria-live',
    'polite',
  );
});
