import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { LessonActions, LessonView, Phase } from '../../lesson/view';
import { useText } from '../text';
import { BeliefCard } from './BeliefCard';
import { LessonEndCard } from './LessonEndCard';
import { LessonFoot } from './LessonFoot';
import { LessonHead } from './LessonHead';
import { LessonIcon } from './LessonIcon';
import { LessonLive } from './LessonLive';
import { Markdown } from './Markdown';
import { QuestionCard } from './QuestionCard';
import { TaskCard } from './TaskCard';
import './cards.css';
import './lesson.css';

export interface LessonProps {
  readonly lesson: LessonView;
  readonly actions: LessonActions;
}

/** The lesson beside the picture: where one is in it, what is asked, what was seen, and the way on. */
export default function LessonColumn({ lesson, actions }: LessonProps) {
  const root = useRef<HTMLDivElement>(null);
  useShowWhatIsNew(root, lesson);
  useQuestionInView(root, lesson.phase === 'predict' ? (lesson.belief?.chosen ?? null) : null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.defaultPrevented || isControl(event.target)) return;
    if (lesson.isFreePlay || lesson.waitsFor !== null) return;
    event.preventDefault();
    actions.next();
  };
  return (
    <div className="les" ref={root} onKeyDown={onKeyDown}>
      <LessonHead lesson={lesson} actions={actions} />
      <div className="les-scroll" role="group" aria-label={lesson.stepTitle} tabIndex={0}>
        {lesson.isFreePlay ? (
          <FreePlay />
        ) : lesson.end !== null ? (
          <LessonEndCard lesson={lesson} end={lesson.end} actions={actions} />
        ) : (
          <StepBody lesson={lesson} actions={actions} />
        )}
      </div>
      <LessonLive lesson={lesson} />
      <LessonFoot lesson={lesson} actions={actions} />
    </div>
  );
}

/** The step: each part appears when its phase has come, and stays. */
function StepBody({ lesson, actions }: LessonProps) {
  const { t } = useText();
  const { phase, belief, prediction, task, explanation, check } = lesson;
  const has = (one: Phase) => lesson.phases.some((each) => each.phase === one && each.state !== 'next');
  const isOver = phase === 'explain' || phase === 'check';
  const asks = has('predict') || phase === 'predict';
  // What was read before the question makes room for what comes after it.
  const isRead = isOver || phase === 'watch' || (phase === 'act' && (belief !== null || prediction !== null));
  return (
    <>
      <h3 className="les-step" data-now={phase === 'scene' || undefined} tabIndex={-1}>
        {lesson.stepTitle}
      </h3>
      {lesson.body !== '' &&
        (isRead ? (
          <details className="les-fold">
            <summary>{t('lesson.about')}</summary>
            <Markdown text={lesson.body} />
          </details>
        ) : (
          <Markdown text={lesson.body} />
        ))}
      {asks && belief !== null && (
        <BeliefCard
          key={belief.id}
          belief={belief}
          isNow={phase === 'predict'}
          isTold={isOver}
          locksAlone={prediction === null}
          actions={actions}
        />
      )}
      {asks && prediction !== null && (
        <QuestionCard
          key={prediction.id}
          question={prediction}
          use="predict"
          isNow={phase === 'predict'}
          isHeld={belief !== null && belief.chosen === null}
          actions={actions}
        />
      )}
      {task !== null && has('act') && (
        <TaskCard
          task={task}
          isNow={phase === 'act'}
          isOver={isOver}
          isShowing={lesson.isShowing}
          actions={actions}
        />
      )}
      {phase === 'watch' && (
        <p className="les-watch" data-now tabIndex={-1}>
          <LessonIcon name="eye" />
          <span>{t(lesson.waitsFor === null ? 'lesson.watched' : 'lesson.watch')}</span>
        </p>
      )}
      {explanation !== null && explanation !== '' && (
        <section className="les-seen" aria-labelledby="les-seen">
          <h4 id="les-seen" data-now={phase === 'explain' || undefined} tabIndex={-1}>
            <LessonIcon name="eye" /> {t('lesson.seen')}
          </h4>
          <Markdown text={explanation} />
        </section>
      )}
      {check !== null && has('check') && (
        <QuestionCard
          key={check.id}
          question={check}
          use="check"
          isNow={phase === 'check'}
          isHeld={false}
          actions={actions}
        />
      )}
    </>
  );
}

/** The learner is out of the lesson's world; the way back is at the foot. */
function FreePlay() {
  const { t } = useText();
  return (
    <section className="les-free" aria-labelledby="les-free">
      <h3 id="les-free" data-now tabIndex={-1}>
        <LessonIcon name="free" /> {t('lesson.free.title')}
      </h3>
      <p>{t('lesson.free.body')}</p>
    </section>
  );
}

/**
 * When a new part has come it is scrolled to. The focus goes along if it was in the column or got lost with
 * the button that was pressed; it is not taken from someone who is elsewhere.
 */
function useShowWhatIsNew(root: { readonly current: HTMLElement | null }, lesson: LessonView): void {
  const now = `${lesson.id}/${lesson.step}/${lesson.phase}/${lesson.end !== null}/${lesson.isFreePlay}`;
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const isFirst = shown.current === null;
    if (shown.current === now) return;
    shown.current = now;
    const column = root.current;
    const target = column?.querySelector<HTMLElement>('[data-now]') ?? null;
    if (column === null || target === null || isFirst) return;
    const active = document.activeElement;
    const isOurs = active === null || active === document.body || column.contains(active);
    if (isOurs) target.focus({ preventScroll: true });
    (target.closest('section') ?? target).scrollIntoView?.({ block: 'nearest' });
  }, [root, now]);
}

/** Once a belief is chosen the question below it is what comes next. */
function useQuestionInView(root: { readonly current: HTMLElement | null }, believed: string | null): void {
  useEffect(() => {
    if (believed !== null)
      root.current?.querySelector('.les-question')?.scrollIntoView?.({ block: 'nearest' });
  }, [root, believed]);
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input, summary, select, textarea') !== null;
}
