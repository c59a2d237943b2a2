import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCourse, readCourse } from './course';
import { LESSONS, lessonSlugs, readLesson } from './testing/lessons';

const ROOT = join(import.meta.dirname, '../../scenarios');
const FILES = ['course.yaml', 'course.en.yaml', 'course.zh-CN.yaml'].map((path) => ({
  path,
  text: readFileSync(join(ROOT, path), 'utf8'),
}));

/** The course's files with another text in one of them. */
function edited(path: string, from: string | RegExp, to: string) {
  const file = FILES.find((one) => one.path === path)!;
  const text = file.text.replace(from, to);
  expect(text).not.toBe(file.text);
  return FILES.map((one) => (one === file ? { path, text } : one));
}

describe('the course', () => {
  const reading = readCourse(FILES, LESSONS);

  it('has nothing wrong, and no lesson twice', () => {
    expect(reading.problems).toEqual([]);
    const listed = reading.course!.chapters.flatMap(({ lessons }) => lessons);
    expect(listed.length).toBeGreaterThanOrEqual(10);
    expect(new Set(listed).size).toBe(listed.length);
    expect(lessonSlugs()).toEqual(expect.arrayContaining(listed));
  });

  it('brings what its overview shows of each lesson', () => {
    const { chapters, texts } = loadCourse(reading, LESSONS);
    for (const { id, minutes, stepIds } of chapters.flatMap(({ lessons }) => lessons)) {
      const { scenario, texts: own } = readLesson(id);
      expect([minutes, stepIds]).toEqual([scenario!.minutes, scenario!.steps.map((step) => step.id)]);
      for (const language of ['en', 'zh-CN'] as const) {
        expect(texts[language][`lessons.${id}.title`]).toBe(own[language]['title']);
        expect(texts[language][`lessons.${id}.summary`]).toBe(own[language]['summary']);
      }
    }
    expect(Object.keys(texts.en).sort()).toEqual(Object.keys(texts['zh-CN']).sort());
    // The overview is there before any lesson is: it has to stay small.
    expect(JSON.stringify({ chapters, texts }).length).toBeLessThan(16_000);
  });

  it.each([
    ['course.yaml', 'a-pod-dies', 'a-pod-dyes', 'course.yaml:10', 'Did you mean “a-pod-dies”?'],
    [
      'course.yaml',
      'a-pod-dies',
      'round-robin',
      'course.yaml:12',
      'Remove it: the course has this lesson already.',
    ],
    ['course.yaml', 'id: kernel', 'id: road', 'course.yaml:7', 'Choose another id.'],
    ['course.yaml', 'chapters:', 'chapter:', 'course.yaml:4', 'Did you mean “chapters”?'],
    ['course.yaml', 'formatVersion: 1', 'formatVersion: one', 'course.yaml:3', 'Write a whole number.'],
    [
      'course.yaml',
      /lessons: \[nobody.*/,
      'lessons: []',
      'course.yaml:8',
      'Add an item (a line that begins with “- ”).',
    ],
    ['course.en.yaml', 'title: The road', 'titel: The road', 'course.en.yaml:5', 'Did you mean “title”?'],
    [
      'course.en.yaml',
      '  kernel:',
      '  kernle:',
      'course.en.yaml:10',
      'Did you mean “chapters.kernel.title”?',
    ],
    ['course.zh-CN.yaml', '走进内核', 'Inside the kernel', 'course.zh-CN.yaml:9', 'Write it in Chinese.'],
  ])('%s: %s → %s', (path, from, to, at, mend) => {
    const { problems } = readCourse(edited(path, from, to), LESSONS);
    const found = problems.map((problem) => `${problem.file}:${problem.line} ${problem.mend}`);
    expect(found).toContain(`${at} ${mend}`);
  });

  it('says which files it lacks', () => {
    const { course, problems } = readCourse([], LESSONS);
    expect(course).toBeUndefined();
    expect(problems.map(({ file, mend }) => [file, mend !== ''])).toEqual([
      ['course.en.yaml', true],
      ['course.yaml', true],
      ['course.zh-CN.yaml', true],
    ]);
  });
});
