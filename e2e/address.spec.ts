/** The page's address: what it restores, and what it does with damaged or hostile ones. */
import { expect, STILL, test } from './hopTest';
import { Learner } from './learner';
import { addressOf, doneAt, podsAtStart, requestAt, SCENARIO, USER_API } from './replay';

test.use(STILL);

test('lens, language and theme change at once, on the same moment', async ({ learner, page }) => {
  await learner.open();
  await learner.send();
  await learner.journeyHop(14);
  const english = await learner.moment();
  await learner.chooseLens('machines');
  await expect(learner.choice('ui.lens', learner.t('ui.lens.machines'))).toBeChecked();
  await expect(
    learner
      .scene()
      .getByRole('button', { name: /node-3/ })
      .first(),
  ).toBeVisible();
  await learner.press('l');
  await expect(learner.choice('ui.lens', learner.t('ui.lens.layers'))).toBeChecked();

  await learner.chooseLanguage('zh-CN');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const chinese = await learner.moment();
  expect(chinese.at).toBe(english.at);
  expect(chinese.struck).toEqual(english.struck);
  expect(chinese.fresh).toEqual(english.fresh);
  expect(chinese.caption).not.toBe(english.caption);
  await expect(learner.button('ui.traffic.send')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('⟦');

  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const theme of ['auto', 'light'] as const) {
    const before = await paper();
    await learner.button('ui.theme', { choice: learner.t(`ui.theme.${theme}`) }).click();
    await learner.settled();
    if (theme === 'light') expect(await paper()).not.toBe(before);
  }
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await learner.chooseLanguage('en');
  expect(await learner.moment()).toEqual(english);
  await learner.address(/lang=en/);
  await page.reload();
  await learner.ready();
  await expect(page.locator('html'), 'the theme is remembered').toHaveAttribute('data-theme', 'dark');
});

test('a link restores scenario, seed, what was done, the moment, lens and language', async ({
  learner,
  page,
  context,
}) => {
  const fresh = addressOf({ seed: 'a-class', lens: 'machines', language: 'zh-CN' });
  await learner.open({ language: 'zh-CN', hash: fresh });
  await learner.sendToEnd();
  const [victim] = await learner.pods('user-api-deployment');
  await learner.killPod(victim!.name);
  await learner.pauseMotion();
  await learner.halfSeconds(2);
  await learner.send();
  await learner.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  const moment = await learner.moment();
  const endpoints = await learner.endpoints();
  const pods = await learner.pods('user-api-deployment');
  const hash = await learner.address(new RegExp(`t=${moment.at}\\b`));
  expect(hash).toContain(`s=${SCENARIO}`);
  expect(hash).toContain('seed=a-class');
  expect(hash).toContain('lens=machines');
  expect(hash).toContain('lang=zh-CN');

  const other = new Learner(await context.newPage());
  other.language = 'zh-CN';
  await other.page.goto(`/${hash}`);
  await other.ready();
  expect({ ...(await other.moment()), panel: '' }).toEqual({ ...moment, panel: '' });
  expect(await other.endpoints()).toEqual(endpoints);
  expect(await other.pods('user-api-deployment')).toEqual(pods);
  await expect(other.choice('ui.lens', other.t('ui.lens.machines'))).toBeChecked();
  await expect(other.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(pods.map((pod) => `default/${pod.name}`)).not.toEqual(podsAtStart(USER_API));
  await other.page.close();
  await expect(page).toHaveTitle(/Hopscope/);
});

test('within the page another address opens at once', async ({ learner, page }) => {
  await learner.open();
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    addressOf({ scenario: SCENARIO, actions: [requestAt(0)], at: 30_030, language: 'zh-CN' }),
  );
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  learner.language = 'zh-CN';
  await learner.ready();
  await expect.poll(() => learner.at()).toBe(30_030);
});

test('an unknown scenario is said, with its mend, and the first one opens', async ({ learner }) => {
  await learner.open({ hash: '#s=nope&lang=en&a=0S' });
  const notice = learner.page.getByRole('alert');
  await expect(notice).toContainText(learner.t('address.unknownScenario.text', { scenario: 'nope' }));
  await expect(notice).toContainText(SCENARIO);
  await notice.getByRole('button', { name: learner.t('ui.notices.dismiss') }).click();
  await expect(notice).toBeHidden();
  await learner.sendToEnd();
  await expect(await learner.panel('journey')).toContainText(learner.t('outcome.200'));
});

for (const damaged of ['zzz!!', '0S!', '0Q', '0D~%E0%A4%A', '0C~default', '-1S', 'S0']) {
  test(`damaged actions are said, and nothing of them is done: a=${damaged}`, async ({ learner }) => {
    await learner.open({ hash: `#s=${SCENARIO}&lang=en&a=${encodeURIComponent(damaged)}` });
    await expect(learner.page.getByRole('alert')).toContainText(learner.t('address.badActions.text'));
    await expect(learner.strip()).toContainText(learner.t('ui.strip.empty'));
  });
}

test('a deleted Pod that never was is refused in words', async ({ learner }) => {
  const actions = [doneAt(0, { type: 'deletePod', pod: 'default/never-was' })];
  await learner.open({ hash: addressOf({ actions, language: 'en' }) });
  expect(await learner.pods('user-api-deployment')).toHaveLength(3);
});

const MARKUP = '<img src=x onerror="globalThis.pwned=1">';
const HOSTILE: Readonly<Record<string, string>> = {
  'markup as scenario': `#s=${encodeURIComponent(MARKUP)}`,
  'raw markup': `#s=${MARKUP}&seed=${MARKUP}&a=${MARKUP}`,
  'markup as names': `#a=${encodeURIComponent(`0D~${encodeURIComponent(MARKUP)}!0S~x~${encodeURIComponent(`javascript:${MARKUP}`)}`)}`,
  'the prototype': '#s=__proto__&lens=__proto__&lang=__proto__&theme=constructor',
  'a constructor': '#s=constructor&seed=toString',
  '100 kB': `#s=${'x'.repeat(50_000)}&a=${'0S!'.repeat(17_000)}`,
  'numbers out of range': '#t=1e308&seed=%00',
  'a moment far away': '#t=1e13',
  'actions far away': '#a=zzzzzzzzS!zzzzzzzR1000',
  'broken escapes': '#s=%E0%A4%A&a=%',
};

for (const [name, hash] of Object.entries(HOSTILE)) {
  test(`a hostile address runs nothing and breaks nothing: ${name}`, async ({ learner, page }) => {
    await page.goto('about:blank');
    await page.goto(`/${hash}`);
    await expect(page.getByRole('main')).toBeVisible();
    learner.language = 'en';
    await learner.settled();
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    await expect(learner.button('ui.traffic.send')).toBeVisible();
    await learner.sendToEnd();
    await expect(learner.journeyRows().first()).toBeVisible();
  });
}
