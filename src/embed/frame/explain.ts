/** Why a message was refused, in a sentence for the author of the page. */
import type { Refusal } from '../protocol/read';

const KINDS: Readonly<Record<string, string>> = {
  $: 'a text',
  '#': 'a whole number from 0 to 1,000,000',
  '!': 'true or false',
  '@': 'a number from 1, or an id',
  '*': 'a list of numbers from 1 and ids',
  '&': 'a list of frames',
};

export function explain({ code, where }: Refusal): string {
  switch (code) {
    case 'too-large':
      return 'A message may hold 64 kB at most.';
    case 'forbidden-key':
      return 'A message may not have fields named __proto__, constructor or prototype.';
    case 'wrong-version':
      return 'v: only version 1 is understood here.';
    case 'unknown-type':
      return 'type: no such verb. See the documentation of the protocol.';
    default:
      return shapeOf(where);
  }
}

function shapeOf(where: string): string {
  const [, name, kind, words] = /^(\w+)\??([$#!@*&=])(.*)$/.exec(where) ?? [];
  if (name === undefined || kind === undefined)
    return 'A message is a plain object with ns "hopscope", v, type and the fields of its type.';
  return `${name}: ${kind === '=' ? `one of ${words!.replaceAll(',', ', ')}` : KINDS[kind]!}.`;
}
