/** `<hop-scope>`: a slide of Hopscope in any page. What it can do is told in `contract.ts`. */
import type { Event } from '../protocol/messages';
import { ATTRIBUTES, FOLLOWED, languageOf, slidePage } from './address';
import type { HopScopeConstructor, HopScopeElement as HopScopeContract, HopScopeFrame } from './contract';
import { Conversation } from './conversation';
import { drawStill } from './drawing';
import { loaderAddress } from './loader';
import { drawPoster, part } from './poster';
import { placeOf, type REFLECTED, reflectAttributes } from './properties';
import { Position } from './position';
import { Printing } from './printing';
import { elementSheet } from './sheets';
import { watchSight } from './sight';

/** So long may a slide take to say that it is there, on a slow network. In milliseconds. */
const PATIENCE = 30_000;

/** After these keys the deck may be elsewhere: the focus must not stay in the slide. */
const MOVING = /^(Arrow|Page|Home|End|Enter|Escape| )/;

/** Where there is no DOM, importing this must do no harm. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

type Place = number | string;

/** What the class itself has to have; attributes become properties below. */
type Methods = Omit<HopScopeContract, keyof HTMLElement | (typeof REFLECTED)[number]>;

class HopScope extends Base implements Methods {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #live = part('div', 'live');
  readonly #shown = part('div', 'shown');
  readonly #poster = part('div', 'poster');
  readonly #printed = part('div', 'printed');
  readonly #position = new Position();
  readonly #printing = new Printing(this.#printed, (step) => this.#stillOf(step));
  #frame: HTMLIFrameElement | null = null;
  #talk: Conversation | null = null;
  #frames: readonly HopScopeFrame[] = [];
  #leave = (): void => undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #changed: Set<string> | null = null;
  #isReady = false;
  #isPlaying = false;
  #isSeen = false;
  #isSentToSleep = false;
  #wasAsleep: boolean | null = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [elementSheet()];
    this.#live.append(this.#poster);
    // What is printed stands first, so that it can hide the others.
    this.#root.append(this.#printed, this.#live, this.#shown);
    drawPoster(this.#poster, null);
  }

  // --- in and out of the document ----------------------------------------------------

