/** A learner who takes a lesson: reads, believes, predicts, acts, watches, answers. Found by role and name. */
import { expect, type Locator } from '@playwright/test';
import type { Scenario, Step } from '../src/scenario/scenario';
import type { Language } from '../src/ui/contract';
import type { ReadLesson } from './course';
import { Learner } from './learner';

/** Which answers to give: those that the trace proves, or others. */
export type Answers = 'right' | 'wrong';

export class Student extends Learner {
  /** Opens a lesson at its beginning. */
  async openLesson({ id, steps }: Scenario, language: Language): Promise<void> {
    await this.open({ language, hash: `#s=${id}&step=${steps[0]!.id}&lang=${language}` });
    await expect(this.column().getByRole('heading', { level: 3 })).toBeVisible();
  }

  column(): Locator {
    return this.page.getByRole('complementary', { name: this.t('ui.lesson'), exact: true });
  }

  private ofColumn(key: string): Locator {
    return this.column().getByRole('button', { name: this.t(key), exact: true });
  }

  /** "Next", or "Finish" on the last page. */
  onward(): Locator {
    return this.ofColumn('lesson.next').or(this.ofColumn('lesson.finish'));
  }

  end(): Locator {
    return this.column().getByText(this.t('lesson.end'), { exact: true });
  }

  /** The name of the phase that is on. */
  async phase(): Promise<string> {
    return this.column().locator('[aria-current="step"]').last().innerText();
  }

  /** A whole step, from its scene to its last answer. `look` is called wherever there is something to see. */
  async takeStep(
    step: Step,
    lesson: ReadLesson,
    answers: Answers,
    look: (what: string) => Promise<void>,
  ): Promise<void> {
    const played = lesson.played.steps.find(({ id }) => id === step.id)!;
    await look('scene');
    if (step.belief !== undefined || step.prediction !== undefined) {
      if (await this.onward().isEnabled()) await this.onward().click();
      await expect(this.onward(), 'no way on before the prediction').toBeDisabled();
      const before = await this.at();
      if (step.belief !== undefined) await this.believe(step);
      if (step.prediction?.kind === 'count') await this.shareOut(step.prediction.of);
      else if (step.prediction !== undefined) {
        await this.choose(step.prediction.options, played.prediction?.right ?? [], answers);
      }
      expect(await this.at(), 'nothing moves before the prediction is locked').toBe(before);
      await look('predict');
      await this.ofColumn('lesson.lock').click();
    } else if (await this.onward().isEnabled()) {
      await this.onward().click();
    }
    if (step.run.length > 0) {
      await this.letGo();
      await this.page.keyboard.press('End');
      await expect(this.onward()).toBeEnabled();
      await look('watch');
      await this.onward().click();
    }
    if (step.goal !== undefined) {
      await expect(this.onward(), 'no way on before the goal').toBeDisabled();
      await look('act');
      await this.ofColumn('lesson.showMe').click();
      await this.letGo();
      await this.page.keyboard.press('End');
      await expect(this.column().getByText(this.t('lesson.reached'), { exact: true })).toBeVisible();
      if (await this.onward().isEnabled()) await this.onward().click();
    }
    await look('explain');
    if (step.prediction !== undefined && step.prediction.kind !== 'count') {
      const verdict = this.t(answers === 'right' ? 'lesson.right' : 'lesson.wrong');
      await expect(this.column().getByText(verdict, { exact: true }).first()).toBeVisible();
    }
    if (step.check !== undefined && step.check.kind !== 'count') {
      await this.onward().click();
      await this.choose(step.check.options, played.check?.right ?? [], answers);
      await this.ofColumn('lesson.check.lock').click();
      const verdict = this.t(answers === 'right' ? 'lesson.right' : 'lesson.wrong');
      await expect(this.column().getByText(verdict, { exact: true }).last()).toBeVisible();
      await look('check');
    }
    await this.onward().click();
  }

  private async believe({ belief }: Step): Promise<void> {
    const wrong = belief!.options.find(({ model }) => model !== 'truth') ?? belief!.options[0]!;
    const index = belief!.options.indexOf(wrong);
    await this.column().locator('.les-belief').getByRole('radio').nth(index).check({ force: true });
  }

  private async choose(
    options: readonly { readonly id: string }[],
    right: readonly string[],
    answers: Answers,
  ): Promise<void> {
    const wanted = options.find(({ id }) => right.includes(id) === (answers === 'right'))!;
    const radio = this.column().locator(`.les-question.is-open input[value="${wanted.id}"]`);
    await radio.check({ force: true });
  }

  /** Gives the first Pod everything. */
  private async shareOut(of: number): Promise<void> {
    const more = this.column().locator('.les-question.is-open .les-stepper button:last-child').first();
    for (let given = 0; given < of; given += 1) await more.click();
  }
}
