/** Why a hop went as it did: who was chosen and by which rules, why the Pod there does not answer, what a name lacks. */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import { formatSocket } from '../sim/packet/headers';
import type { Decision, Hop } from '../sim/packet/hop';
import {
  bareName,
  chainOf,
  deedStep,
  factStep,
  hopStep,
  inOrder,
  podName,
  step,
  type Inquiry,
  type Step,
} from './causesFacts';
import { hopIn } from './causesIndex';
import { unnoticed, whyInRules, whyListed, whyNoEndpoint } from './causesRules';
import { TURNED_AWAY } from './storyCards';

/** What a Pod's program did last that keeps it from answering. */
const SILENCED: ReadonlySet<string> = new Set([
  'pod/receivedSigterm',
  'pod/containerExited',
  'pod/removed',
  'pod/backedOff',
  'pod/startedContainer',
]);

/** The causes of a hop, newest first, the hop itself at the top. */
export function whyHop(inquiry: Inquiry, fact: Fact): Step[] {
  const hop = hopIn(fact);
  if (hop.verdict === 'rejected') {
    const service = hop.decision.by === 'rules' ? serviceOf(hop.decision) : null;
    const node = hop.decision.by === 'rules' ? hop.decision.node : null;
    const rest = service === null ? [] : whyNoEndpoint(inquiry, node, service, fact.at);
    return inOrder([hopStep(fact), ...rest]);
  }
  if (hop.kind === 'refused' || hop.verdict === 'dropped') return whyTurnedAway(inquiry, fact, hop);
  if (hop.verdict === 'failed' || hop.kind === 'timeout') return whyFailed(inquiry, fact, hop);
  switch (hop.decision.by) {
    case 'rules':
      return inOrder([hopStep(fact), ...whyChosen(inquiry, hop.decision, fact)]);
    case 'conntrack':
      return whyRemembered(inquiry, fact, hop);
    case 'ingress':
      return inOrder([hopStep(fact), ...whyDialled(inquiry, hop.decision, fact)]);
    case 'discovery':
      return inOrder([hopStep(fact), ...whyDiscovered(inquiry, hop.decision, fact)]);
    case 'dns':
      return [hopStep(fact), ...whyAnswered(inquiry, fact, hop)];
    default:
      return [hopStep(fact), ...fromBefore(inquiry, fact), ...sentBy(inquiry, hop)];
  }
}

/** `namespace/name` of the Service that a decision by rules is about. */
function serviceOf(decision: Extract<Decision, { by: 'rules' }>): string | null {
  const written = decision.matched?.service ?? decision.examined.findLast((rule) => rule.service)?.service;
  return written === undefined ? null : written.split(':')[0]!;
}

function whyTurnedAway(inquiry: Inquiry, fact: Fact, hop: Hop): Step[] {
  const isRefusal = hop.kind === 'refused';
  const target = isRefusal ? hop.before?.source : (hop.after ?? hop.before)?.destination;
  if (target === undefined) return [hopStep(fact), ...sentBy(inquiry, hop)];
  const { index } = inquiry;
  const key = 'conntrackKey' in hop.decision ? hop.decision.conntrackKey : null;
  const choice =
    index.choiceFor(hop.request, formatSocket(target), fact.id) ??
    (key === null ? undefined : index.choiceOf(key, fact.at));
  const place = hop.route[0]?.place ?? '';
  const pod = isRefusal && place.startsWith('pod/') ? place.slice(4) : index.ownerOf(target.ip, fact.at);
  const name = hop.title.key.replace(/^hop\.|\.title$/g, '');
  const steps = [hopStep(fact)];
  if (name === 'refused.wrongPort') {
    const service = choice === undefined ? null : serviceChosen(hopIn(choice).decision);
    const listens = String(hop.title.params['listens'] ?? hop.sentence.params['listens'] ?? '–');
    const params = { service: bareName(service ?? ''), port: target.port, listens };
    if (choice !== undefined) steps.push(sentStep(choice, target.ip));
    if (service !== null)
      steps.push(step(0, { key: 'cause.targetPort', params, place: `service/${service}`, tone: 'bad' }));
    return steps;
  }
  if (choice !== undefined) steps.push(...whySentTo(inquiry, choice, target.ip, name !== 'reset'));
  if (pod !== null) steps.push(...whySilent(inquiry, pod, fact.at));
  return inOrder([...steps, ...(choice === undefined ? sentBy(inquiry, hop) : [])]);
}

function serviceChosen(decision: Decision): string | null {
  if (decision.by === 'ingress' || decision.by === 'discovery') return decision.service;
  return decision.by === 'rules' ? serviceOf(decision) : null;
}

