/** The first look at a message: a copy of it that is plain, small and without names that reach into prototypes. */
import { MAX_SIZE } from './messages';

/** Names that a careless reader would follow to something shared by all objects. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** No message of ours is deeper: a list of records. */
const MAX_DEPTH = 4;

export type CopyRefusal = 'too-large' | 'forbidden-key' | 'wrong-shape';

export type Copy = { readonly value: unknown } | { readonly refused: CopyRefusal };

/**
 * Copies plain data: text, finite numbers, booleans, null, lists and records; what is undefined is left out. Counts
 * as it goes and stops at `MAX_SIZE`: a character of a text or a name is 1, any value 2 more. Reads own properties
 * through their descriptors, so that no getter runs. Never throws.
 */
export function plainCopy(value: unknown): Copy {
  let left = MAX_SIZE;
  let refused: CopyRefusal = 'wrong-shape';

  function refuse(why: CopyRefusal): never {
    refused = why;
    throw refused;
  }

  function spend(size: number): void {
    left -= size + 2;
    if (left < 0) refuse('too-large');
  }

  function own(holder: object, name: string): unknown {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (found === undefined) return undefined;
    return 'value' in found ? found.value : refuse('wrong-shape');
  }

  function list(items: readonly unknown[], depth: number): unknown[] {
    spend(items.length);
    return Array.from({ length: items.length }, (_, i) => copy(own(items, String(i)), depth));
  }

  function record(from: object, depth: number): Record<string, unknown> {
    const kind: unknown = Object.getPrototypeOf(from);
    if (kind !== null && kind !== Object.prototype) refuse('wrong-shape');
    const names = Object.getOwnPropertyNames(from);
    spend(names.length);
    const made: Record<string, unknown> = {};
    for (const name of names) {
      if (FORBIDDEN.includes(name)) refuse('forbidden-key');
      const item = own(from, name);
      if (item === undefined) continue;
      spend(name.length);
      made[name] = copy(item, depth);
    }
    return made;
  }

  function copy(item: unknown, depth: number): unknown {
    if (typeof item === 'string') spend(item.length);
    else if (item === null || typeof item === 'boolean' || (typeof item === 'number' && isFinite(item)))
      spend(0);
    else if (typeof item !== 'object' || depth === MAX_DEPTH) refuse('wrong-shape');
    else return Array.isArray(item) ? list(item, depth + 1) : record(item, depth + 1);
    return item;
  }

  try {
    return { value: copy(value, 0) };
  } catch {
    return { refused };
  }
}
