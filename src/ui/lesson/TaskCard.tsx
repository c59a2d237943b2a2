import { useId } from 'react';
import type { LessonActions, TaskView } from '../../lesson/view';
import { useText } from '../text';
import { LessonIcon, type LessonIconName } from './LessonIcon';
import { InlineMarkdown, Markdown } from './Markdown';

const PART_ICON: Readonly<Record<TaskView['parts'][number]['state'], LessonIconName>> = {
  open: 'open',
  half: 'half',
  done: 'done',
};

/** What is to be done, how far that is, and hints for those who ask. */
export function TaskCard(props: {
  readonly task: TaskView;
  readonly isNow: boolean;
  /** What comes after has begun: the task is folded to its outcome. */
  readonly isOver: boolean;
  readonly isShowing: boolean;
  readonly actions: LessonActions;
}) {
  const { task, isNow, isOver, isShowing, actions } = props;
  const { t } = useText();
  const id = useId();
  const asked = task.hints.length;
  const all = asked + task.hintsLeft;
  return (
    <section className={`les-task${isNow ? ' is-now' : ''}`} aria-labelledby={id}>
      <h4 id={id} data-now={isNow || undefined} tabIndex={-1}>
        <LessonIcon name={task.isReached ? 'done' : 'hand'} />{' '}
        {t(task.isReached ? 'lesson.reached' : 'lesson.task')}
      </h4>
      {!isOver && <Markdown text={task.task} className="les-do" />}
      {task.parts.length > 0 && (
        <ul className="les-goals" aria-label={t('lesson.goals')}>
          {task.parts.map((part, index) => (
            <li key={index} className={`is-${part.state}`}>
              <LessonIcon name={PART_ICON[part.state]} />
              <span>
                <InlineMarkdown text={part.text} />
                <span className="ui-unseen"> {t(`lesson.goal.${part.state}`)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {isShowing && (
        <p className="les-watch">
          <LessonIcon name="eye" /> <span>{t('lesson.showing')}</span>
        </p>
      )}
      {!isOver && asked > 0 && (
        <ol className="les-hints">
          {task.hints.map((hint, index) => (
            <li key={index}>
              <b>
                <LessonIcon name="bulb" /> {t('lesson.hint.number', { number: index + 1, of: all })}
              </b>
              <Markdown text={hint} />
            </li>
          ))}
        </ol>
      )}
      {!isOver && !task.isReached && !isShowing && (
        <p className="les-aids">
          {task.hintsLeft > 0 && (
            <button type="button" className="ui-button" onClick={() => actions.hint()}>
              <LessonIcon name="bulb" />{' '}
              {asked === 0 ? t('lesson.hint.ask') : t('lesson.hint.another', { left: task.hintsLeft })}
            </button>
          )}
          <button type="button" className="ui-button" onClick={() => actions.showMe()}>
            <LessonIcon name="eye" /> {t('lesson.showMe')}
          </button>
        </p>
      )}
    </section>
  );
}
