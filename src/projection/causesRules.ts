/**
 * Why a node's rules are as they are. That a rule is stale has no cause that the trace could name: it is the
 * sync that had not come yet. So it is told from when the EndpointSlice changed, when the node heard of it and
 * when it wrote its rules. What the nodes do: kubernetes pkg/proxy/iptables/proxier.go.
 */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import {
  addressesIn,
  bareName,
  chainOf,
  factStep,
  podName,
  secondsOf,
  selectorText,
  sliceAt,
  sliceEffect,
  step,
  type Inquiry,
  type Step,
} from './causesFacts';
import { podsOf } from './servicePods';

const LEAVES: ReadonlySet<string> = new Set(['removed', 'terminating', 'notReady']);

/** The last sync of a node that wrote a Service's rules, at or before a moment; undefined if it was before the trace. */
function lastSync({ index }: Inquiry, node: string, service: string, at: Micros): Fact | undefined {
  return index.syncs
    .get(node)
    ?.findLast((fact) => fact.at <= at && (fact['services'] as string[]).includes(service));
}

/** The resourceVersion up to which a node's rules follow a Service's EndpointSlices. */
function versionWritten(inquiry: Inquiry, node: string, service: string, at: Micros): number {
  const sync = lastSync(inquiry, node, service, at);
  if (sync === undefined) return 0;
  const heard = inquiry.index.saw.get(`${node}|${service}`) ?? [];
  return heard
    .filter((fact) => fact.at <= sync.at)
    .reduce((most, fact) => Math.max(most, Number(fact['resourceVersion'])), 0);
}

/** Changes of a Service's EndpointSlices that a node's rules did not follow at a moment, oldest first. */
export function unwritten(inquiry: Inquiry, node: string, service: string, at: Micros): Fact[] {
  const written = versionWritten(inquiry, node, service, at);
  return (inquiry.index.slices.get(service) ?? []).filter(
    (fact) => fact.at <= at && Number(fact['resourceVersion']) > written,
  );
}

/** Why a node had not written a change by a moment: it had not heard, or had to wait, or has not yet. */
export function lagSteps(inquiry: Inquiry, node: string, service: string, change: Fact, at: Micros): Step[] {
  const version = Number(change['resourceVersion']);
  const heard = inquiry.index.saw
    .get(`${node}|${service}`)
    ?.find((fact) => Number(fact['resourceVersion']) >= version);
  const wrote =
    heard &&
    inquiry.index.syncs
      .get(node)
      ?.find((fact) => fact.at >= heard.at && (fact['services'] as string[]).includes(service));
  const place = `node/${node}/proxy`;
  const shared = { place, tone: 'wait' as const, order: at };
  const isDeaf = heard === undefined || heard.at > at;
  const delay = inquiry.index.delays.get(node)?.findLast((fact) => fact.at <= change.at);
  const because = delay === undefined || !isDeaf ? [] : chainOf(inquiry, delay);
  if (heard === undefined) {
    const late = inquiry.view.tables.proxies[node]?.watchDelayMicros ?? 0;
    const params = { node, ms: Math.round(late / 1000), heard: secondsOf(change.at + late) };
    return [step(at, { ...shared, key: 'cause.lag.due', params }), ...because];
  }
  if (wrote === undefined) {
    // Not computed yet: the earliest moment that its least interval allows.
    const proxy = inquiry.view.tables.proxies[node];
    const every = proxy?.minSyncMicros ?? 0;
    const next = Math.max(heard.at, (proxy?.lastSyncMicros ?? heard.at) + every);
    const params = { node, heard: secondsOf(heard.at), every: secondsOf(every), next: secondsOf(next) };
    return [step(at, { ...shared, key: 'cause.lag.notYet', params }), ...because];
  }
  const params = {
    node,
    heard: secondsOf(heard.at),
    wrote: secondsOf(wrote.at),
    ...(isDeaf ? { ms: Math.round((heard.at - change.at) / 1000) } : {}),
  };
  const key = isDeaf ? 'cause.lag.unheard' : 'cause.lag.heard';
  return [step(wrote.at, { ...shared, key, params, fact: wrote }), ...because];
}