  connectedCallback(): void {
    if (this.#position.step === 0) this.#guess();
    const away = new AbortController();
    const { signal } = away;
    const unwatch = watchSight(this, (isSeen) => {
      this.#isSeen = isSeen;
      if (isSeen) this.#open();
      this.#rest();
    });
    addEventListener('message', (event) => this.#talk?.take(event), { signal });
    addEventListener('beforeprint', () => this.#printing.begin(this.#frames), { signal });
    addEventListener('afterprint', () => this.#printing.end(), { signal });
    this.#leave = () => {
      away.abort();
      unwatch();
    };
  }

  disconnectedCallback(): void {
    this.#leave();
    this.#close();
    this.#printing.end();
    this.#isSeen = false;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === 'poster') return drawPoster(this.#poster, after);
    if (this.#changed === null) {
      this.#changed = new Set();
      queueMicrotask(() => this.#follow());
    }
    this.#changed.add(name);
  }

  #guess(): void {
    this.#position.guess(this.getAttribute('step'), this.getAttribute('steps'));
  }

  /** Attributes have changed, one or several at once. */
  #follow(): void {
    const names = [...(this.#changed ?? [])];
    this.#changed = null;
    if (names.some((name) => !FOLLOWED.includes(name))) {
      this.#guess();
      const wasOpen = this.#frame !== null;
      this.#close();
      if (wasOpen && this.isConnected) this.#open();
      return;
    }
    const place = placeOf(this.getAttribute('step'));
    if (names.includes('step') && place !== null) {
      if (this.#talk === null) this.#guess();
      else if (place !== this.#position.step) void this.goTo(place);
    }
    if (names.some((name) => name !== 'step')) this.#printing.forget();
    const follow = { lens: 'setLens', lang: 'setLanguage', theme: 'setTheme' } as const;
    for (const [name, type] of Object.entries(follow)) {
      const value = name === 'lang' ? this.#language() : this.getAttribute(name);
      // What is no word for it, the slide refuses and says so.
      if (names.includes(name) && value) this.#talk?.tell(type, { [name]: value } as never);
    }
  }

  // --- the slide's frame -----------------------------------------------------------------

  /** Opens the slide, if it is not open. Returns the talk with it; null where there can be none. */
  #open(): Conversation | null {
    if (this.#talk !== null || !this.isConnected) return this.#talk;
    // What has just been set is in the address: it is no reason to open anew.
    if (this.#changed?.size) this.#guess();
    this.#changed?.clear();
    const step = this.#position.step;
    const page = slidePage(
      (name) =>
        name === 'lang'
          ? this.#language()
          : name === 'step' && step > 0
            ? String(step)
            : this.getAttribute(name),
      { loader: loaderAddress(), baseURI: this.baseURI, origin: location.origin },
    );
    if (page === null) {
      this.#complain('silent', 'base: no address of a web page');
      return null;
    }
    const frame = part('iframe', 'frame');
    frame.title = 'Hopscope';
    if (page.sandbox !== null) frame.setAttribute('sandbox', page.sandbox);
    frame.src = page.url;
    this.#frame = frame;
    this.#live.append(frame);
    const talk = new Conversation(
      frame.contentWindow!,
      page.origin,
      (event) => this.#hear(event),
      (code, message) => this.#complain(code, message),
    );
    this.#talk = talk;
    frame.addEventListener('load', () => talk.greet());
    this.#patience = setTimeout(() => this.#complain('silent', `no answer from ${page.url}`), PATIENCE);
    return talk;
  }

  #close(): void {
    clearTimeout(this.#patience);
    this.#talk?.end();
    this.#talk = null;
    this.#frame?.remove();
    this.#frame = null;
    this.#frames = [];
    this.#isReady = false;
    this.#isPlaying = false;
    this.#wasAsleep = null;
    this.#poster.hidden = false;
    this.#printing.forget();
  }

  #hear(event: Event): void {
    switch (event.type) {
      case 'ready': {
        clearTimeout(this.#patience);
        const wanted = this.#position.begins(event);
        if (wanted !== null) void this.goTo(wanted, { still: true });
        this.#frames = event.frames;
        this.#isReady = true;
        this.#isPlaying = event.playing;
        this.#poster.hidden = true;
        this.#frame!.title = `Hopscope: ${event.title}`;
        this.#printing.expect(event.first, event.last);
        this.#wasAsleep = null;
        this.#rest();
        break;
      }
      case 'state':
        this.#isPlaying = event.playing;
        if (event.id === undefined) this.#position.told(event);
        if (!event.playing) void this.#printing.gather(() => this.#isReady && !this.#isPlaying);
        return;
      case 'key':
        return this.#passOn(event);
      case 'release':
        return this.#takeFocusBack();
      case 'still':
        return;
      case 'stepchange':
        this.#position.changed(event.step);
        break;
      case 'goal':
      case 'needsinput':
      case 'done':
      case 'error':
    }
    const { ns: _ns, v: _v, id: _id, type, ...detail } = event;
    this.#emit(type, detail);
  }

  #emit(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #complain(code: string, message: string): void {
    this.#emit('error', { code, message });
  }

  /** A key that the slide has no use for, for the deck around the element. */
  #passOn(event: Event & { readonly type: 'key' }): void {
    // Of `event`, a keyboard event takes what is its own.
    const means = { ...event, which: event.keyCode, bubbles: true, composed: true, cancelable: true };
    if (MOVING.test(event.key)) this.#takeFocusBack();
    this.dispatchEvent(new KeyboardEvent('keydown', means));
    this.dispatchEvent(new KeyboardEvent('keyup', means));
  }

  #takeFocusBack(): void {
    if (this.#frame === null || this.#root.activeElement !== this.#frame) return;
    this.#frame.blur();
    window.focus();
  }

  #rest(): void {
    const isAsleep = this.#isSentToSleep || !this.#isSeen || this.#shown.firstChild !== null;
    if (!this.#isReady || isAsleep === this.#wasAsleep) return;
    this.#wasAsleep = isAsleep;
    this.#talk?.tell(isAsleep ? 'sleep' : 'wake', {});
  }

  /** Its own, or that of the text around it. */
  #language(): string | null {
    return this.getAttribute('lang') ?? languageOf(this.closest<HTMLElement>('[lang]')?.lang);
  }

  // --- methods ---------------------------------------------------------------------------

  get isReady(): boolean {
    return this.#isReady;
  }

  get currentStep(): number {
    return this.#position.step;
  }

  get firstStep(): number {
    return this.#position.first;
  }

  get lastStep(): number {
    return this.#position.last;
  }

  get frames(): readonly HopScopeFrame[] {
    return this.#frames;
  }

  next(): boolean {
    return this.#move('next', 1);
  }

  previous(): boolean {
    return this.#move('previous', -1);
  }

  #move(type: 'next' | 'previous', by: 1 | -1): boolean {
    if (!this.#position.move(by)) return false;
    // Before the slide is there, it is enough to know where it will have to begin.
    if (this.#isReady) void this.#asked(this.#talk!.ask(type, {}));
    return true;
  }

  async #asked(answer: Promise<Event | null>, step?: number): Promise<boolean> {
    this.#position.asked(step);
    const state = await answer;
    this.#position.answered(state?.type === 'state' ? state : null);
    return isFine(state);
  }

  async goTo(step: Place, { still }: { readonly still?: boolean } = {}): Promise<boolean> {
    const talk = this.#open();
    if (talk === null) return false;
    return this.#asked(talk.ask('goTo', { step, still }), typeof step === 'number' ? step : undefined);
  }

  play(): void {
    this.#open()?.tell('play', {});
  }

  pause(): void {
    this.#open()?.tell('pause', {});
  }

  send(): Promise<boolean> {
    return isDone(this.#open()?.ask('send', {}));
  }

  kill(pod?: string): Promise<boolean> {
    return isDone(this.#open()?.ask('kill', { pod }));
  }

  scale(replicas: number, deployment?: string): Promise<boolean> {
    return isDone(this.#open()?.ask('scale', { replicas, deployment }));
  }

  sleep(): void {
    this.#isSentToSleep = true;
    this.#rest();
  }

  wake(): void {
    this.#isSentToSleep = false;
    this.#rest();
  }

  async still(step?: Place): Promise<string> {
    const svg = await (step === undefined ? this.#stillOf() : this.#printing.get(step));
    if (svg === null) throw new Error(`no still of ${step}`);
    return svg;
  }

  async #stillOf(step?: Place): Promise<string | null> {
    const answer = await this.#open()?.ask('still', { step });
    return answer?.type === 'still' ? answer.svg : null;
  }

  async showStill(what: Place | null): Promise<void> {
    const isGiven = typeof what === 'string' && what.includes('<svg');
    const svg = what === null || isGiven ? what : await this.still(what);
    const drawn = svg === null ? null : drawStill(svg as string);
    this.#shown.replaceChildren(...(drawn === null ? [] : [drawn]));
    this.#live.hidden = drawn !== null;
    this.#rest();
  }

  async preparePrint(steps?: readonly Place[]): Promise<void> {
    if (!this.#isReady) await this.#open()?.ask('hello', {});
    await this.#printing.prepare(steps);
  }

  async print(): Promise<void> {
    await this.preparePrint();
    window.print();
  }
}

async function isDone(answer: Promise<Event | null> | undefined): Promise<boolean> {
  return isFine((await answer) ?? null);
}

function isFine(answer: Event | null): boolean {
  return answer?.type === 'state' && answer.ok !== false;
}

reflectAttributes(HopScope.prototype);

export const HopScopeElement = HopScope as unknown as HopScopeConstructor;

/** Makes `<hop-scope>` known to the page, once. */
export function defineHopScope(): void {
  const known = globalThis.customElements as CustomElementRegistry | undefined;
  if (known !== undefined && known.get('hop-scope') === undefined) known.define('hop-scope', HopScope);
}
