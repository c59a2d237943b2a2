/** `<hop-scope>` in pages of others: keys, focus, sleep, strict policies, and hostile neighbours. */
import type { Frame, Page } from '@playwright/test';
import type { HopScopeElement } from '../src/embed/element/contract';
import { expect, test } from './hopTest';
import { recordEvents, seenEvents, serveHost, SLIDE } from './pages/hostPages';

async function open(page: Page, name: string, body: string, policy?: string): Promise<void> {
  await recordEvents(page);
  await page.goto(await serveHost(page, name, body, policy));
}

async function allReady(page: Page, count = 1): Promise<void> {
  await expect.poll(async () => (await seenEvents(page, 'ready')).length).toBeGreaterThanOrEqual(count);
}

function slideFrames(page: Page): Frame[] {
  return page.frames().filter((frame) => frame.url().includes('view=slide'));
}

test('two on one page are led each by its own, and know when they are at their end', async ({ page }) => {
  await open(
    page,
    'two',
    `${SLIDE.replace('<hop-scope', '<hop-scope id="a"')}${SLIDE.replace('1-3', '2-3').replace('<hop-scope', '<hop-scope id="b"')}`,
  );
  await page.locator('#b').scrollIntoViewIfNeeded();
  await allReady(page, 2);
  const answers = await page.evaluate(() => {
    const [a, b] = [...document.querySelectorAll<HopScopeElement>('hop-scope')];
    const moved = [a!.previous(), a!.next(), a!.next(), a!.next(), b!.next(), b!.next()];
    return { moved, at: [a!.currentStep, b!.currentStep] };
  });
  expect(answers).toEqual({ moved: [false, true, true, false, true, false], at: [3, 3] });
  await expect
    .poll(async () =>
      (await seenEvents(page, 'stepchange')).map(({ id, detail }) => `${id}${String(detail['step'])}`),
    )
    .toEqual(expect.arrayContaining(['a2', 'a3', 'b3']));
  expect(await page.evaluate(() => document.querySelector<HopScopeElement>('#a')!.goTo(99))).toBe(false);
  expect((await seenEvents(page, 'error')).map(({ id, detail }) => [id, detail['code']])).toEqual([
    ['a', 'cannot'],
  ]);
});

test('after a click inside, keys are the page’s again; and what a slide has no use for is passed on', async ({
  page,
}) => {
  await open(page, 'keys', SLIDE);
  await allReady(page);
  const keys: string[] = [];
  await page.exposeFunction('pressed', (key: string) => keys.push(key));
  await page.evaluate(() => {
    const pressed = (globalThis as unknown as { pressed: (key: string) => void }).pressed;
    addEventListener('keydown', (event) => pressed(`${event.key} ${event.keyCode}`));
  });
  await page.locator('hop-scope').click({ position: { x: 200, y: 40 } });
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('body');
  await page.keyboard.press('PageDown');
  await expect.poll(() => keys).toEqual(['PageDown 34']);

  // Someone who works with the keyboard goes into the slide: it takes what it can use.
  await slideFrames(page)[0]!.evaluate(() => window.focus());
  await page.evaluate(() => {
    const frame = document.querySelector('hop-scope')!.shadowRoot!.querySelector('iframe')!;
    frame.focus();
  });
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await seenEvents(page, 'stepchange')).length).toBe(1);
  expect(keys).toHaveLength(1);
  await page.keyboard.press('.');
  await expect.poll(() => keys).toEqual(['PageDown 34', '. 190']);
});

test('is opened at first sight, and sleeps off the screen', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 500 });
  const filler = Array.from({ length: 120 }, (_, i) => `<p>${i}</p>`).join('');
  await open(page, 'sight', `<h1>Top</h1>${filler}${SLIDE}`);
  await page.waitForLoadState('networkidle');
  expect(slideFrames(page)).toHaveLength(0);
  await page.locator('hop-scope').scrollIntoViewIfNeeded();
  await allReady(page);
  const isAsleep = () =>
    page.evaluate(async () => {
      const frame = document.querySelector('hop-scope')!.shadowRoot!.querySelector('iframe')!;
      const answer = new Promise<boolean>((resolve) =>
        addEventListener('message', function hear({ data }: MessageEvent) {
          const { id, asleep } = data as { id?: string; asleep?: boolean };
          if (id !== 'asked') return;
          removeEventListener('message', hear);
          resolve(asleep!);
        }),
      );
      frame.contentWindow!.postMessage({ ns: 'hopscope', v: 1, type: 'pause', id: 'asked' }, '*');
      return answer;
    });
  await expect.poll(isAsleep).toBe(false);
  await page.locator('h1').scrollIntoViewIfNeeded();
  await expect.poll(isAsleep).toBe(true);
  await page.locator('hop-scope').scrollIntoViewIfNeeded();
  await expect.poll(isAsleep).toBe(false);
});

