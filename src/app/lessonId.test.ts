import { describe, expect, it } from 'vitest';
import { lessonIdOf } from './lessonId';

describe('the name of a new lesson’s folder', () => {
  it.each([
    ['Two are enough!', 'two-are-enough'],
    ['  Was heißt „bereit“? Déjà vu ', 'was-hei-t-bereit-deja-vu'],
    ['It’s gone', 'its-gone'],
    ['', 'base-recorded'],
    ['!?', 'base-recorded'],
    ['123', 'base-recorded'],
    ['Pod 之死', 'base-recorded'],
    [`${'long '.repeat(20)}`, `${'long-'.repeat(12)}lon`],
  ])('of "%s" is %s', (title, id) => {
    expect(lessonIdOf(title, 'base', [])).toBe(id);
  });

  it('is never one that is taken, nor longer than a DNS label', () => {
    expect(lessonIdOf('A pod dies', 'base', ['a-pod-dies', 'a-pod-dies-2'])).toBe('a-pod-dies-3');
    const long = 'x'.repeat(63);
    expect(lessonIdOf('', long, [])).toHaveLength(60);
    expect(lessonIdOf(long, long, [long])).toBe(`${'x'.repeat(61)}-2`);
  });
});
