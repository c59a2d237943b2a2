/** What axe-core finds in a lesson, the course, the terminal, the share dialog and the story panels. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { linkToSession } from '../src/app/linkToSession';
import type { Language } from '../src/ui/contract';
import { lessonIds } from './course';
import { expect, STILL, test } from './hopTest';
import { staleRuleFailure } from './tales';

test.use(STILL);
test.setTimeout(90_000);

const SIZES = { laptop: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } } as const;

/** The violations that matter, in a form that says where to look; of the whole page or of a part of it. */
async function serious(page: Page, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (part !== undefined) axe.include(part);
  // Off unless asked for: WCAG 2.2, 2.5.8.
  axe.options({ rules: { 'target-size': { enabled: true } } });
  const { violations, passes } = await axe.analyze();
  expect(passes.length, 'axe has looked at something').toBeGreaterThan(0);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
}

const CASES: readonly (readonly [Language, 'light' | 'dark'])[] = [
  ['en', 'light'],
  ['zh-CN', 'dark'],
];

for (const [language, colorScheme] of CASES) {
  test.describe(`${language}, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('an open lesson, on a laptop and on a phone; the course', async ({ learner, page }) => {
      learner.language = language;
      for (const size of ['laptop', 'phone'] as const) {
        await page.setViewportSize(SIZES[size]);
        await learner.visit(`#s=scale-to-five&step=number&lang=${language}`);
        expect.soft(await serious(page), `lesson, ${size}`).toEqual([]);
      }
      await page.setViewportSize(SIZES.laptop);
      await learner.visit(`#s=scale-to-five&step=share&lang=${language}`);
      expect.soft(await serious(page), 'a belief').toEqual([]);
      await learner.button('lesson.tools', { finished: 0, count: lessonIds().length }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect.soft(await serious(page, 'dialog'), 'course').toEqual([]);
    });

    test('terminal and share dialog', async ({ learner, page }) => {
      learner.language = language;
      await page.setViewportSize(SIZES.laptop);
      await learner.visit(`#s=where-a-service-works&lang=${language}`);
      await page.getByRole('button', { name: 'kubectl', exact: true }).click();
      const strip = learner.region('terminal.title');
      await expect(strip.getByRole('combobox')).toBeFocused();
      await page.keyboard.type('kubectl get pods');
      await page.keyboard.press('Enter');
      await expect(strip.getByRole('log')).toContainText('Running');
      await page.keyboard.type('kubectl get pod user-api-dep');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toBeVisible();
      expect.soft(await serious(page), 'terminal').toEqual([]);
      await learner.button('terminal.close').click();
      await learner.button('share.open').click();
      await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
      expect.soft(await serious(page, 'dialog'), 'share').toEqual([]);
    });

    test('why, sequence diagram, log and tables', async ({ learner, page }) => {
      learner.language = language;
      await page.setViewportSize(SIZES.laptop);
      await learner.visit(linkToSession(staleRuleFailure().session, language));
      const journey = await learner.panel('journey');
      const ask = learner.t('why.of', { what: '' }).trim();
      await journey.getByRole('button', { name: ask }).last().click();
      const why = page.getByRole('complementary', { name: learner.t('ui.panel.why.long'), exact: true });
      await expect(why.getByRole('listitem').first()).toBeVisible();
      expect.soft(await serious(page, '#ui-dock'), 'why').toEqual([]);
      for (const panel of ['sequence', 'log'] as const) {
        const shown = await learner.panel(panel);
        await expect(shown.locator('button, [role=button]').nth(8)).toBeVisible();
        expect.soft(await serious(page, '#ui-dock'), panel).toEqual([]);
      }
      await page.getByRole('radio', { name: learner.t('log.tab.topology') }).click({ force: true });
      await expect(page.getByRole('table').first()).toBeVisible();
      expect.soft(await serious(page, '#ui-dock'), 'tables').toEqual([]);
    });
  });
}
