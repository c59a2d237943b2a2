import {
  array,
  assert,
  constantFrom,
  dictionary,
  nat,
  oneof,
  option,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { expect, it } from 'vitest';
import type { Intent } from '../sim/intent';
import { lineOf } from './lineOf';
import { readLine } from './readLine';

const key = constantFrom('default/web', 'shop/user-api-75dc-x2');
const of = <T extends Intent['type']>(type: T) => constantFrom(type);
const label = constantFrom('app', 'example.com/tier');
const value = constantFrom('web', 'x_1', 'A.b-c');

const intents: Arbitrary<Intent> = oneof(
  record({ type: of('scale'), deployment: key, replicas: nat(50) }),
  record({ type: of('deletePod'), pod: key }),
  record({ type: of('deletePod'), pod: key, graceSeconds: nat(60) }),
  record({ type: of('setPodLabel'), pod: key, label, value: option(value) }),
  record({
    type: of('setImage'),
    deployment: key,
    container: value,
    image: constantFrom('a/b:1', 'r.io:5000/x@sha256:0'),
  }),
  record({
    type: of('setServiceSelector'),
    service: key,
    selector: dictionary(label, value, { minKeys: 1, noNullPrototype: true }),
  }),
  record(
    {
      type: of('execLookup'),
      pod: key,
      name: constantFrom('web', 'web.shop.'),
      server: constantFrom('10.96.0.10'),
      types: array(constantFrom('A' as const, 'SRV' as const), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ['type', 'pod', 'name'] },
  ) as Arbitrary<Intent>,
  record(
    {
      type: of('execCurl'),
      pod: key,
      url: constantFrom('http://web/a?b=1&c=2', "http://web/it's"),
      method: constantFrom('POST'),
      hostHeader: constantFrom('shop.example'),
      maxTimeMillis: constantFrom(1500, 20_000),
    },
    { requiredKeys: ['type', 'pod', 'url'] },
  ) as Arbitrary<Intent>,
);

it('a line leads back to the intent that it was written for', () => {
  assert(
    property(intents, (intent) => {
      const line = lineOf(intent, { pods: {} })!;
      // Without --force kubectl itself takes 0 for 1, so lineOf adds it.
      expect(readLine(line), line).toMatchObject({ ok: true, intents: [intent] });
    }),
    { numRuns: 400 },
  );
});

it('what kubectl cannot do has no line', () => {
  expect(lineOf({ type: 'crashPod', pod: 'default/a' }, { pods: {} })).toBeNull();
  expect(lineOf({ type: 'sendRequest', client: 'a', url: 'http://b' }, { pods: {} })).toBeNull();
});
