/** A learner who takes a lesson: reads, believes, predicts, acts, watches, answers. Found by role and name. */
import { expect, type Locator } from '@playwright/test';
import type { Scenario, Step } from '../src/scenario/scenario';
import type { Language } from '../src/ui/contract';
import type { ReadLesson } from './course';
import { Learner } from './learner';

/** A step has fewer pages than this. */
const MOST_TURNS = 16;

/** Which answers to give: those that the trace proves, or others. */
export type Answers = 'right' | 'wrong';

export class Student extends Learner {
  /** Opens a lesson at its beginning. */
  async openLesson({ id, steps }: Scenario, language: Language): Promise<void> {
    await this.open({ language, hash: `#s=${id}&step=${steps[0]!.id}&lang=${language}` });
    await expect(this.column().getByRole('heading', { level: 3 })).toBeVisible();
    // What a step opens over the page is looked at, and closed again.
    const dialog = this.page.getByRole('dialog', { name: this.t('modes.title') });
    await this.page.addLocatorHandler(dialog, () =>
      dialog.getByRole('button', { name: this.t('ui.close'), exact: true }).click(),
    );
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

  /**
   * A whole step, from its scene to its last answer, by whatever the column asks for next. `look` is called
   * wherever there is something new to see. Returns when another step, or the end, is shown.
   */
  async takeStep(
    step: Step,
    { played }: ReadLesson,
    answers: Answers,
    look: (what: string) => Promise<void>,
  ): Promise<void> {
    const truth = played.steps.find(({ id }) => id === step.id)!;
    const title = await this.column().getByRole('heading', { level: 3 }).innerText();
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const now = await this.phase();
      await look(`${turn}-${now}`);
      const wasAt = await this.at();
      if (await this.asks('.les-belief.is-now')) {
        await expect(this.onward(), 'no way on before one has chosen').toBeDisabled();
        await this.believe(step);
      }
      if (await this.asks('.les-question.is-open')) {
        const isCheck = now === this.t('lesson.phase.check');
        const question = isCheck ? step.check! : step.prediction!;
        const right = (isCheck ? truth.check : truth.prediction)?.right ?? [];
        if (question.kind === 'count') await this.shareOut(question.of);
        else await this.choose(question.options, right, answers);
        await look(`${turn}-${now}-answered`);
      }
      const lock = this.ofColumn('lesson.lock').or(this.ofColumn('lesson.check.lock'));
      if (await lock.isVisible()) {
        expect(await this.at(), 'nothing moves before the prediction is locked').toBe(wasAt);
        await lock.click();
      } else if (await this.onward().isEnabled()) {
        await this.onward().click();
      } else if (await this.ofColumn('lesson.showMe').isVisible()) {
        await this.ofColumn('lesson.showMe').click();
        await this.letGo();
        await this.page.keyboard.press('End');
      } else {
        // Something plays by itself: to its end.
        await this.letGo();
        await this.page.keyboard.press('End');
        await expect(
          this.onward().and(this.page.locator(':enabled')).or(this.ofColumn('lesson.showMe')),
        ).not.toHaveCount(0);
      }
      await this.settled();
      if (await this.end().isVisible()) return;
      if ((await this.column().getByRole('heading', { level: 3 }).innerText()) !== title) return;
    }
    throw new Error(`${step.id} has no end`);
  }

  /** The verdicts on the page now, in the words of the column. */
  async verdicts(): Promise<string[]> {
    return this.column().locator('.les-verdict-name').allInnerTexts();
  }

  private async asks(part: string): Promise<boolean> {
    return (await this.column().locator(`${part} input, ${part} .les-stepper`).count()) > 0;
  }

  private async believe({ belief }: Step): Promise<void> {
    const wrong = belief!.options.find(({ model }) => model !== 'truth') ?? belief!.options[0]!;
    const index = belief!.options.indexOf(wrong);
    await this.column().locator('.les-belief').getByRole('radio').nth(index).click({ force: true });
  }

  private async choose(
    options: readonly { readonly id: string }[],
    right: readonly string[],
    answers: Answers,
  ): Promise<void> {
    const wanted = options.find(({ id }) => right.includes(id) === (answers === 'right'))!;
    const radio = this.column().locator(`.les-question.is-open input[value="${wanted.id}"]`);
    await radio.click({ force: true });
    await expect(radio).toBeChecked();
  }

  /** Gives the first Pod everything. */
  private async shareOut(of: number): Promise<void> {
    const more = this.column().locator('.les-question.is-open .les-stepper button:last-child').first();
    for (let given = 0; given < of; given += 1) await more.click();
  }
}
