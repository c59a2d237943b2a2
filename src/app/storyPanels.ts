/**
 * The panels that tell the story: why, sequence diagram, log. What they show is worked out only while one of
 * them is open, by code that is loaded when the first of them opens.
 */
import type { Focus } from '../projection/focus';
import type { Picture } from '../projection/picture';
import type { Question, WhyCard } from '../projection/storyCards';
import type { WorldView } from '../projection/view';
import type { StoryActions, StoryPanel, StoryView } from '../ui/contract';
import type { Host } from './parts';
import type { StoryBook } from './storyBook';

const NOTHING: Omit<StoryView, 'lit'> = {
  question: null,
  why: null,
  sequence: null,
  log: null,
  topology: null,
  packet: null,
};

export class StoryPanels implements StoryActions {
  private book: StoryBook | null = null;
  private isLoading = false;
  private readonly open = new Set<StoryPanel>();
  private question: Question | null = null;
  /** Worked out when asked: going to one of its moments must not change it. */
  private answer: WhyCard | null = null;
  private isAnswered = false;
  private link: number | null = null;

  constructor(private readonly host: Pick<Host, 'session' | 'changed' | 'openPanel'>) {}

  /** Somebody wants to know why. Opens the panel. */
  ask(question: Question): void {
    this.question = question;
    this.isAnswered = false;
    this.link = null;
    this.host.openPanel('why');
    this.load();
    this.host.changed();
  }

  /** A panel has come onto the screen, or gone. */
  watch(panel: StoryPanel, on: boolean): void {
    if (on) this.open.add(panel);
    else this.open.delete(panel);
    if (panel === 'why' && !on) this.forget();
    this.load();
    this.host.changed();
  }

  /** A link of the chain is looked at: its place is lit more than the others. */
  light(link: number | null): void {
    if (this.link === link) return;
    this.link = link;
    this.host.changed();
  }

  /** The session is another one: what was asked about may not be there. */
  forget(): void {
    this.question = null;
    this.answer = null;
    this.isAnswered = false;
    this.link = null;
  }

  /** What the open panels show. */
  view(view: WorldView, focus: Focus): StoryView {
    if (this.book === null || this.open.size === 0) return { ...NOTHING, lit: null };
    const { session } = this.host;
    const facts = session.timeline.facts();
    return {
      ...this.why(view, focus),
      lit: this.link,
      sequence: this.open.has('sequence') ? this.book.sequence(view, focus) : null,
      log: this.open.has('log') ? this.book.log(facts, view.at) : null,
      topology: this.open.has('log') ? this.book.topology(view, focus) : null,
      packet: this.open.has('hop')
        ? this.book.packet(view, session.log, focus, session.loaded.sources ?? {})
        : null,
    };
  }

  private why(view: WorldView, focus: Focus): Pick<StoryView, 'question' | 'why'> {
    if (!this.open.has('why') || this.book === null) return { question: null, why: null };
    const isSame = this.book.follow(this.host.session.timeline.facts());
    if (!isSame) this.isAnswered = false;
    this.question ??= likelyQuestion(view, focus);
    if (!this.isAnswered && this.question !== null) {
      this.answer = this.book.why(view, this.question, focus.service);
      this.isAnswered = true;
      // The picture was drawn before the answer was known.
      this.host.changed();
    }
    return { question: this.question, why: this.answer };
  }

  /** The picture with the places of the chain lit, each with the number of its link. */
  lightUp(picture: Picture): Picture {
    if (this.answer === null || !this.open.has('why')) return picture;
    const lit = this.answer.links.flatMap(({ place }, index) =>
      place === null ? [] : [{ place, number: index + 1, isStrong: index === this.link }],
    );
    return { ...picture, lit };
  }

  private load(): void {
    if (this.book !== null || this.isLoading) return;
    this.isLoading = true;
    void import('./storyBook').then(({ StoryBook: Book }) => {
      this.book = new Book();
      this.host.changed();
    });
  }
}

/** What one would ask about now: how the request ended, or the hop it is on. */
function likelyQuestion(view: WorldView, { request, hop }: Focus): Question | null {
  if (request !== null && request.endedAt !== null && view.at >= request.endedAt)
    return { about: 'request', request: request.id };
  return hop === null ? null : { about: 'hop', hopId: hop.hopId };
}
