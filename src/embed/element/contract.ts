/**
 * What a page knows of `<hop-scope>`. The build makes the package's types from this file: it imports nothing.
 * Steps are counted from 1; a step may also be named by its frame's id or by its lesson step's id.
 */

/** What `ready` tells, and where the slide stood then. */
export interface ReadyDetail {
  readonly scenario: string;
  readonly title: string;
  /** Number of the step that is shown. */
  readonly step: number;
  /** `next` and `previous` keep to these two and what is between them. */
  readonly first: number;
  readonly last: number;
  readonly frames: readonly HopScopeFrame[];
}

/** One place to stop at. */
export interface HopScopeFrame {
  readonly id: string;
  /** `scene`, `predict`, `run`, `hop`, `explain` or `check`. */
  readonly kind: string;
  readonly lessonStep: string;
  readonly title: string;
  readonly caption: string;
}

export interface StepDetail {
  readonly step: number;
  /** The frame's id. */
  readonly frame: string;
}

export interface GoalDetail {
  /** Id of the lesson's step whose goal is reached. */
  readonly goal: string;
}

export interface ErrorDetail {
  /**
   * `wrong-origin`, `wrong-source`, `wrong-shape`, `wrong-version`, `unknown-type`, `too-large`, `forbidden-key`:
   * a message was refused. `cannot`: what was asked is not possible now. `silent`: the slide does not answer.
   */
  readonly code: string;
  readonly message: string;
}

/** All bubble and leave shadow trees. */
export interface HopScopeEvents {
  ready: CustomEvent<ReadyDetail>;
  stepchange: CustomEvent<StepDetail>;
  goal: CustomEvent<GoalDetail>;
  /** The step asks the audience something. */
  needsinput: CustomEvent<StepDetail>;
  /** The last step has come to its end. */
  done: CustomEvent<Record<string, never>>;
  error: CustomEvent<ErrorDetail>;
}

export type HopScopeEventMap = Omit<HTMLElementEventMap, keyof HopScopeEvents> & HopScopeEvents;

export interface HopScopeElement extends HTMLElement {
  /** These are attributes, too. Empty where the attribute is missing; setting null or '' removes it. */
  get scenario(): string;
  set scenario(value: string | null);
  /** Where to start and, when it changes, where to go: `3`, `pods-die/predict`. */
  get step(): string;
  set step(value: string | number | null);
  /** `2-5`: the first and last step that `next` and `previous` keep to, and that are printed. */
  get steps(): string;
  set steps(value: string | null);
  /** `steps` or `hops`. */
  get detail(): string;
  set detail(value: string | null);
  /** `layers` or `machines`. */
  get lens(): string;
  set lens(value: string | null);
  /** `auto`, `light` or `dark`. */
  get theme(): string;
  set theme(value: string | null);
  get seed(): string;
  set seed(value: string | number | null);
  /** `minimal`, `full` or `none`. */
  get controls(): string;
  set controls(value: string | null);
  /** Address of a picture that is shown until the slide is there; a child with `slot="poster"` goes first. */
  get poster(): string;
  set poster(value: string | null);
  /** `visible` or `never`. */
  get autoplay(): string;
  set autoplay(value: string | null);
  /** `reduce`: steps jump. */
  get motion(): string;
  set motion(value: string | null);
  /** The folder with Hopscope's `index.html`, or one page that holds all of it; without it beside the loader. */
  get base(): string;
  set base(value: string | null);

  /** True after `ready`, until the element leaves the document. */
  readonly isReady: boolean;
  /** Where the slide stands, with what it was asked and has not answered yet; 0 while that is unknown. */
  readonly currentStep: number;
  readonly firstStep: number;
  readonly lastStep: number;
  /** Empty until `ready`. */
  readonly frames: readonly HopScopeFrame[];

  /** Goes on, and returns true; or returns false if this was the last step, so that the deck goes on. */
  next(): boolean;
  /** Goes back, and returns true; or returns false if this was the first step. */
  previous(): boolean;
  /** Resolves to false if there is no such step. `still`: at its rest, without playing. */
  goTo(step: number | string, options?: { readonly still?: boolean }): Promise<boolean>;
  play(): void;
  pause(): void;
  /** Sends one more request. Resolves to false if that is not possible now; so do the next two. */
  send(): Promise<boolean>;
  /** Deletes a Pod: by name, or the one that answered last. */
  kill(pod?: string): Promise<boolean>;
  /** Scales a Deployment: by name, or the one behind the Service in the picture. */
  scale(replicas: number, deployment?: string): Promise<boolean>;
  /** For decks whose hidden slides a browser takes for visible: nothing moves until `wake`. */
  sleep(): void;
  wake(): void;

  /** A step at its rest as an SVG document of 1280 by 720. Opens the slide if need be. */
  still(step?: number | string): Promise<string>;
  /** Shows a still in place of the live slide: of a step, or a given SVG document; null: the live slide again. */
  showStill(what: number | string | null): Promise<void>;
  /** Gets all that is to be printed: these steps; else those of `steps`; else all. */
  preparePrint(steps?: readonly (number | string)[]): Promise<void>;
  /** Prepares, and opens the browser's print dialog. */
  print(): Promise<void>;

  addEventListener<K extends keyof HopScopeEventMap>(
    type: K,
    listener: (this: HopScopeElement, event: HopScopeEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HopScopeEventMap>(
    type: K,
    listener: (this: HopScopeElement, event: HopScopeEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

export interface HopScopeConstructor {
  new (): HopScopeElement;
  readonly prototype: HopScopeElement;
}

declare global {
  interface HTMLElementTagNameMap {
    'hop-scope': HopScopeElement;
  }
}
