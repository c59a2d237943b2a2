import type { CourseView, LessonActions } from '../../lesson/view';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { Modal } from '../Modal';
import { useText } from '../text';
import { LessonIcon } from './LessonIcon';
import { InlineMarkdown, Markdown } from './Markdown';
import './course.css';

type Lesson = CourseView['chapters'][number]['lessons'][number];

/** The course: its chapters, their lessons, how far each is. A modal `<dialog>`. */
export default function CourseOverview(props: {
  readonly course: CourseView;
  readonly actions: Pick<LessonActions, 'openLesson' | 'closeCourse'>;
}) {
  const { course, actions } = props;
  const { t } = useText();
  const next = nextLesson(course);
  return (
    <Modal onDismiss={() => actions.closeCourse()} className="les-course" aria-labelledby="les-course-title">
      <div className="les-course-inner">
        <header className="les-course-head">
          <div>
            <h2 id="les-course-title">{course.title}</h2>
            <p>{t('lesson.course.progress', { finished: course.finished, count: course.count })}</p>
          </div>
          {next !== null && (
            <button
              type="button"
              className="ui-button is-primary les-course-go"
              onClick={() => actions.openLesson(next.id)}
            >
              <Icon name="play" />
              <span>{t(next.wordKey, { number: next.number })}</span>
            </button>
          )}
          <IconButton icon="cross" label={t('ui.close')} onPress={() => actions.closeCourse()} />
        </header>
        <div className="les-course-body">
          {course.chapters.map((chapter) => (
            <section key={chapter.id} aria-labelledby={`les-chapter-${chapter.id}`}>
              <div className="les-chapter">
                <h3 id={`les-chapter-${chapter.id}`}>{chapter.title}</h3>
                {chapter.body !== '' && <Markdown text={chapter.body} />}
              </div>
              <ol>
                {chapter.lessons.map((lesson) => (
                  <li key={lesson.id}>
                    <LessonCard lesson={lesson} onOpen={() => actions.openLesson(lesson.id)} />
                  </li>
                ))}
              </ol>
            </section>
          ))}
        </div>
      </div>
    </Modal>
  );
}

function LessonCard({ lesson, onOpen }: { readonly lesson: Lesson; onOpen(): void }) {
  const { t } = useText();
  const { number, minutes, done, steps, state } = lesson;
  return (
    <button
      type="button"
      className={`les-card is-${state}${lesson.isOpen ? ' is-open' : ''}`}
      aria-current={lesson.isOpen || undefined}
      onClick={onOpen}
    >
      <span className="les-card-number">
        {state === 'finished' ? <Icon name="check" size={22} /> : number}
      </span>
      <span className="les-card-text">
        <span className="les-card-title">
          {state === 'finished' && <span className="ui-unseen">{number}. </span>}
          {lesson.title}
        </span>
        {lesson.summary !== '' && (
          <span className="les-card-summary">
            <InlineMarkdown text={lesson.summary} />
          </span>
        )}
        <span className="les-card-facts">
          {minutes !== null && (
            <span>
              <Icon name="clock" /> {t('lesson.course.minutes', { minutes })}
            </span>
          )}
          <span>
            <LessonIcon name={state === 'finished' ? 'done' : state === 'begun' ? 'half' : 'open'} />{' '}
            {t(`lesson.course.${state}`, { done, steps })}
          </span>
          {lesson.isOpen && <span className="ui-tag">{t('lesson.course.here')}</span>}
        </span>
      </span>
    </button>
  );
}

/** The lesson to go on with: one that was begun, else the first that is new; null when all are finished. */
export function nextLesson(course: CourseView): { id: string; number: number; wordKey: string } | null {
  const lessons = course.chapters.flatMap((chapter) => chapter.lessons);
  const begun = lessons.find((lesson) => lesson.state === 'begun');
  const fresh = lessons.find((lesson) => lesson.state === 'new');
  const next = begun ?? fresh;
  if (next === undefined) return null;
  const isStart = begun === undefined && course.finished === 0;
  return {
    id: next.id,
    number: next.number,
    wordKey: isStart ? 'lesson.course.start' : 'lesson.course.continue',
  };
}
