/**
 * Ties one session to the page: frames, scene, store, address. The interface's `Actions`
 * are its methods; nothing else moves the session.
 */
import type { Picture } from '../projection/picture';
import { withMotion, type Structure } from '../projection/buildPicture';
import { Scene } from '../scene/scene';
import { translate } from '../i18n/translate';
import type { Actions, Language, Lens, Notice, PanelId, ThemeChoice } from '../ui/contract';
import type { LinkChoice } from '../ui/share/contract';
import { easeCubicInOut } from 'd3-ease';
import { startFrames } from './frameClock';
import { linkToSession } from './linkToSession';
import { writePreferences } from './preferences';
import { Modes } from './modes';
import { Session } from './session';
import type { Host, Part } from './parts';
import { lookedAt, referenceOfPlace } from './references';
import { useApp } from './store';
import { TimeTravel } from './timeTravel';
import { StoryPanels } from './storyPanels';
import { structureKey, structureOf, viewOf } from './viewOf';

/** The lens morph takes so long. */
const MORPH_MILLIS = 900;
/** While playing, the panels and the picture's structure follow at most so often. */
const STRUCTURE_EVERY_MILLIS = 70;
const PANELS_EVERY_MILLIS = 110;
const ADDRESS_AFTER_MILLIS = 400;

export interface StartChoices {
  readonly language: Language;
  readonly theme: ThemeChoice;
  readonly lens: Lens;
  readonly notices: readonly Notice[];
}

export class Controller implements Actions, Host {
  private scene: Scene | null = null;
  lens: Lens;
  private lensMix: number;
  language: Language;
  private theme: ThemeChoice;
  private selected: string | null = null;
  private menuIsOpen = false;
  private notices: readonly Notice[];
  private structure: Structure | null = null;
  private structureFor = '';
  private revision = 0;
  private sinceStructure = Infinity;
  private sincePanels = Infinity;
  private sinceChange = 0;
  private dirty = true;
  private addressDirty = false;
  private address = '';
  private parts: readonly Part[] = [];
  private asked = 0;
  readonly time = new TimeTravel(this);
  readonly story = new StoryPanels(this);
  readonly modes = new Modes(this);
  private readonly stopFrames: () => void;
  private readonly reduced = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(
    public session: Session,
    choices: StartChoices,
  ) {
    this.lens = choices.lens;
    this.lensMix = choices.lens === 'machines' ? 1 : 0;
    this.language = choices.language;
    this.theme = choices.theme;
    this.notices = choices.notices;
    this.showTheme();
    this.time.takeUpBookmarks();
    this.render();
    this.stopFrames = startFrames((elapsed) => this.frame(elapsed));
  }

  /** Ends everything: for hot reload and tests. */
  destroy(): void {
    this.stopFrames();
    this.scene?.destroy();
    this.time.destroy();
    for (const part of this.parts) part.destroy?.();
  }

  /** The features that hang on this session. */
  setParts(make: (host: Host) => readonly Part[]): void {
    this.parts = make(this);
    this.changed();
  }

  /** The element in which the scene is drawn has come, or gone. */
  attach(host: HTMLElement | null): void {
    this.scene?.destroy();
    this.scene = null;
    if (host === null) return;
    this.scene = new Scene(host, {
      select: (place) => this.pick(place),
      scale: (key, replicas) => this.scale(key, replicas),
      openRoute: () => this.pick(this.gatewayPlace()),
      resized: () => this.changed(),
    });
    this.changed();
  }

  /** The Pod stays selected, so that its details can be read. */
  closeMenu(): void {
    this.menuIsOpen = false;
    this.changed();
  }

  // --- frames -----------------------------------------------------------------------

  private frame(elapsed: number): void {
    this.sinceStructure += elapsed;
    this.sincePanels += elapsed;
    this.sinceChange += elapsed;
    for (const part of this.parts) part.frame?.(elapsed);
    const moved = this.session.tick(elapsed);
    const morphing = this.morph(elapsed);
    if (moved) this.addressDirty = true;
    if (moved || morphing || this.dirty) this.render();
    if (this.addressDirty && !this.session.isPlaying() && this.sinceChange > ADDRESS_AFTER_MILLIS)
      this.tellAddress();
  }

  private morph(elapsed: number): boolean {
    const target = this.lens === 'machines' ? 1 : 0;
    if (this.lensMix === target) return false;
    const stride = this.reduced.matches ? 1 : elapsed / MORPH_MILLIS;
    this.lensMix =
      target > this.lensMix ? Math.min(1, this.lensMix + stride) : Math.max(0, this.lensMix - stride);
    return true;
  }

