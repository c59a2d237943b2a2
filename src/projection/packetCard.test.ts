/** The truth about a packet, held to what a real run did. */
import { describe, expect, it } from 'vitest';
import { firstLesson } from '../app/testing/firstLesson';
import { Session } from '../app/session';
import type { Hop } from '../sim/packet/hop';
import { formatSocket } from '../sim/packet/headers';
import type { Focus } from './focus';
import { packetCard, type PacketCard } from './packetCard';

const loaded = firstLesson();
const session = new Session(loaded, loaded.scenario.seed);
for (let i = 0; i < 4; i++) {
  session.seek(i * 1_000_000);
  session.act({ type: 'sendRequest', ...session.usual() });
}
session.seek(6_000_000);
session.setEveryPacket(true);
const view = session.view();
const request = session.log.sent.at(-1)!;

function cardOf(isWanted: (hop: Hop) => boolean, story = request): PacketCard {
  const current = story.hops.findIndex(isWanted);
  expect(current).toBeGreaterThanOrEqual(0);
  const focus: Focus = {
    ...{ request: story, hops: story.hops, current, hop: story.hops[current]! },
    ...{ service: null, hopService: null },
  };
  return packetCard(view, session.log, focus, loaded.sources ?? {})!;
}

const isServiceSyn = ({ leg, layer, label, kind }: Hop) =>
  leg === 'service' && layer === 'TCP' && label === 'SYN' && kind === 'rewrite';

describe('headers by layer', () => {
  it('mark what a rewrite changes, and only that', () => {
    const { layers } = cardOf(isServiceSyn);
    expect(layers.map(({ layer }) => layer)).toEqual(['IP', 'TCP']);
    const hop = request.hops.find(isServiceSyn)!;
    const [ip, tcp] = layers;
    const dst = ip!.fields.find(({ name }) => name === 'dst')!;
    expect(dst).toEqual({
      ...{
        name: 'dst',
        before: hop.before!.destination.ip,
        after: hop.after!.destination.ip,
        isChanged: true,
      },
    });
    expect(dst.before).not.toBe(dst.after);
    const changed = layers.flatMap(({ fields }) => fields.filter(({ isChanged }) => isChanged));
    expect(changed.every(({ name }) => ['dst', 'dport'].includes(name))).toBe(true);
    expect(tcp!.fields.find(({ name }) => name === 'flags')!.after).toBe('SYN');
  });

  it('show how the gateway writes the request line anew', () => {
    const { layers } = cardOf(({ decision }) => decision.by === 'ocelot');
    const http = layers.find(({ layer }) => layer === 'HTTP')!;
    const path = http.fields.find(({ name }) => name === 'path')!;
    expect(path).toMatchObject({ before: '/users/123', after: '/api/users/123', isChanged: true });
    expect(http.fields.find(({ name }) => name === 'Host')?.after).toContain('user-api-service');
  });

  it('say whom a request names while it is on its way, and that TLS hides it', () => {
    const isRequest = ({ http, kind }: Hop) => http?.line.startsWith('GET ') === true && kind === 'translate';
    const { layers } = cardOf((hop) => isRequest(hop) && hop.leg === 'service');
    const http = layers.find(({ layer }) => layer === 'HTTP')!;
    expect(http.fields.find(({ name }) => name === 'Host')?.before).toBe('user-api-service');
    expect(http.isEncrypted).toBeUndefined();
    const outside = cardOf((hop) => isRequest(hop) && hop.leg === 'ingress');
    expect(outside.layers.find(({ layer }) => layer === 'HTTP')!.isEncrypted).toBe(true);
  });

  it('turn a DNS answer round: what came in, and what goes out, on the way back with the answer', () => {
    const story = session.log.sent[0]!;
    const isMine = ({ leg, layer, label }: Hop) => leg === 'service' && layer === 'DNS' && label === 'A';
    const given = cardOf((hop) => isMine(hop) && hop.decision.by === 'dns', story);
    expect(given.turn).toBe('program');
    const [ip] = given.layers;
    const [src, dst] = ip!.fields;
    expect([src!.before, src!.after]).toEqual([dst!.after, dst!.before]);
    const back = cardOf((hop) => isMine(hop) && hop.decision.by === 'conntrack', story);
    expect(back.turn).toBe('kernel');
    const answers = back.layers.at(-1)!.fields.find(({ name }) => name === 'answers')!;
    expect(answers).toMatchObject({ isChanged: false });
    expect(answers.after).toContain('IN A 10.103.22.45');
  });

  it('say UDP and the question for a name', () => {
    const { layers } = cardOf(({ layer, before }) => layer === 'DNS' && before !== null);
    expect(layers.map(({ layer }) => layer)).toContain('UDP');
  });
});

