import type { LessonActions, LessonEnd, LessonView } from '../../lesson/view';
import { useText } from '../text';
import { LessonIcon } from './LessonIcon';
import { Markdown } from './Markdown';

/** The lesson in a sentence, how the predictions went, what was left out, where to read on. */
export function LessonEndCard(props: {
  readonly lesson: LessonView;
  readonly end: LessonEnd;
  readonly actions: LessonActions;
}) {
  const { end, actions } = props;
  const { t } = useText();
  return (
    <section className="les-end" aria-labelledby="les-end">
      <h3 id="les-end" className="les-step" data-now tabIndex={-1}>
        <LessonIcon name="done" /> {t('lesson.end')}
      </h3>
      {end.recap !== '' && <Markdown text={end.recap} className="les-recap" />}
      {end.predictions > 0 && (
        <p className="les-score">
          <span aria-hidden="true">
            {Array.from({ length: end.predictions }, (_, index) => (
              <LessonIcon key={index} name={index < end.rightPredictions ? 'done' : 'open'} />
            ))}
          </span>
          {t('lesson.end.score', { right: end.rightPredictions, of: end.predictions })}
        </p>
      )}
      {end.simplified !== '' && (
        <>
          <h4>
            <LessonIcon name="scissors" /> {t('lesson.end.simplified')}
          </h4>
          <Markdown text={end.simplified} />
        </>
      )}
      {end.docs !== null && (
        <>
          <h4>
            <LessonIcon name="book" /> {t('lesson.end.docs')}
          </h4>
          <p>
            <a href={end.docs.url} target="_blank" rel="noopener noreferrer">
              {end.docs.title === '' ? end.docs.url : end.docs.title}
              <LessonIcon name="away" />
              <span className="ui-unseen"> {t('lesson.newTab')}</span>
            </a>{' '}
            <span className="ui-tag">Kubernetes {end.docs.version}</span>
          </p>
        </>
      )}
      {end.next !== null && (
        <p className="les-next">
          <span className="les-dim">{t('lesson.end.next')}</span> <b>{end.next.title}</b>
        </p>
      )}
      <p className="les-aids">
        <button type="button" className="ui-button" onClick={() => actions.goToStep(0)}>
          {t('lesson.again')}
        </button>
        <button type="button" className="ui-button" onClick={() => actions.openCourse()}>
          {t('lesson.course')}
        </button>
        <button type="button" className="ui-button" onClick={() => actions.leave()}>
          {t('lesson.leave')}
        </button>
      </p>
    </section>
  );
}