  private render(): void {
    const { session } = this;
    const view = session.view();
    const focus = session.focus(view);
    const isAsking = this.parts.some((part) => part.isAsking?.() === true);
    const key = `${structureKey(session, focus, view)}${isAsking ? '?' : ''}`;
    const mayWait = session.isPlaying() && this.sinceStructure < STRUCTURE_EVERY_MILLIS;
    if (this.structure === null || (key !== this.structureFor && !mayWait)) {
      this.structure = { ...structureOf(session, view, focus, ++this.revision), isAsking };
      this.structureFor = key;
      this.sinceStructure = 0;
    }
    const picture = this.story.lightUp(withMotion(this.structure, view, session.log, focus));
    const look = {
      lensMix: this.lensMix === 0 || this.lensMix === 1 ? this.lensMix : easeCubicInOut(this.lensMix),
      language: this.language,
      selected: this.selected,
      reducedMotion: this.reduced.matches,
    };
    this.scene?.draw(picture, look);
    this.time.draw(look);
    if (this.dirty || !session.isPlaying() || this.sincePanels >= PANELS_EVERY_MILLIS) {
      this.sincePanels = 0;
      this.tellPanels(view, focus, picture);
    }
    this.dirty = key !== this.structureFor;
  }

  private tellPanels(
    view: ReturnType<Session['view']>,
    focus: ReturnType<Session['focus']>,
    picture: Picture,
  ): void {
    const { language, theme, lens, selected, notices } = this;
    const story = this.story.view(view, focus);
    const choices = { language, theme, lens, selected, notices, story };
    const shown = this.time.refresh(viewOf(this.session, choices, view, focus, picture));
    const rect = selected?.startsWith('pod/') === true ? (this.scene?.rectOf(selected) ?? null) : null;
    const menu =
      rect === null || selected === null || !this.menuIsOpen
        ? null
        : { place: selected, rect: { left: rect.x, top: rect.y, width: rect.w, height: rect.h } };
    useApp.setState({ view: shown, menu });
    for (const part of this.parts) part.refresh();
    document.documentElement.lang = language;
    document.title = `${shown.title} · Hopscope`;
  }

  changed(): void {
    this.dirty = true;
    this.structureFor = '';
    this.sinceChange = 0;
    this.addressDirty = true;
  }

  private tellAddress(): void {
    this.addressDirty = false;
    const hash = this.linkOf({ withMoment: true, withDeeds: true });
    if (hash === this.address) return;
    this.address = hash;
    history.replaceState(null, '', hash);
  }

  /** The page's address, or one that holds less. */
  linkOf(choice: LinkChoice): string {
    const more = Object.assign({}, ...this.parts.map((part) => part.address?.() ?? {})) as Record<
      string,
      string
    >;
    return linkToSession(this.session, this.language, { ...choice, lens: this.lens, more });
  }

  /** True if the page's address is the one that this controller wrote. */
  isOwnAddress(hash: string): boolean {
    return hash === this.address;
  }

  // --- what the interface asks for --------------------------------------------------

  act(intent: Parameters<Session['act']>[0]): void {
    if (this.parts.some((part) => part.blocks?.(intent) === true)) return;
    if ('url' in intent && intent.url === '') {
      this.dismissNotice('own.noWayIn');
      this.withNotice(Controller.addressNotice(this.language, 'own.noWayIn', {}));
      return;
    }
    if (intent.type === 'deletePod' || intent.type === 'crashPod') this.selected = null;
    this.session.act(intent);
    if (this.session.refusal !== null) this.notify('bad', this.session.refusal);
    for (const part of this.parts) part.acted?.(intent);
    this.changed();
  }

  private client(): { client: string; url: string } {
    const first = this.session.loaded.scenario.clients[0];
    return { client: first?.id ?? '', url: first?.urls[0] ?? '' };
  }

