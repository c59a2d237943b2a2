import {
  anything,
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
import { decodeActions, encodeActions, type TimedAction } from './actionCodec';

const DEFAULTS = { client: 'learner', url: 'https://shop.example/users/123' };

/** Any text at all: names come from files that anybody may write. */
const text = string({ unit: 'grapheme', maxLength: 12 });
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

/** What was done, in order of time. */
const histories: Arbitrary<TimedAction[]> = array(record({ gap: nat(90_000_000), intent: intents }), {
  maxLength: 12,
}).map((rows) => {
  let at = 0;
  return rows.map(({ gap, intent }) => ({ at: (at += gap), intent }));
});

describe('actions as text', () => {
  it('come back as they were', () => {
    assert(
      property(histories, (actions) => {
        expect(decodeActions(encodeActions(actions, DEFAULTS), DEFAULTS)).toEqual(actions);
      }),
      { numRuns: 500 },
    );
  });

  it('need no character that ends a word, a field or an address', () => {
    assert(
      property(histories, (actions) => {
        expect(encodeActions(actions, DEFAULTS)).toMatch(/^[\w.!~%-]*$/);
      }),
    );
  });

  it('leave out what the scenario says anyway', () => {
    const sent: TimedAction = { at: 36, intent: { type: 'sendRequest', ...DEFAULTS } };
    expect(encodeActions([sent, sent], DEFAULTS)).toBe('10S!0S');
    expect(encodeActions([], DEFAULTS)).toBe('');
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
      expect(decodeActions(wrong, DEFAULTS), wrong).toBeNull();
      expect(decodeActions(`10S!${wrong}`, DEFAULTS), wrong).toBeNull();
    }
  });

  it('never throw, whatever stands there', () => {
    assert(
      property(oneof(string(), anything().map(String)), (wild) => {
        const read = decodeActions(wild, DEFAULTS);
        if (read !== null) for (const { at } of read) expect(Number.isSafeInteger(at)).toBe(true);
      }),
    );
  });
});