/** That a packet was sent to an address: by a node's rules, or dialled by an ingress controller. */
function sentStep(choice: Fact, ip: string): Step {
  const { decision, actor } = hopIn(choice);
  if (decision.by === 'ingress') {
    const params = { ip, service: bareName(decision.service), count: decision.endpoints.length };
    return step(choice.at, { key: 'cause.dialled', params, place: actor, fact: choice });
  }
  if (decision.by === 'discovery') {
    const params = { ip, service: bareName(decision.service), count: decision.targets.length };
    return step(choice.at, { key: 'cause.taken', params, place: actor, fact: choice });
  }
  if (decision.by !== 'rules') return hopStep(choice);
  const { node } = decision;
  return step(choice.at, {
    key: 'cause.sentTo',
    params: { node, ip },
    place: `node/${node}/rules`,
    fact: choice,
  });
}

/** Why a packet was sent to an address that does not answer. */
function whySentTo(inquiry: Inquiry, choice: Fact, ip: string, wasSilentThen: boolean): Step[] {
  const { decision } = hopIn(choice);
  const service = serviceChosen(decision);
  const sent = sentStep(choice, ip);
  if (service === null) return [sent];
  if (!wasSilentThen) return [sent];
  const nobodyKnew = unnoticed(inquiry, service, ip, choice.at);
  if (nobodyKnew.length > 0) return [sent, ...nobodyKnew];
  if (decision.by === 'rules') return [sent, ...whyInRules(inquiry, decision.node, service, ip, choice.at)];
  return [sent, ...whyListed(inquiry, service, ip, choice.at)];
}

/** Why nobody answers in a Pod at a moment. */
function whySilent(inquiry: Inquiry, pod: string, at: Micros): Step[] {
  const last = inquiry.index.pods.get(pod)?.findLast((fact) => fact.at <= at && SILENCED.has(fact.type));
  return last === undefined ? [] : chainOf(inquiry, last);
}

/** How one of several endpoints was chosen. */
function choiceKey({ choices, ipvs }: Extract<Decision, { by: 'rules' }>, isDrawn: boolean): string {
  if (choices.length <= 1) return 'cause.only';
  if (ipvs !== undefined) return ipvs.isHeld ? 'cause.ipvsHeld' : 'cause.ipvsChose';
  return isDrawn ? 'cause.drawn' : 'cause.rest';
}

/** A choice that went well: the draw, the list it was drawn from, and how the Pod came to be on it. */
function whyChosen(inquiry: Inquiry, decision: Extract<Decision, { by: 'rules' }>, fact: Fact): Step[] {
  const { choices, matched, node } = decision;
  const endpoint = matched?.endpoint;
  const service = serviceOf(decision);
  if (endpoint === undefined || service === null)
    return [...fromBefore(inquiry, fact), ...sentBy(inquiry, hopIn(fact))];
  const ip = endpoint.slice(0, endpoint.lastIndexOf(':'));
  const draws = decision.examined.filter((rule) => rule.probability !== undefined);
  const hit = draws.find((rule) => rule.matched);
  const of = choices.length;
  const index = choices.indexOf(endpoint) + 1;
  const draw = step(fact.at, {
    key: choiceKey(decision, hit !== undefined),
    params: {
      node,
      scheduler: decision.ipvs?.scheduler ?? '',
      of,
      index,
      probability: (hit?.probability ?? 1).toFixed(3),
      drawn: (hit?.drawn ?? 0).toFixed(3),
    },
    place: `node/${node}/rules`,
  });
  return [draw, ...whyInRules(inquiry, node, service, ip, fact.at)];
}

function whyRemembered(inquiry: Inquiry, fact: Fact, hop: Hop): Step[] {
  const key = hop.decision.by === 'conntrack' ? hop.decision.conntrackKey : '';
  const choice = inquiry.index.choiceOf(key, fact.at);
  if (choice === undefined) return [hopStep(fact), ...fromBefore(inquiry, fact), ...sentBy(inquiry, hop)];
  const node = hop.decision.by === 'conntrack' ? hop.decision.node : '';
  const remembered = step(fact.at, { key: 'cause.remembered', params: { node }, place: `node/${node}` });
  return inOrder([hopStep(fact), remembered, ...whyHop(inquiry, choice)]);
}

function whyDialled(inquiry: Inquiry, decision: Extract<Decision, { by: 'ingress' }>, fact: Fact): Step[] {
  const { chosen, service, endpoints } = decision;
  if (chosen === null) return whyNoEndpoint(inquiry, null, service, fact.at);
  const ip = chosen.slice(0, chosen.lastIndexOf(':'));
  return [
    step(fact.at, {
      key: 'cause.inTurn',
      params: { service: bareName(service), count: endpoints.length },
      place: hopIn(fact).actor,
    }),
    ...whyListed(inquiry, service, ip, fact.at),
  ];
}

