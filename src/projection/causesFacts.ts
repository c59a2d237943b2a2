/** Facts as short sentences, and the chain of facts that led to one. */
import type { Intent } from '../sim/intent';
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { Place } from '../sim/packet/headers';
import type { Hop, Message } from '../sim/packet/hop';
import { hopIn, type FactIndex } from './causesIndex';
import { TURNED_AWAY, type WhyLink } from './storyCards';
import type { WorldView } from './view';

/** Where causes are looked for, and at which moment. */
export interface Inquiry {
  readonly index: FactIndex;
  readonly view: WorldView;
  /** `namespace/name` of the Service whose EndpointSlice the picture shows. */
  readonly service: string | null;
}

/** A link with its place in the order: what has not come yet stands where it was missed. */
export type Step = WhyLink & { readonly order: Micros };

interface StepParts {
  readonly key: string;
  readonly params?: Message['params'];
  readonly place?: Place | null;
  readonly tone?: WhyLink['tone'];
  readonly fact?: Fact | null;
  readonly isYou?: boolean;
  readonly order?: Micros;
}

/** A link of a chain. */
export function step(at: Micros, parts: StepParts): Step {
  return {
    factId: parts.fact?.id ?? null,
    at,
    message: { key: parts.key, params: parts.params ?? {} },
    place: parts.place ?? null,
    tone: parts.tone ?? 'info',
    isYou: parts.isYou ?? false,
    isFromStart: at < 0 || (at === 0 && parts.fact === undefined),
    order: parts.order ?? at,
  };
}

/** Newest first, each fact once. Stable: what happened at one instant keeps its order. */
export function inOrder(steps: readonly Step[]): Step[] {
  const seen = new Set<number>();
  return [...steps]
    .sort((a, b) => b.order - a.order)
    .filter(({ factId }) => {
      if (factId === null) return true;
      if (seen.has(factId)) return false;
      seen.add(factId);
      return true;
    });
}

/** Names that a ReplicaSet gives: workload, hash of the template, five letters of its own. */
const GIVEN_NAME = /^.+-[bcdf-hj-np-tv-xz2-9]{1,10}-([bcdf-hj-np-tv-xz2-9]{5})$/;

/** `default/user-api-75dc567d7f-w8k4n` as `…w8k4n`; other names as they are, without the namespace. */
export function podName(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const found = GIVEN_NAME.exec(name);
  return found === null ? name : `…${found[1]!}`;
}

/** `namespace/name` without the namespace. */
export function bareName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** Seconds as the timeline writes them: `4.2`. */
export function secondsOf(at: Micros): string {
  return (Math.max(0, at) / 1_000_000).toFixed(3).replace(/\.?0+$/, '') || '0';
}

/** Where an EndpointSlice of a Service is to be seen. */
export function sliceAt(inquiry: Inquiry, service: string): Place {
  return service === inquiry.service ? 'slice' : `service/${service}`;
}

/** A hop as a link: its own title. */
export function hopStep(fact: Fact): Step {
  const hop = hopIn(fact);
  return step(fact.at, {
    key: hop.title.key,
    params: hop.title.params,
    place: placeOfHop(hop),
    fact,
    tone: TURNED_AWAY.has(hop.verdict) || hop.verdict === 'failed' ? 'bad' : 'info',
  });
}

function placeOfHop(hop: Hop): Place {
  const isByPeer = hop.kind === 'refused' && hop.verdict !== 'rejected';
  return isByPeer ? (hop.route[0]?.place ?? hop.actor) : hop.actor;
}

/** What someone did, as a link. */
export function deedStep(fact: Fact): Step {
  const intent = fact['intent'] as Intent;
  const { key, params, place } = wordsOfDeed(intent);
  return step(fact.at, { key: `cause.you.${key}`, params, place, fact, isYou: true });
}