describe('examined rules', () => {
  const card = cardOf(isServiceSyn);
  const decision = request.hops.find(isServiceSyn)!.decision;
  if (decision.by !== 'rules') throw new Error('no rules');
  const { examined, node } = decision;

  it('count the packets that matched them on this node, from the trace', () => {
    expect(card.rules).toHaveLength(examined.length);
    examined.forEach((rule, index) => {
      const matches = session.log.sent
        .flatMap(({ hops }) => hops)
        .flatMap((hop) =>
          hop.decision.by === 'rules' && hop.decision.node === node ? hop.decision.examined : [],
        )
        .filter((each) => each.matched && each.chain === rule.chain && each.text === rule.text);
      expect(card.rules[index]!.count).toBe(matches.length);
    });
    expect(Math.max(...card.rules.map(({ count }) => count))).toBeGreaterThan(1);
  });

  it('come from a line of the Service’s file, or from an entry of its EndpointSlice', () => {
    const entry = examined.findIndex(({ chain, matched }) => chain === 'KUBE-SERVICES' && matched);
    const source = card.rules[entry]!.source!;
    expect(source).toMatchObject({ kind: 'Service', name: 'default/user-api-service' });
    const [file = '', line] = source.place!.split(':');
    expect(file).toMatch(/^manifests\/.*\.yaml$/);
    expect(loaded.sources!['Service/default/user-api-service']!.file).toBe(file);
    expect(Number(line)).toBeGreaterThan(0);
    const chosen = examined.findIndex(({ endpoint, matched }) => endpoint !== undefined && matched);
    expect(card.rules[chosen]!.source).toMatchObject({ kind: 'EndpointSlice', place: null });
    const { name, path } = card.rules[chosen]!.source!;
    const index = Number(/^endpoints\[(\d+)\]/.exec(path)![1]);
    const address = view.tables.endpointSlices[name]!.endpoints[index]!.addresses[0];
    expect(examined[chosen]!.endpoint).toMatch(new RegExp(`^${address}:`));
  });
});

describe('the conntrack entry', () => {
  it('has the tuples of the node’s table, for every packet that it serves', () => {
    const isTracked = ({ decision }: Hop) =>
      (decision.by === 'rules' || decision.by === 'conntrack') && decision.conntrackKey !== null;
    const tracked = request.hops.filter(isTracked);
    expect(tracked.length).toBeGreaterThan(4);
    let seen = 0;
    for (const hop of tracked) {
      const { tracked: entry } = cardOf((each) => each === hop);
      const key = 'conntrackKey' in hop.decision ? hop.decision.conntrackKey! : '';
      const row = view.tables.conntrack[key];
      if (row === undefined) continue;
      seen++;
      expect(entry!.original.source.text).toBe(formatSocket(row.original.source));
      expect(entry!.original.destination.text).toBe(formatSocket(row.original.destination));
      expect(entry!.reply.source.text).toBe(formatSocket(row.reply.source));
      expect(entry!.reply.destination.text).toBe(formatSocket(row.reply.destination));
    }
    expect(seen).toBeGreaterThan(4);
    const ways = tracked.map((hop) => cardOf((each) => each === hop).tracked!.rewritten);
    expect(new Set(ways)).toEqual(new Set(['both', 'none', 'destination']));
  });
});

describe('a look-up', () => {
  it('lists every answer in order, with the one of this hop', () => {
    const story = session.log.sent[0]!;
    const isAnswer = ({ decision, leg }: Hop) => decision.by === 'dns' && leg === 'service';
    const answers = story.hops.filter(isAnswer);
    const { dns } = cardOf((hop) => hop === answers.at(-1), story);
    expect(dns).toHaveLength(answers.length);
    expect(dns.map(({ type }) => type).sort()).toEqual(expect.arrayContaining(['A', 'AAAA']));
    expect([...dns].sort((a, b) => a.at - b.at)).toEqual(dns);
    expect(dns.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  });
});
