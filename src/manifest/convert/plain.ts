/** Reads values of unknown shape: what does not fit counts as absent (the validator has said so already). */

export type PlainRecord = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown): PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainRecord) : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asInt(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

export function asBool(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function asIntOrText(value: unknown): number | string | undefined {
  return asInt(value) ?? asText(value);
}

export function asTexts(value: unknown): string[] {
  return asList(value).filter((item): item is string => typeof item === 'string');
}

/** Only the entries whose value is text. */
export function asTextRecord(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asRecord(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** The value if it is one of these words, else the first of them. */
export function asWord<Word extends string>(value: unknown, words: readonly [Word, ...Word[]]): Word {
  return words.find((word) => word === value) ?? words[0];
}

/** `{name: value}`, or nothing when the value is absent: for optional fields that must not be `undefined`. */
export function ifThere<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [K in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]?: Value });
}