function wordsOfDeed(intent: Intent): { key: string; params: Message['params']; place: Place | null } {
  switch (intent.type) {
    case 'sendRequest':
      return { key: 'send', params: { url: intent.url }, place: `client/${intent.client}` };
    case 'burst':
      return {
        key: 'burst',
        params: { times: intent.count, url: intent.url },
        place: `client/${intent.client}`,
      };
    case 'setRate':
      return {
        key: 'rate',
        params: { rate: intent.rate, url: intent.url },
        place: `client/${intent.client}`,
      };
    case 'scale':
      return {
        key: 'scale',
        params: { workload: bareName(intent.deployment), replicas: intent.replicas },
        place: `workload/${intent.deployment}`,
      };
    case 'deletePod':
    case 'crashPod':
      return { key: intent.type, params: { pod: podName(intent.pod) }, place: `pod/${intent.pod}` };
    case 'restartDeployment':
      return {
        key: 'restart',
        params: { workload: bareName(intent.deployment) },
        place: `workload/${intent.deployment}`,
      };
    case 'setServiceSelector':
      return {
        key: 'selector',
        params: { service: bareName(intent.service), selector: selectorText(intent.selector) },
        place: `service/${intent.service}`,
      };
    case 'execLookup':
      return {
        key: 'lookup',
        params: { pod: podName(intent.pod), name: intent.name },
        place: `pod/${intent.pod}`,
      };
    case 'execCurl':
      return {
        key: 'curl',
        params: { pod: podName(intent.pod), url: intent.url },
        place: `pod/${intent.pod}`,
      };
    case 'setImage':
      return {
        key: 'image',
        params: { workload: bareName(intent.deployment), image: intent.image },
        place: `workload/${intent.deployment}`,
      };
    case 'setPodLabel':
      return {
        key: 'label',
        params: { pod: podName(intent.pod), label: intent.label, value: intent.value ?? '–' },
        place: `pod/${intent.pod}`,
      };
    case 'setGatewayDiscovery':
      return {
        key: 'discovery',
        params: {
          workload: intent.gateway.slice(intent.gateway.lastIndexOf('/') + 1),
          discovery: intent.discovery,
        },
        place: `workload/${intent.gateway.slice(intent.gateway.indexOf('/') + 1)}`,
      };
    case 'setWatchDelay':
      return {
        key: 'delay',
        params: { node: intent.node, ms: intent.milliseconds },
        place: `node/${intent.node}`,
      };
    case 'failNode':
    case 'recoverNode':
      return { key: intent.type, params: { node: intent.node }, place: `node/${intent.node}` };
    case 'setProxyMode':
      return { key: 'mode', params: { mode: intent.mode }, place: null };
    default:
      return { key: 'other', params: { what: intent.type }, place: null };
  }
}

/** `app=user-api, tier=back`; a dash where there is none. */
export function selectorText(selector: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '–' : pairs.join(', ');
}

/** Facts that say no more than the deed they follow from at once. */
const SAME_AS_DEED: ReadonlySet<string> = new Set([
  'pod/deletionRequested',
  'pod/labelled',
  'deployment/scaled',
  'deployment/changedImage',
  'deployment/restarted',
  'service/changedSelector',
  'exec/started',
  'kubeProxy/watchDelaySet',
  'kubeProxy/modeSet',
  'node/lostPower',
  'node/gotPower',
  'request/sent',
  'pod/containerExited',
]);

/** A fact as a link, or null if it is not worth one. `ip` chooses the endpoint of a slice's change that is meant. */
export function factStep(inquiry: Inquiry, fact: Fact, ip: string | null = null): Step | null {
  if (fact.type === 'hop') return hopStep(fact);
  if (fact.type === 'intent/done') return deedStep(fact);
  if (SAME_AS_DEED.has(fact.type) && inquiry.index.causeOf(fact)?.type === 'intent/done') return null;
  const parts =
    fact.type === 'endpointSlice/changed' ? sliceWords(inquiry, fact, ip) : wordsOfFact(inquiry, fact);
  return parts === null ? null : step(fact.at, { fact, ...parts, key: `cause.${parts.key}` });
}

