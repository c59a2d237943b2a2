/**
 * The words with which the tables in `schemas/` describe API fields. Plain data: the validator
 * walks it, nothing is compiled at run time.
 */
import ipaddr from 'ipaddr.js';

export type Schema =
  | { readonly is: 'text'; readonly format?: TextFormat; readonly oneOf?: readonly string[] }
  | { readonly is: 'int'; readonly min: number; readonly max: number }
  | { readonly is: 'number' }
  | { readonly is: 'bool' }
  | { readonly is: 'intOrText'; readonly min: number; readonly max: number; readonly format?: TextFormat }
  | { readonly is: 'quantity' }
  | { readonly is: 'textMap'; readonly values?: TextFormat }
  | { readonly is: 'map'; readonly of: Schema }
  | { readonly is: 'list'; readonly of: Schema; readonly notEmpty: boolean }
  | {
      readonly is: 'object';
      readonly fields: Fields;
      readonly required: readonly string[];
      /** Exactly one of these is there. */
      readonly heads?: readonly string[];
    }
  /** A named table that contains itself. */
  | { readonly is: 'named'; readonly name: string; readonly of: () => Schema }
  | { readonly is: 'any' };

export type Fields = Readonly<Record<string, Schema>>;

/** Formats of text, each tested by `textFormats` below. */
export type TextFormat =
  | 'dnsLabel'
  | 'servicePortName'
  | 'dnsSubdomain'
  | 'labelValue'
  | 'portName'
  | 'ip'
  | 'clusterIP'
  | 'cidr'
  | 'sourceRange'
  | 'percent'
  | 'duration';

export const text: Schema = { is: 'text' };
export const bool: Schema = { is: 'bool' };
export const any: Schema = { is: 'any' };
export const quantity: Schema = { is: 'quantity' };
export const textMap: Schema = { is: 'textMap' };
export const labelMap: Schema = { is: 'textMap', values: 'labelValue' };
export const count: Schema = { is: 'int', min: 0, max: 2_147_483_647 };
/** At least 1. */
export const positive: Schema = { is: 'int', min: 1, max: 2_147_483_647 };
export const integer: Schema = { is: 'int', min: -2_147_483_648, max: 2_147_483_647 };
export const portNumber: Schema = { is: 'int', min: 1, max: 65_535 };
export const portOrName: Schema = { is: 'intOrText', min: 1, max: 65_535, format: 'portName' };
export const countOrPercent: Schema = { is: 'intOrText', min: 0, max: 2_147_483_647, format: 'percent' };

/** Text of one format. */
export function textOf(format: TextFormat): Schema {
  return { is: 'text', format };
}

/** One of these words. */
export function oneOf(...words: string[]): Schema {
  return { is: 'text', oneOf: words };
}

export function list(of: Schema): Schema {
  return { is: 'list', of, notEmpty: false };
}

/** A list with at least one item. */
export function someOf(of: Schema): Schema {
  return { is: 'list', of, notEmpty: true };
}

export function mapOf(of: Schema): Schema {
  return { is: 'map', of };
}

/** Fields by name; no others are known. */
export function object(fields: Fields, ...required: string[]): Schema {
  return { is: 'object', fields, required };
}

/** Fields of which exactly one head is there; it says what kind of thing this is. */
export function headed(fields: Fields, ...heads: string[]): Schema {
  return { is: 'object', fields, required: [], heads };
}

/** A table by name, so that it may contain itself. */
export function named(name: string, of: () => Schema): Schema {
  return { is: 'named', name, of };
}

/** Fields of any shape, by name: known, not looked into. */
export function untyped(...names: string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, any]));
}

interface Format {
  readonly test: (value: string) => boolean;
  readonly expected: string;
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
function isIp(value: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value);
}

/**
 * What each format allows. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * and k8s.io/apimachinery/pkg/util/validation/validation.go.
 */
export const textFormats: Readonly<Record<TextFormat, Format>> = {
  dnsLabel: {
    test: (value) => LABEL.test(value),
    expected:
      'lower-case letters, digits and “-”, at most 63 characters, beginning and ending with a letter or digit',
  },
  // As `dnsLabel`; an empty name is none, which one port alone may do without.
  servicePortName: {
    test: (value) => value === '' || LABEL.test(value),
    expected:
      'lower-case letters, digits and “-”, at most 63 characters, beginning and ending with a letter or digit',
  },
  dnsSubdomain: {
    test: (value) => value.length <= 253 && SUBDOMAIN.test(value),
    expected:
      'lower-case letters, digits, “-” and “.”, at most 253 characters, beginning and ending with a letter or digit',
  },
  labelValue: {
    test: (value) => LABEL_VALUE.test(value),
    expected: 'at most 63 letters, digits, “-”, “_” and “.”, beginning and ending with a letter or digit',
  },
  portName: {
    test: (value) => value.length <= 15 && /[a-z]/.test(value) && LABEL.test(value) && !value.includes('--'),
    expected:
      'a port number, or a port name: at most 15 lower-case letters, digits and “-”, with at least one letter',
  },
  ip: { test: isIp, expected: 'an IP address' },
  clusterIP: {
    test: (value) => value === 'None' || value === '' || isIp(value),
    expected: 'an IP address, or None',
  },
  cidr: {
    test: (value) => isIp(value.split('/', 1)[0] ?? '') && ipaddr.isValidCIDR(value),
    expected: 'a range such as 10.244.1.0/24',
  },
  // Blanks around it are allowed: pkg/apis/core/validation/validation.go ValidateService.
  sourceRange: {
    test: (value) => isIp(value.trim().split('/', 1)[0] ?? '') && ipaddr.isValidCIDR(value.trim()),
    expected: 'a range such as 10.244.1.0/24',
  },
  percent: { test: (value) => /^\d+%$/.test(value), expected: 'a whole number, or a percentage such as 25%' },
  duration: {
    test: (value) => /^\d+(?:\.\d+)?(?:us|ms|s|m)$/.test(value),
    expected: 'a duration such as 800ms or 1.5s',
  },
};
