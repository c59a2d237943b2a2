import {
  array,
  assert,
  boolean,
  constant,
  dictionary,
  integer,
  nat,
  oneof,
  option,
  property,
  record,
  string,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intent } from '../sim/intent';
import { isIntent, readAction, writeAction, type TimedAction } from './actionCodec';
import { decodeActionsV0 } from './actionCodecV0';
import { checkOf, escapeWord, LinkWords, unescapeWord } from './linkWords';
import { storyOf, type Story, type StoryBranch } from './story';
import { decodeStory, encodeStory } from './storyCodec';

const DEFAULTS = { client: 'learner', url: 'https://shop.example/users/123' };
const WORDS = new LinkWords([
  ...['node-1', 'node-2', 'default/user-api-6c9f-x2x4v', 'default/user-api', 'default/user-api-6c9f'],
  DEFAULTS.client,
]);

/** Any text at all: names come from files that anybody may write. */
const text = oneof(
  string({ unit: 'grapheme', maxLength: 12 }),
  string({ unit: 'binary', maxLength: 6 }),
  constant('default/user-api-6c9f-x2x4v'),
  constant('default/user-api-6c9f-gf8tg'),
  constant('node-2'),
);
const asked = oneof(constant(DEFAULTS), record({ client: text, url: text }));
const of = <T extends Intent['type']>(type: T) => constant(type);

const intents: Arbitrary<Intent> = oneof(
  asked.map((who): Intent => ({ type: 'sendRequest', ...who })),
  record({ who: asked, count: integer({ min: 1, max: 500 }) }).map(({ who, count }): Intent => ({
    type: 'burst',
    ...who,
    count,
  })),
  record({ who: asked, rate: integer({ min: 0, max: 4000 }) }).map(({ who, rate }): Intent => ({
    type: 'setRate',
    ...who,
    rate: rate / 4,
  })),
  record({ type: of('setNewConnections'), on: boolean() }),
  record({ type: of('scale'), deployment: text, replicas: nat(50) }),
  record({ type: of('deletePod'), pod: text }),
  record({ type: of('deletePod'), pod: text, graceSeconds: nat(90) }),
  record({
    type: of('setServiceSelector'),
    service: text,
    selector: dictionary(text, text, { noNullPrototype: true }),
  }),
  record({ type: of('restartDeployment'), deployment: text, stamp: text }),
  record(
    { type: of('execLookup'), pod: text, name: text, server: text, types: constant(['SRV', 'A'] as const) },
    { requiredKeys: ['type', 'pod', 'name'] },
  ) as Arbitrary<Intent>,
  record(
    { type: of('execCurl'), pod: text, url: text, method: text, hostHeader: text, maxTimeMillis: nat() },
    { requiredKeys: ['type', 'pod', 'url'] },
  ) as Arbitrary<Intent>,
  record({ type: of('crashPod'), pod: text }),
  record({ type: of('setWatchDelay'), node: text, milliseconds: nat(100_000) }),
  record({ type: of('setImage'), deployment: text, container: text, image: text }),
  record({ type: of('setPodLabel'), pod: text, label: text, value: option(text) }),
);

/** What was done from a moment on, in order of time. */
function deeds(from: number): Arbitrary<TimedAction[]> {
  return array(record({ gap: nat(90_000_000), intent: intents }), { maxLength: 6 }).map((rows) => {
    let at = from;
    return rows.map(({ gap, intent }) => ({ at: (at += gap), intent }));
  });
}

const branches: Arbitrary<StoryBranch[]> = array(
  record({ forkAt: nat(9e7), parent: nat(), name: option(text), own: deeds(0) }),
  { minLength: 1, maxLength: 5 },
).map((rows) =>
  rows.map(({ forkAt, parent, name, own }, index) => ({
    letter: 'ACDZ'.charAt(index) || 'B',
    name,
    parent: index === 0 ? null : 'ACDZ'.charAt(parent % index),
    forkAt: index === 0 ? 0 : forkAt,
    actions: own.map(({ at, intent }) => ({ at: at + (index === 0 ? 0 : forkAt), intent })),
  })),
);
const stories: Arbitrary<Story> = record({
  branches,
  pick: nat(),
  marks: array(record({ gap: nat(1e7), name: text }), { maxLength: 3 }),
}).map(({ branches: list, pick, marks }) => {
  let at = 0;
  return {
    branches: list,
    current: list[pick % list.length]!.letter,
    bookmarks: marks.map(({ gap, name }) => ({ at: (at += gap), name })),
  };
});

