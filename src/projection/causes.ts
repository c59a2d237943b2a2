/**
 * "Why?": the causes of anything that can be seen, as a chain of short sentences, newest first. The trace names
 * one cause for each fact; where the reason is that something had not come yet, that is told, too.
 */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import { addressesIn, bareName, chainOf, inOrder, podName, type Inquiry, type Step } from './causesFacts';
import { whyHop, whyPod } from './causesHops';
import { hopIn, type FactIndex } from './causesIndex';
import { lagSteps, unwritten, whyInRules, whyListed, whyNoEndpoint } from './causesRules';
import { outcomeMessage } from './journey';
import { TURNED_AWAY, type Question, type WhyCard, type WhyLink } from './storyCards';
import type { WorldView } from './view';
import type { Outcome } from '../sim/packet/hop';

/** More than so many causes are not read. */
const MOST_LINKS = 14;

/**
 * The answer to a question at a moment; null if nothing is known of what it asks about.
 * `service` is the one whose EndpointSlice the picture shows.
 */
export function whyCard(
  index: FactIndex,
  view: WorldView,
  question: Question,
  service: string | null,
): WhyCard | null {
  const answer = answerTo({ index, view, service }, question, view.at);
  if (answer === null) return null;
  return {
    question,
    ask: answer.ask,
    subject: answer.subject ?? null,
    askedAt: view.at,
    links: withoutRepeats(answer.steps).slice(0, MOST_LINKS),
  };
}

interface Answer {
  readonly ask: WhyCard['ask'];
  readonly subject?: WhyCard['subject'];
  readonly steps: readonly Step[];
}

function answerTo(inquiry: Inquiry, question: Question, at: Micros): Answer | null {
  switch (question.about) {
    case 'request':
      return aboutRequest(inquiry, question.request);
    case 'hop': {
      const fact = inquiry.index.hops.get(question.hopId);
      return fact === undefined ? null : aboutHop(inquiry, fact);
    }
    case 'pod':
      return {
        ask: { key: 'cause.ask.pod', params: { pod: podName(question.pod) } },
        steps: whyPod(inquiry, question.pod, at),
      };
    case 'endpoint':
      return aboutEndpoint(inquiry, question.service, question.address, at);
    case 'rules':
      return aboutRules(inquiry, question.node, question.service, at);
    case 'fact': {
      const fact = inquiry.index.of(question.factId);
      if (fact === undefined) return null;
      return fact.type === 'hop' ? aboutHop(inquiry, fact) : aboutFact(inquiry, fact);
    }
  }
}

function aboutHop(inquiry: Inquiry, fact: Fact): Answer {
  const ask = { key: 'cause.ask.hop', params: {} };
  return { ask, subject: hopIn(fact).title, steps: whyHop(inquiry, fact) };
}

function aboutFact(inquiry: Inquiry, fact: Fact): Answer {
  if (fact.type === 'request/ended' || fact.type === 'request/sent') {
    const answer = aboutRequest(inquiry, String(fact['request']));
    if (answer !== null) return answer;
  }
  const steps = chainOf(inquiry, fact);
  return { ask: { key: 'cause.ask.this', params: {} }, subject: steps[0]?.message ?? null, steps };
}

/** How a request ended: from the program that gave the answer back to what went wrong first. */
function aboutRequest(inquiry: Inquiry, request: string): Answer | null {
  const { index } = inquiry;
  const hops = index.hopsOf.get(request) ?? [];
  const ended = index.ended.get(request);
  const outcome = (ended?.['outcome'] as Outcome | undefined) ?? null;
  const outcomeId = ended === undefined ? null : String(ended['outcomeId']);
  const ask = { key: 'cause.ask.request', params: {} };
  const subject = outcomeMessage('outcome', { outcome, outcomeId });
  if (outcome?.kind === 'ok') {
    // Who did the work, and why it was that one.
    const chosen = hops.findLast(
      (fact) =>
        hopIn(fact).leg === 'service' && hopIn(fact).kind === 'rewrite' && hopIn(fact).layer !== 'DNS',
    );
    const work = hops.findLast((fact) => hopIn(fact).kind === 'work');
    const steps = work === undefined ? [] : chainOf(inquiry, work);
    if (chosen === undefined) return { ask, subject, steps };
    return { ask, subject, steps: [...steps.slice(0, 1), ...whyHop(inquiry, chosen)] };
  }
  const wrong = hops.filter(
    (fact) => TURNED_AWAY.has(hopIn(fact).verdict) || hopIn(fact).verdict === 'failed',
  );
  const answered = wrong.findLast((fact) => hopIn(fact).verdict === 'failed') ?? wrong.at(-1);
  if (answered === undefined) {
    const sent = index.sent.get(request);
    return sent === undefined ? null : { ask, subject, steps: chainOf(inquiry, sent) };
  }
  return { ask, subject, steps: whyHop(inquiry, answered) };
}

function aboutEndpoint(inquiry: Inquiry, service: string, address: string, at: Micros): Answer {
  const ip = address.replace(/:\d+$/, '');
  const ask = { key: 'cause.ask.endpoint', params: { ip, service: bareName(service) } };
  const last = inquiry.index.slices
    .get(service)
    ?.findLast((fact) => fact.at <= at && addressesIn(fact).includes(ip));
  if (last !== undefined) return { ask, steps: chainOf(inquiry, last, ip) };
  return { ask, steps: whyListed(inquiry, service, ip, at) };
}

function aboutRules(inquiry: Inquiry, node: string, service: string, at: Micros): Answer {
  const ask = { key: 'cause.ask.rules', params: { node, service: bareName(service) } };
  const change = unwritten(inquiry, node, service, at)[0];
  if (change !== undefined) {
    const steps = [...lagSteps(inquiry, node, service, change, at), ...chainOf(inquiry, change)];
    return { ask, steps: inOrder(steps) };
  }
  const sync = inquiry.index.syncs
    .get(node)
    ?.findLast((fact) => fact.at <= at && (fact['services'] as string[]).includes(service));
  if (sync !== undefined) return { ask, steps: chainOf(inquiry, sync) };
  const [slice] = inquiry.view.lookup('endpointSlices', 'byService', service);
  const ip = slice && inquiry.view.tables.endpointSlices[slice]?.endpoints[0]?.addresses[0];
  if (ip === undefined) return { ask, steps: whyNoEndpoint(inquiry, node, service, at) };
  return { ask, steps: whyInRules(inquiry, node, service, ip, at) };
}

/** The same fact, or the same sentence, is said once. */
function withoutRepeats(steps: readonly Step[]): WhyLink[] {
  const seen = new Set<string>();
  return steps.flatMap(({ order: _order, ...link }) => {
    const id = link.factId === null ? JSON.stringify(link.message) : `#${link.factId}`;
    if (seen.has(id)) return [];
    seen.add(id);
    return [link];
  });
}
