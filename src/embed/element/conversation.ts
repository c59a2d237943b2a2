/** The page's side of the talk with one slide: asks, waits for answers, and refuses what is not from there. */
import { verb } from '../protocol/messages';
import type { ErrorCode, Event, VerbFields, VerbType } from '../protocol/messages';
import { originName, targetOf } from '../protocol/origins';
import { isOurs, readEvent } from '../protocol/read';

/** The windows of all slides on this page: what one of them says is no business of another's element. */
const slides = new WeakSet<object>();

/** A still of more pieces is none of ours. */
const MOST_PIECES = 200;

interface Waiting {
  readonly resolve: (answer: Event | null) => void;
  readonly pieces: string[];
}

export class Conversation {
  #isOpen = false;
  #count = 0;
  readonly #queue: (() => void)[] = [];
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    readonly slide: Window,
    readonly origin: string,
    private readonly heard: (event: Event) => void,
    private readonly refused: (code: ErrorCode, message: string) => void,
  ) {
    slides.add(slide);
  }

  /** Asks the slide to say that it is there. */
  greet(): void {
    this.#post('hello', {});
  }

  /** Tells the slide something, as soon as it is there. */
  tell<T extends VerbType>(type: T, fields: VerbFields[T]): void {
    this.#later(() => this.#post(type, fields));
  }

  /** Asks, and resolves to the answer; to null if it was refused, or if the talk ends before. */
  ask<T extends VerbType>(type: T, fields: VerbFields[T]): Promise<Event | null> {
    return new Promise((resolve) => {
      const id = String((this.#count += 1));
      this.#waiting.set(id, { resolve, pieces: [] });
      this.#later(() => this.#post(type, fields, id));
    });
  }

  /** Takes a message that has come to this window. */
  take({ data, source, origin }: MessageEvent): void {
    if (source !== this.slide) {
      if (isOurs(data) && source !== null && !slides.has(source)) this.refused('wrong-source', 'window');
      return;
    }
    if (originName(origin) !== this.origin) {
      this.refused('wrong-origin', origin);
      return;
    }
    const reading = readEvent(data);
    if ('refusal' in reading) this.refused(reading.refusal.code, reading.refusal.where);
    else this.#hear(reading.message);
  }

  end(): void {
    for (const { resolve } of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
    this.#queue.length = 0;
    slides.delete(this.slide);
  }

  #hear(message: Event): void {
    if (message.type === 'ready') {
      this.#isOpen = true;
      this.heard(message);
      for (const post of this.#queue.splice(0)) post();
      return;
    }
    const waiting = this.#waiting.get(message.id ?? '');
    const answer = waiting === undefined ? message : whole(message, waiting.pieces);
    if (answer === null) return;
    // Whoever watches hears before whoever waits.
    this.heard(answer);
    if (waiting === undefined) return;
    this.#waiting.delete(message.id!);
    waiting.resolve(answer.type === 'error' ? null : answer);
  }

  #later(post: () => void): void {
    if (this.#isOpen) post();
    else this.#queue.push(post);
  }

  #post<T extends VerbType>(type: T, fields: VerbFields[T], id?: string): void {
    this.slide.postMessage(verb(type, fields, id), targetOf(this.origin));
  }
}

/** A still comes in pieces: null until the last is there, then one message that holds all. */
function whole(message: Event, pieces: string[]): Event | null {
  if (message.type !== 'still') return message;
  if (message.part !== pieces.length + 1 || message.parts > MOST_PIECES) return null;
  pieces.push(message.svg);
  return message.part < message.parts ? null : { ...message, svg: pieces.join('') };
}
