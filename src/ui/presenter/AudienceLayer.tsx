import { Icon } from '../Icon';
import { LanguageContext, useText } from '../text';
import type { Language } from '../contract';
import type { PresenterQuestion } from './contract';
import { LaserDot } from './PresenterDesk';
import './presenter.css';

export interface AudienceView {
  readonly language: Language;
  /** The question with the hands counted; null until the answer is shown. */
  readonly revealed: PresenterQuestion | null;
  readonly isBlank: boolean;
  readonly laser: { readonly x: number; readonly y: number } | null;
}

/** What is laid over the audience's slide: the votes with the answer, the laser's dot, or black. */
export function AudienceLayer({ view }: { readonly view: AudienceView }) {
  return (
    <LanguageContext value={view.language}>
      <div className="pr-layer" lang={view.language}>
        {view.revealed !== null && <Votes question={view.revealed} />}
        {view.laser !== null && <LaserDot place={view.laser} />}
        {view.isBlank && <div className="pr-blank" />}
      </div>
    </LanguageContext>
  );
}

function Votes({ question }: { readonly question: PresenterQuestion }) {
  const { t } = useText();
  const all = question.options.reduce((sum, { hands }) => sum + hands, 0);
  return (
    <section className="pr-votes" role="status">
      <h2>{question.text}</h2>
      <ul>
        {question.options.map((option) => (
          <li key={option.id} data-right={option.isRight || undefined}>
            <b className="pr-letter">{option.letter}</b>
            <span className="pr-option">
              {option.text}
              {option.isRight && <Icon name="check" size={28} />}
              {option.isRight && <span className="ui-unseen">{t('slide.right')}</span>}
            </span>
            {all > 0 && (
              <span className="pr-share">
                <meter min={0} max={all} value={option.hands} aria-hidden="true" />
                {t('presenter.share', { count: option.hands })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {question.options.length === 0 && <p>{t('presenter.answer', { answer: question.answer })}</p>}
    </section>
  );
}
