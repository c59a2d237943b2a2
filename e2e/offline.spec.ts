import { expect, test } from '@playwright/test';
import { preview, type PreviewServer } from 'vite';

/** A copy of the app below a sub-path, on a server that this test can stop. */
async function serveBelow(base: string): Promise<{ server: PreviewServer; url: string }> {
  const server = await preview({ base, logLevel: 'silent', preview: { port: 4500, strictPort: false } });
  return { server, url: server.resolvedUrls!.local[0]! };
}

test('works without a network after the first load, from a sub-path', async ({ page }) => {
  const { server, url } = await serveBelow('/courses/k8s/hopscope/');
  try {
    await page.goto(url);
    // Until the simulation has come, the page bears its own name first.
    await expect(page).toHaveTitle(/ · Hopscope$/);
    const title = await page.title();
    const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
    expect(scope).toBe(url);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    const held = await page.evaluate(async () => {
      const names = await caches.keys();
      return (await (await caches.open(names[0]!)).keys()).map((request) => request.url);
    });
    expect(held).toContain(`${url}index.html`);
    expect(held.some((address) => /\/assets\/.*\.js$/.test(address))).toBe(true);

    await server.close();
    await page.goto(`${url}?lang=en#step=3`);
    await expect(page).toHaveTitle(title);
    await expect(page.locator('.hs-part').first()).toBeVisible();
  } finally {
    await server.close().catch(() => undefined);
  }
});

test('talks to no other host', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== new URL(baseURL!).origin)
      foreign.push(url.href);
  });
  await page.goto('/');
  await expect(page.locator('#root > *').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(foreign).toEqual([]);
});

test('keeps to a strict content security policy', async ({ page }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  const answer = await page.goto('/');
  expect(answer!.headers()['content-security-policy']).toContain("default-src 'self'");
  await expect(page.locator('#root > *').first()).toBeVisible();
  expect(refused).toEqual([]);
});
