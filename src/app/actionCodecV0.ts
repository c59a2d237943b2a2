/**
 * Reads what the links of the first version hold: one word per action, `!` between them: time since the action
 * before (microseconds, base 36), a letter, its argument. Nothing is written so any more (see `storyCodec`).
 */
import type { Intent } from '../sim/intent';
import type { CodecDefaults, TimedAction } from './actionCodec';

/** The actions in a text; null if it is none (then nothing of it is done). */
export function decodeActionsV0(text: string, defaults: CodecDefaults): TimedAction[] | null {
  if (text === '') return [];
  const actions: TimedAction[] = [];
  let at = 0;
  for (const word of text.split('!')) {
    const match = /^([0-9a-z]+)([A-Z])(-?\d*(?:\.\d+)?)((?:~[^~]*)*)$/.exec(word);
    if (match === null) return null;
    at += parseInt(match[1]!, 36);
    const intent = decodeIntent(match[2]!, match[3]!, argumentsOf(match[4]!), defaults);
    if (intent === null || !Number.isSafeInteger(at)) return null;
    actions.push({ at, intent });
  }
  return actions;
}

function argumentsOf(text: string): string[] {
  try {
    return text.split('~').slice(1).map(decodeURIComponent);
  } catch {
    return ['\u0000']; // malformed: fits no action's number of arguments but where refused below
  }
}

function decodeIntent(
  letter: string,
  number: string,
  words: string[],
  defaults: CodecDefaults,
): Intent | null {
  if (words.includes('\u0000')) return null;
  const value = Number(number);
  const [a, b, c] = words;
  const asked = words.length === 2 ? { client: a!, url: b! } : words.length === 0 ? { ...defaults } : null;
  switch (letter) {
    case 'S':
      return asked === null ? null : { type: 'sendRequest', ...asked };
    case 'B':
      return asked === null || !(value > 0) ? null : { type: 'burst', ...asked, count: value };
    case 'R':
      return asked === null || !(value >= 0) ? null : { type: 'setRate', ...asked, rate: value };
    case 'N':
      return number === '0' || number === '1' ? { type: 'setNewConnections', on: number === '1' } : null;
    case 'C':
      return a === undefined || number === '' ? null : { type: 'scale', deployment: a, replicas: value };
    case 'D':
      return a === undefined ? null : { type: 'deletePod', pod: a };
    case 'X':
      return a === undefined ? null : { type: 'crashPod', pod: a };
    case 'W':
      return a === undefined || number === ''
        ? null
        : { type: 'setWatchDelay', node: a, milliseconds: value };
    case 'I':
      return c === undefined ? null : { type: 'setImage', deployment: a!, container: b!, image: c };
    case 'L':
      return b === undefined ? null : { type: 'setPodLabel', pod: a!, label: b, value: c ?? null };
    default:
      return null;
  }
}