/** Why a node's rules could send a packet to an address at a moment. */
export function whyInRules(inquiry: Inquiry, node: string, service: string, ip: string, at: Micros): Step[] {
  const left = unwritten(inquiry, node, service, at).find(
    (fact) => addressesIn(fact).includes(ip) && LEAVES.has(sliceEffect(fact, ip)),
  );
  const place = `node/${node}/rules`;
  if (left !== undefined) {
    return [
      step(at, { key: 'cause.ruleStill', params: { node, ip }, place, tone: 'bad' }),
      ...lagSteps(inquiry, node, service, left, at),
      ...chainOf(inquiry, left, ip),
    ];
  }
  const sync = lastSync(inquiry, node, service, at);
  const written = step(sync?.at ?? 0, {
    key: sync === undefined ? 'cause.ruleFromStart' : 'cause.ruleWritten',
    params: { node, ip },
    place,
    ...(sync === undefined ? {} : { fact: sync }),
  });
  return [written, ...whyListed(inquiry, service, ip, at)];
}

/** Why an address was a ready endpoint at a moment, and since when. */
export function whyListed(inquiry: Inquiry, service: string, ip: string, at: Micros): Step[] {
  const change = inquiry.index.slices
    .get(service)
    ?.findLast(
      (fact) => fact.at <= at && addressesIn(fact).includes(ip) && sliceEffect(fact, ip) === 'ready',
    );
  if (change !== undefined) return chainOf(inquiry, change, ip);
  const params = { service: bareName(service), ip };
  return [step(0, { key: 'cause.listedFromStart', params, place: sliceAt(inquiry, service) })];
}

/** That a Pod no longer answers and nobody had noticed: the change of the slice came later, or has not come. */
export function unnoticed(inquiry: Inquiry, service: string, ip: string, at: Micros): Step[] {
  const changes = inquiry.index.slices.get(service) ?? [];
  const isLeaving = (fact: Fact) => addressesIn(fact).includes(ip) && LEAVES.has(sliceEffect(fact, ip));
  if (changes.some((fact) => fact.at <= at && isLeaving(fact))) return [];
  const later = changes.find((fact) => fact.at > at && isLeaving(fact));
  return [
    step(later?.at ?? at, {
      key: later === undefined ? 'cause.unnoticed' : 'cause.noticedLater',
      params: { ip, service: bareName(service), ...(later === undefined ? {} : { at: secondsOf(later.at) }) },
      place: sliceAt(inquiry, service),
      tone: 'wait',
      order: at,
      ...(later === undefined ? {} : { fact: later }),
    }),
  ];
}

/** Why a Service had no endpoint in a node's rules at a moment. */
export function whyNoEndpoint(inquiry: Inquiry, node: string | null, service: string, at: Micros): Step[] {
  const steps: Step[] = [];
  if (node !== null) {
    const missed = unwritten(inquiry, node, service, at).find((fact) => sliceEffect(fact, null) === 'ready');
    if (missed !== undefined) {
      const chain = chainOf(inquiry, missed);
      return [...lagSteps(inquiry, node, service, missed, at), ...chain];
    }
    const sync = lastSync(inquiry, node, service, at);
    const params = { node, service: bareName(service) };
    if (sync !== undefined)
      steps.push(
        step(sync.at, { key: 'cause.rejectWritten', params, place: `node/${node}/rules`, fact: sync }),
      );
  }
  const changes = (inquiry.index.slices.get(service) ?? []).filter((fact) => fact.at <= at);
  const last =
    changes.findLast((fact) => ['terminating', 'notReady'].includes(sliceEffect(fact, null))) ??
    changes.findLast((fact) => sliceEffect(fact, null) === 'removed');
  if (last !== undefined) return [...steps, ...chainOf(inquiry, last)];
  return [...steps, ...selectorSteps(inquiry, service)];
}

/** No event took the endpoints away: there never were any. What the selector finds now says why. */
function selectorSteps(inquiry: Inquiry, service: string): Step[] {
  const object = inquiry.view.tables.services[service];
  const place = `service/${service}`;
  const name = bareName(service);
  if (object === undefined) return [step(0, { key: 'cause.noService', params: { name }, tone: 'bad' })];
  const { selector } = object.spec;
  if (selector === null)
    return [step(0, { key: 'cause.noSelector', params: { service: name }, place, tone: 'bad' })];
  const pods = podsOf(inquiry.view, service);
  if (pods.length === 0) {
    const params = { service: name, selector: selectorText(selector) };
    return [step(0, { key: 'cause.selectsNone', params, place, tone: 'bad' })];
  }
  const params = { service: name, count: pods.length };
  const first = inquiry.index.pods.get(pods[0]!)?.findLast((fact) => factStep(inquiry, fact) !== null);
  return [
    step(0, { key: 'cause.noneReady', params, place, tone: 'bad' }),
    ...(first === undefined
      ? [
          step(0, {
            key: 'cause.neverReady',
            params: { pod: podName(pods[0]!) },
            place: `pod/${pods[0]!}`,
            tone: 'bad',
          }),
        ]
      : chainOf(inquiry, first)),
  ];
}
