/**
 * What a page and a slide inside it say to each other: `{ns: 'hopscope', v: 1, type, id?, …}` over `postMessage`.
 * Steps are counted from 1 here, as in addresses and attributes. A verb with an `id` is answered by an event with
 * the same `id`: `still` by `still`, all others by `state`, and what was refused by `error`.
 */

export const NAMESPACE = 'hopscope';

/**
 * Goes up when a message that was fine is not understood any more, or means something else; new verbs, events and
 * optional fields leave it as it is. Both sides refuse other versions: old decks keep the files they came with.
 */
export const VERSION = 1;

/** The most that one message may hold, in characters as `plainCopy` counts them. */
export const MAX_SIZE = 65_536;

/** A step by its number from 1, or by a frame's or a lesson step's id. */
export type Place = number | string;

/** What the slide is asked to do, by verb. */
export interface VerbFields {
  /** Asks for `ready`, for whoever came too late to hear it. */
  hello: object;
  next: object;
  previous: object;
  /** `still`: at its rest, without playing. */
  goTo: { step: Place; still?: boolean | undefined };
  play: object;
  pause: object;
  /** One more request, off the script. */
  send: object;
  /** Without a Pod: the one that answered last. */
  kill: { pod?: string | undefined };
  scale: { replicas: number; deployment?: string | undefined };
  setLens: { lens: 'layers' | 'machines' };
  setLanguage: { lang: 'zh-CN' | 'en' };
  setTheme: { theme: 'auto' | 'light' | 'dark' };
  /** Off the screen: nothing moves and nothing is drawn until `wake`. */
  sleep: object;
  wake: object;
  /** A picture of one step; without `step` of the one that is shown. */
  still: { step?: Place | undefined };
  /** Pictures of these steps, or of all, one `still` after the other, and then `state`. */
  print: { steps?: readonly Place[] };
}

/** One place to stop at, as the page sees it. */
export interface FrameInfo {
  readonly id: string;
  readonly kind: string;
  /** Id of the lesson's step that it belongs to. */
  readonly lessonStep: string;
  readonly title: string;
  readonly caption: string;
}

/** Where the slide stands. */
export interface StateFields {
  step: number;
  /** The frame's id. */
  frame: string;
  /** `next` and `previous` keep to these two and what is between them. */
  first: number;
  last: number;
  playing: boolean;
  asleep: boolean;
  offScript: boolean;
  lens: 'layers' | 'machines';
  lang: 'zh-CN' | 'en';
}

/** What the slide tells, by event. */
export interface EventFields {
  ready: StateFields & { scenario: string; title: string; frames: readonly FrameInfo[] };
  stepchange: { step: number; frame: string };
  /** A goal of a lesson's step is reached; `goal` is that step's id. */
  goal: { goal: string };
  /** The frame asks something, and waits. */
  needsinput: { step: number; frame: string };
  done: object;
  /** Unasked when something has changed; with `id` and `ok` as an answer. */
  state: StateFields & { ok?: boolean };
  /** A key that the slide has no use for. */
  key: { key: string; code: string; keyCode: number; shiftKey: boolean; altKey: boolean };
  /** The slide has been pressed and wants no keys: the focus belongs to the page again. */
  release: object;
  /** `code` is an `ErrorCode`, or one that came later. */
  error: { code: string; message: string };
  /** A piece of an SVG document: pieces 1 to `parts`, in order, put together are the whole. */
  still: { step: number; frame: string; part: number; parts: number; svg: string };
}

/** Why something was refused or failed. */
export type ErrorCode =
  | 'wrong-origin'
  | 'wrong-source'
  | 'wrong-shape'
  | 'wrong-version'
  | 'unknown-type'
  | 'too-large'
  | 'forbidden-key'
  /** Understood, and not possible now: no such step, no such Pod. */
  | 'cannot'
  /** The slide could not be opened, or does not answer. */
  | 'silent';

export type VerbType = keyof VerbFields;
export type EventType = keyof EventFields;

interface Envelope<T extends string> {
  readonly ns: typeof NAMESPACE;
  readonly v: typeof VERSION;
  readonly type: T;
  /** Chosen by whoever asks; comes back with the answer. */
  readonly id?: string | undefined;
}

export type Verb = { [T in VerbType]: Envelope<T> & Readonly<VerbFields[T]> }[VerbType];
export type Event = { [T in EventType]: Envelope<T> & Readonly<EventFields[T]> }[EventType];

export function verb<T extends VerbType>(type: T, fields: VerbFields[T], id?: string): Verb {
  return sealed(type, fields, id) as Verb;
}

export function event<T extends EventType>(type: T, fields: EventFields[T], id?: string): Event {
  return sealed(type, fields, id) as Event;
}

function sealed(type: string, fields: object, id: string | undefined): object {
  return { ns: NAMESPACE, v: VERSION, type, id, ...fields };
}
