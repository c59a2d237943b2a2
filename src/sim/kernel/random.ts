/**
 * Seeded, splittable randomness. Each stream (`node-2/kernel`, `pod/default/web-1` …)
 * has a state of its own in the world, so that adding a Pod does not change
 * everyone's luck. The only place in `sim` where numbers are drawn.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * The first state of a stream: from the seed and the stream's name alone. All 128 bits
 * of it are hashed, so that no two of even a million streams begin alike.
 */
export function firstState(seed: string, stream: string): readonly number[] {
  const digest = sha256(utf8ToBytes(`${seed}\u0000${stream}`));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return [0, 4, 8, 12].map((offset) => view.getInt32(offset));
}

/** A draw: a whole number in 0 … 2^31-1, as the kernel's `statistic` match uses, and the next state. */
export function drawUint31(state: readonly number[]): { value: number; state: readonly number[] } {
  const generator = xoroshiro128plusFromState(state);
  const value = generator.next() & 0x7fffffff;
  return { value, state: generator.getState() };
}