/** A Pod that a gateway took from the API server's list; or why there was none. */
function whyDiscovered(
  inquiry: Inquiry,
  decision: Extract<Decision, { by: 'discovery' }>,
  fact: Fact,
): Step[] {
  const { chosen, service, targets, provider, balancer, isForbidden } = decision;
  const place = hopIn(fact).actor;
  if (isForbidden) return [step(fact.at, { key: 'cause.forbidden', params: {}, place, tone: 'bad' })];
  if (chosen === null) return whyNoEndpoint(inquiry, null, service, fact.at);
  const params = { provider, balancer, count: targets.length, service: bareName(service) };
  return [
    step(fact.at, { key: 'cause.balanced', params, place }),
    ...whyListed(inquiry, service, chosen.slice(0, chosen.lastIndexOf(':')), fact.at),
  ];
}

/** Programs that fail because of what happened to a packet; and those that answer so of themselves. */
function whyFailed(inquiry: Inquiry, fact: Fact, hop: Hop): Step[] {
  const own = hopStep(fact);
  const { decision } = hop;
  if (decision.by === 'discovery') return inOrder([own, ...whyDiscovered(inquiry, decision, fact)]);
  if (decision.by === 'ocelot') {
    const params = { file: decision.file, count: decision.rejected.length };
    const why = step(fact.at, { key: 'cause.noRoute', params, place: hop.actor, tone: 'bad' });
    return [own, why, ...sentBy(inquiry, hop)];
  }
  if (decision.by === 'ingress') {
    if (decision.service === '') {
      const params = { host: decision.host };
      return [
        own,
        step(fact.at, { key: 'cause.noRule', params, place: hop.actor, tone: 'bad' }),
        ...sentBy(inquiry, hop),
      ];
    }
    const earlier = wrongBefore(inquiry, fact, hop);
    if (earlier !== undefined) return [own, ...whyHop(inquiry, earlier)];
    return inOrder([own, ...whyNoEndpoint(inquiry, null, decision.service, fact.at)]);
  }
  const isName = hop.title.key.endsWith('Error.dns.title');
  const lookedUp = isName ? lastLookup(inquiry, fact, hop) : undefined;
  if (lookedUp !== undefined) return [own, ...whyHop(inquiry, lookedUp)];
  if (decision.by === 'dns') return [own, ...whyAnswered(inquiry, fact, hop)];
  const earlier = wrongBefore(inquiry, fact, hop);
  if (earlier !== undefined) return [own, ...whyHop(inquiry, earlier)];
  const waited = hop.kind === 'timeout' ? whyWaited(inquiry, fact, hop) : [];
  const before = waited.length > 0 ? waited : fromBefore(inquiry, fact);
  return [own, ...before, ...sentBy(inquiry, hop)];
}

/** The hop before on which the same request was turned away, or waited in vain. */
function wrongBefore({ index }: Inquiry, fact: Fact, hop: Hop): Fact | undefined {
  const before = (index.hopsOf.get(hop.request) ?? []).filter((one) => one.id < fact.id);
  return (
    before.findLast((one) => TURNED_AWAY.has(hopIn(one).verdict)) ??
    before.findLast((one) => hopIn(one).kind === 'timeout')
  );
}

/** What was last heard, or not heard, about a name before a program gave up. */
function lastLookup({ index }: Inquiry, fact: Fact, hop: Hop): Fact | undefined {
  return index.hopsOf.get(hop.request)?.findLast((one) => {
    const { decision, verdict } = hopIn(one);
    return one.id < fact.id && (decision.by === 'dns' || TURNED_AWAY.has(verdict));
  });
}

/** A wait in vain for somebody who has the request and has not answered yet. */
function whyWaited({ index }: Inquiry, fact: Fact, hop: Hop): Step[] {
  const asked = index.hopsOf.get(hop.request)?.findLast((one) => {
    const { leg, label } = hopIn(one);
    return one.id < fact.id && leg === hop.leg && label === 'GET' && hopIn(one).after !== null;
  });
  if (asked === undefined) return [];
  const place = hopIn(asked).route.at(-1)?.place ?? '';
  if (!place.startsWith('pod/')) return [];
  const params = { pod: podName(place) };
  return [step(fact.at, { key: 'cause.stillWorking', params, place, tone: 'wait' }), hopStep(asked)];
}

