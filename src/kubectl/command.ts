/** One verb of kubectl: how it is used, and what a line of it asks for. */
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import type { ClusterView } from './clusterView';
import type { ExecShow } from './exec/execShow';
import type { Flag, Parsed } from './flags';
import type { Listed } from './list';
import type { ResourceType } from './resources';
import type { TableOptions } from './print/table';
import type { Target } from './pick';

/** What is to be printed, as data: who only reads lines need not load what prints the answers. */
export type Question =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | {
      readonly kind: 'get';
      readonly target: Target;
      /** Empty, `wide`, `yaml`, `json` or `name`. */
      readonly output: string;
      readonly options: TableOptions;
      readonly withHeadings: boolean;
    }
  | { readonly kind: 'describe'; readonly target: Target }
  | { readonly kind: 'rolloutStatus'; readonly target: Target }
  /** `namespace/name` of the Pod whose file, or address, is shown. */
  | { readonly kind: 'resolvConf' | 'podIP'; readonly pod: string };

/** A question: what is printed follows from the world at the moment asked, and from nothing else. See `print/printQuery.ts`. */
export interface Query {
  readonly asks: Question;
  /** What goes on being printed with `--watch`; null without. */
  readonly watch: WatchPlan | null;
  /** What someone who asks this has looked at, at that moment: `EndpointSlice/default/user-api-service`, `Pod/default/x`. */
  looks(view: ClusterView): readonly string[];
}

/** Which objects a watch tells of, and how. */
export interface WatchPlan {
  readonly type: ResourceType;
  /** Null for all namespaces, and for what belongs to none. */
  readonly namespace: string | null;
  readonly isMeant: (one: Listed) => boolean;
  readonly options: TableOptions;
  /** True if the headings are printed, too. */
  readonly withHeadings: boolean;
  /** True if what there is at first is not told. */
  readonly onlyChanges: boolean;
}

/** What a line asks for. */
export interface Done {
  readonly ok: true;
  readonly intents: readonly Intent[];
  /** What kubectl prints once the intents are carried out. */
  readonly said: readonly string[];
  readonly query: Query | null;
  /** How the end of its command in a container is printed. */
  readonly exec: ExecShow | null;
}

/** Why kubectl would not run a line, as it prints it, and how the verb is used. */
export interface Refused {
  readonly ok: false;
  readonly message: string;
  readonly usage: string;
}

/** What a line asks for, or why kubectl would not run it. */
export type Reading = Done | Refused;

export interface Verb {
  /** `scale`, `set image`. */
  readonly name: string;
  /** `kubectl scale deployment/NAME --replicas=N [-n NAMESPACE]`. */
  readonly usage: string;
  /** What it does, in kubectl's own words. */
  readonly note: string;
  readonly flags: readonly Flag[];
  /** `view` is null where a line is read without a cluster: then nothing is known of what there is. */
  read(parsed: Parsed, view: ClusterView | null): Done | string;
}

export const NAMESPACE_FLAG: Flag = { name: 'namespace', short: 'n', note: 'the namespace to look in' };
export const SELECTOR_FLAG: Flag = {
  name: 'selector',
  short: 'l',
  note: 'labels to select by: app=web,tier!=db',
};
export const ALL_NAMESPACES_FLAG: Flag = {
  name: 'all-namespaces',
  short: 'A',
  isSwitch: true,
  note: 'in every namespace',
};

/** A line that changes something. */
export function deeds(intents: readonly Intent[], said: readonly string[]): Done {
  return { ok: true, intents, said, query: null, exec: null };
}

/** A line that only asks. */
export function question(query: Query): Done {
  return { ok: true, intents: [], said: [], query, exec: null };
}

/** A line whose answer is always the same. */
export function answer(lines: readonly string[]): Done {
  return question({ asks: { kind: 'lines', lines }, watch: null, looks: () => [] });
}

/** In kubectl's words: that needs the cluster to be there. */
export const NEEDS_CLUSTER = 'error: this line needs to know what is in the cluster';

/** A step of the world as watches look at it. */
export interface ChangeRecord {
  readonly to: { readonly now: Micros };
  readonly changes: readonly {
    readonly table: string;
    readonly key: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
}