test('works in a strict sandbox, under a strict policy, and complains of nothing', async ({ page }) => {
  await open(page, 'strict', SLIDE.replace('<hop-scope', '<hop-scope sandbox'));
  await allReady(page);
  const frame = page.locator('hop-scope iframe');
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
  expect(await slideFrames(page)[0]!.evaluate(() => origin)).toBe('null');
  expect(await page.evaluate(() => document.querySelector<HopScopeElement>('hop-scope')!.next())).toBe(true);
  await expect.poll(async () => (await seenEvents(page, 'stepchange')).length).toBe(1);
  const svg = await page.evaluate(() => document.querySelector<HopScopeElement>('hop-scope')!.still(2));
  expect(svg).toMatch(/^<svg|^<\?xml/);
  expect(await seenEvents(page, 'error')).toEqual([]);
});

test('prints a still of every step that it keeps to', async ({ page }) => {
  await open(page, 'print', SLIDE);
  await allReady(page);
  await page.evaluate(() => document.querySelector<HopScopeElement>('hop-scope')!.preparePrint());
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  const stills = page.locator('hop-scope .printed > *');
  await expect(stills).toHaveCount(3);
  for (const still of await stills.all()) {
    expect((await still.boundingBox())!.height).toBeGreaterThan(100);
    await expect(still).toHaveAttribute('aria-label', /.+: .+/);
  }
  await expect(page.locator('hop-scope iframe')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(stills).toHaveCount(0);
  await expect(page.locator('hop-scope iframe')).toBeVisible();

  // The browser's own printing: three stills need more room than one slide, and their words are text.
  await page.evaluate(() => {
    const drawn: number[] = [];
    Object.assign(globalThis, { drawn });
    addEventListener('beforeprint', () => {
      drawn.push(document.querySelector('hop-scope')!.shadowRoot!.querySelectorAll('.printed > *').length);
    });
  });
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(await page.evaluate(() => (globalThis as unknown as { drawn: number[] }).drawn)).toEqual([3]);
  expect(pdf).toMatch(/\/Type \/Font/);
});

test('refuses hostile messages, with an error each, and does nothing of what they say', async ({ page }) => {
  await page.route('http://stranger.test/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>stranger</title>' }),
  );
  await recordEvents(page);
  const policy = "default-src 'self'; frame-src 'self' http://stranger.test";
  const path = await serveHost(
    page,
    'hostile',
    `${SLIDE}<iframe src="http://stranger.test/"></iframe>`,
    policy,
  );
  await page.goto(path);
  await allReady(page);
  const codes = async () => (await seenEvents(page, 'error')).map(({ detail }) => detail['code']);

  // From the page itself: wrong shapes.
  await page.evaluate(() => {
    const slide = document.querySelector('hop-scope')!.shadowRoot!.querySelector('iframe')!.contentWindow!;
    const next = { ns: 'hopscope', v: 1, type: 'next' };
    slide.postMessage({ ...next, type: 'goTo', step: { a: 1 } }, '*');
    slide.postMessage({ ...next, v: 2 }, '*');
    slide.postMessage({ ...next, type: 'constructor' }, '*');
    slide.postMessage({ ...next, more: 'x'.repeat(1_000_000) }, '*');
    slide.postMessage(JSON.parse('{"ns":"hopscope","v":1,"type":"next","__proto__":{"x":1}}'), '*');
    slide.postMessage('x'.repeat(1_000_000), '*');
  });
  const expected = [
    'wrong-shape',
    'wrong-version',
    'unknown-type',
    'too-large',
    'forbidden-key',
    'too-large',
  ];
  await expect.poll(codes).toEqual(expected);

  // From a stranger inside the page: to the page, and (somehow) to the slide.
  const stranger = page.frames().find((frame) => frame.url().startsWith('http://stranger.test'))!;
  await stranger.evaluate(() => parent.postMessage({ ns: 'hopscope', v: 1, type: 'done' }, '*'));
  await expect.poll(codes).toEqual([...expected, 'wrong-source']);
  const slide = slideFrames(page)[0]!;
  await slide.evaluate(() => {
    const data = { ns: 'hopscope', v: 1, type: 'next' };
    dispatchEvent(new MessageEvent('message', { data, origin: 'http://stranger.test', source: parent }));
    dispatchEvent(new MessageEvent('message', { data, origin: location.origin, source: window }));
  });
  await expect.poll(codes).toEqual([...expected, 'wrong-source', 'wrong-origin', 'wrong-source']);

  // The slide's own frame, led astray to a stranger's page.
  await slide.goto('http://stranger.test/');
  await slide.evaluate(() => parent.postMessage({ ns: 'hopscope', v: 1, type: 'done' }, '*'));
  await expect.poll(async () => (await codes()).at(-1)).toBe('wrong-origin');
  expect(await seenEvents(page, 'stepchange')).toEqual([]);
  expect(await seenEvents(page, 'done')).toEqual([]);
  expect(await page.evaluate(() => ({}) as { x?: number }).then(({ x }) => x)).toBeUndefined();
});

