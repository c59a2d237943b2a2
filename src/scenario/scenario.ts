/**
 * A scenario: a lesson as it stands on disk. Ids and structure; no sentences, which
 * stand in `text.<language>.yaml` by key. The format for authors: scenarios/README.md.
 * `scenario.schema.json` beside this file describes the same shape.
 */
import type { Micros } from '../sim/kernel/time';

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
  readonly steps: readonly Step[];
}

export interface OcelotFile {
  readonly file: string;
  /** The workload that runs it: `Deployment/default/api-gateway`. */
  readonly gateway: string;
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
  readonly prediction?: Prediction;
  /** What a learner may do to reach the goal. A test plays it. */
  readonly solution: readonly Action[];
  /** Absent: the step is done when it has been read. */
  readonly goal?: Goal;
}

/**
 * `Kind/namespace/name`, `Kind/name` for a cluster-scoped object, or `rules/<node>` for what
 * kube-proxy has programmed there. `EndpointSlice/ns/name` means all slices of that Service.
 */
export type Reference = string;

/** A question that is answered before the step goes on. The right option is the one whose goal holds afterwards. */
export interface Prediction {
  readonly id: string;
  readonly options: readonly { readonly id: string; readonly when: Goal }[];
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
  | { readonly type: 'look'; readonly at: Reference }
  | { readonly type: 'wait'; readonly micros: Micros };

export type Scalar = string | number | boolean;

/** When a step is done. A closed vocabulary: new needs add a word here, not a flag. */
export type Goal =
  /** The object has these values at these dotted paths. */
  | { readonly type: 'object'; readonly object: Reference; readonly has: Readonly<Record<string, Scalar>> }
  /** So many requests that fit have ended so since the step began. */
  | {
      readonly type: 'request';
      readonly client?: string;
      readonly url?: string;
      readonly status: number;
      readonly times: number;
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
