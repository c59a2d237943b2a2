import { useText } from '../text';
import type { LessonProps } from './LessonColumn';

/** Which lesson, how far, and the phases of the step. */
export function LessonHead({ lesson, actions }: LessonProps) {
  const { t } = useText();
  const { number, count } = lesson;
  return (
    <header className="les-head">
      <div className="les-where">
        <span>{number === null ? t('ui.lesson') : t('lesson.number', { number, count })}</span>
        <ol className="les-dots" aria-label={t('lesson.steps')}>
          {lesson.steps.map((step, index) => (
            <li key={step.id}>
              <button
                type="button"
                className={`is-${step.state}`}
                aria-current={step.state === 'now' ? 'step' : undefined}
                aria-label={t(`lesson.step.${step.state}`, {
                  number: index + 1,
                  of: lesson.steps.length,
                  title: step.title,
                })}
                title={step.title}
                disabled={lesson.isFreePlay}
                onClick={() => actions.goToStep(index)}
              />
            </li>
          ))}
        </ol>
      </div>
      <h2>{lesson.title}</h2>
      {lesson.end === null && lesson.phases.length > 1 && (
        <ol className="les-phases" aria-label={t('lesson.phases')}>
          {lesson.phases.map(({ phase, state }) => (
            <li key={phase} className={`is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
              {t(`lesson.phase.${phase}`)}
              {state === 'done' && <span className="ui-unseen"> {t('lesson.done')}</span>}
            </li>
          ))}
        </ol>
      )}
    </header>
  );
}
