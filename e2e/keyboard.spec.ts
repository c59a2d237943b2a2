/** Everything without a pointer; and reduced motion. */
import type { Locator, Page } from '@playwright/test';
import { expect, STILL, test } from './hopTest';
import { requestAt, addressOf } from './replay';

test.use(STILL);

interface Stop {
  readonly what: string;
  readonly role: string;
  readonly key: string;
}

/** Presses Tab until the focus has been everywhere and comes round again; returns the stops in order. */
async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let step = 0; step < 150; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const node = document.activeElement;
      if (node === null || node === document.body) return null;
      const label = node.getAttribute('aria-label') ?? node.textContent;
      return {
        what: `${node instanceof HTMLInputElement ? `${node.name} ` : ''}${label.trim().slice(0, 80)}`,
        role: node.getAttribute('role') ?? node.tagName.toLowerCase(),
        key: node.getAttribute('data-key') ?? node.className.toString(),
      };
    });
    if (stop === null) return stops;
    if (stops.length > 0 && JSON.stringify(stop) === JSON.stringify(stops[0])) return stops;
    stops.push(stop);
  }
  throw new Error(
    `the focus never comes round: ${stops
      .slice(-5)
      .map((stop) => stop.what)
      .join(' → ')}`,
  );
}

/** True if something changes on the screen when an element gets the focus by the keyboard. */
async function showsFocus(page: Page, target: Locator): Promise<boolean> {
  await target.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
  const box = (await target.boundingBox())!;
  const margin = 8;
  const clip = {
    x: Math.max(0, box.x - margin),
    y: Math.max(0, box.y - margin),
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  };
  const focused = await page.screenshot({ clip });
  await target.evaluate((node) => (node as HTMLElement).blur());
  const blurred = await page.screenshot({ clip });
  return !focused.equals(blurred);
}

test('Tab reaches everything, shows where it is, and comes round', async ({ learner, page }) => {
  await learner.open({ hash: addressOf({ language: 'en', actions: [requestAt(0)], at: 30_030 }) });
  const stops = await tabThrough(page);
  const names = stops.map((stop) => stop.what);
  const has = (text: string) => names.some((name) => name.includes(text));
  for (const key of ['ui.help', 'ui.transport.back', 'ui.transport.play', 'ui.transport.forward'])
    expect(has(learner.t(key)), key).toBe(true);
  for (const key of ['ui.transport.restart', 'ui.traffic.send', 'ui.timeline.playhead', 'ui.panel.rules'])
    expect(has(learner.t(key)), key).toBe(true);
  expect(stops.filter((stop) => stop.role === 'input').length, 'lens, language and speed').toBe(3);
  for (const pod of await learner.pods('user-api-deployment')) expect(has(pod.name), pod.name).toBe(true);
  expect(has(learner.t('scene.stepper.more', { name: 'user-api-deployment', replicas: 4 }))).toBe(true);
  expect(stops.filter((stop) => stop.key.includes('ui-journey-title')).length).toBeGreaterThan(15);
  expect(stops.some((stop) => stop.role === 'slider')).toBe(true);

  const [pod] = await learner.pods('user-api-deployment');
  const samples: Record<string, Locator> = {
    button: learner.button('ui.transport.play'),
    pod: learner.pod(pod!.name),
    stepper: learner.button('scene.stepper.more', { name: 'user-api-deployment', replicas: 4 }),
    row: learner.journeyRows().nth(15).getByRole('button').first(),
    rail: learner.button('ui.panel.rules'),
    playhead: learner.playhead(),
    select: page.getByLabel(learner.t('ui.traffic.rate')),
    speed: learner.choice('ui.transport.speed', '1×'),
  };
  for (const [what, target] of Object.entries(samples))
    expect.soft(await showsFocus(page, target), `${what} shows the focus`).toBe(true);
});

test('a Pod’s menu: Enter opens it, Tab stays in it, Esc closes it and the focus is back on the Pod', async ({
  learner,
  page,
}) => {
  await learner.open();
  const [first] = await learner.pods('user-api-deployment');
  const pod = learner.pod(first!.name);
  await pod.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog');
  await expect(menu).toBeVisible();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const node = document.activeElement;
      return node !== null && node !== document.body && node.closest('dialog') === null;
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await learner.settled();
  await expect(pod).toBeFocused();

  await page.keyboard.press('Space');
  await expect(menu).toBeVisible();
  await menu.getByRole('button', { name: learner.t('ui.pod.delete'), exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
  await learner.pauseMotion();
  await learner.nudge('Home', 'ArrowRight');
  expect((await learner.pods('user-api-deployment'))[0]!.state).not.toBe(learner.t('scene.pod.ready'));
});

test('keys belong to what has the focus: menus of choices, sliders, buttons', async ({ learner, page }) => {
  await learner.open({ hash: addressOf({ language: 'en', actions: [requestAt(0)], at: 30_030 }) });
  const at = await learner.at();
  await page.getByLabel(learner.t('ui.traffic.rate')).focus();
  for (const key of ['l', 'Home', 'PageUp', '.']) await page.keyboard.press(key);
  await page.keyboard.press('Escape');
  await learner.settled();
  expect(await learner.at()).toBe(at);
  await expect(learner.choice('ui.lens', learner.t('ui.lens.layers'))).toBeChecked();

  const panel = await learner.panel('rules');
  const slider = panel.getByRole('slider');
  await slider.focus();
  const before = await slider.inputValue();
  await page.keyboard.press('ArrowRight');
  expect(await slider.inputValue()).not.toBe(before);
  await learner.letGo();
  expect(await learner.at(), 'the slider’s keys step no hop').toBe(at);

  await learner.button('ui.help').focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('complementary', { name: learner.t('ui.panel.help.long') })).toBeVisible();
  await page.getByLabel(learner.t('ui.help.characters')).uncheck();
  await learner.letGo();
  await learner.press('l');
  await expect(learner.choice('ui.lens', learner.t('ui.lens.layers')), 'switched off').toBeChecked();
  await learner.press('ArrowRight');
  expect(await learner.at()).toBeGreaterThan(at);
});

test('with reduced motion steps jump, the lens changes at once, and Pause is there while time passes', async ({
  learner,
}) => {
  await learner.open({ hash: addressOf({ language: 'en', actions: [requestAt(0)], at: 10_020 }) });
  const before = await learner.at();
  await learner.page.keyboard.press('ArrowRight');
  await learner.settled();
  const after = await learner.at();
  expect(after).toBeGreaterThan(before);
  await expect(learner.button('ui.transport.play'), 'nothing moves on').toBeVisible();
  await learner.settled();
  expect(await learner.at()).toBe(after);
  await learner.press('Space');
  await expect(learner.button('ui.transport.pause')).toBeVisible();
  await learner.pauseMotion();
  await learner.chooseLens('machines');
  await expect(learner.page.locator('svg .hs-lens:visible')).toHaveCount(1);
});

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('a step moves through the moments between', async ({ learner }) => {
    await learner.open({ hash: addressOf({ language: 'en', actions: [requestAt(0)], at: 10_020 }) });
    await learner.page.keyboard.press('ArrowRight');
    await expect(learner.button('ui.transport.pause')).toBeVisible();
    await expect(learner.button('ui.transport.play')).toBeVisible();
    expect(await learner.at()).toBeGreaterThan(10_020);
  });
});
