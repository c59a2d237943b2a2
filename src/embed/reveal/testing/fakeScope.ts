/** A `<hop-scope>` without a slide inside: it notes what it is told, and says what a slide would say. */

/** What a deck asked of one element, in order: `go 3`, `still 3`, `sleep`, `wake`. */
export class FakeScope extends HTMLElement {
  readonly told: string[] = [];
  isReady = false;
  currentStep = 0;
  firstStep = 0;
  lastStep = 0;
  frames: { caption: string }[] = [];

  goTo(step: number, how?: { still?: boolean }): Promise<boolean> {
    this.told.push(`${how?.still === true ? 'still' : 'go'} ${step}`);
    this.currentStep = step;
    // As from another window: later, and after more may have been asked.
    setTimeout(() => this.say('stepchange', step));
    return Promise.resolve(true);
  }

  sleep(): void {
    this.told.push('sleep');
  }

  wake(): void {
    this.told.push('wake');
  }

  still(step?: number): Promise<string> {
    return Promise.resolve(`<svg id="${step ?? 'now'}"/>`);
  }

  /** The slide inside has loaded, for the first time or again. */
  load(first: number, last: number): void {
    this.isReady = true;
    [this.firstStep, this.lastStep, this.currentStep] = [first, last, first];
    this.frames = Array.from({ length: last }, (_, i) => ({ caption: `caption ${i + 1}` }));
    this.say('ready', first);
  }

  /** Someone presses a button inside. */
  press(step: number): void {
    this.currentStep = step;
    this.say('stepchange', step);
  }

  /** What it was told since it was last asked. */
  heard(): string[] {
    return this.told.splice(0);
  }

  private say(type: string, step: number): void {
    this.dispatchEvent(new CustomEvent(type, { detail: { step }, bubbles: true, composed: true }));
  }
}
