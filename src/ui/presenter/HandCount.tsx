import { Icon } from '../Icon';
import { useText } from '../text';
import type { PresenterActions, PresenterView } from './contract';

/** The question of a frame: hands are counted beside each option, and the answer stays hidden until it is shown. */
export function HandCount({
  view,
  actions,
}: {
  readonly view: PresenterView;
  readonly actions: PresenterActions;
}) {
  const { t } = useText();
  const { question, isRevealed } = view;
  if (question === null) return null;
  const all = question.options.reduce((sum, { hands }) => sum + hands, 0);
  return (
    <section className="pr-question" aria-label={t('presenter.question')}>
      <h2>{question.text}</h2>
      <ul>
        {question.options.map((option) => (
          <li key={option.id} data-right={(isRevealed && option.isRight) || undefined}>
            <b className="pr-letter">{option.letter}</b>
            <span className="pr-option">
              {option.text}
              {isRevealed && option.isRight && (
                <>
                  {' '}
                  <Icon name="check" size={18} />
                  <span className="ui-unseen">{t('slide.right')}</span>
                </>
              )}
            </span>
            <span className="pr-hands">
              <button
                type="button"
                className="ui-button ui-square"
                aria-label={t('presenter.fewer', { letter: option.letter })}
                disabled={option.hands === 0}
                onClick={() => actions.count(option.id, option.hands - 1)}
              >
                −
              </button>
              <input
                type="number"
                min={0}
                max={999}
                aria-label={t('presenter.hands', { letter: option.letter })}
                value={option.hands}
                onChange={(event) => actions.count(option.id, Number(event.target.value))}
              />
              <button
                type="button"
                className="ui-button ui-square"
                aria-label={t('presenter.more', { letter: option.letter })}
                onClick={() => actions.count(option.id, option.hands + 1)}
              >
                +
              </button>
              <meter min={0} max={Math.max(1, all)} value={option.hands} aria-hidden="true" />
            </span>
          </li>
        ))}
      </ul>
      <p className="pr-answer" aria-live="polite">
        <button type="button" className="ui-button is-primary" onClick={() => actions.reveal(!isRevealed)}>
          {t(isRevealed ? 'presenter.hide' : 'presenter.reveal')}
        </button>
        <span>
          {isRevealed ? t('presenter.answer', { answer: question.answer }) : t('presenter.answerHidden')}
        </span>
      </p>
    </section>
  );
}
