/** Playwright's `test` with a learner at a page that must stay free of errors. */
import { test as base } from '@playwright/test';
import { Learner } from './learner';

export { expect } from '@playwright/test';

/** What the page complained of: nothing may stand here when a test is over. */
export const test = base.extend<{ learner: Learner; complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await use(complaints);
      base.expect(complaints, 'the page complained').toEqual([]);
    },
    { auto: true },
  ],
  learner: async ({ page }, use) => {
    await use(new Learner(page));
  },
});

/** Steps jump and the lens changes at once: what is tested is where things end, not how they move. */
export const STILL = { contextOptions: { reducedMotion: 'reduce' } } as const;
