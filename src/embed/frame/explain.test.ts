import { describe, expect, it } from 'vitest';
import { verb } from '../protocol/messages';
import { readVerb } from '../protocol/read';
import { explain } from './explain';

function why(data: unknown): string {
  const reading = readVerb(data);
  return 'refusal' in reading ? explain(reading.refusal) : '';
}

describe('a refusal', () => {
  const next = verb('next', {});
  it.each([
    [{ ...next, type: 'setLens', lens: 'x' }, 'lens: one of layers, machines.'],
    [{ ...next, type: 'scale' }, 'replicas: a whole number from 0 to 1,000,000.'],
    [{ ...next, type: 'goTo', step: 1, still: 1 }, 'still: true or false.'],
    [{ ...next, type: 'goTo', step: 0 }, 'step: a number from 1, or an id.'],
    [{ ...next, type: 'print', steps: [0] }, 'steps: a list of numbers from 1 and ids.'],
    [{ ...next, type: 'kill', pod: 1 }, 'pod: a text.'],
    [{ ...next, id: 1 }, 'id: a text.'],
    [{ ...next, v: 2 }, 'v: only version 1 is understood here.'],
    [{ ns: 'else' }, 'A message is a plain object with ns "hopscope", v, type and the fields of its type.'],
    [{ ...next, type: 'eval' }, 'type: no such verb. See the documentation of the protocol.'],
  ])('%o says what is wanted', (data, message) => {
    expect(why(data)).toBe(message);
  });
});