const encode = (story: Story) => encodeStory(story, WORDS, DEFAULTS);
const decode = (link: string) => decodeStory(link, WORDS, DEFAULTS);

describe('names in a link', () => {
  it('come back as they were, in few signs where the scenario has them', () => {
    assert(
      property(text, (word) => {
        expect(WORDS.read(WORDS.write(word))).toBe(word);
        expect(WORDS.write(word)).toMatch(/^[\w-]+$/);
        expect(unescapeWord(escapeWord(word))).toBe(word);
      }),
    );
    expect(WORDS.write('node-2')).toBe('1');
    expect(WORDS.write('default/user-api-6c9f-gf8tg')).toBe('4P-gf8tg');
    expect(escapeWord('第一次')).toHaveLength(12);
  });

  it('are refused where they are none', () => {
    for (const wrong of ['', 'z', '1Px!', 'LX', 'L$', 'Lzz.', '-1', 'LZzzzz'])
      expect(WORDS.read(wrong), wrong).toBeNull();
  });
});

describe('actions in a link', () => {
  it('come back as they were', () => {
    assert(
      property(deeds(0), (actions) => {
        let last = 0;
        for (const action of actions) {
          expect(readAction(writeAction(action, last, WORDS, DEFAULTS), last, WORDS, DEFAULTS)).toEqual(
            action,
          );
          last = action.at;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are told from what is none', () => {
    assert(property(intents, isIntent));
    const kill = { type: 'deletePod', pod: 'default/x' };
    for (const wrong of [
      ...[null, 'deletePod', {}, { type: 'constructor' }, { type: 'deletePod' }, { ...kill, pod: 1 }],
      ...[
        { ...kill, more: 1 },
        { ...kill, graceSeconds: NaN },
        { type: 'sendRequest', client: 'a' },
      ],
      ...[
        { type: 'setServiceSelector', service: 's', selector: { a: 1 } },
        { type: 'setNewConnections', on: 1 },
      ],
    ])
      expect(isIntent(wrong), JSON.stringify(wrong)).toBe(false);
  });

  it('are refused where a word is wrong', () => {
    for (const wrong of [
      ...['S', '10', '10Q', '10S1', '10S_', '10S1_2_3', '10C3', '10C3_x', '10C3_1_1', '10D', '10Dz', '10N2'],
      ...['10N', '10W1_-5', '10W1_Xx', '10T4_OK', '10T4_Q', '10TL_4O', '10K2_La_La_LxQ', '!', '10B', '10S$'],
    ])
      if (!/^10T4_OK$/.test(wrong)) expect(readAction(wrong, 0, WORDS, DEFAULTS), wrong).toBeNull();
    expect(readAction('10T4_OK', 0, WORDS, DEFAULTS)?.intent).toMatchObject({ selector: {} });
  });
});

describe('a story in a link', () => {
  it('comes back as it was', () => {
    assert(
      property(stories, (story) => {
        const link = encode(story);
        if (link !== '') expect(decode(link)).toEqual({ story, damage: null });
        else expect(decode(link).story.branches).toEqual([{ ...story.branches[0], letter: 'A' }]);
      }),
      { numRuns: 300 },
    );
  });

  it('needs no sign that an address would escape', () => {
    assert(
      property(stories, (story) => {
        const link = encode(story);
        expect(new URLSearchParams({ a: link }).toString()).toBe(`a=${link}`);
      }),
    );
  });

  it('is short: a lesson with a dozen deeds on three branches', () => {
    const send: Intent = { type: 'sendRequest', ...DEFAULTS };
    const sends = (from: number, count: number): TimedAction[] =>
      Array.from({ length: count }, (_, i) => ({ at: from + i * 1_234_567, intent: send }));
    const kill: Intent = { type: 'deletePod', pod: 'default/user-api-6c9f-x2x4v' };
    const story: Story = {
      branches: [
        { letter: 'A', name: null, parent: null, forkAt: 0, actions: sends(0, 5) },
        {
          ...{ letter: 'B', name: '先删掉一个 Pod', parent: 'A', forkAt: 3_800_000 },
          actions: [{ at: 3_800_000, intent: kill }, ...sends(3_900_000, 4)],
        },
        {
          ...{ letter: 'C', name: null, parent: 'B', forkAt: 4_000_000 },
          actions: [
            { at: 4_000_000, intent: { type: 'setWatchDelay', node: 'node-2', milliseconds: 700 } },
            { at: 4_100_000, intent: { type: 'scale', deployment: 'default/user-api', replicas: 5 } },
          ],
        },
      ],
      current: 'C',
      bookmarks: [{ at: 4_030_000, name: '第一个 502' }],
    };
    expect(decode(encode(story))).toEqual({ story, damage: null });
    expect(encode(story).length).toBeLessThan(210);
    expect(encode(storyOf(sends(0, 1)))).toMatch(/^1..\*A\.0S\*.{5}$/);
    expect(encode(storyOf([]))).toBe('');
  });

  it('damaged in any way, is used as far as it can be read, is said to be damaged, and nothing is thrown', () => {
    const damaged = record({
      story: stories,
      at: nat(),
      kind: nat(2),
      sign: string({ minLength: 1, maxLength: 1 }),
    });
    assert(
      property(damaged, ({ story, at, kind, sign }) => {
        const link = encode(story);
        if (link === '') return;
        const place = at % link.length;
        const cut = link.slice(0, place);
        const wrong =
          kind === 0
            ? cut
            : kind === 1
              ? `${cut}${sign}${link.slice(place + 1)}`
              : cut + link.slice(place + 1);
        if (wrong === link || wrong === '') return;
        const read = decode(wrong);
        expect(read.damage).not.toBeNull();
        expect(read.story.branches.map(({ letter }) => letter)).toContain(read.story.current);
      }),
      { numRuns: 1500 },
    );
  });

  it('cut off anywhere, holds only what was done, from the beginning', () => {
    assert(
      property(stories, nat(), (story, at) => {
        const link = encode(story);
        const read = decode(link.slice(0, at % (link.length + 1)));
        for (const [index, branch] of read.story.branches.entries()) {
          if (branch.actions.length === 0) continue;
          expect(story.branches[index]!.actions.slice(0, branch.actions.length)).toEqual(branch.actions);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever stands there', () => {
    assert(
      property(
        oneof(
          string(),
          string({ unit: 'binary' }),
          string().map((tail) => `1ab*A${tail}`),
        ),
        (wild) => {
          const { story } = decode(wild);
          for (const { actions, forkAt } of story.branches)
            for (const { at } of actions) expect(Number.isSafeInteger(at) && at >= forkAt).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('says where the scenario has other names by now', () => {
    const link = encode(
      storyOf([{ at: 5, intent: { type: 'crashPod', pod: 'default/user-api-6c9f-x2x4v' } }]),
    );
    const others = new LinkWords(['node-1', 'node-3', 'default/other']);
    expect(decodeStory(link, others, DEFAULTS).damage).toBe('otherNames');
    expect(checkOf('a', 3)).not.toBe(checkOf('b', 3));
  });
});

describe('links of the first version', () => {
  const SEND = { type: 'sendRequest', ...DEFAULTS };
  const OLD: readonly [string, readonly unknown[]][] = [
    ['10S!0S', [SEND, SEND]],
    ['0S~a~http%3A%2F%2Fx', [{ type: 'sendRequest', client: 'a', url: 'http://x' }]],
    ['0B20!1R0.5!2N0', [{ count: 20 }, { rate: 0.5 }, { on: false }]],
    [
      '0C5~default%2Fa!0D~default%2Fp!0X~default%2Fp',
      [{ replicas: 5 }, { pod: 'default/p' }, { type: 'crashPod' }],
    ],
    ['0W700~node-2', [{ node: 'node-2', milliseconds: 700 }]],
    ['0I~d~c~i%3A2!0L~p~app!0L~p~app~v', [{ image: 'i:2' }, { value: null }, { value: 'v' }]],
  ];

  it('still open', () => {
    for (const [link, expected] of OLD) {
      const { story, damage } = decode(link);
      expect(damage, link).toBeNull();
      expect(story.branches[0]!.actions.map(({ intent }) => intent)).toMatchObject(expected);
    }
    expect(decode('10S!10S').story.branches[0]!.actions.map(({ at }) => at)).toEqual([36, 72]);
  });

  it('are refused as a whole where one word is wrong', () => {
    for (const wrong of [
      '10Q',
      '10S!',
      '!10S',
      '10S~only',
      '10C~default%2Fa',
      '10B0',
      '10D',
      '10N2',
      '10D~%E4',
    ]) {
      expect(decodeActionsV0(`10S!${wrong}`, DEFAULTS), wrong).toBeNull();
      expect(decode(`10S!${wrong}`)).toEqual({ story: storyOf([]), damage: 'unreadable' });
    }
  });
});
