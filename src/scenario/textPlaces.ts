/** Places in sentences that are filled from the simulation: `{ip:Service/default/web}`. */
import { closestName } from '../manifest/closest';
import { OUTCOME_KINDS } from './vocabulary';
import { takeOrdinal, type KnownReferences } from './knownReferences';

/** What each place may be about. `requests` has words of its own. */
const TARGETS = {
  ip: 'address',
  name: 'anything',
  short: 'pod',
  node: 'pod',
  vip: 'service',
  port: 'service',
  replicas: 'deployment',
  requests: 'requests',
  served: 'workloadOrPod',
  age: 'pod',
} as const;

export type PlaceWord = keyof typeof TARGETS;

/** The words that begin a place. */
export const PLACE_WORDS = Object.keys(TARGETS) as readonly PlaceWord[];

/** What can be counted of requests: an HTTP status too, and a status with its cause: `502.refused`. */
const COUNTED = ['ok', 'failed', 'all', ...OUTCOME_KINDS];
const STATUS = /^[1-5]\d\d(?:\.[a-zA-Z]+)?$/;

export interface TextPlace {
  /** As written, with its braces. */
  readonly whole: string;
  readonly word: string;
  /** Null in `{ip}`. */
  readonly about: string | null;
}

/**
 * The places in a text, in order. `{id}` and other words in braces that are no place's word are text, as in
 * `/users/{id}`; so is `{name}`, which route templates have too.
 */
export function placesInText(text: string): TextPlace[] {
  return [...text.matchAll(/\{([A-Za-z]+)(?::([^{}\s]*))?\}/g)].flatMap(([whole, word = '', about]) => {
    const isText =
      about === undefined && (word === 'name' || !(PLACE_WORDS as readonly string[]).includes(word));
    return isText ? [] : [{ whole, word, about: about ?? null }];
  });
}

/** What is wrong with a place, as parameters of `scenario/text-place`; null if nothing is. */
export function placeProblem(
  { whole, word, about }: TextPlace,
  known: KnownReferences,
  words: readonly PlaceWord[] = PLACE_WORDS,
): { found: string; hint: string } | null {
  const found = whole;
  const target = words.find((one) => one === word);
  if (target === undefined) {
    const closest = closestName(word, words);
    const hint =
      closest === undefined
        ? `Places here begin with ${words.join(', ')}.`
        : `Did you mean “{${closest}:${about ?? '…'}}”?`;
    return { found, hint };
  }
  const candidates = candidatesFor(target, known);
  if (about === null || about === '') {
    return { found, hint: `Say what it is about: {${word}:${[...candidates][0] ?? '…'}}.` };
  }
  if (target === 'requests') {
    if (COUNTED.includes(about) || STATUS.test(about)) return null;
    return { found, hint: 'Write {requests:ok}, {requests:failed} or a status such as {requests:502}.' };
  }
  const { of: owner, ordinal } = takeOrdinal(about);
  const takesPod = ['pod', 'address', 'anything', 'workloadOrPod'].includes(TARGETS[target]);
  if (ordinal !== null && takesPod && known.workloads.has(owner)) return null;
  if (ordinal === null && candidates.has(about)) return null;
  const closest = closestName(owner, ordinal === null ? candidates : known.workloads);
  if (closest !== undefined) {
    const suffix = ordinal === null ? '' : `#${ordinal}`;
    return { found, hint: `Did you mean “{${word}:${closest}${suffix}}”?` };
  }
  const hint =
    takesPod && known.workloads.has(owner)
      ? `Say which Pod: {${word}:${owner}#0}.`
      : `{${word}:…} is about ${[...candidates].slice(0, 6).join(', ')} …`;
  return { found, hint };
}

function candidatesFor(word: PlaceWord, known: KnownReferences): ReadonlySet<string> {
  switch (TARGETS[word]) {
    case 'service':
      return known.services;
    case 'deployment':
      return of(known.workloads, /^Deployment\//);
    case 'workloadOrPod':
      return known.workloads;
    case 'requests':
      return new Set(COUNTED);
    case 'pod':
      return of(known.all, /^Pod\//);
    case 'address':
      return of(known.all, /^(?:Pod|Service|Node|client)\//);
    case 'anything':
      return known.all;
  }
}

function of(references: Iterable<string>, kind: RegExp): ReadonlySet<string> {
  return new Set([...references].filter((one) => kind.test(one)));
}
