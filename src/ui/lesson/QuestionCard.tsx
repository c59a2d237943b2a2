import { useId } from 'react';
import type { LessonActions, OptionView, QuestionView } from '../../lesson/view';
import { useText } from '../text';
import { LessonIcon } from './LessonIcon';
import { InlineMarkdown, Markdown } from './Markdown';
import { Shares } from './Shares';

/**
 * A question: the prediction before anything moves, or the check at the end. Answered by radio buttons, in
 * the picture, or by sharing out; locked by its button or Enter; the verdict is the trace's.
 */
export function QuestionCard(props: {
  readonly question: QuestionView;
  readonly use: 'predict' | 'check';
  readonly isNow: boolean;
  /** Something else has to be chosen first. */
  readonly isHeld: boolean;
  readonly actions: LessonActions;
}) {
  const { question, use, isNow, isHeld, actions } = props;
  const { t } = useText();
  const id = useId();
  const { kind, isLocked, verdict } = question;
  const isCount = kind === 'count';
  const given = question.shares.reduce((sum, share) => sum + share.said, 0);
  const isAnswered = isCount ? given === question.of : question.chosen !== null;
  const isOpen = isNow && !isLocked;
  const canLock = isOpen && isAnswered && !isHeld;
  const tone = verdict === null ? '' : verdict.isRight ? ' is-right' : ' is-wrong';
  return (
    <section className={`les-question is-${use}${isOpen ? ' is-open' : ''}${tone}`} aria-labelledby={id}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canLock) actions.lock();
        }}
      >
        <p className="les-kind">
          <LessonIcon name={use === 'predict' ? 'lock' : 'target'} />
          {t(use === 'check' ? 'lesson.check' : isOpen ? 'lesson.predict' : 'lesson.predicted')}
        </p>
        <h4 id={id} data-now={isNow || undefined} tabIndex={-1}>
          <InlineMarkdown text={question.question} />
        </h4>
        {isCount ? (
          <Shares
            shares={question.shares}
            of={question.of}
            isLocked={!isOpen}
            onShare={(pod, count) => actions.setShare(pod, count)}
          />
        ) : isOpen ? (
          <fieldset aria-labelledby={id}>
            {question.options.map((option) => (
              <label key={option.id} className={`les-option${option.id === question.chosen ? ' is-on' : ''}`}>
                <input
                  type="radio"
                  name={id}
                  value={option.id}
                  checked={option.id === question.chosen}
                  onChange={() => actions.choose(option.id)}
                />
                <span>
                  <InlineMarkdown text={option.text} />
                </span>
              </label>
            ))}
          </fieldset>
        ) : (
          <Answered question={question} />
        )}
        {isOpen && kind === 'place' && <p className="les-dim">{t('lesson.predict.place')}</p>}
        {isOpen && (
          <p className="les-lockrow">
            <button type="submit" className="ui-button is-primary les-lock" disabled={!canLock}>
              {use === 'predict' && <LessonIcon name="lock" />}
              {t(use === 'predict' ? 'lesson.lock' : 'lesson.check.lock')}
            </button>
            {isCount && <span>{t('lesson.predict.shared', { given, of: question.of })}</span>}
            {isHeld && <span>{t('lesson.belief.first')}</span>}
          </p>
        )}
        {verdict !== null && (
          <div className="les-verdict">
            <p className="les-verdict-name">
              <LessonIcon name={verdict.isRight ? 'done' : 'wrong'} size={22} />{' '}
              {t(verdict.isRight ? 'lesson.right' : 'lesson.wrong')}
            </p>
            {!verdict.isRight && verdict.against !== '' && <Markdown text={verdict.against} />}
            <Markdown text={verdict.because} />
          </div>
        )}
      </form>
    </section>
  );
}

/** After it is locked: what was said, and what is so, once that is known. */
function Answered({ question }: { readonly question: QuestionView }) {
  const { t } = useText();
  const rows = question.options.filter(
    (option) => option.id === question.chosen || (question.verdict !== null && option.isRight === true),
  );
  rows.sort((a, b) => Number(b.id === question.chosen) - Number(a.id === question.chosen));
  if (rows.length === 0) return null;
  return (
    <ul className="les-answers">
      {rows.map((option) => (
        <li key={option.id} className={look(option)}>
          <b>{t(option.id === question.chosen ? 'lesson.said' : 'lesson.isSo')}</b>{' '}
          <InlineMarkdown text={option.text} />
        </li>
      ))}
    </ul>
  );
}

function look(option: OptionView): string {
  return option.isRight === null ? '' : option.isRight ? 'is-right' : 'is-wrong';
}
