/** A whole lesson without a pointer: from the course to the end card, with nothing but keys. */
import type { Locator, Page } from '@playwright/test';
import { lessonIds, readLesson } from './course';
import { expect, STILL, test } from './hopTest';
import { Student } from './student';

test.use({ ...STILL, viewport: { width: 1680, height: 1000 } });
test.setTimeout(90_000);

const LESSON = 'scale-to-five';
/** More stops than any page has. */
const MOST_STOPS = 220;

/** Presses Tab, or Shift+Tab, until the focus is on one of these. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target.first()).toBeVisible();
  const isThere = () => target.evaluateAll((all) => all.some((node) => node === document.activeElement));
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${target}`);
}

async function activate(page: Page, target: Locator, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await tabTo(page, target, key);
  await page.keyboard.press('Enter');
}

/** Chooses one of a group of radio buttons: Space takes the first, arrows go on. */
async function chooseByKeys(page: Page, group: Locator, index: number): Promise<void> {
  const radios = group.getByRole('radio');
  await tabTo(page, radios);
  await page.keyboard.press('Space');
  const now = await radios.evaluateAll((all) => all.findIndex((node) => node === document.activeElement));
  const key = index < now ? 'ArrowUp' : 'ArrowDown';
  for (let step = 0; step < Math.abs(index - now); step += 1) await page.keyboard.press(key);
  await expect(radios.nth(index)).toBeChecked();
}

/** Opens the terminal by its button, types one line, and closes it again. */
async function kubectl(student: Student, line: string): Promise<string> {
  const { page } = student;
  const strip = student.region('terminal.title');
  await activate(page, page.getByRole('button', { name: 'kubectl', exact: true }), 'Shift+Tab');
  const prompt = strip.getByRole('combobox', { name: student.t('terminal.prompt') });
  await expect(prompt).toBeFocused();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await expect(prompt).toHaveValue('');
  const printed = strip.getByRole('log', { name: student.t('terminal.output') });
  await expect(printed).toContainText(line);
  const text = await printed.innerText();
  // Escape lets go of Tab, which else completes.
  await page.keyboard.press('Escape');
  await activate(page, strip.getByRole('button', { name: student.t('terminal.close') }));
  await expect(strip).toBeHidden();
  return text;
}

test('a lesson from the course to its end card, by keys alone', async ({ page }) => {
  const lesson = readLesson(LESSON);
  const student = new Student(page);
  await student.open({ hash: '#s=where-a-service-works&lang=en' });
  const column = student.column();
  const button = (key: string) => column.getByRole('button', { name: student.t(key), exact: true });

  await activate(
    page,
    page.getByRole('button', { name: student.t('lesson.tools', { finished: 0, count: lessonIds().length }) }),
  );
  const course = page.getByRole('dialog');
  await activate(page, course.getByRole('button', { name: /Scale to five/ }));
  await expect(course).toBeHidden();
  await expect(column).toBeVisible();

  const needed: Record<string, () => Promise<void>> = {
    number: async () => {
      const printed = await kubectl(student, 'kubectl get deployment user-api-deployment');
      expect(printed).toMatch(/user-api-deployment\s+3\/3/);
    },
    scale: async () => {
      const printed = await kubectl(student, 'kubectl scale deployment/user-api-deployment --replicas=5');
      expect(printed).toContain('deployment.apps/user-api-deployment scaled');
    },
    share: async () => {
      for (let burst = 0; burst < 3; burst += 1)
        await activate(page, student.button('ui.traffic.burst', { count: 20 }), 'Shift+Tab');
    },
    down: async () => {
      await kubectl(student, 'kubectl scale deployment/user-api-deployment --replicas=3');
      await playUntil(student, async () => (await student.pods('user-api-deployment')).length === 3);
      await activate(page, student.button('ui.traffic.burst', { count: 20 }), 'Shift+Tab');
    },
  };

  for (const step of lesson.scenario.steps) {
    const truth = lesson.played.steps.find(({ id }) => id === step.id)!;
    const title = await column.getByRole('heading', { level: 3 }).innerText();
    const asked = column.getByRole('group').filter({ has: page.getByRole('radio') });
    if (await button('lesson.next').isEnabled()) await activate(page, button('lesson.next'));
    if (step.belief !== undefined) {
      await expect(button('lesson.next'), 'no way on without a belief').toBeDisabled();
      await chooseByKeys(
        page,
        asked.first(),
        step.belief.options.findIndex(({ model }) => model !== 'truth'),
      );
      await page.keyboard.press('Enter');
      await expect(button('lesson.belief.change'), 'Enter takes the belief').toBeVisible();
    }
    if (step.prediction !== undefined) {
      if (step.prediction.kind === 'count') throw new Error('no counting in this lesson');
      const right = step.prediction.options.findIndex(({ id }) => truth.prediction!.right.includes(id));
      await chooseByKeys(page, asked.last(), right);
      await page.keyboard.press('Enter');
      await expect(button('lesson.lock'), 'Enter locks the prediction').toBeHidden();
    } else if (step.belief !== undefined) await activate(page, button('lesson.lock'));

    await expect(column.getByRole('heading', { name: student.t('lesson.task') })).toBeVisible();
    await needed[step.id]!();
    const reached = column.getByRole('heading', { name: student.t('lesson.reached') });
    await playUntil(student, () => reached.isVisible());
    if (step.prediction !== undefined)
      await expect(column.getByText(student.t('lesson.right'), { exact: true })).toBeVisible();

    if (step.check !== undefined) {
      if (step.check.kind === 'count') throw new Error('no counting in this lesson');
      await activate(page, button('lesson.next'));
      const right = step.check.options.findIndex(({ id }) => truth.check!.right.includes(id));
      await chooseByKeys(page, asked.last(), right);
      await page.keyboard.press('Enter');
      await expect(button('lesson.check.lock'), 'Enter answers').toBeHidden();
      await expect(column.getByText(student.t('lesson.right'), { exact: true }).last()).toBeVisible();
    }
    await activate(page, button('lesson.next').or(button('lesson.finish')));
    await expect(column.getByRole('heading', { level: 3, name: title, exact: true })).toBeHidden();
  }
  await expect(student.end()).toBeVisible();
});

/** To the end of what is under way, then on by half seconds, until something holds. */
async function playUntil(student: Student, holds: () => Promise<boolean>): Promise<void> {
  const { page } = student;
  for (let step = 0; step < 60; step += 1) {
    await student.settled();
    if (await holds()) return;
    await page.keyboard.press(step === 0 ? 'End' : 'ArrowRight');
  }
  expect(await holds()).toBe(true);
}
