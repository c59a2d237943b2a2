/** A lesson out of what was done in a session: its files, and where they belong. */
import scenarios from 'virtual:scenarios';
import { lineOf } from '../kubectl/lineOf';
import { ownedPods } from '../lesson/references';
import type { LoadedScenario } from '../scenario/prepareFiles';
import { skeletonOf, stepStartsOf, type RecordedAction, type RecordedLook } from '../scenario/skeleton';
import type { Plain } from '../scenario/skeletonDeeds';
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import type { SimTables } from '../sim/laws';
import type { RecordView } from '../ui/share/contract';
import { lessonIdOf } from './lessonId';
import type { Notes } from './record';
import type { Session } from './session';

/** The lesson of the branch that is looked at; or why it cannot be one. Looks at the timeline. */
export async function lessonFilesOf(session: Session, notes: Notes, title: string): Promise<RecordView> {
  const { loaded, seed } = session;
  const { id: here } = loaded.scenario;
  const base = await baseOf(loaded);
  if (base === null)
    return { refusal: { key: 'share.record.otherWorld', params: { base: loaded.extends! } }, lesson: null };
  const actions = actionsOf(session);
  const looks = notes.looks.filter((look) => isKnown(look, actions, session));
  if (actions.length + looks.length === 0)
    return { refusal: { key: 'share.record.nothing', params: {} }, lesson: null };
  const id = lessonIdOf(title, here, Object.keys(scenarios));
  const files = skeletonOf({
    baseId: base.loaded.scenario.id,
    ...{ id, seed },
    ...numbered(session, actions, looks),
    // The lens to begin with is the scenario's own, unless it is another one.
    lenses: notes.lenses.filter(({ lens }, index) => index > 0 || lens !== base.loaded.scenario.lens),
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    own: base.own,
  });
  return { refusal: null, lesson: { id, files, alsoFrom: base.filesAreOwn ? here : null } };
}

// --- what it extends ------------------------------------------------------------------

interface BaseOfLesson {
  readonly loaded: LoadedScenario;
  /** True if manifests of this lesson lie over those of the other one: its folder is needed as well. */
  readonly filesAreOwn: boolean;
  /** What scenario.yaml says otherwise than the other one. */
  readonly own: Readonly<Record<string, Plain>>;
}

/** What a new lesson can extend: a scenario that extends none. Null if it cannot say what lies between the two. */
async function baseOf(loaded: LoadedScenario): Promise<BaseOfLesson | null> {
  if (loaded.extends === undefined) return { loaded, filesAreOwn: false, own: {} };
  const base: LoadedScenario | undefined = (await scenarios[loaded.extends]?.())?.default;
  if (base === undefined || !same(aroundIt(base), aroundIt(loaded))) return null;
  const theirs = sayable(base.scenario);
  return {
    loaded: base,
    filesAreOwn: !same([base.objects, base.programs], [loaded.objects, loaded.programs]),
    own: Object.fromEntries(
      Object.entries(sayable(loaded.scenario)).filter(([key, value]) => !same(theirs[key], value)),
    ),
  };
}

/** What has sentences or files of its own. */
function aroundIt({ scenario, ocelot }: LoadedScenario) {
  return [scenario.clients, scenario.ocelot, ocelot];
}

