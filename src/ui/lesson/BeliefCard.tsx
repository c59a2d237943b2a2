import { useId, useRef, useState } from 'react';
import type { BeliefView, LessonActions } from '../../lesson/view';
import { useText } from '../text';
import { LessonIcon } from './LessonIcon';
import { InlineMarkdown, Markdown } from './Markdown';

/** So many of the ghost's moves are foretold in the card; the strip under the picture has all. */
const CELLS = 6;

/** "What do you believe?": the chosen model runs as a ghost beside the truth. */
export function BeliefCard(props: {
  readonly belief: BeliefView;
  readonly isNow: boolean;
  /** It is time to say what the trace says of it. */
  readonly isTold: boolean;
  /** No question follows: this card has the button that lets it run. */
  readonly locksAlone: boolean;
  readonly actions: LessonActions;
}) {
  const { belief, isNow, actions } = props;
  const { t, say } = useText();
  const [isChanging, setChanging] = useState(false);
  const id = useId();
  // Arrow keys pass over options on the way to another: they fold nothing, Enter does.
  const isByPointer = useRef(false);
  const chosen = belief.options.find((option) => option.id === belief.chosen) ?? null;
  const isPicking = isNow && (chosen === null || isChanging);
  const cells = belief.ghost?.columns.slice(0, CELLS) ?? [];
  return (
    <section className={`les-belief${isNow ? ' is-now' : ''}`} aria-labelledby={id}>
      <h4 id={id} data-now={(isNow && chosen === null) || undefined} tabIndex={-1}>
        <LessonIcon name="ghost" /> <InlineMarkdown text={isPicking ? belief.question : t('lesson.belief')} />
      </h4>
      {isPicking ? (
        <fieldset>
          <legend className="ui-unseen">{belief.question}</legend>
          {belief.options.map((option) => (
            <label
              key={option.id}
              className={`les-option${option.id === belief.chosen ? ' is-on' : ''}`}
              onPointerDown={() => (isByPointer.current = true)}
            >
              <input
                type="radio"
                name={id}
                value={option.id}
                checked={option.id === belief.chosen}
                onChange={() => actions.believe(option.id)}
                onKeyDown={(event) => {
                  isByPointer.current = false;
                  if (event.key === 'Enter' && belief.chosen !== null) setChanging(false);
                }}
                onClick={() => setChanging(belief.chosen === null || !isByPointer.current)}
              />
              <span>
                <InlineMarkdown text={option.text} />
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <>
          <p className="les-believed">
            <span>{chosen === null ? t('lesson.belief.none') : <InlineMarkdown text={chosen.text} />}</span>
            {isNow && (
              <button type="button" className="ui-button" onClick={() => setChanging(true)}>
                {t('lesson.belief.change')}
              </button>
            )}
          </p>
          {isNow && cells.length > 0 && (
            <p className="les-cells">
              {cells.map((cell) => (
                <span key={cell.id}>{say(cell.believed)}</span>
              ))}
            </p>
          )}
          {isNow && <p className="les-dim">{t('lesson.belief.runs')}</p>}
        </>
      )}
      {isNow && props.locksAlone && chosen !== null && (
        <button type="button" className="ui-button is-primary les-lock" onClick={() => actions.lock()}>
          <LessonIcon name="lock" /> {t('lesson.lock')}
        </button>
      )}
      {props.isTold && belief.because !== null && belief.because !== '' && <Markdown text={belief.because} />}
    </section>
  );
}
