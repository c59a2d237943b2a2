/** Measurements of the page as it is drawn: what overlaps, what is cut off, what lies outside. */
import type { Page } from '@playwright/test';

/** The large parts of the interface; no two of them may lie on each other. */
const PARTS: Readonly<Record<string, string>> = {
  'app bar': '.ui-appbar',
  strip: '.ui-strip',
  scene: '.ui-stage',
  panel: '.ui-dock',
  rail: '.ui-rail',
  caption: '.ui-caption',
  transport: '.ui-transport, .ui-phone-transport',
  timeline: '.ui-timeline',
  tabs: '.ui-tabs',
};

export interface Flaws {
  /** Pairs of parts that overlap. */
  readonly overlaps: readonly string[];
  /** Parts that reach out of the window. */
  readonly outside: readonly string[];
  /** Texts that are cut off and stand nowhere else in full. */
  readonly clipped: readonly string[];
  /** Buttons of one bar that overlap. */
  readonly crowded: readonly string[];
  /** The page can be scrolled sideways. */
  readonly scrollsSideways: boolean;
  /** How far the packet's capsule reaches out of the scene, in pixels; 0 if it is inside or there is none. */
  readonly capsuleOutside: number;
  /** Keys without a sentence. */
  readonly missing: boolean;
}

/** Measures the page. One pixel is allowed for rounding. */
export function flawsOf(page: Page): Promise<Flaws> {
  return page.evaluate((parts) => {
    const TOLERANCE = 1;
    /** A font's box may be this much higher than its line without a stroke being lost. */
    const LEADING = 3;
    const boxes = Object.entries(parts).flatMap(([name, selector]) => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      return box === undefined || box.width === 0 || box.height === 0 ? [] : [{ name, box }];
    });
    const overlap = (a: DOMRect, b: DOMRect) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOLERANCE &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > TOLERANCE;
    const pairs = <T extends { name: string; box: DOMRect }>(items: readonly T[]) =>
      items.flatMap((a, i) =>
        items
          .slice(i + 1)
          .filter((b) => overlap(a.box, b.box))
          .map((b) => `${a.name} and ${b.name}`),
      );
    const outside = boxes
      .filter(
        ({ box }) =>
          box.left < -TOLERANCE ||
          box.top < -TOLERANCE ||
          box.right > innerWidth + TOLERANCE ||
          box.bottom > innerHeight + TOLERANCE,
      )
      .map(({ name }) => name);

    const shell = document.querySelector('.ui-shell')!;
    const isShown = (node: Element) => {
      const box = node.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && node.closest('.ui-unseen, [hidden]') === null;
    };
    const clipped: string[] = [];
    for (const node of shell.querySelectorAll<HTMLElement>('*')) {
      if (!(node instanceof HTMLElement) || !isShown(node) || node.closest('[data-scrolls], svg') !== null)
        continue;
      const style = getComputedStyle(node);
      const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
      const text = node.textContent.trim();
      if (text === '' || node.closest('[title]') !== null) continue;
      // Only what holds a line of text itself: what flows in it is inline.
      const flows = [...node.children].every((child) =>
        /^(inline|none)/.test(getComputedStyle(child).display),
      );
      if (!flows) continue;
      const wide = hides(style.overflowX) && node.scrollWidth > node.clientWidth + TOLERANCE;
      const high = hides(style.overflowY) && node.scrollHeight > node.clientHeight + LEADING;
      if (wide || high)
        clipped.push(
          `${node.className || node.tagName} ${node.scrollWidth}×${node.scrollHeight} in ${node.clientWidth}×${node.clientHeight}: ${text.slice(0, 60)}`,
        );
    }

    const crowded = [
      '.ui-appbar',
      '.ui-transport',
      '.ui-phone-transport',
      '.ui-tabs',
      '.ui-rail',
      '.ui-timeline',
    ].flatMap((bar) =>
      pairs(
        [
          ...document.querySelectorAll(
            `${bar} button, ${bar} fieldset, ${bar} select, ${bar} h1, ${bar} .ui-timeline-field`,
          ),
        ]
          .filter(isShown)
          .map((node) => ({
            name: (node.getAttribute('aria-label') ?? node.textContent).trim().slice(0, 30),
            box: node.getBoundingClientRect(),
          })),
      ),
    );

    const capsule = document.querySelector('.hs-capsule:not([visibility=hidden])')?.getBoundingClientRect();
    const scene = document.querySelector('.hs-scene')?.getBoundingClientRect();
    const reach =
      capsule === undefined || scene === undefined || capsule.width === 0
        ? 0
        : Math.max(
            0,
            scene.left - capsule.left,
            scene.top - capsule.top,
            capsule.right - scene.right,
            capsule.bottom - scene.bottom,
          );
    return {
      overlaps: pairs(boxes),
      outside,
      clipped,
      crowded,
      scrollsSideways: document.documentElement.scrollWidth > innerWidth,
      capsuleOutside: reach > TOLERANCE ? Math.round(reach) : 0,
      missing: document.body.textContent.includes('⟦'),
    };
  }, PARTS);
}
