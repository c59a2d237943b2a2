/** The slide's side of the talk: does what its page asks, and tells what happens. Knows no window. */
import type { Slides, SlidesEvent } from '../../app/slide/contract';
import { event, MAX_SIZE } from '../protocol/messages';
import type {
  ErrorCode,
  Event,
  EventFields,
  EventType,
  Place,
  StateFields,
  Verb,
} from '../protocol/messages';
import { isAllowed, targetOf } from '../protocol/origins';
import { plainCopy } from '../protocol/plainCopy';
import { isOurs, readVerb } from '../protocol/read';
import { explain } from './explain';
import { startRest, type Rest } from './rest';

/** A piece of a still: far enough below the limit that no surrounding makes it too large. */
const PIECE = MAX_SIZE - 4096;

/** The world around the slide. */
export interface Outside {
  /** The window that the slide is in, and the slide's own. */
  readonly page: unknown;
  readonly own: unknown;
  /** Origins that may ask. */
  readonly allowed: readonly string[];
  post(message: Event, target: string): void;
  setTheme(theme: 'auto' | 'light' | 'dark'): void;
}

/** What of a `MessageEvent` is looked at. */
export interface Letter {
  readonly data: unknown;
  readonly source: unknown;
  readonly origin: string;
}

export class Service {
  readonly rest: Rest;
  /** Who is told; null until it is known who is there. */
  private listener: string | null;
  private readonly stopListening: () => void;

  constructor(
    private readonly slides: Slides,
    private readonly outside: Outside,
  ) {
    const [only, ...others] = outside.allowed;
    this.listener = only === undefined || only === '*' || others.length > 0 ? null : only;
    this.rest = startRest(slides);
    this.stopListening = slides.listen((happened) => this.pass(happened));
    this.ready();
  }

  stop(): void {
    this.stopListening();
  }

  /** Takes a message that has come to the slide's window. */
  take({ data, source, origin }: Letter): void {
    const { page, own, allowed } = this.outside;
    // Extensions of the browser talk to pages like this.
    if (source === own && !isOurs(data)) return;
    // A deck of reveal.js says this to every frame in it, whoever it is. It can do no harm.
    if (source === page && (data === 'slide:start' || data === 'slide:stop')) {
      this.rest.sendToSleep(data === 'slide:stop');
      return;
    }
    if (!isAllowed(origin, allowed)) return this.refuse('wrong-origin', `${origin} may not ask here.`);
    if (source !== page) return this.refuse('wrong-source', 'Only the page around the slide may ask.');
    const reading = readVerb(data);
    this.listener ??= origin;
    if ('refusal' in reading) {
      const { code, id } = reading.refusal;
      this.refuse(code, explain(reading.refusal), id);
    } else void this.answer(reading.message);
  }

  /** Tells of a key that the slide has no use for. */
  passKey({ key, code, keyCode, shiftKey, altKey }: EventFields['key']): void {
    this.tell('key', { key, code, keyCode, shiftKey, altKey });
  }

  /** Tells that the focus may go back to the page. */
  release(): void {
    this.tell('release', {});
  }

  // --- verbs -----------------------------------------------------------------------------

  private async answer(verb: Verb): Promise<void> {
    const { slides } = this;
    const { id } = verb;
    switch (verb.type) {
      case 'hello':
        this.ready();
        return this.done(id, true);
      case 'next':
        return this.done(id, slides.next());
      case 'previous':
        return this.done(id, slides.previous());
      case 'goTo':
        return this.done(id, slides.goTo(indexOf(verb.step), { still: verb.still ?? false }), 'no such step');
      case 'play':
        slides.play();
        return this.done(id, true);
      case 'pause':
        slides.pause();
        return this.done(id, true);
      case 'send':
        return this.done(id, slides.send(), 'no request can be sent here');
      case 'kill':
        return this.done(id, slides.kill(verb.pod), 'no such Pod');
      case 'scale':
        return this.done(id, slides.scale(verb.replicas, verb.deployment), 'no such Deployment, or too many');
      case 'setLens':
        slides.setLens(verb.lens);
        return this.done(id, true);
      case 'setLanguage':
        slides.setLanguage(verb.lang);
        return this.done(id, true);
      case 'setTheme':
        this.outside.setTheme(verb.theme);
        return this.done(id, true);
      case 'sleep':
      case 'wake':
        this.rest.sendToSleep(verb.type === 'sleep');
        return this.done(id, true);
      case 'still':
        return this.still(verb.step ?? slides.state().index + 1, id);
      case 'print':
        return this.print(verb.steps, id);
    }
  }

