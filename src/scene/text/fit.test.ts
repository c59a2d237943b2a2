import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitEnd, fitFirst, fitMiddle, wrapText } from './fit';
import { textWidth } from './measure';

const words = fc.string({ unit: fc.constantFrom(...'abcdefgh-0123 就绪端点') });

describe('fitting text', () => {
  it('never comes out wider than its room', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 300 }), (text, width) => {
        for (const fit of [fitEnd, fitMiddle]) {
          expect(textWidth(fit(text, width, 16), 16)).toBeLessThanOrEqual(width);
        }
        for (const line of wrapText(text, width, 16, 3)) {
          expect(textWidth(line, 16)).toBeLessThanOrEqual(width);
        }
      }),
      { seed: 5 },
    );
  });

  it('leaves text alone that fits', () => {
    expect(fitEnd('node-1', 500, 16)).toBe('node-1');
    expect(fitMiddle('node-1', 500, 16)).toBe('node-1');
  });

  it('keeps the end of a Pod name, which tells it from its siblings', () => {
    const cut = fitMiddle('user-api-7c9d8b5f4-w6m2k', 120, 16);
    expect(cut).toContain('…');
    expect(cut.endsWith('6m2k')).toBe(true);
  });

  it('takes the first wording that fits', () => {
    expect(fitFirst(['a very long sentence indeed', 'short'], 60, 16)).toBe('short');
  });

  it('wraps between Chinese characters and at spaces', () => {
    expect(wrapText('基础设施不是你的代码', 82, 16, 3)).toEqual(['基础设施不', '是你的代码']);
    expect(wrapText('not your code', 75, 16, 3).length).toBeGreaterThan(1);
  });

  it('begins no line with a comma or a full stop, and ends none with an opening bracket', () => {
    for (let width = 40; width < 200; width += 3) {
      for (const line of wrapText('每个节点各自收到变更，各自改写自己的规则（node-1）。', width, 16, 9)) {
        expect(line).not.toMatch(/^[，。）]|（$/u);
      }
    }
  });
});
