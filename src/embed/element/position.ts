/** Where the slide stands, as far as the page can know: so that it can answer a key at once. */

/** Of what a slide tells about itself, the part that decides whether it has a use for a key. */
export interface Told {
  readonly step: number;
  readonly first: number;
  readonly last: number;
  readonly playing: boolean;
  readonly offScript: boolean;
}

export class Position {
  /** 0: unknown. All are counted from 1. */
  step = 0;
  first = 0;
  last = 0;
  /** While it plays, the next key brings it to rest; off the script, back to it. Neither moves to another step. */
  #isPlaying = false;
  #isOffScript = false;
  /** So many moves have been asked for and not answered: until then what the slide tells is older than `step`. */
  #open = 0;

  /** From the attributes, before anything else is known: `step="3"`, `steps="2-5"`. */
  guess(step: string | null, steps: string | null): void {
    const range = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(steps ?? '');
    this.first = Number(range?.[1] ?? 0);
    this.last = Number(range?.[2] ?? range?.[1] ?? 0);
    this.step = /^\d+$/.test(step ?? '') ? Number(step) : this.first;
    this.#open = 0;
    this.#isPlaying = false;
    this.#isOffScript = false;
  }

  /** Moves by one; true if the slide has a use for that. */
  move(by: 1 | -1): boolean {
    const next = this.step + by;
    const comesToRest = this.#isPlaying && (by === 1 || next < this.first);
    const isUsedUp = this.#isOffScript || comesToRest;
    this.#isPlaying = false;
    this.#isOffScript = false;
    if (isUsedUp) return true;
    if (this.step === 0 || this.last === 0 || next < this.first || next > this.last) return false;
    this.step = next;
    return true;
  }

  /** A move has been asked for, to a step where that is known. */
  asked(step?: number): void {
    this.#open += 1;
    if (step !== undefined) this.step = step;
  }

  /** The answer to a move; null: there will be none. */
  answered(state: Told | null): void {
    this.#open = Math.max(0, this.#open - 1);
    if (state !== null) this.told(state);
  }

  /** What the slide tells of itself. */
  told({ step, first, last, playing, offScript }: Told): void {
    this.first = first;
    this.last = last;
    if (this.#open > 0) return;
    this.step = step;
    this.#isPlaying = playing;
    this.#isOffScript = offScript;
  }

  /** The slide has gone to another step; how it stands there is told next. */
  changed(step: number): void {
    if (this.#open === 0) this.step = step;
  }

  /** The slide is there. Returns the step that it is to go to, if it is at another than the page wants. */
  begins(state: Told): number | null {
    const wanted = this.step;
    this.#open = 0;
    this.told(state);
    const isElsewhere = wanted >= state.first && wanted <= state.last && wanted !== state.step;
    if (isElsewhere) this.step = wanted;
    return isElsewhere ? wanted : null;
  }
}
