/**
 * A scenario: a lesson as it stands on disk. Ids and structure; no sentences, which
 * stand in `text.<language>.yaml` by key. The format for authors: scenarios/README.md.
 * `scenario.schema.json` beside this file describes the same shape.
 */
import type { Micros } from '../sim/kernel/time';
import type { GatewayDiscovery } from '../sim/traffic/ocelot/switchDiscovery';

/** The scenario format that this code reads. A new number needs a step that reads the old one. */
export const SCENARIO_FORMAT_VERSION = 1;

export type ProxyMode = 'iptables' | 'ipvs' | 'nftables';
export type Lens = 'layers' | 'machines';
export type Language = 'zh-CN' | 'en';
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

export interface Scenario {
  readonly formatVersion: typeof SCENARIO_FORMAT_VERSION;
  /** The folder's name. */
  readonly id: string;
  /** The simulated version of Kubernetes: `v1.34`. */
  readonly kubernetes: string;
  readonly seed: string;
  readonly proxyMode: ProxyMode;
  /** The modes in which the lesson holds: its solution is played in each. */
  readonly proxyModes: readonly ProxyMode[];
  /** The picture the scenario opens with. */
  readonly lens: Lens;
  /** Paths within the folder, in the order in which they are applied. */
  readonly manifests: readonly string[];
  /** Gateway configurations that stand in files of their own. */
  readonly ocelot: readonly OcelotFile[];
  readonly clients: readonly Client[];
  /** What names mean outside the cluster: host → IP addresses. */
  readonly publicDns: Readonly<Record<string, readonly string[]>>;
  readonly kubeProxy: KubeProxySettings;
  readonly timeScale: TimeScale;
  /** How long the lesson takes, in minutes; null for a scenario that is none. */
  readonly minutes: number | null;
  /** The page of the documentation that the lesson rests on. */
  readonly docs: DocsPage | null;
  readonly steps: readonly Step[];
}

export interface OcelotFile {
  readonly file: string;
  /** The workload that runs it: `Deployment/default/api-gateway`. */
  readonly gateway: string;
}

export interface DocsPage {
  readonly url: string;
  /** The version of Kubernetes that the page speaks of: `v1.34`. */
  readonly version: string;
}

/** Someone outside the cluster who sends requests. */
export interface Client {
  readonly id: string;
  /** A short name in no language: `browser`. Its label is the text `clients.<id>.name`. */
  readonly name: string;
  readonly ip: string;
  /** What it may ask for; the first is the one that the send button asks for. */
  readonly urls: readonly string[];
}

export interface KubeProxySettings {
  /** At least this long between two syncs of one kube-proxy (`--iptables-min-sync-period`, 1 s by default). */
  readonly minSyncPeriodMicros: Micros;
  /** How long a change at the API server takes to reach the kube-proxy of a node. */
  readonly watchDelayMicros: Readonly<Record<string, Micros>>;
}

/** Seconds on screen for one simulated second. */
export interface TimeScale {
  /** While a packet travels: large, because it travels for microseconds. */
  readonly packet: number;
  /** Otherwise. */
  readonly cluster: number;
}

export interface Step {
  readonly id: string;
  /** Changes the lens on entering; absent: stays as it is. */
  readonly lens?: Lens;
  /** What the step points at: see `Reference`. */
  readonly show?: Reference;
  /** The panel that opens with the step. */
  readonly open?: string;
  /** Sets the scene: played at once when the step begins. */
  readonly set: readonly Action[];
  /** What the learner may believe, to run beside the truth. */
  readonly belief?: Belief;
  readonly prediction?: Question;
  /** Played, to be watched, once the prediction is made. */
  readonly run: readonly Action[];
  /** What a learner may do to reach the goal. A test plays it. */
  readonly solution: readonly Action[];
  /** Absent: the step is done when it has been read and watched. */
  readonly goal?: Goal;
  /** Asked at the end. */
  readonly check?: Question;
}

/**
 * `Kind/namespace/name`, `Kind/name` for a cluster-scoped object, `rules/<node>` for what kube-proxy has
 * programmed there, `conntrack/<node>`, `client/<id>`. `EndpointSlice/ns/name` means all slices of that
 * Service. `Deployment/ns/name#0` is its first Pod when they are sorted by name.
 */
export type Reference = string;

