import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { event, MAX_SIZE, verb, type Event, type Verb } from './messages';
import { allowedOrigins, isAllowed, targetOf } from './origins';
import { plainCopy } from './plainCopy';
import { isOurs, readEvent, readVerb } from './read';

const text = fc.string({ maxLength: 200 });
const id = fc.option(fc.string({ maxLength: 64 }), { nil: undefined });
const count = fc.integer({ min: 0, max: 1_000_000 });
const place = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.string({ minLength: 1, maxLength: 30 }));
const lens = fc.constantFrom('layers' as const, 'machines' as const);
const lang = fc.constantFrom('zh-CN' as const, 'en' as const);
const point = { step: count, frame: text };
const state = fc.record({
  ...point,
  first: count,
  last: count,
  playing: fc.boolean(),
  asleep: fc.boolean(),
  offScript: fc.boolean(),
  lens,
  lang,
});
const frame = fc.record({ id: text, kind: text, lessonStep: text, title: text, caption: text });

const bare = (type: 'hello' | 'next' | 'previous' | 'play' | 'pause' | 'send' | 'sleep' | 'wake') =>
  id.map((i) => verb(type, {}, i));

const verbs: fc.Arbitrary<Verb> = fc.oneof(
  ...(['hello', 'next', 'previous', 'play', 'pause', 'send', 'sleep', 'wake'] as const).map(bare),
  fc
    .tuple(fc.record({ step: place, still: fc.boolean() }, { requiredKeys: ['step'] }), id)
    .map(([fields, i]) => verb('goTo', fields, i)),
  fc.tuple(fc.record({ pod: text }, { requiredKeys: [] }), id).map(([fields, i]) => verb('kill', fields, i)),
  fc
    .tuple(fc.record({ replicas: count, deployment: text }, { requiredKeys: ['replicas'] }), id)
    .map(([fields, i]) => verb('scale', fields, i)),
  fc.record({ lens }).map((fields) => verb('setLens', fields)),
  fc.record({ lang }).map((fields) => verb('setLanguage', fields)),
  fc.record({ theme: fc.constantFrom('auto' as const, 'light' as const, 'dark' as const) }).map((fields) => {
    return verb('setTheme', fields);
  }),
  fc
    .tuple(fc.record({ step: place }, { requiredKeys: [] }), id)
    .map(([fields, i]) => verb('still', fields, i)),
  fc
    .tuple(fc.record({ steps: fc.array(place, { maxLength: 20 }) }, { requiredKeys: [] }), id)
    .map(([fields, i]) => verb('print', fields, i)),
);

const events: fc.Arbitrary<Event> = fc.oneof(
  fc
    .tuple(state, text, text, fc.array(frame, { maxLength: 10 }))
    .map(([s, scenario, title, frames]) => event('ready', { ...s, scenario, title, frames })),
  fc.record(point).map((fields) => event('stepchange', fields)),
  fc.record(point).map((fields) => event('needsinput', fields)),
  fc.record({ goal: text }).map((fields) => event('goal', fields)),
  fc.constantFrom(event('done', {}), event('release', {})),
  fc.tuple(state, fc.boolean(), id).map(([s, ok, i]) => event('state', { ...s, ok }, i)),
  state.map((s) => event('state', s)),
  fc
    .record({ key: text, code: text, keyCode: count, shiftKey: fc.boolean(), altKey: fc.boolean() })
    .map((fields) => event('key', fields)),
  fc.tuple(fc.record({ code: text, message: text }), id).map(([fields, i]) => event('error', fields, i)),
  fc
    .tuple(fc.record({ ...point, part: count, parts: count, svg: text }), id)
    .map(([fields, i]) => event('still', fields, i)),
);

