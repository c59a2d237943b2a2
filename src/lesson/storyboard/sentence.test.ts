import { describe, expect, it } from 'vitest';
import { captionOf, plainText, sentencesOf } from './sentence';

describe('plain text', () => {
  it('loses its marks and keeps its words', () => {
    expect(plainText('**One** `curl -s` and [a page](https://x.example), *softly*.')).toBe(
      'One curl -s and a page, softly.',
    );
  });

  it('joins lines: with a space between words, with none between Chinese characters', () => {
    expect(plainText('one\ntwo')).toBe('one two');
    expect(plainText('一行\n两行')).toBe('一行两行');
  });

  it('keeps paragraphs apart', () => {
    expect(plainText('one\n\n\ntwo')).toBe('one\n\ntwo');
  });

  it('leaves a lone star and a path as they are', () => {
    expect(plainText('2 * 3 and /api/*')).toBe('2 * 3 and /api/*');
  });
});

describe('sentences', () => {
  it('end at a full stop, not within an address or a version', () => {
    expect(sentencesOf('It dials 10.0.0.1:80 in v1.34. Then it waits.')).toEqual([
      'It dials 10.0.0.1:80 in v1.34.',
      'Then it waits.',
    ]);
  });

  it('end at a Chinese full stop, with its closing quotation mark', () => {
    expect(sentencesOf('他说：“好。”然后呢？没了。')).toEqual(['他说：“好。”', '然后呢？', '没了。']);
  });
});

describe('a caption', () => {
  const long =
    'This one goes on and on, far beyond what anybody can read from the last row of a large lecture hall.';

  it('is the first sentence of the first text', () => {
    expect(captionOf(['A short sentence. Another.', 'A second text.'], 'Title')).toBe('A short sentence.');
  });

  it('passes over a text that begins with a long sentence', () => {
    expect(captionOf([long, 'This one is short.'], 'Title')).toBe('This one is short.');
  });

  it('is the part before a semicolon where all begin with long ones', () => {
    expect(captionOf([`A part that stands alone; ${long}`], 'Title')).toBe('A part that stands alone.');
    expect(captionOf(['这一半自己站得住脚；'.concat('很'.repeat(60), '。')], '题')).toBe(
      '这一半自己站得住脚。',
    );
  });

  it('is a later sentence, or else the title', () => {
    expect(captionOf([`${long} But this one fits.`], 'Title')).toBe('But this one fits.');
    expect(captionOf([long, ''], 'Title')).toBe('Title');
  });
});