test('draws a given still, and nothing of what could run or fetch in it', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  // A lax policy: what does not run here is held back by the drawing itself.
  await open(page, 'drawing', SLIDE, "default-src 'self' 'unsafe-inline'");
  await allReady(page);
  const drawn = await page.evaluate(async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 16 9"
      onload="globalThis.ran = 1"><script>globalThis.ran = 2</script><style>@import "/evil.css"; rect { fill: red }</style>
      <style>circle { fill: rgb(1, 2, 3) }</style><image href="/evil.png"/><use xlink:href="/evil.svg#a"/>
      <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="/evil.html"/></foreignObject>
      <rect width="1" height="1" fill="url(/evil.svg#a)" onclick="globalThis.ran = 3"/>
      <circle r="1" style="stroke: rgb(4, 5, 6)"/><a href="javascript:globalThis.ran = 4"><text>a</text></a></svg>`;
    const element = document.querySelector<HopScopeElement>('hop-scope')!;
    await element.showStill(svg);
    const root = element.shadowRoot!.querySelector('.shown > *')!.shadowRoot!;
    const look = getComputedStyle(root.querySelector('circle')!);
    const names = [...root.querySelectorAll('*')].map((each) => each.localName);
    const attributes = [...root.querySelector('rect')!.attributes].map(({ name }) => name);
    return {
      names,
      attributes,
      fill: look.fill,
      stroke: look.stroke,
      ran: (globalThis as { ran?: number }).ran ?? 0,
    };
  });
  expect(drawn).toEqual({
    names: ['svg', 'use', 'rect', 'circle'],
    attributes: ['width', 'height'],
    fill: 'rgb(1, 2, 3)',
    stroke: 'rgb(4, 5, 6)',
    ran: 0,
  });
  expect(asked.filter((url) => url.includes('evil'))).toEqual([]);
});

test('ten comings and goings leave nothing behind', async ({ page }) => {
  await page.addInitScript(() => {
    const open = new Set<number>();
    Object.assign(globalThis, { openTimers: open });
    if (window.parent !== window) return;
    for (const [set, clear] of [
      ['setTimeout', 'clearTimeout'],
      ['setInterval', 'clearInterval'],
    ] as const) {
      const [start, stop] = [window[set].bind(window), window[clear].bind(window)];
      Object.assign(window, {
        [set]: (run: () => void, ms?: number) => {
          const id: number = start(() => {
            if (set === 'setTimeout') open.delete(id);
            run();
          }, ms) as unknown as number;
          open.add(id);
          return id;
        },
        [clear]: (id: number) => {
          open.delete(id);
          stop(id);
        },
      });
    }
  });
  await open(page, 'comings', '<main></main>');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const comeAndGo = async (): Promise<void> => {
    const before = (await seenEvents(page, 'ready')).length;
    await page.evaluate(
      (html) => document.querySelector('main')!.append(document.createRange().createContextualFragment(html)),
      SLIDE,
    );
    await expect.poll(async () => (await seenEvents(page, 'ready')).length).toBe(before + 1);
    await page.evaluate(() => document.querySelector('hop-scope')!.remove());
  };
  const count = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    await page.waitForTimeout(100);
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
    return {
      listeners: of('JSEventListeners'),
      documents: of('Documents'),
      nodes: of('Nodes'),
      megabytes: of('JSHeapUsedSize') / 1e6,
      timers: await page.evaluate(
        () => (globalThis as unknown as { openTimers: Set<number> }).openTimers.size,
      ),
    };
  };
  for (let i = 0; i < 2; i += 1) await comeAndGo();
  const before = await count();
  for (let i = 0; i < 10; i += 1) await comeAndGo();
  const after = await count();
  expect(after.timers).toBe(0);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners);
  expect(after.documents).toBeLessThanOrEqual(before.documents);
  // The page's own memory of events grows by ten.
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 20);
  expect(after.megabytes).toBeLessThan(before.megabytes + 3);
});