/** Values of all sorts, with names and types that come close to those of the protocol. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.dictionary(
    fc.constantFrom(
      'ns',
      'v',
      'type',
      'id',
      'step',
      'pod',
      'replicas',
      'lens',
      'steps',
      'toString',
      '__proto__',
    ),
    fc.oneof(
      fc.constantFrom<unknown>(
        'hopscope',
        1,
        'goTo',
        'kill',
        'print',
        'layers',
        -1,
        0.5,
        NaN,
        null,
        {},
        [],
        true,
      ),
      fc.anything(),
    ),
  ),
);

function codeOf(reading: ReturnType<typeof readVerb> | ReturnType<typeof readEvent>): string {
  return 'refusal' in reading ? reading.refusal.code : 'accepted';
}

describe('messages', () => {
  it('are read as they were written, after the journey between two windows', () => {
    fc.assert(
      fc.property(verbs, (message) => {
        expect(readVerb(structuredClone(message))).toEqual({ message });
      }),
    );
    fc.assert(
      fc.property(events, (message) => {
        expect(readEvent(structuredClone(message))).toEqual({ message });
      }),
    );
  });

  it('of one direction are not understood in the other', () => {
    fc.assert(
      fc.property(verbs, events, (asked, told) => {
        if (asked.type !== 'still') expect(codeOf(readEvent(asked))).toBe('unknown-type');
        if (told.type !== 'still') expect(codeOf(readVerb(told))).toBe('unknown-type');
      }),
    );
  });

  it('of any kind are read or refused, and never throw', () => {
    fc.assert(
      fc.property(anything, (data) => {
        for (const reading of [readVerb(data), readEvent(data)]) {
          if (!('refusal' in reading)) expect(isOurs(data)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that are read once are read again as the same', () => {
    fc.assert(
      fc.property(anything, (data) => {
        const reading = readVerb(data);
        if ('message' in reading) expect(readVerb(reading.message)).toEqual(reading);
      }),
    );
  });

  it('lose what their type does not have', () => {
    expect(readVerb({ ...verb('next', {}), html: '<b>' })).toEqual({ message: verb('next', {}) });
  });
});

describe('refused is', () => {
  const next = verb('next', {}, 'a');
  it.each([
    ['no object', 'next', 'wrong-shape'],
    ['nobody’s message', { type: 'next', v: 1 }, 'wrong-shape'],
    ['another version', { ...next, v: 2 }, 'wrong-version'],
    ['a version as text', { ...next, v: '1' }, 'wrong-version'],
    ['an unknown verb', { ...next, type: 'eval' }, 'unknown-type'],
    ['a verb that every object has', { ...next, type: 'toString' }, 'unknown-type'],
    ['a verb that is no text', { ...next, type: ['next'] }, 'unknown-type'],
    ['an id that is no text', { ...next, id: 7 }, 'wrong-shape'],
    ['a long id', { ...next, id: 'x'.repeat(65) }, 'wrong-shape'],
    ['a missing field', { ...next, type: 'goTo' }, 'wrong-shape'],
    ['a field of another type', { ...next, type: 'goTo', step: { valueOf: 1 } }, 'wrong-shape'],
    ['step 0', { ...next, type: 'goTo', step: 0 }, 'wrong-shape'],
    ['half a replica', { ...next, type: 'scale', replicas: 0.5 }, 'wrong-shape'],
    ['a million and one replicas', { ...next, type: 'scale', replicas: 1_000_001 }, 'wrong-shape'],
    ['an unknown lens', { ...next, type: 'setLens', lens: 'fish-eye' }, 'wrong-shape'],
    ['a megabyte', { ...next, type: 'kill', pod: 'x'.repeat(1_000_000) }, 'too-large'],
    ['a megabyte in small pieces', { ...next, more: Array(100_000).fill('0123456789') }, 'too-large'],
    ['a list with a length only', { ...next, more: new Array(4_000_000_000) }, 'too-large'],
    [
      'a prototype key',
      JSON.parse('{"ns":"hopscope","v":1,"type":"next","__proto__":{"a":1}}'),
      'forbidden-key',
    ],
    ['a prototype key inside', { ...next, more: [{ constructor: { prototype: {} } }] }, 'forbidden-key'],
    ['a map', { ...next, more: new Map() }, 'wrong-shape'],
    ['a function', { ...next, more: () => 1 }, 'wrong-shape'],
    ['something endless', endless(), 'wrong-shape'],
  ])('%s', (_, data, code) => {
    expect(codeOf(readVerb(data))).toBe(code);
  });

  it('a getter, and it does not run', () => {
    let hasRun = false;
    const trap = {
      ...next,
      get step(): number {
        hasRun = true;
        return 1;
      },
    };
    expect(codeOf(readVerb(trap))).toBe('wrong-shape');
    expect(hasRun).toBe(false);
  });

  it('named with the id of what was asked, so that whoever waits hears of it', () => {
    expect(readVerb({ ...next, type: 'eval' })).toMatchObject({ refusal: { id: 'a' } });
  });

  it('what leaves a mark on all objects: there is none', () => {
    readVerb(JSON.parse('{"ns":"hopscope","v":1,"type":"next","__proto__":{"polluted":true}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a plain copy', () => {
  it('takes what fits and nothing that is one character larger', () => {
    expect(plainCopy('x'.repeat(MAX_SIZE - 2))).toEqual({ value: 'x'.repeat(MAX_SIZE - 2) });
    expect(plainCopy('x'.repeat(MAX_SIZE - 1))).toEqual({ refused: 'too-large' });
  });
});

describe('origins', () => {
  it('without a field are the slide’s own, if it has one', () => {
    expect(allowedOrigins(null, 'https://a.example')).toEqual(['https://a.example']);
    expect(allowedOrigins(null, 'null')).toEqual([]);
    expect(allowedOrigins('', 'file://')).toEqual([]);
  });

  it('are a list, without what is no origin', () => {
    const list = allowedOrigins(
      'https://a.example, http://b:8080,javascript:1,https://c.example/path,nonsense',
      '',
    );
    expect(list).toEqual(['https://a.example', 'http://b:8080']);
    expect(isAllowed('http://b:8080', list)).toBe(true);
    expect(isAllowed('http://b:8081', list)).toBe(false);
    expect(isAllowed('null', list)).toBe(false);
  });

  it('of files and of sandboxed frames are one and the same: none', () => {
    expect(isAllowed('file://', allowedOrigins('null', ''))).toBe(true);
    expect(isAllowed('null', allowedOrigins('file://', ''))).toBe(true);
    expect(targetOf('null')).toBe('*');
    expect(targetOf('https://a.example')).toBe('https://a.example');
  });

  it('may be any, if the author says so', () => {
    expect(isAllowed('https://whoever.example', allowedOrigins('*', ''))).toBe(true);
  });
});

function endless(): unknown {
  const self: Record<string, unknown> = { ...verb('next', {}) };
  self['more'] = self;
  return self;
}
