/** Pages with `<hop-scope>` in them, as a course's site would have them; they are served by the test, not shipped. */
import type { Page } from '@playwright/test';

/** What a careful host sends: no inline scripts or styles, nobody else's files, frames of its own only. */
const STRICT = "default-src 'self'; script-src 'self'; style-src 'self'; frame-src 'self'; object-src 'none'";

/** Serves one page at `/host/<name>` of the app's own origin, with a strict content policy unless told otherwise. */
export async function serveHost(page: Page, name: string, body: string, policy = STRICT): Promise<string> {
  const path = `/host/${name}`;
  await page.route(`**${path}`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': policy },
      body: `<!doctype html><html lang="en"><head><title>${name}</title>
<link rel="icon" href="/icon.svg"><script type="module" src="/embed/hop-scope.js"></script></head>
<body>${body}</body></html>`,
    }),
  );
  return path;
}

export const SLIDE =
  '<hop-scope scenario="where-a-service-works" steps="1-3" lang="en" motion="reduce"></hop-scope>';

/** Remembers every event of every `<hop-scope>`, from before the first. */
export async function recordEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: { readonly type: string; readonly id: string; readonly detail: unknown }[] = [];
    Object.assign(globalThis, { seen });
    for (const type of ['ready', 'stepchange', 'goal', 'needsinput', 'done', 'error']) {
      document.addEventListener(type, (event) => {
        const { id } = event.target as Element;
        if (event instanceof CustomEvent) seen.push({ type, id, detail: event.detail as unknown });
      });
    }
  });
}

export interface SeenEvent {
  readonly type: string;
  readonly id: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export function seenEvents(page: Page, type: string): Promise<SeenEvent[]> {
  return page.evaluate(
    (wanted) =>
      (globalThis as unknown as { seen: SeenEvent[] }).seen.filter((event) => event.type === wanted),
    type,
  );
}
