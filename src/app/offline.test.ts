import { expect, it } from 'vitest';
import { canWorkOffline } from './offline';

it.each([
  ['https:', true, true],
  ['http:', true, true],
  ['file:', true, false],
  ['about:', true, false],
  ['http:', false, false],
])('a page at %s (production: %s) can be kept for offline use: %s', (protocol, isProduction, expected) => {
  expect(canWorkOffline(protocol, isProduction)).toBe(expected);
});
