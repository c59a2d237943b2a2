/** Whatever people do, in whatever order: what must hold, holds after every step. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { expectRest } from './testing/atRest';
import { calmDown, deeds, perform, type Step } from './testing/deeds';
import { lab } from './testing/lab';

vi.setConfig({ testTimeout: 240_000 });

/** Runs deeds in a world, checking after every step, and lets it come to rest. */
function play(steps: readonly Step[], seed: string): void {
  const one = lab('where-a-service-works', { seed, checkEvery: 1 });
  for (const [deed, seconds] of steps) {
    perform(one, deed);
    one.check(deed.type);
    one.run(seconds);
  }
  calmDown(one);
  one.settle();
  expectRest(one);
}

it('[TI17] [TR54] invariants hold after every step, every request ends once, and all comes to rest', () => {
  fc.assert(
    fc.property(deeds, fc.constantFrom('a', 'b'), (steps, seed) => play(steps, seed)),
    { numRuns: 4, seed: 20_251_123 },
  );
});

it('the checks notice what is wrong', () => {
  const one = lab();
  const request = one.send();
  one.check();
  one.runWhile(() => Object.keys(one.tables.packets).length === 0);
  const [id, packet] = Object.entries(one.tables.packets)[0]!;
  one.tables.packets[id] = { ...packet, arrivesAt: packet.arrivesAt + 1 };
  expect(() => one.check()).toThrow(/a packet is in one place: p1 arrives at/);
  one.tables.packets[id] = packet;
  one.check();
  delete one.tables.exchanges['x1'];
  expect(() => one.check()).toThrow(new RegExp(`${request} has 0`));
  const other = lab();
  const [first, second] = other.pods('user-api');
  const { pods } = other.tables;
  pods[second!] = { ...pods[second!]!, status: { ...pods[second!]!.status, podIP: other.ipOf(first!) } };
  expect(() => other.check()).toThrow(/a Pod address has one owner/);
  expect(() => expectRest(other)).toThrow();
});
