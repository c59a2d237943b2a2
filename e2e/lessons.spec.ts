/** Every lesson through the real page, in both languages: with right answers in Chinese, with wrong ones in English. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Language } from '../src/ui/contract';
import { lessonIds, readLesson } from './course';
import { Student, type Answers } from './student';

/** Where pictures of every page of every lesson go, for those who want to look at them. */
const ALBUM = process.env.HOPSCOPE_ALBUM;
/** `1280x720`: the window's size. */
const [width = 1680, height = 1000] = (process.env.HOPSCOPE_SIZE ?? '1680x1000').split('x').map(Number);
const SIZE = { width, height };
const WAYS: readonly (readonly [Language, Answers])[] = [
  ['zh-CN', 'right'],
  ['en', 'wrong'],
];

test.use({ viewport: SIZE });
test.describe.configure({ mode: 'parallel' });

for (const id of lessonIds()) {
  for (const [language, answers] of WAYS) {
    test(`${id}, ${language}, with ${answers} answers`, async ({ page }) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      const lesson = readLesson(id);
      const student = new Student(page);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await student.openLesson(lesson.scenario, language);
      for (const [index, step] of lesson.scenario.steps.entries()) {
        await student.takeStep(step, lesson, answers, (what) => snap(`${index + 1}-${step.id}-${what}`));
      }
      await expect(student.end()).toBeVisible();
      await snap('end');
      expect(errors).toEqual([]);

      async function snap(name: string): Promise<void> {
        if (ALBUM === undefined) return;
        await student.settled();
        mkdirSync(join(ALBUM, id), { recursive: true });
        await page.screenshot({ path: join(ALBUM, id, `${language}-${name}.png`) });
      }
    });
  }
}
