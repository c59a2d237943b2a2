import { assert, constantFrom, maxSafeNat, option, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from './address';

const name = string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const addresses = record({
  scenario: option(name),
  seed: option(name),
  actions: string({ unit: 'grapheme', maxLength: 40 }),
  at: option(maxSafeNat()),
  lens: constantFrom('layers' as const, 'machines' as const, null),
  language: constantFrom('zh-CN' as const, 'en' as const, null),
  theme: constantFrom('auto' as const, 'light' as const, 'dark' as const, null),
  more: constantFrom({}, { step: 'kill', x: 'a b&c' }),
});

describe('the page address', () => {
  it('comes back as it was', () => {
    assert(
      property(addresses, (address) => {
        expect(readAddress(writeAddress(address))).toEqual(address);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what it knows of a hash in which something is wrong', () => {
    expect(readAddress('#s=a&t=-5&lens=tilted&lang=fr&theme=dark&more=1')).toEqual({
      scenario: 'a',
      seed: null,
      actions: '',
      at: null,
      lens: null,
      language: null,
      theme: 'dark',
      more: { more: '1' },
    });
    expect(readAddress('#t=12.6').at).toBe(13);
    expect(readAddress('#t=later').at).toBeNull();
    expect(readAddress('').scenario).toBeNull();
  });

  it('reads any text without throwing', () => {
    assert(
      property(string({ unit: 'binary' }), (hash) => {
        expect(typeof readAddress(hash).actions).toBe('string');
      }),
    );
  });
});
