/**
 * What the user interface is given and what it may ask for. `ui` draws a `View`
 * and calls `Actions`; it holds no simulation, no time and no URL of its own.
 */
import type {
  GatewayCard,
  ConntrackCard,
  EndpointsCard,
  HopCard,
  InspectorCard,
  JourneyCard,
  RulesCard,
  StripCard,
  TallyCard,
  TimelineCard,
} from '../projection/cards';
import type { PacketCard } from '../projection/packetCard';
import type { Picture } from '../projection/picture';
import type { TimeActions } from './branches/contract';
import type { ModesActions } from './modes/contract';
import type { LogCard, Question, SequenceCard, TopologyCard, WhyCard } from '../projection/storyCards';

export type Lens = 'layers' | 'machines';
export type Language = 'zh-CN' | 'en';
export type ThemeChoice = 'auto' | 'light' | 'dark';
export type PanelId =
  | 'journey'
  | 'hop'
  | 'why'
  | 'sequence'
  | 'endpoints'
  | 'rules'
  | 'conntrack'
  | 'inspector'
  | 'tally'
  | 'log'
  | 'help';
/** Panels whose content is worked out only while they are on the screen. */
export type StoryPanel = 'why' | 'sequence' | 'log' | 'hop';

export interface TransportView {
  readonly playing: boolean;
  readonly speed: number;
  /** Simulated microseconds shown. */
  readonly at: number;
  /** Simulated microseconds computed so far. */
  readonly endAt: number;
  /** One simulated millisecond takes this many milliseconds on the screen right now. */
  readonly slowdown: number;
  readonly canStepBack: boolean;
  /** Every packet, or only the main hops. */
  readonly everyPacket: boolean;
}

export interface TrafficView {
  /** Requests per second; 0 when no steady traffic runs. */
  readonly rate: number;
  readonly newConnectionPerRequest: boolean;
}

/** What the story panels show; all null while none of them is on the screen. */
export interface StoryView {
  readonly question: Question | null;
  readonly why: WhyCard | null;
  /** Index of the cause that is looked at. */
  readonly lit: number | null;
  readonly sequence: SequenceCard | null;
  readonly log: LogCard | null;
  readonly topology: TopologyCard | null;
  readonly packet: PacketCard | null;
}

/** A message for the user about something that went wrong or was refused, with its mend. */
export interface Notice {
  readonly id: string;
  readonly tone: 'bad' | 'info';
  readonly text: string;
  readonly mend: string | null;
}

export interface View {
  readonly title: string;
  readonly kubernetesVersion: string;
  readonly proxyMode: string;
  /** Those that can be chosen. */
  readonly proxyModes: readonly string[];
  readonly language: Language;
  readonly theme: ThemeChoice;
  readonly lens: Lens;
  readonly picture: Picture;
  readonly strip: StripCard | null;
  readonly journey: JourneyCard | null;
  readonly hop: HopCard | null;
  readonly endpoints: EndpointsCard | null;
  readonly rules: readonly RulesCard[];
  readonly conntrack: readonly ConntrackCard[];
  readonly inspector: InspectorCard | null;
  readonly tally: TallyCard | null;
  readonly timeline: TimelineCard;
  readonly story: StoryView;
  readonly transport: TransportView;
  readonly traffic: TrafficView;
  readonly selected: string | null;
  readonly notices: readonly Notice[];
  /** Simplifications that hold on what is shown now: message keys. */
  readonly simplifications: readonly string[];
}

/** The menu of one Pod, opened beside it. */
export interface MenuView {
  readonly place: string;
  /** Where the Pod is drawn, in CSS pixels of the window: the menu stands beside it and never on it. */
  readonly rect: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/** A panel that shall open without the reader having asked for it: a lesson points at it. */
export interface PanelAsked {
  /** Null for the picture alone. */
  readonly panel: PanelId | null;
  readonly node: string | null;
  /** Another number is another wish. */
  readonly serial: number;
}

export interface Actions {
  /** Branches, bookmarks, steps from event to event, sharing. */
  readonly time: TimeActions;
  sendRequest(): void;
  setRate(requestsPerSecond: number): void;
  burst(count: number): void;
  setNewConnectionPerRequest(on: boolean): void;
  scale(workloadKey: string, replicas: number): void;
  deletePod(podKey: string): void;
  crashPod(podKey: string): void;
  setWatchDelay(node: string, milliseconds: number): void;
  /** Cuts a node's power, or gives it back. */
  setPower(node: string, on: boolean): void;
  /** How an Ocelot gateway finds its Pods. */
  setGatewayDiscovery(gateway: string, discovery: GatewayCard['discovery']): void;
  play(): void;
  pause(): void;
  stepForward(): void;
  stepBack(): void;
  seek(at: number): void;
  seekHop(hopId: string): void;
  goToStart(): void;
  goToEnd(): void;
  restart(): void;
  setSpeed(speed: number): void;
  setEveryPacket(on: boolean): void;
  setLens(lens: Lens): void;
  setLanguage(language: Language): void;
  setTheme(theme: ThemeChoice): void;
  select(place: string | null): void;
  /** The reader has opened a panel, or another node in it. */
  opened(panel: PanelId, node: string | null): void;
  dismissNotice(id: string): void;
  readonly story: StoryActions;
  readonly modes: ModesActions;
}

/** What the story panels and those who ask "why?" call. */
export interface StoryActions {
  /** Why is that so? Opens the panel that answers. */
  ask(question: Question): void;
  /** A story panel has come onto the screen, or gone. */
  watch(panel: StoryPanel, on: boolean): void;
  /** Lights up the place of one cause of the chain; null for none in particular. */
  light(link: number | null): void;
}
