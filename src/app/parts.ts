/**
 * A part is a feature beside the session itself: the lesson's guide, the terminal, the branches. It keeps what
 * it needs, puts what is to be drawn into its slice of the store, and acts through its `Host`.
 */
import type { Intent } from '../sim/intent';
import type { Language, Lens, Notice, PanelId } from '../ui/contract';
import type { ModesActions } from '../ui/modes/contract';
import type { Session } from './session';

/** What the page does for its parts. */
export interface Host {
  readonly session: Session;
  readonly language: Language;
  readonly lens: Lens;
  /** Something that is shown has changed: everything is drawn anew. */
  changed(): void;
  /** Carries an intent out at the moment shown, as if a button had been pressed. */
  act(intent: Intent): void;
  setLens(lens: Lens): void;
  /** Selects a place of the picture without opening a menu; null for none. */
  select(place: string | null): void;
  /** Null: the picture alone, which on a phone lies behind the pages. */
  openPanel(panel: PanelId | null, node?: string): void;
  /** The learner has looked at something elsewhere than in a panel: all parts hear of it. */
  looked(reference: string): void;
  withNotice(notice: Notice): unknown;
  dismissNotice(id: string): void;
  /** The proxy modes side by side, where the page has that. */
  readonly modes?: Pick<ModesActions, 'open'>;
  /** Starts over, with the scenario that is open. */
  restart(): void;
  /** Goes over to another session: another scenario, seed or trace file. */
  replaceSession(session: Session): void;
  /** Where a place is drawn, in CSS pixels of the window; null if it is not in the picture. */
  rectOf(
    place: string,
  ): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } | null;
}

export interface Part {
  /** Puts its view into the store. Called whenever the panels are told; not at every frame. */
  refresh(): void;
  /** Screen time has passed, before the session moves. */
  frame?(elapsedMillis: number): void;
  /** The learner opened something: a reference as lessons write it, `rules/node-2`, `EndpointSlice/default/x`. */
  looked?(reference: string): void;
  /** The learner clicked a place in the picture. True if the part takes the click for itself. */
  picks?(place: string): boolean;
  /** True if nothing may be done in the world now; the part says why. */
  blocks?(intent: Intent): boolean;
  /** True while something is to be predicted, so that the picture shall not tell it. */
  isAsking?(): boolean;
  /** An intent has been carried out by way of a button or a key. */
  acted?(intent: Intent): void;
  /** The session is another one. */
  sessionChanged?(): void;
  /** Its fields of the page's address; absent fields are left out. */
  address?(): Readonly<Record<string, string>>;
  destroy?(): void;
}