  sendRequest(): void {
    this.act({ type: 'sendRequest', ...this.client() });
  }
  setRate(rate: number): void {
    this.act({ type: 'setRate', ...this.client(), rate });
  }
  burst(count: number): void {
    this.act({ type: 'burst', ...this.client(), count });
  }
  setNewConnectionPerRequest(on: boolean): void {
    this.act({ type: 'setNewConnections', on });
  }
  scale(deployment: string, replicas: number): void {
    this.act({ type: 'scale', deployment, replicas });
  }
  deletePod(pod: string): void {
    this.act({ type: 'deletePod', pod });
  }
  crashPod(pod: string): void {
    this.act({ type: 'crashPod', pod });
  }
  setWatchDelay(node: string, milliseconds: number): void {
    this.act({ type: 'setWatchDelay', node, milliseconds });
  }
  readonly setPower = (node: string, on: boolean): void =>
    this.act({ type: on ? 'recoverNode' : 'failNode', node });
  setGatewayDiscovery(...[gateway, discovery]: Parameters<Actions['setGatewayDiscovery']>): void {
    this.act({ type: 'setGatewayDiscovery', gateway, discovery });
  }
  play(): void {
    this.session.play();
    this.changed();
  }
  pause(): void {
    this.session.pause();
    this.changed();
  }
  stepForward(): void {
    this.session.stepForward(this.reduced.matches);
    this.changed();
  }
  stepBack(): void {
    this.session.stepBack();
    this.changed();
  }
  seek(at: number): void {
    this.session.seek(at);
    this.changed();
  }
  seekHop(hopId: string): void {
    this.session.seekHop(hopId);
    this.changed();
  }
  goToStart(): void {
    this.session.goToStart();
    this.changed();
  }
  goToEnd(): void {
    this.session.goToEnd();
    this.changed();
  }
  restart(): void {
    this.replaceSession(new Session(this.session.loaded, this.session.seed));
  }
  replaceSession(session: Session): void {
    this.session = session;
    this.time.sessionChanged();
    this.selected = null;
    this.story.forget();
    for (const part of this.parts) part.sessionChanged?.();
    this.changed();
  }
  setSpeed(speed: number): void {
    this.session.speed = speed;
    this.changed();
  }
  setEveryPacket(on: boolean): void {
    this.session.setEveryPacket(on);
    this.changed();
  }
  setLens(lens: Lens): void {
    this.lens = lens;
    this.changed();
  }
  setLanguage(language: Language): void {
    this.language = language;
    writePreferences({ language });
    this.changed();
  }
  setTheme(theme: ThemeChoice): void {
    this.theme = theme;
    writePreferences({ theme });
    this.showTheme();
    this.changed();
  }
  select(place: string | null): void {
    this.selected = place;
    this.changed();
    if (place !== null) this.looked(referenceOfPlace(place));
  }

  /** Someone clicked it in the picture: a part may take that for an answer, else it is selected and its menu opens. */
  private pick(place: string | null): void {
    if (place !== null && this.parts.some((part) => part.picks?.(place) === true)) return this.changed();
    this.menuIsOpen = place !== null;
    this.select(place);
  }

  /** A panel has been opened, or shows another node. */
  opened(panel: PanelId, node: string | null): void {
    const service = useApp.getState().view?.endpoints?.service ?? null;
    this.looked(lookedAt(panel, node, service));
  }

  looked(reference: string | null): void {
    if (reference !== null) for (const part of this.parts) part.looked?.(reference);
  }

  openPanel(panel: PanelId | null, node: string | null = null): void {
    useApp.setState({ panelAsked: { panel, node, serial: ++this.asked } });
  }

  rectOf(place: string): ReturnType<Host['rectOf']> {
    return this.scene?.rectOf(place) ?? null;
  }
  dismissNotice(id: string): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }

  /** The same controller, with one more notice. */
  withNotice(notice: Notice): this {
    this.notices = [...this.notices, notice];
    this.changed();
    return this;
  }

  private notify(tone: Notice['tone'], text: string): void {
    const id = `n${this.revision}-${this.notices.length}`;
    this.notices = [...this.notices, { id, tone, text, mend: null }];
  }

  private showTheme(): void {
    document.documentElement.dataset['theme'] = this.theme;
  }

  private gatewayPlace(): string | null {
    const gateway = this.structure?.workloads.find((box) => box.role === 'gateway');
    return gateway === undefined ? null : `workload/${gateway.key}`;
  }

  /** For tests: the hash of everything that has happened. */
  traceHash(): string {
    return this.session.traceHash();
  }

  /** What could not be done with an address, said in the reader's language. */
  static addressNotice(language: Language, key: string, params: Record<string, string>): Notice {
    return {
      id: key,
      tone: 'bad',
      text: translate(language, `${key}.text`, params),
      mend: translate(language, `${key}.mend`, params),
    };
  }
}