function wordsOfFact({ index }: Inquiry, fact: Fact): StepParts | null {
  const key = String(fact['pod'] ?? '');
  const node = String(fact['node'] ?? '');
  const pod = podName(key);
  const at = { place: `pod/${key}` };
  const params = { pod };
  switch (fact.type) {
    case 'pod/deletionRequested':
      return index.causeOf(fact)?.type === 'replicaSet/choseVictim'
        ? null
        : { key: 'deleted', params, ...at };
    case 'replicaSet/choseVictim':
      return { key: 'victim', params, ...at };
    case 'replicaSet/createdPod':
      return { key: 'created', params, ...at };
    case 'replicaSet/releasedPod':
      return { key: 'released', params, ...at };
    case 'pod/scheduled':
      return { key: 'scheduled', params: { pod, node }, place: `node/${node}` };
    case 'pod/foundNoNode':
      return { key: 'noNode', params, ...at, tone: 'bad' };
    case 'pod/gotAddress':
      return { key: 'address', params: { pod, ip: String(fact['ip']) }, ...at };
    case 'pod/startedListening':
      return { key: 'listens', params, ...at };
    case 'pod/passedProbe':
      return fact['probe'] === 'readiness' ? { key: 'probePassed', params, ...at, tone: 'good' } : null;
    case 'pod/failedProbe':
      return {
        key: 'probeFailed',
        params: { pod, probe: String(fact['probe']), times: Number(fact['failures']) },
        ...at,
        tone: 'bad',
      };
    case 'pod/becameReady':
      return { key: 'ready', params, ...at, tone: 'good' };
    case 'pod/becameUnready':
      return { key: 'unready', params, ...at, tone: 'bad' };
    case 'pod/beganPreStop':
      return { key: 'preStop', params: { pod, seconds: Number(fact['seconds']) }, ...at };
    case 'pod/receivedSigterm':
      return { key: 'sigterm', params, ...at, tone: 'bad' };
    case 'pod/containerExited':
      return { key: fact['by'] === 'crash' ? 'crashed' : 'exited', params, ...at, tone: 'bad' };
    case 'pod/failingPathSet':
      return { key: 'failingPath', params: { pod, path: String(fact['path']) }, ...at, tone: 'bad' };
    case 'pod/backedOff':
      return { key: 'backOff', params: { pod, seconds: Number(fact['waitSeconds']) }, ...at, tone: 'wait' };
    case 'node/booted':
      return { key: 'nodeBooted', params: { node }, place: `node/${node}` };
    case 'node/becameReady':
      return { key: 'nodeReady', params: { node }, place: `node/${node}`, tone: 'good' };
    case 'node/becameUnreachable':
      return {
        key: 'nodeUnreachable',
        params: { node, seconds: Math.round(Number(fact['silentSeconds'])) },
        place: `node/${node}`,
        tone: 'bad',
      };
    case 'node/tainted':
    case 'node/untainted':
      return {
        key: fact.type === 'node/tainted' ? 'nodeTainted' : 'nodeUntainted',
        params: { node, taint: String(fact['taint']) },
        place: `node/${node}`,
        tone: fact.type === 'node/tainted' ? 'bad' : 'good',
      };
    case 'pod/evicted':
      return { key: 'evicted', params: { pod, node }, ...at, tone: 'bad' };
    case 'pod/removed':
      return { key: 'removed', params, ...at, tone: 'bad' };
    case 'pod/labelled':
      return { key: 'labelled', params, ...at };
    case 'deployment/scaled':
    case 'deployment/scaledReplicaSet':
      return {
        key: 'scaled',
        params: {
          workload: bareName(String(fact['replicaSet'] ?? fact['deployment'])),
          from: Number(fact['from']),
          to: Number(fact['to']),
        },
        place: `workload/${String(fact['deployment'])}`,
      };
    case 'kubeProxy/sawChange':
      return {
        key: 'saw',
        params: { node, version: String(fact['resourceVersion']) },
        place: `node/${node}/proxy`,
      };
    case 'kubeProxy/synced':
      return { key: 'synced', params: { node }, place: `node/${node}/proxy`, tone: 'good' };
    case 'request/sent':
      return { key: 'sent', params: { url: String(fact['url']) }, place: `client/${String(fact['client'])}` };
    default:
      return null;
  }
}

/** What a change of an EndpointSlice means for one endpoint; for all of them if none is meant. */
export function sliceEffect(
  fact: Fact,
  ip: string | null,
): 'removed' | 'terminating' | 'notReady' | 'ready' | 'added' {
  const concerns = (list: unknown) => (list as string[]).filter((one) => ip === null || one === ip);
  if (concerns(fact['removed']).length > 0) return 'removed';
  const changed = (
    fact['conditions'] as { ip: string; conditions: { ready: boolean; terminating: boolean } }[]
  ).filter((one) => ip === null || one.ip === ip);
  if (changed.some(({ conditions }) => conditions.terminating)) return 'terminating';
  if (changed.some(({ conditions }) => !conditions.ready)) return 'notReady';
  if (changed.length > 0) return 'ready';
  return 'added';
}

/** The addresses that a change of an EndpointSlice is about. */
export function addressesIn(fact: Fact): string[] {
  const changed = fact['conditions'] as { ip: string }[];
  return [...(fact['removed'] as string[]), ...changed.map((one) => one.ip), ...(fact['added'] as string[])];
}

function sliceWords(inquiry: Inquiry, fact: Fact, ip: string | null): StepParts {
  const service = String(fact['service']);
  const effect = sliceEffect(fact, ip);
  return {
    key: `slice.${effect}`,
    params: {
      service: bareName(service),
      version: String(fact['resourceVersion']),
      ip: ip ?? addressesIn(fact).join(', '),
    },
    place: sliceAt(inquiry, service),
    tone: effect === 'ready' ? 'good' : effect === 'added' ? 'info' : 'bad',
  };
}

/** A fact, its cause, the cause of that, down to what someone did or to the beginning. */
export function chainOf(inquiry: Inquiry, from: Fact, ip: string | null = null): Step[] {
  const steps: Step[] = [];
  let fact: Fact | undefined = from;
  while (fact !== undefined) {
    const link = factStep(inquiry, fact, ip);
    if (link !== null) steps.push(link);
    if (fact.type === 'intent/done') break;
    // Of a request's hops each is the cause of the next: who asks about one does not mean them all.
    fact = fact.type === 'hop' ? inquiry.index.sent.get(hopIn(fact).request) : inquiry.index.causeOf(fact);
  }
  return steps;
}
