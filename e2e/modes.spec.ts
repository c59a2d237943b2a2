/** The proxy modes: chosen for the scenario that is open, and side by side. */
import { expect, STILL, test } from './hopTest';

test.use(STILL);

test('another mode begins the same story anew, and the address keeps it', async ({ learner, page }) => {
  await learner.open({ lens: 'machines' });
  await learner.sendToEnd();
  await page.getByRole('button', { name: learner.t('ui.panel.rules'), exact: true }).click();
  await learner.choice('modes.choose', 'nftables').check();
  await expect(
    page.getByRole('heading', { name: learner.t('ui.rules.title', { mode: 'nftables' }) }),
  ).toBeVisible();
  await expect(page.locator('.ui-chain').first()).toContainText('@service-ips');
  await expect(page).toHaveURL(/mode=nftables/);
  const hash = new URL(page.url()).hash;
  await learner.visit(hash);
  await page.getByRole('button', { name: learner.t('ui.panel.rules'), exact: true }).click();
  await expect(learner.choice('modes.choose', 'nftables')).toBeChecked();
  await learner.choice('modes.choose', 'iptables').check();
  await expect(page).not.toHaveURL(/mode=/);
});

test('an address with a mode that does not exist says so, and opens the scenario', async ({ learner }) => {
  await learner.open({ hash: '#s=where-a-service-works&lang=en&mode=userspace' });
  const text = learner.t('address.unknownMode.text', { mode: 'userspace' });
  await expect(learner.page.getByText(text)).toBeVisible();
});

test('side by side: who got each request, what decided, and what more Services cost', async ({
  learner,
  page,
}) => {
  test.slow();
  await learner.open({ lens: 'machines' });
  await page.getByRole('button', { name: learner.t('ui.panel.rules'), exact: true }).click();
  await learner.button('modes.open').last().click();
  const dialog = page.getByRole('dialog', { name: learner.t('modes.title') });
  const runs = dialog.getByRole('table', { name: learner.t('modes.runs.caption') });
  await expect(runs.getByRole('row')).toHaveCount(8, { timeout: 30_000 });
  await expect(dialog.getByText('numgen').or(dialog.getByText('goto endpoint-')).first()).toBeVisible();
  const growth = dialog.getByRole('table', { name: learner.t('modes.growth.caption') });
  const last = growth.getByRole('row', { name: /^5,000/ });
  await expect(last.getByRole('cell')).toHaveCount(3, { timeout: 60_000 });
  await expect(growth).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  const [iptables = '', ...others] = await last.getByRole('cell').allInnerTexts();
  expect(Number(iptables.replace(/\D.*$/, (rest) => rest.replace(/^,(\d+).*$/, '$1')))).toBeGreaterThan(2000);
  for (const other of others) expect(Number(other)).toBeLessThan(40);
  await dialog.getByRole('button', { name: learner.t('modes.switch', { mode: 'nftables' }) }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(learner.choice('modes.choose', 'nftables')).toBeChecked();
});
