/** A deck in a browser, as a speaker with a clicker sees it. */
import { join } from 'node:path';
import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import { serveFolders } from '../scripts/exampleServer.mjs';
import { siteFolders } from '../scripts/exampleSite.mjs';
import { ROOT } from '../scripts/root.mjs';

/** What decks and their elements need: the app under test, the example decks, pages made for tests. */
export function serveDecks(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const dist = join(ROOT, process.env['HOPSCOPE_DIST'] ?? 'dist');
  const given = process.env['HOPSCOPE_DIST'];
  return serveFolders({
    ...siteFolders(given !== undefined && given.startsWith('/') ? given : dist),
    '/pages/': join(ROOT, 'e2e', 'pages'),
  });
}

/** The element as the page has it. */
interface Scope extends HTMLElement {
  readonly isReady: boolean;
  readonly currentStep: number;
}

/** Where the element stands; 0 until its slide has answered. */
export function stepOf(element: Locator): Promise<number> {
  return element.evaluate((each) => {
    const scope = each as Scope;
    return scope.isReady ? scope.currentStep : 0;
  });
}

export async function expectStep(element: Locator, step: number): Promise<void> {
  await expect.poll(() => stepOf(element), { message: 'the step of the element' }).toBe(step);
}

/** The step that the slide itself shows, inside its frame. */
export async function expectShown(element: Locator, step: number, count: number): Promise<void> {
  const counter = element
    .locator('iframe')
    .contentFrame()
    .getByText(new RegExp(`^${step}\\s*/\\s*${count}$`));
  await expect(counter.first()).toBeVisible();
}

/** Presses with the mouse inside the live slide, where its picture is. */
export async function pressInside(page: Page, element: Locator): Promise<void> {
  const box = (await element.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.97, box.y + box.height * 0.5);
}

/** `slide.fragment` of a reveal deck, from 0; no fragment is -1. */
export function revealPlace(page: Page | Frame): Promise<string> {
  return page.evaluate(() => {
    const slides = [...document.querySelectorAll('.reveal .slides > section')];
    const slide = slides.findIndex((each) => each.classList.contains('present'));
    const shown = slides[slide]?.querySelectorAll('.fragment.visible').length ?? 0;
    return `${slide}.${shown}`;
  });
}
