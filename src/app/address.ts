/** What the page's address holds, after the `#`: scenario, seed, what was done, moment, lens, language. */
import type { Micros } from '../sim/kernel/time';

export interface PageAddress {
  readonly scenario: string | null;
  readonly seed: string | null;
  /** Encoded by `actionCodec`. */
  readonly actions: string;
  readonly at: Micros | null;
  readonly lens: 'layers' | 'machines' | null;
  readonly language: 'zh-CN' | 'en' | null;
  readonly theme: 'auto' | 'light' | 'dark' | null;
  /** Fields that the parts of the page keep there. */
  readonly more: Readonly<Record<string, string>>;
}

const OWN = ['s', 'seed', 'a', 't', 'lens', 'lang', 'theme'];

/** Reads a hash such as `#s=where-a-service-works&t=30655&lens=machines`. What is unknown or wrong is null. */
export function readAddress(hash: string): PageAddress {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const time = Number(fields.get('t') ?? NaN);
  return {
    scenario: fields.get('s'),
    seed: fields.get('seed'),
    actions: fields.get('a') ?? '',
    at: Number.isFinite(time) && time >= 0 ? Math.round(time) : null,
    lens: oneOf(fields.get('lens'), ['layers', 'machines']),
    language: oneOf(fields.get('lang'), ['zh-CN', 'en']),
    theme: oneOf(fields.get('theme'), ['auto', 'light', 'dark']),
    more: Object.fromEntries([...fields].filter(([name]) => !OWN.includes(name))),
  };
}

function oneOf<T extends string>(text: string | null, known: readonly T[]): T | null {
  return known.find((item) => item === text) ?? null;
}

/** The hash for an address; what is null or empty is left out. */
export function writeAddress(address: PageAddress): string {
  const fields = new URLSearchParams();
  if (address.scenario !== null) fields.set('s', address.scenario);
  if (address.seed !== null) fields.set('seed', address.seed);
  if (address.actions !== '') fields.set('a', address.actions);
  if (address.at !== null) fields.set('t', String(Math.round(address.at)));
  if (address.lens !== null) fields.set('lens', address.lens);
  if (address.language !== null) fields.set('lang', address.language);
  if (address.theme !== null) fields.set('theme', address.theme);
  for (const [name, text] of Object.entries(address.more)) fields.set(name, text);
  return `#${fields.toString()}`;
}
