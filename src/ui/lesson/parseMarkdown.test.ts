import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSentence, parseInline, parseMarkdown, plainMarkdown } from './parseMarkdown';

describe('the Markdown of lessons', () => {
  it('knows paragraphs, lists and fenced code', () => {
    const blocks = parseMarkdown(
      'One\ntwo.\n\n- a\n- b\n  more\n\n1. first\n2. second\n\n```\nkubectl get pods\n```',
    );
    expect(blocks.map((block) => block.type)).toEqual(['paragraph', 'list', 'list', 'code']);
    expect(blocks[1]).toMatchObject({ ordered: false, items: [[{ text: 'a' }], [{ text: 'b more' }]] });
    expect(blocks[2]).toMatchObject({ ordered: true });
    expect(blocks[3]).toEqual({ type: 'code', text: 'kubectl get pods' });
    expect(plainMarkdown('One\ntwo.')).toBe('One two.');
  });

  it('joins Chinese lines without a space', () => {
    expect(plainMarkdown('网关不变，\n它还是发到 `10.0.0.1`。')).toBe('网关不变，它还是发到 10.0.0.1。');
  });

  it('knows code, bold, emphasis and links, one within the other', () => {
    expect(parseInline('a **b `c`** *d* [e](https://kubernetes.io/docs/)')).toEqual([
      { type: 'text', text: 'a ' },
      {
        type: 'strong',
        content: [
          { type: 'text', text: 'b ' },
          { type: 'code', text: 'c' },
        ],
      },
      { type: 'text', text: ' ' },
      { type: 'emphasis', content: [{ type: 'text', text: 'd' }] },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://kubernetes.io/docs/', content: [{ type: 'text', text: 'e' }] },
    ]);
    expect(parseInline('`**not bold**` and 2 * 3 * 4')).toEqual([
      { type: 'code', text: '**not bold**' },
      { type: 'text', text: ' and 2 * 3 * 4' },
    ]);
  });

  it('links to web pages only, and leaves HTML as text', () => {
    for (const bad of ['[x](javascript:alert(1))', '[x](data:text/html,1)', '<b>x</b>']) {
      expect(JSON.stringify(parseInline(bad))).not.toContain('"link"');
      expect(plainMarkdown(bad)).toContain('x');
    }
    expect(plainMarkdown('<b>x</b>')).toBe('<b>x</b>');
  });

  it('takes any text, and loses no word of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        parseMarkdown(`${a}\n${b}`);
        const word = 'hopscope';
        expect(plainMarkdown(`${a}\n\n${word}\n\n${b}`)).toContain(word);
      }),
    );
  });

  it('says the first sentence', () => {
    expect(firstSentence('Delete `pod-a`. Then wait.')).toBe('Delete pod-a.');
    expect(firstSentence('删掉一个 Pod。然后等。')).toBe('删掉一个 Pod。');
    expect(firstSentence('To 10.0.0.1, v1.34')).toBe('To 10.0.0.1, v1.34');
  });
});
