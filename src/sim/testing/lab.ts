/**
 * The driver of simulation tests: a whole world, and verbs of the domain. Every verb acts at the
 * present moment; `runUntil`, `run`, `settle` and `outcome` let time pass.
 */
import { expect } from 'vitest';
import type { Pod } from '../cluster/objects';
import type { Engine, Fact } from '../kernel/draft';
import { seconds } from '../kernel/time';
import type { Hop, Outcome } from '../packet/hop';
import { applyIntent, type Intent } from '../intent';
import { simLaws, type SimTables } from '../laws';
import { engineOf, intervene, nextDueAt, step } from '../step';
import { roleOf } from '../traffic/programs';
import { brokenInvariants } from './invariants';
import { worldOf, type WorldSource } from './worlds';
import { targetsOf } from '../dataplane/nodeRules/nodeRules';

export interface LabOptions {
  readonly seed?: string;
  /** Checks the invariants after every so many steps; 0, the default, for never. */
  readonly checkEvery?: number;
}

/** A lab with the first lesson, another scenario, or plain manifests. */
export function lab(source: WorldSource = 'where-a-service-works', options: LabOptions = {}): Lab {
  return new Lab(source, options);
}

export class Lab {
  readonly facts: Fact[] = [];
  readonly engine: Engine<SimTables>;
  steps = 0;
  private readonly checkEvery: number;

  constructor(source: WorldSource, { seed = 'test', checkEvery = 0 }: LabOptions) {
    this.engine = engineOf(worldOf(source, seed), simLaws);
    this.checkEvery = checkEvery;
  }

  get tables(): SimTables {
    return this.engine.world.tables;
  }

  /** Seconds of simulated time. */
  get now(): number {
    return this.engine.world.now / 1e6;
  }

  // --- letting time pass ------------------------------------------------------------

  /** Until everything due by then, in seconds, has happened. */
  runUntil(second: number): this {
    const end = seconds(second);
    for (let due = nextDueAt(this.engine); due !== undefined && due <= end; due = nextDueAt(this.engine)) {
      this.one();
    }
    this.engine.world.now = Math.max(this.engine.world.now, end);
    return this;
  }

  /** So many seconds more. */
  run(forSeconds: number): this {
    return this.runUntil(this.now + forSeconds);
  }

  /** Until something holds. Fails after so many seconds. */
  runWhile(goesOn: () => boolean, limitSeconds = 300): this {
    const end = this.now + limitSeconds;
    while (goesOn()) {
      const due = nextDueAt(this.engine);
      if (due === undefined || due > seconds(end)) throw new Error(`still so after ${limitSeconds} s`);
      this.one();
    }
    return this;
  }

  /** Until nothing is due any more. */
  settle(limitSeconds = 100_000): this {
    return this.runWhile(() => nextDueAt(this.engine) !== undefined, limitSeconds);
  }

  private one(): void {
    const record = step(this.engine, simLaws)!;
    this.facts.push(...record.facts);
    this.steps++;
    if (this.steps > 3_000_000) throw new Error('too many steps');
    if (this.checkEvery > 0 && this.steps % this.checkEvery === 0) this.check(record.eventType);
  }

  /** Fails if the world as it is now breaks an invariant. */
  check(after = 'now'): void {
    const broken = brokenInvariants(this.engine.world);
    if (broken.length > 0) throw new Error(`at ${this.now} s, after ${after}:\n${broken.join('\n')}`);
  }

  // --- what people do ---------------------------------------------------------------

  /** Acts, now. */
  intend(intent: Intent): readonly Fact[] {
    const at = this.engine.world.now;
    const record = intervene(this.engine, simLaws, at, (draft) => applyIntent(draft, intent));
    this.facts.push(...record.facts);
    return record.facts;
  }

  private must(intent: Intent): this {
    const refused = this.intend(intent).find((fact) => fact.type === 'intent/refused');
    if (refused !== undefined) throw new Error(`refused: ${String(refused['message'])}`);
    return this;
  }

  /** A client, by default the first, opens a URL. Returns the request's id. */
  send(url = 'https://shop.example/users/123', client = 'learner'): string {
    const facts = this.intend({ type: 'sendRequest', client, url });
    const sent = facts.find((fact) => fact.type === 'request/sent');
    if (sent === undefined) throw new Error(`"${client}" cannot open "${url}"`);
    return String(sent['request']);
  }

  /** Opens a URL and waits for the outcome. */
  ask(url?: string): Outcome {
    return this.outcome(this.send(url));
  }

  /** So many page views one after the other; returns who served each. */
  askTimes(times: number, url?: string): (string | null)[] {
    return Array.from({ length: times }, () => this.ask(url).servedBy);
  }

  rate(perSecond: number, url = 'https://shop.example/users/123'): this {
    return this.must({ type: 'setRate', client: 'learner', url, rate: perSecond });
  }

  burst(count: number, url = 'https://shop.example/users/123'): this {
    return this.must({ type: 'burst', client: 'learner', url, count });
  }

