/** Everything the interface is given for one moment: a View out of projections. */
import { hopCard, journeyCard, stripCard } from '../projection/journey';
import { buildStructure, type Structure } from '../projection/buildPicture';
import type { Focus } from '../projection/focus';
import { inspectorCard } from '../projection/inspector';
import { conntrackCard, endpointsCard, rulesCard, tallyCard } from '../projection/panels';
import type { Picture } from '../projection/picture';
import { isDarkNode } from '../projection/power';
import { isLeaving } from '../projection/rest';
import { timelineCard } from '../projection/timelineCard';
import type { WorldView } from '../projection/view';
import { SIMULATED_MODES } from '../sim/dataplane/nodeRules/nodeRules';
import { seconds } from '../sim/kernel/time';
import type { Language, Lens, Notice, StoryView, ThemeChoice, View } from '../ui/contract';
import type { Session } from './session';

/** What the learner has chosen, beside the session. */
export interface Choices {
  readonly language: Language;
  readonly theme: ThemeChoice;
  readonly lens: Lens;
  readonly selected: string | null;
  readonly notices: readonly Notice[];
  readonly story: StoryView;
}

/** What of the world is simplified here: message keys, named on screen. */
const SIMPLIFICATIONS = [
  'simplified.timing',
  'simplified.noPacketLoss',
  'simplified.tls',
  'simplified.noSynRetry',
  'simplified.secondKernel',
  'simplified.edgeNode',
  'simplified.webStatus',
  'simplified.probePort',
] as const;

/** The structure of the picture, and a key that tells whether it would be another. */
export function structureKey(session: Pick<Session, 'revision'>, focus: Focus, view: WorldView): string {
  const { hop, current } = focus;
  const phase =
    hop === null
      ? ''
      : view.at >= hop.endAt
        ? 'end'
        : hop.rewriteAt !== null && view.at >= hop.rewriteAt
          ? 'after'
          : isAtKernel(focus, view)
            ? 'kernel'
            : 'before';
  const request = focus.request;
  const over = request !== null && request.endedAt !== null && view.at >= request.endedAt;
  const clock = isAging(view) ? Math.floor(view.at / 50_000) : Math.floor(view.at / 1_000_000);
  return `${session.revision()}|${request?.id ?? ''}|${current}|${focus.hops.length}|${phase}|${over}|${clock}`;
}

function isAtKernel({ hop }: Focus, view: WorldView): boolean {
  if (hop === null || hop.decision.by !== 'rules') return false;
  return view.at >= hop.endAt - 30;
}

/** True while something on the screen changes by time alone: a Pod's grace, a node's lag, a change on its way. */
function isAging(view: WorldView): boolean {
  const { pods, proxies, counters } = view.tables;
  for (const key in pods) if (isLeaving(view, pods[key]!)) return true;
  const newest = counters['cluster']?.resourceVersion ?? 0;
  for (const node in proxies) if (proxies[node]!.seenVersion < newest && !isDarkNode(view, node)) return true;
  for (const node in proxies) {
    const state = view.tables.machines[`kubeProxy/${node}`]?.state;
    if (state === 'waiting' || state === 'syncing') return true;
  }
  return false;
}

/** The structure at the session's moment. */
export function structureOf(session: Session, view: WorldView, focus: Focus, revision: number): Structure {
  return buildStructure(view, session.log, focus, revision);
}

/** The whole View. `picture` is what the scene draws at the same moment. */
export function viewOf(
  session: Session,
  choices: Choices,
  view: WorldView,
  focus: Focus,
  picture: Picture,
): View {
  const { loaded, log } = session;
  const nodes = Object.keys(view.tables.nodes).sort();
  const { language, theme, lens, selected, notices, story } = choices;
  const settings = view.tables.settings['traffic'];
  const endAt = Math.max(session.endAt(), view.at);
  const window = timelineWindow(session, view);
  return {
    title: loaded.texts[language]['title'] ?? loaded.scenario.id,
    kubernetesVersion: loaded.scenario.kubernetes,
    proxyMode: view.tables.proxyDefaults['cluster']?.mode ?? loaded.scenario.proxyMode,
    proxyModes: SIMULATED_MODES,
    language,
    theme,
    lens,
    picture,
    strip: stripCard(view, focus),
    journey: journeyCard(view, focus),
    hop: hopCard(focus),
    endpoints: endpointsCard(view, log, focus),
    rules: nodes.map((node) => rulesCard(view, focus, node, focus.hopService)),
    conntrack: nodes.map((node) => conntrackCard(view, focus, node)),
    inspector: selected === null ? null : inspectorCard(view, focus, selected),
    tally: tallyCard(view, log, focus, picture.workloads),
    timeline: timelineCard(log, {
      ...{ ...window, at: view.at, endAt, nodes, service: focus.service },
      bookmarks: session.bookmarks,
    }),
    story,
    transport: {
      playing: session.isPlaying(),
      speed: session.speed,
      at: view.at,
      endAt,
      slowdown: 1000 / session.ratePerMillisecond(),
      canStepBack: view.at > 0,
      everyPacket: session.everyPacket(),
    },
    traffic: {
      rate: settings?.rate ?? 0,
      newConnectionPerRequest: settings?.newConnectionPerRequest ?? true,
    },
    selected,
    notices,
    simplifications: SIMPLIFICATIONS,
  };
}

/** What the timeline strip shows: all of a short story, the last minute of a long one. */
function timelineWindow(session: Session, view: WorldView): { from: number; to: number } {
  const to = Math.max(session.endAt(), view.at);
  return { from: Math.max(0, view.at - seconds(60)), to };
}