/** What the world is made of besides, as scenario.yaml says it. */
function sayable(scenario: LoadedScenario['scenario']): Readonly<Record<string, Plain>> {
  const { kubernetes, proxyMode, manifests, publicDns, timeScale, kubeProxy } = scenario;
  const { minSyncPeriodMicros, watchDelayMicros } = kubeProxy;
  const delays = Object.entries(watchDelayMicros).map(([node, micros]) => [node, micros / 1_000] as const);
  return {
    ...{ kubernetes, proxyMode, manifests, publicDns },
    timeScale: { ...timeScale },
    kubeProxy: {
      minSyncPeriodMillis: minSyncPeriodMicros / 1_000,
      watchDelayMillis: Object.fromEntries(delays),
    },
  };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

// --- what was done --------------------------------------------------------------------

interface DoneAction extends RecordedAction {
  /** Number of the Pod in its workload just before. */
  readonly pod?: { readonly owner: string; readonly ordinal: number };
}

/** All that was done on the branch and was not refused. */
function actionsOf({ timeline }: Session): DoneAction[] {
  const records = timeline.records();
  const indexes = records.flatMap((record, index) => (record.eventType === 'intent' ? [index] : []));
  return timeline.intents().flatMap(({ at, intent }, number): DoneAction[] => {
    const index = indexes[number]!;
    if (records[index]!.facts.some(({ type }) => type === 'intent/refused')) return [];
    const { tables } = timeline.worldAfter(index - 1);
    const pod = 'pod' in intent ? numberOf(timeline, tables, intent.pod) : null;
    return [{ at, intent, line: lineOf(intent, tables), ...(pod === null ? {} : { pod }) }];
  });
}

type Timeline = Session['timeline'];

/** The workload that a Pod belongs to, and its number there, in the world that was looked at last. */
function numberOf(timeline: Timeline, { pods, replicaSets }: SimTables, key: string) {
  const own = ownerOf(pods[key]);
  if (own === null) return null;
  const [kind, ...name] = own.split('/');
  const owner = kind === 'ReplicaSet' ? (ownerOf(replicaSets[name.join('/')]) ?? own) : own;
  const ordinal = ownedPods(timeline, owner)
    .filter((pod) => pods[pod]?.metadata.deletionMicros === undefined)
    .sort()
    .indexOf(key);
  return ordinal < 0 ? null : { owner, ordinal };
}

type Owned = SimTables['pods'][string] | SimTables['replicaSets'][string];

function ownerOf(object: Owned | undefined): string | null {
  const owner = object?.metadata.ownerReferences[0];
  return owner === undefined ? null : `${owner.kind}/${object!.metadata.namespace}/${owner.name}`;
}

/** Lessons fix the numbers in lines and looks when a step begins; those of what is deleted or crashes at that moment. */
function numbered(session: Session, actions: readonly DoneAction[], looks: readonly RecordedLook[]) {
  const { timeline } = session;
  const starts = stepStartsOf({ actions, looks });
  const inStep = (at: Micros, pod: string) => {
    const start = starts.findLast((one) => one <= at) ?? 0;
    const { tables } = start > 0 ? timeline.worldAt(start - 1) : timeline.worldAfter(-1);
    return numberOf(timeline, tables, pod);
  };
  return {
    actions: actions.map((action): RecordedAction => {
      const { intent, at, line, pod } = action;
      if (pod === undefined || !('pod' in intent) || isPlain(intent)) return action;
      const fixed = inStep(at, intent.pod);
      return { at, intent, line, ...(fixed === null ? {} : { pod: fixed }) };
    }),
    looks: looks.flatMap(({ at, reference }): RecordedLook[] => {
      if (!reference.startsWith('Pod/')) return [{ at, reference }];
      const fixed = inStep(at, reference.slice('Pod/'.length));
      return fixed === null ? [] : [{ at, reference: `${fixed.owner}#${fixed.ordinal}` }];
    }),
  };
}

function isPlain(intent: Intent): boolean {
  return intent.type === 'crashPod' || (intent.type === 'deletePod' && intent.graceSeconds === undefined);
}

// --- what was looked at ---------------------------------------------------------------

/** A click on a Pod that opens its menu is no look of its own. */
const MENU: Micros = 1_000_000;

/** True for what a lesson has a word for, and what was not just a way to do something. */
function isKnown({ at, reference }: RecordedLook, actions: readonly DoneAction[], session: Session): boolean {
  const [head = '', ...name] = reference.split('/');
  const key = name.join('/');
  const { services, deployments, nodes, clients, pods } = session.timeline.worldAt(at).tables;
  switch (head) {
    case 'Pod':
      return (
        pods[key] !== undefined &&
        !actions.some((one) => 'pod' in one.intent && one.intent.pod === key && isSoon(one.at - at))
      );
    case 'Service':
    case 'EndpointSlice':
      return services[key] !== undefined;
    case 'Deployment':
      return deployments[key] !== undefined;
    case 'Node':
    case 'rules':
    case 'conntrack':
      return nodes[key] !== undefined;
    case 'client':
      return clients[key] !== undefined;
    default:
      return false;
  }
}

function isSoon(passed: Micros): boolean {
  return passed >= 0 && passed <= MENU;
}
