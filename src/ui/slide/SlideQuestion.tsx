import type { FrameQuestion } from '../../lesson/storyboard/frame';
import { Icon } from '../Icon';
import { useText } from '../text';

/** A question with lettered options, over the scene. Nothing of it says which one is right. */
export function SlideQuestion({ question }: { readonly question: FrameQuestion }) {
  const { t } = useText();
  return (
    <section className="slide-question" aria-label={t('slide.question')}>
      <div className="slide-card">
        <h2>{question.text}</h2>
        <ol>
          {question.options.map(({ id, letter, text }) => (
            <li key={id}>
              <b className="slide-letter">{letter}</b>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

/** The answer, once it is no secret: it stands in the header strip's place, so that the scene stays in sight. */
export function SlideAnswer({ question }: { readonly question: FrameQuestion }) {
  const { t } = useText();
  const right = question.options.filter(({ isRight }) => isRight);
  const isLong = question.answer.length > 60;
  return (
    <section className={`slide-answer${isLong ? ' is-long' : ''}`} aria-label={t('slide.answer')}>
      <Icon name="check" />
      {right.map(({ id, letter, text }) => (
        <p key={id}>
          <b className="slide-letter">{letter}</b>
          <span>{text}</span>
        </p>
      ))}
      {right.length === 0 && <p>{question.answer}</p>}
    </section>
  );
}
