import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textWidth } from '../scene/text/measure';
import { breakLines, setText } from './breakLines';

const letters = fc.string({
  unit: fc.constantFrom(...'abc kubectl 10.244.1.2:80，。；（）就绪端点 Pod'),
  maxLength: 80,
});
const packed = (text: string) => text.replace(/\s/g, '');

it.each([
  [
    '网关只认 VIP 这个地址；目的地址由内核来改写。',
    600,
    ['网关只认 VIP 这个地址；', '目的地址由内核来改写。'],
  ],
  ['one two three four', 260, ['one two', 'three four']],
  ['短句。', 600, ['短句。']],
  ['前半句已经写完了，后半句也写完了。', 330, ['前半句已经写完了，', '后半句也写完了。']],
])('breaks where one would take a breath: %s', (text, width, lines) => {
  expect(setText(text, width, [{ size: 30, lines: 2 }]).lines).toEqual(lines);
});

it('takes the first size at which the text fits, and cuts only at the last', () => {
  const sizes = [
    { size: 40, lines: 1 },
    { size: 30, lines: 2 },
    { size: 20, lines: 2 },
  ];
  expect(setText('十个字十个字十个字十', 400, sizes)).toEqual({ size: 40, lines: ['十个字十个字十个字十'] });
  expect(setText('十个字十个字十个字十一', 400, sizes).size).toBe(30);
  const long = setText('字'.repeat(90), 400, sizes);
  expect(long.size).toBe(20);
  expect(long.lines).toHaveLength(2);
  expect(long.lines[1]).toMatch(/…$/);
});

it('loses nothing, stays within its room and begins no line with a closing mark', () => {
  fc.assert(
    fc.property(letters, fc.integer({ min: 200, max: 700 }), (text, width) => {
      const { size, lines } = setText(text, width, [{ size: 24, lines: 50 }]);
      expect(packed(lines.join(''))).toBe(packed(text));
      for (const line of lines) expect(textWidth(line, size)).toBeLessThanOrEqual(width);
      for (const line of lines.slice(1)) expect(line).not.toMatch(/^[，。；]./);
      expect(lines.length).toBeLessThanOrEqual(
        Math.max(1, breakLines(text.replace(/\s+/g, ' ').trim(), width, size).length),
      );
    }),
  );
});
