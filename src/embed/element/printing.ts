/** Stills for paper: asked for while there is time, drawn when the page is about to be printed. */
import type { HopScopeFrame } from './contract';
import { drawStill } from './drawing';

type Place = number | string;

/** Gets a still; null if there is none. */
type Ask = (step: Place) => Promise<string | null>;

/** A deck's worth. A longer row is printed when it is asked for by `preparePrint`. */
const MOST_UNASKED = 60;

export class Printing {
  readonly #kept = new Map<Place, string>();
  /** What is to be printed: one step for each still. */
  #wanted: readonly Place[] = [];
  #isGathering = false;

  constructor(
    private readonly box: HTMLElement,
    private readonly ask: Ask,
  ) {}

  /** What to print if nobody asks for anything else: the steps from the first to the last. */
  expect(first: number, last: number): void {
    this.#wanted = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  }

  /** The slide looks different now. */
  forget(): void {
    this.#kept.clear();
  }

  /** Gets what is missing, one after the other, until `isFree` says that there are better things to do. */
  async gather(isFree: () => boolean): Promise<void> {
    if (this.#isGathering || this.#wanted.length > MOST_UNASKED) return;
    this.#isGathering = true;
    for (const step of this.#wanted) {
      if (!isFree()) break;
      if ((await this.get(step)) === null) break;
    }
    this.#isGathering = false;
  }

  async get(step: Place): Promise<string | null> {
    const kept = this.#kept.get(step) ?? (await this.ask(step));
    if (kept !== null) this.#kept.set(step, kept);
    return kept;
  }

  /** Gets all of these, whatever it takes; of no list, those that were expected. */
  async prepare(steps?: readonly Place[]): Promise<void> {
    if (steps !== undefined) this.#wanted = steps;
    for (const step of this.#wanted) await this.get(step);
  }

  /** The page is about to be printed. Without a still, what is on the screen is printed. */
  begin(frames: readonly HopScopeFrame[]): void {
    const stills = this.#wanted.flatMap((step) => {
      const svg = this.#kept.get(step);
      const drawn = svg === undefined ? null : drawStill(svg);
      if (drawn === null) return [];
      drawn.setAttribute('role', 'img');
      const frame = frames.find(({ id }, i) => id === step || i + 1 === step);
      if (frame !== undefined) drawn.setAttribute('aria-label', `${frame.title}: ${frame.caption}`);
      return [drawn];
    });
    this.box.replaceChildren(...stills);
  }

  end(): void {
    this.box.replaceChildren();
  }
}