  /** Answers who asked with an id; without one, only a failure with a reason is told. */
  private done(id: string | undefined, ok: boolean, why?: string): void {
    if (id !== undefined) this.tell('state', { ...this.state(), ok }, id);
    if (!ok && why !== undefined) this.refuse('cannot', `Not possible: ${why}.`);
  }

  private async print(steps: readonly Place[] | undefined, id: string | undefined): Promise<void> {
    const { first, last } = this.slides.state();
    const wanted = steps ?? Array.from({ length: last - first + 1 }, (_, i) => first + i + 1);
    for (const step of wanted) await this.still(step, id);
    this.done(id, true);
  }

  private async still(step: Place, id: string | undefined): Promise<void> {
    const index = this.find(step);
    const svg = index === null ? '' : await this.slides.still(index).catch(() => '');
    if (index === null || svg === '') return this.refuse('cannot', `There is no still of step ${step}.`, id);
    const pieces = piecesOf(svg);
    const at = { step: index + 1, frame: this.slides.state().frames[index]!.id };
    pieces.forEach((piece, i) =>
      this.tell('still', { ...at, part: i + 1, parts: pieces.length, svg: piece }, id),
    );
  }

  private find(step: Place): number | null {
    const { frames } = this.slides.state();
    if (typeof step === 'number') return step <= frames.length ? step - 1 : null;
    const byId = frames.findIndex(({ id }) => id === step);
    const found = byId >= 0 ? byId : frames.findIndex((frame) => frame.step === step);
    return found < 0 ? null : found;
  }

  // --- events ----------------------------------------------------------------------------

  private pass(happened: SlidesEvent): void {
    switch (happened.type) {
      case 'stepchange':
        return this.tell('stepchange', { step: happened.index + 1, frame: happened.id });
      case 'goal':
        return this.tell('goal', { goal: happened.step });
      case 'needsinput':
        return this.tell('needsinput', { step: this.slides.state().index + 1, frame: happened.id });
      case 'done':
        return this.tell('done', {});
      case 'state':
        return this.tell('state', this.state());
    }
  }

  private state(): StateFields {
    const { index, first, last, frames, isPlaying, isOffScript, lens, language } = this.slides.state();
    return {
      step: index + 1,
      frame: frames[index]?.id ?? '',
      first: first + 1,
      last: last + 1,
      playing: isPlaying,
      asleep: this.rest.isAsleep(),
      offScript: isOffScript,
      lens,
      lang: language,
    };
  }

  /** A lesson may be so long that its captions do not fit into one message. */
  private ready(): void {
    const { scenario, title, frames } = this.slides.state();
    const said = frames.map(({ id, kind, step, title: name, caption }) => {
      return { id, kind, lessonStep: step, title: name, caption };
    });
    const row = [said, said.map((frame) => ({ ...frame, caption: '' })), []].find(
      (candidate) => 'value' in plainCopy([this.state(), scenario, title, candidate, 'x'.repeat(1024)]),
    );
    this.tell('ready', { ...this.state(), scenario, title, frames: row ?? [] });
  }

  private refuse(code: ErrorCode, message: string, id?: string): void {
    this.tell('error', { code, message }, id);
  }

  private tell<T extends EventType>(type: T, fields: EventFields[T], id?: string): void {
    if (this.listener === null) return;
    this.outside.post(event(type, fields, id), targetOf(this.listener));
  }
}

function indexOf(step: Place): Place {
  return typeof step === 'number' ? step - 1 : step;
}

/** Cut so that no pair of surrogates is torn apart. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + PIECE);
    if (to < text.length && /[\uD800-\uDBFF]/.test(text[to - 1]!)) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}
