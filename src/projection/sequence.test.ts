import '../i18n/later';
import { describe, expect, it, vi } from 'vitest';
import { translate } from '../i18n/translate';
import type { Hop, Message } from '../sim/packet/hop';
import { lab, type Lab } from '../sim/testing/lab';
import { FactLog } from './factLog';
import { focusAt } from './focus';
import { sequenceCard } from './sequence';
import { escapeMermaid, sequenceMermaid } from './sequenceMermaid';
import type { SequenceCard } from './storyCards';
import type { WorldView } from './view';

vi.setConfig({ testTimeout: 60_000 });

function viewOf(one: Lab, at = one.engine.world.now): WorldView {
  const { world, index } = one.engine;
  return {
    at,
    tables: world.tables,
    lookup: (table, name, value) => index.lookup(table, name, value),
  };
}

function cardOf(one: Lab, at?: number, everyPacket = false): SequenceCard {
  const log = new FactLog();
  log.follow(one.facts);
  const view = viewOf(one, at);
  return sequenceCard(view, focusAt(view, log, null, everyPacket))!;
}

const words = {
  say: ({ key, params }: Message) => translate('en', key, params),
  kernel: 'kernel',
  publicDns: 'public DNS',
};

/** The part of Mermaid's grammar that is written: throws at the first line that it does not know. */
function parseMermaid(text: string) {
  const lines = text.split('\n');
  if (lines.shift() !== 'sequenceDiagram') throw new Error('no header');
  if (lines.pop() !== '') throw new Error('no line break at the end');
  const who = new Map<string, string>();
  const messages: { from: string; to: string; arrow: string; text: string }[] = [];
  const notes: { over: string; text: string }[] = [];
  const written = (given: string) => {
    // An entity code is the only place for `#` and `;`; `%%` would begin a comment.
    const rest = given.replace(/#\d+;/g, '');
    if (rest === '' && given === '') throw new Error('empty text');
    if (/[#;\n<>%]/.test(rest)) throw new Error(`"${given}" would end here`);
    return given.replace(/#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  };
  for (const line of lines) {
    const declared = /^ {4}(participant|actor) (p\d+) as (.+)$/.exec(line);
    const said = /^ {4}(p\d+)(->>|-->>|-x|--x)(p\d+): (.+)$/.exec(line);
    const noted = /^ {4}Note over (p\d+): (.+)$/.exec(line);
    if (declared !== null) {
      if (messages.length > 0 || who.has(declared[2]!)) throw new Error(`"${line}" comes too late`);
      who.set(declared[2]!, written(declared[3]!));
    } else if (said !== null) {
      for (const id of [said[1]!, said[3]!]) if (!who.has(id)) throw new Error(`nobody is ${id}`);
      messages.push({ from: said[1]!, to: said[3]!, arrow: said[2]!, text: written(said[4]!) });
    } else if (noted !== null) {
      if (!who.has(noted[1]!)) throw new Error(`nobody is ${noted[1]!}`);
      notes.push({ over: noted[1]!, text: written(noted[2]!) });
    } else throw new Error(`"${line}" is no statement`);
  }
  return { who, messages, notes };
}

function refused(): Lab {
  const one = lab().scale('default/user-api-deployment', 1).run(15);
  for (const node of ['node-1', 'node-2', 'node-3']) one.delay(node, 600_000);
  one.kill(one.pods('user-api')[0]!).run(0.05);
  one.ask();
  return one;
}

function lost(): Lab {
  const one = lab().scale('default/user-api-deployment', 1).run(15);
  for (const node of ['node-1', 'node-2', 'node-3']) one.delay(node, 600_000);
  one.kill(one.pods('user-api')[0]!).run(5);
  one.ask();
  return one;
}

function good(): Lab {
  const one = lab();
  one.ask();
  return one;
}

describe('the sequence diagram', () => {
  it('has who takes part in the order of the road', () => {
    const names = cardOf(good()).participants.map(({ kind, name }) => `${kind} ${name}`.trim());
    expect(names).toEqual([
      'client browser',
      'publicDns',
      'kernel node-1',
      'pod ingress-nginx-controller',
      'pod web-mvc',
      expect.stringMatching(/^kernel node-/),
      'dns CoreDNS',
      'pod api-gateway',
      ...(names.length === 10 ? [expect.stringMatching(/^kernel node-/)] : []),
      'pod user-api',
    ]);
  });

  it.each([
    ['main hops', false],
    ['every packet', true],
  ])('has one item for each hop that is stepped through, in their order: %s', (_, everyPacket) => {
    for (const one of [good(), refused(), lost()]) {
      const request = one.of('request/sent').at(-1)!['request'];
      const hops = one
        .of('hop')
        .map((fact) => fact['hop'] as Hop)
        .filter((hop) => hop.request === request && (everyPacket || hop.level === 'main'));
      const card = cardOf(one, undefined, everyPacket);
      expect(card.items.map((item) => item.hopId).sort()).toEqual(hops.map((hop) => hop.hopId).sort());
      expect(card.items.map((item) => item.at)).toEqual(
        [...card.items.map((item) => item.at)].sort((a, b) => a - b),
      );
      const ids = new Set(card.participants.map((each) => each.id));
      for (const { from, to } of card.items) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    }
  });

  it('tells a refusal, a loss, a rewrite and a reply apart', () => {
    const kinds = (card: SequenceCard) => new Set(card.items.map((item) => item.kind));
    expect(kinds(cardOf(good()))).toEqual(new Set(['request', 'rewrite', 'note', 'reply']));
    const refusal = cardOf(refused()).items.find((item) => item.kind === 'refused')!;
    expect(refusal.from).toMatch(/^pod\/default\/user-api/);
    expect(refusal.to).toMatch(/^pod\/default\/api-gateway/);
    expect(kinds(cardOf(lost()))).toContain('lost');
  });

  it('is in step with the moment shown', () => {
    const one = good();
    const whole = cardOf(one);
    const at = whole.items[7]!.at + 10;
    const card = cardOf(one, at);
    expect(card.current).toBe(7);
    expect(card.items.map((item) => item.state)).toEqual(
      whole.items.map((_, i) => (i < 7 ? 'past' : i === 7 ? expect.stringMatching(/now|past/) : 'future')),
    );
  });
});

describe('as Mermaid', () => {
  it.each([
    ['a good request', good],
    ['a refused one', refused],
    ['a lost one', lost],
  ])('parses, and says what the hops say: %s', (_, make) => {
    for (const everyPacket of [false, true]) {
      const card = cardOf(make(), undefined, everyPacket);
      const { who, messages, notes } = parseMermaid(sequenceMermaid(card, words));
      expect(who.size).toBe(card.participants.length);
      const arrows = card.items.filter((item) => item.kind !== 'note');
      expect(messages).toHaveLength(arrows.length);
      expect(notes).toHaveLength(
        card.items.filter((item) => item.kind === 'note' || item.kind === 'rewrite').length,
      );
      const ids = new Map(card.participants.map((each, i) => [each.id, `p${i + 1}`]));
      messages.forEach(({ from, to, arrow }, i) => {
        const item = arrows[i]!;
        expect([from, to]).toEqual([ids.get(item.from), ids.get(item.to)]);
        const wanted = { request: '->>', rewrite: '->>', reply: '-->>', refused: '--x', lost: '-x' };
        expect(arrow).toBe(wanted[item.kind as keyof typeof wanted]);
      });
    }
  });

  it('escapes what would end a text or be taken for markup', () => {
    expect(escapeMermaid('a;b#c%%d <e>\n f')).toBe('a#59;b#35;c#37;#37;d #60;e#62; f');
    expect(escapeMermaid('  ')).toBe('–');
    const odd = { ...cardOf(good()), url: '' };
    const items = odd.items.map((item) => ({
      ...item,
      label: 'end;#',
      message: { key: '⟦;#%%<b>', params: {} },
    }));
    const { messages, notes } = parseMermaid(sequenceMermaid({ ...odd, items }, words));
    expect(messages[0]!.text).toContain('end;#');
    expect(notes[0]!.text).toContain(';#%%<b>');
  });
});
