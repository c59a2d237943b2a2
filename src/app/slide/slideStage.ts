/** Draws a session's moment on a slide: the scene, and the strip of the same moment. */
import { easeCubicInOut } from 'd3-ease';
import { withMotion, type Structure } from '../../projection/buildPicture';
import type { StripCard } from '../../projection/cards';
import { stripCard } from '../../projection/journey';
import type { Picture } from '../../projection/picture';
import { Scene } from '../../scene/scene';
import type { Language, Lens } from '../../ui/contract';
import type { Session } from '../session';
import { structureKey, structureOf } from '../viewOf';

/** The lens morph takes so long. */
const MORPH_MILLIS = 900;
/** While playing, the picture's structure follows at most so often. */
const STRUCTURE_EVERY_MILLIS = 70;

export interface Shown {
  readonly picture: Picture;
  readonly strip: StripCard | null;
}

export interface StageLook {
  readonly lens: Lens;
  readonly language: Language;
  readonly place: string | null;
  readonly isStill: boolean;
}

export class SlideStage {
  private scene: Scene | null = null;
  private structure: Structure | null = null;
  private structureFor = '';
  private revision = 0;
  private sinceStructure = Infinity;
  private lensMix: number | null = null;

  /** `press`: somebody pressed the picture. `resized`: it has another size, and is to be drawn again. */
  constructor(
    private readonly on: { press(): void; scale(workload: string, replicas: number): void; resized(): void },
  ) {}

  attach(host: HTMLElement | null): void {
    this.scene?.destroy();
    this.scene = null;
    if (host === null) return;
    const { press, scale, resized } = this.on;
    this.scene = new Scene(host, { select: press, scale, openRoute: press, resized });
  }

  /** What was drawn holds no longer: another branch, another language. */
  forget(): void {
    this.structureFor = '';
  }

  /** Screen time passes. True while the lens is still changing. */
  morph(elapsed: number, { lens, isStill }: StageLook): boolean {
    this.sinceStructure += elapsed;
    const target = lens === 'machines' ? 1 : 0;
    const mix = this.lensMix ?? target;
    const stride = isStill ? 1 : elapsed / MORPH_MILLIS;
    this.lensMix = target > mix ? Math.min(1, mix + stride) : Math.max(0, mix - stride);
    if (target === mix) this.lensMix = target;
    return this.lensMix !== mix;
  }

  /** Draws the moment shown. `isFinal`: nothing follows soon, so everything is brought up to date. */
  draw(session: Session, look: StageLook, isFinal: boolean): Shown {
    const view = session.view();
    const focus = session.focus(view);
    const key = structureKey(session, focus, view);
    const mayWait = !isFinal && this.sinceStructure < STRUCTURE_EVERY_MILLIS;
    if (this.structure === null || (key !== this.structureFor && !mayWait)) {
      this.structure = structureOf(session, view, focus, ++this.revision);
      this.structureFor = key;
      this.sinceStructure = 0;
    }
    const picture = withMotion(this.structure, view, session.log, focus);
    const mix = this.lensMix ?? (look.lens === 'machines' ? 1 : 0);
    this.scene?.draw(picture, {
      lensMix: mix === 0 || mix === 1 ? mix : easeCubicInOut(mix),
      language: look.language,
      selected: look.place,
      reducedMotion: look.isStill,
    });
    return { picture, strip: stripCard(view, focus) };
  }
}
