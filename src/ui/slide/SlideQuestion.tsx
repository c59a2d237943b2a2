import type { FrameQuestion } from '../../lesson/storyboard/frame';
import { Icon } from '../Icon';
import { useText } from '../text';

/** A question with lettered options; once it is answered, the answer alone. */
export function SlideQuestion(props: { readonly question: FrameQuestion; readonly isRevealed: boolean }) {
  const { t } = useText();
  const { question, isRevealed } = props;
  if (isRevealed) {
    const right = question.options.filter(({ isRight }) => isRight);
    return (
      <section className="slide-answer" aria-label={t('slide.answer')}>
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