/** What DNS answered, and why the resolver asked for that very name. */
function whyAnswered(inquiry: Inquiry, fact: Fact, hop: Hop): Step[] {
  if (hop.decision.by !== 'dns' || hop.decision.server === 'internet/dns') return sentBy(inquiry, hop);
  const query = hop.decision.queries[0];
  const name = (query?.name ?? '').replace(/\.$/, '');
  const steps: Step[] = [];
  const [service = '', namespace = ''] = name.split('.');
  const key = `${namespace}/${service}`;
  const isInCluster = name.endsWith('.svc.cluster.local');
  const exists = inquiry.view.tables.services[key] !== undefined;
  const tried = triedNames(inquiry, fact, hop);
  if (isInCluster && exists)
    steps.push(step(0, { key: 'cause.dnsKnows', params: { service, namespace }, place: `service/${key}` }));
  else if (query?.rcode === 'NXDOMAIN' && tried.length > 1)
    steps.push(
      step(fact.at, {
        key: 'cause.namesTried',
        params: { names: tried.join(', ') },
        place: 'dns',
        tone: 'bad',
      }),
    );
  const asked = askedFor(inquiry, fact, hop);
  if (asked === null) return [...steps, ...sentBy(inquiry, hop)];
  if (!isInCluster || !exists) {
    const [wanted = '', where = asked.namespace] = asked.name.split('.');
    const params = { name: wanted, namespace: where };
    if (inquiry.view.tables.services[`${where}/${wanted}`] === undefined)
      steps.push(step(0, { key: 'cause.noServiceThere', params, place: 'dns', tone: 'bad' }));
  }
  if (asked.name !== name)
    steps.push(
      step(asked.fact.at, {
        key: 'cause.searchList',
        params: { name: asked.name, namespace: asked.namespace },
        place: hopIn(asked.fact).actor,
      }),
    );
  return [...steps, hopStep(asked.fact), ...sentBy(inquiry, hop)];
}

/** All names that the same look-up asked CoreDNS for, each once. */
function triedNames({ index }: Inquiry, fact: Fact, hop: Hop): string[] {
  const names = (index.hopsOf.get(hop.request) ?? []).flatMap((one) => {
    const { decision, leg } = hopIn(one);
    if (one.id > fact.id || leg !== hop.leg || decision.by !== 'dns') return [];
    return decision.queries.map((query) => query.name.replace(/\.$/, ''));
  });
  return [...new Set(names)];
}

/** The decision of a program from which the look-up follows, with the name as the program wrote it. */
function askedFor(
  { index }: Inquiry,
  fact: Fact,
  hop: Hop,
): { fact: Fact; name: string; namespace: string } | null {
  const found = index.hopsOf.get(hop.request)?.findLast((one) => {
    const { kind, decision, actor } = hopIn(one);
    return one.id < fact.id && kind === 'decide' && decision.by !== 'dns' && actor.startsWith('pod/');
  });
  if (found === undefined) return null;
  const { decision, actor, sentence } = hopIn(found);
  const url =
    decision.by === 'ocelot' ? (decision.downstreamUrl ?? '') : String(sentence.params['url'] ?? '');
  const name = /^https?:\/\/([^/:]+)/.exec(url)?.[1];
  return name === undefined ? null : { fact: found, name, namespace: actor.split('/')[1] ?? 'default' };
}

/** The main hop before, as its cause. */
function fromBefore({ index }: Inquiry, fact: Fact): Step[] {
  for (let before = index.causeOf(fact); before?.type === 'hop'; before = index.causeOf(before)) {
    if (hopIn(before).level === 'main') return [hopStep(before)];
  }
  return [];
}

/** Who sent the request. */
function sentBy(inquiry: Inquiry, hop: Hop): Step[] {
  const sent = inquiry.index.sent.get(hop.request);
  if (sent === undefined) return [];
  const cause = inquiry.index.causeOf(sent);
  if (cause?.type === 'intent/done') return [deedStep(cause)];
  const link = factStep(inquiry, sent);
  return link === null ? [] : [link];
}

/** The causes of how a Pod is now. */
export function whyPod(inquiry: Inquiry, pod: string, at: Micros): Step[] {
  const { index, view } = inquiry;
  const last = index.pods.get(pod)?.findLast((fact) => fact.at <= at);
  const object = view.tables.pods[pod];
  const steps: Step[] = [];
  const place = `pod/${pod}`;
  const params = { pod: podName(pod) };
  const process = view.tables.processes[pod];
  if (object !== undefined && object.metadata.deletionMicros === undefined && !object.status.ready) {
    if (process?.state === 'listening')
      steps.push(step(at, { key: 'cause.probeNotYet', params, place, tone: 'wait' }));
    else if (process?.state === 'starting')
      steps.push(step(at, { key: 'cause.stillStarting', params, place, tone: 'wait' }));
  }
  if (last !== undefined) return [...steps, ...chainOf(inquiry, last)];
  const key =
    object === undefined ? 'cause.noPod' : object.status.ready ? 'cause.readyFromStart' : 'cause.neverReady';
  return [...steps, step(0, { key, params, place })];
}
