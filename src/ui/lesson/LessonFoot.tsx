import { Icon } from '../Icon';
import { useText } from '../text';
import type { LessonProps } from './LessonColumn';
import { LessonIcon } from './LessonIcon';

/** The way back and on, always in view, with the reason while there is no way on. */
export function LessonFoot({ lesson, actions }: LessonProps) {
  const { t } = useText();
  const isAtEnd = lesson.end !== null;
  const last = lesson.step === lesson.steps.length - 1 && lesson.phases.at(-1)?.state === 'now';
  if (lesson.isFreePlay)
    return (
      <footer className="les-foot">
        <p className="les-ways">
          <button
            type="button"
            className="ui-button is-primary les-wide"
            onClick={() => actions.backToLesson()}
          >
            <Icon name="stepBack" /> {t('lesson.free.back')}
          </button>
        </p>
      </footer>
    );
  return (
    <footer className="les-foot">
      {!isAtEnd && (
        <p className="les-small">
          <button type="button" onClick={() => actions.restartStep()}>
            <Icon name="restart" /> {t('lesson.restart')}
          </button>
          <button type="button" onClick={() => actions.freePlay()}>
            <LessonIcon name="free" /> {t('lesson.free')}
          </button>
          <button type="button" onClick={() => actions.leave()}>
            <Icon name="cross" /> {t('lesson.leave')}
          </button>
        </p>
      )}
      {!isAtEnd && lesson.waitsFor !== null && (
        <p className="les-waits" id="les-waits">
          {t(`lesson.waits.${lesson.waitsFor}`)}
        </p>
      )}
      <p className="les-ways">
        <button
          type="button"
          className="ui-button"
          disabled={!lesson.canGoBack}
          onClick={() => actions.previous()}
        >
          {t('lesson.previous')}
        </button>
        {isAtEnd ? (
          <EndWays lesson={lesson} actions={actions} />
        ) : (
          <button
            type="button"
            className="ui-button is-primary les-wide"
            aria-describedby={lesson.waitsFor === null ? undefined : 'les-waits'}
            disabled={lesson.waitsFor !== null}
            onClick={() => actions.next()}
          >
            {t(last ? 'lesson.finish' : 'lesson.next')} <Icon name="arrow" />
          </button>
        )}
      </p>
    </footer>
  );
}

function EndWays({ lesson, actions }: LessonProps) {
  const { t } = useText();
  const next = lesson.end?.next ?? null;
  return next === null ? (
    <button type="button" className="ui-button is-primary les-wide" onClick={() => actions.openCourse()}>
      {t('lesson.course')}
    </button>
  ) : (
    <button
      type="button"
      className="ui-button is-primary les-wide"
      onClick={() => actions.openLesson(next.id)}
    >
      {t('lesson.nextLesson')} <Icon name="arrow" />
    </button>
  );
}