/** A question whose answer is taken from the trace: the right option is the one whose goal holds afterwards. */
export type Question =
  | { readonly kind: 'choice'; readonly id: string; readonly options: readonly QuestionOption[] }
  /** Each option is something in the picture (or `field/source`, `field/destination`) that can be clicked. */
  | {
      readonly kind: 'place';
      readonly id: string;
      readonly options: readonly (QuestionOption & { readonly place: Reference })[];
    }
  /** How many of the next requests go to each of its Pods. */
  | {
      readonly kind: 'count';
      readonly id: string;
      readonly of: number;
      readonly among: Reference;
      /** Which Pod gets which share does not matter. */
      readonly inAnyOrder: boolean;
    };

export interface QuestionOption {
  readonly id: string;
  readonly when: Goal;
}

/** The mental models that can be run beside the truth. What each foretells: lesson/beliefs. */
export const BELIEF_MODELS = [
  'truth',
  'roundRobin',
  'perRequest',
  'proxyProcess',
  'gatewayKnowsPods',
  'goneAtOnce',
  'newVip',
  'runningIsReady',
  'nameWorksAnywhere',
  'browserReaches',
] as const;
export type BeliefModel = (typeof BELIEF_MODELS)[number];

/** A misconception to choose and to run: one option is the truth. */
export interface Belief {
  readonly id: string;
  /** The Service or workload that it is about. */
  readonly about: Reference;
  readonly options: readonly { readonly id: string; readonly model: BeliefModel }[];
}

export type Action =
  | {
      readonly type: 'send';
      readonly client: string;
      readonly url: string;
      readonly times: number;
      readonly everyMicros: Micros;
    }
  | { readonly type: 'kubectl'; readonly command: string }
  /** Deletes the Pod that comes at `ordinal` (from 0) when the owner's Pods are sorted by name. */
  | { readonly type: 'deletePod'; readonly owner: Reference; readonly ordinal: number }
  | { readonly type: 'crashPod'; readonly owner: Reference; readonly ordinal: number }
  | { readonly type: 'look'; readonly at: Reference }
  | { readonly type: 'wait'; readonly micros: Micros }
  /** A new connection for each request, or connections that are kept. */
  | { readonly type: 'newConnections'; readonly on: boolean }
  | { readonly type: 'watchDelay'; readonly node: string; readonly millis: number }
  /** Cuts a node's power, or gives it back. */
  | { readonly type: 'failNode' | 'recoverNode'; readonly node: string }
  /** Every kube-proxy starts anew in this mode. */
  | { readonly type: 'proxyMode'; readonly mode: ProxyMode }
  /** How a gateway finds Pods. */
  | {
      readonly type: 'gatewayDiscovery';
      readonly gateway: Reference;
      readonly by: GatewayDiscovery;
      readonly balancer?: string;
    }
  /** Steady requests; 0 ends them. */
  | {
      readonly type: 'traffic';
      readonly client: string;
      readonly url: string;
      readonly perSecond: number;
    };

export type Scalar = string | number | boolean;

/** How requests were spread over Pods. */
export const SPREADS = ['any', 'onePod', 'severalPods', 'inTurn', 'equalShares'] as const;
export type Spread = (typeof SPREADS)[number];

/** When a step is done. A closed vocabulary: new needs add a word here, not a flag. */
export type Goal =
  /** The object has these values at these dotted paths. */
  | { readonly type: 'object'; readonly object: Reference; readonly has: Readonly<Record<string, Scalar>> }
  /** So many requests that fit have ended so since the step began: with this status, or in this way. */
  | {
      readonly type: 'request';
      readonly client?: string;
      readonly url?: string;
      readonly status?: number;
      /** The outcome's kind: `ok`, `dnsFailure`, … */
      readonly outcome?: string;
      readonly times: number;
    }
  /** So many requests since the step began were answered by Pods of this workload, spread like this. */
  | {
      readonly type: 'served';
      readonly by: Reference;
      readonly requests: number;
      readonly pattern: Spread;
    }
  /** Such a fact has been recorded since the step began. */
  | { readonly type: 'fact'; readonly fact: string; readonly where: Readonly<Record<string, Scalar>> }
  /** The learner has opened it since the step began. */
  | { readonly type: 'looked'; readonly at: Reference }
  | { readonly type: 'all'; readonly goals: readonly Goal[] }
  | { readonly type: 'any'; readonly goals: readonly Goal[] }
  | { readonly type: 'not'; readonly goal: Goal }
  /** Each becomes true at or after the moment at which the one before it did. */
  | { readonly type: 'inOrder'; readonly goals: readonly Goal[] };