  keepAlive(): this {
    return this.must({ type: 'setNewConnections', on: false });
  }

  newConnections(): this {
    return this.must({ type: 'setNewConnections', on: true });
  }

  kill(pod: string): this {
    return this.must({ type: 'deletePod', pod });
  }

  crash(pod: string): this {
    return this.must({ type: 'crashPod', pod });
  }

  scale(deployment: string, replicas: number): this {
    return this.must({ type: 'scale', deployment, replicas });
  }

  label(pod: string, label: string, value: string | null): this {
    return this.must({ type: 'setPodLabel', pod, label, value });
  }

  /** From now on, that node's kube-proxy hears of changes so many milliseconds late. */
  delay(node: string, milliseconds: number): this {
    return this.must({ type: 'setWatchDelay', node, milliseconds });
  }

  /** The node's power is gone. */
  fail(node: string): this {
    return this.must({ type: 'failNode', node });
  }

  /** The power is back: the node boots. */
  recover(node: string): this {
    return this.must({ type: 'recoverNode', node });
  }

  // --- what there is ----------------------------------------------------------------

  /** Keys of the Pods whose name begins so, sorted. */
  pods(name: string): string[] {
    return Object.keys(this.tables.pods)
      .filter((key) => key.slice(key.indexOf('/') + 1).startsWith(name))
      .sort();
  }

  pod(key: string): Pod {
    const pod = this.tables.pods[key];
    if (pod === undefined) throw new Error(`no pod "${key}"`);
    return pod;
  }

  ipOf(pod: string): string {
    return this.pod(pod).status.podIP ?? '';
  }

  nodeOf(pod: string): string {
    return this.pod(pod).spec.nodeName ?? '';
  }

  /** `ip:port` of what a node's rules can choose for a Service, sorted. */
  targets(node: string, service: string): string[] {
    return [...targetsOf(this.tables.ruleSets[node]?.rules, [service])].sort();
  }

  // --- what happened ----------------------------------------------------------------

  of(type: string): Fact[] {
    return this.facts.filter((fact) => fact.type === type);
  }

  /** How a request ended, as soon as it has. */
  outcome(request: string): Outcome {
    const ended = () => this.of('request/ended').filter((fact) => fact['request'] === request);
    this.runWhile(() => this.tables.requests[request] !== undefined);
    const all = ended();
    expect(all, `${request} ends exactly once`).toHaveLength(1);
    return all[0]!['outcome'] as Outcome;
  }

  /** `200`, `502.refused`, `dnsFailure` … of a request. */
  outcomeId(request: string): string {
    this.outcome(request);
    return String(this.of('request/ended').find((fact) => fact['request'] === request)!['outcomeId']);
  }

  hops(request: string, leg?: Hop['leg']): Hop[] {
    const hops = this.of('hop').map((fact) => fact['hop'] as Hop);
    return hops.filter((hop) => hop.request === request && (leg === undefined || hop.leg === leg));
  }

  /** What a request's hops of one kind of decision say. */
  hopNames(request: string, leg?: Hop['leg']): string[] {
    return this.hops(request, leg).map((hop) => hop.title.key.replace(/^hop\.(.*)\.title$/, '$1'));
  }

  /** Hops in which a node's rules rewrote a TCP connection: `source → destination ⇒ source → destination`. */
  rewrites(request: string, leg?: Hop['leg']): string[] {
    return this.hops(request, leg)
      .filter((hop) => hop.kind === 'rewrite' && hop.layer !== 'DNS')
      .map((hop) => `${written(hop.before)} => ${written(hop.after)}`);
  }

  /** Who passed the request on, by role: what `expectPath` compares. */
  path(request: string): string[] {
    const path: string[] = [];
    for (const hop of this.hops(request)) {
      if (hop.http === null || hop.label !== 'GET' || hop.before === null) continue;
      const ends = [hop.route[0]!.place, hop.route.at(-1)!.place];
      for (const place of ends) if (path.at(-1) !== this.roleAt(place)) path.push(this.roleAt(place));
    }
    return path;
  }

  /** The request went from program to program in this order: `browser`, `ingress-controller`, `web-app`, `gateway`, `service`. */
  expectPath(request: string, ...roles: string[]): this {
    this.outcome(request);
    expect(this.path(request)).toEqual(roles);
    return this;
  }

  private roleAt(place: string): string {
    if (!place.startsWith('pod/')) return 'browser';
    const pod = this.tables.pods[place.slice(4)];
    const read = { get: (table: string, key: string) => (this.tables as never)[table]?.[key] };
    return pod === undefined ? 'gone' : roleOf(read as never, pod);
  }
}

/** `10.244.1.4:47775 > 10.103.22.45:80`. */
export function written(flow: Hop['before']): string {
  if (flow === null) return '';
  const { source, destination } = flow;
  return `${source.ip}:${source.port} > ${destination.ip}:${destination.port}`;
}
