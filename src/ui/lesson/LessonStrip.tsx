import type { LessonView } from '../../lesson/view';
import { useText } from '../text';
import { LessonIcon, type LessonIconName } from './LessonIcon';
import { LessonLive } from './LessonLive';
import { firstSentence } from './parseMarkdown';
import './strip.css';

/** The lesson in one line: where one is, what is asked now, and a button that opens all of it. */
export default function LessonStrip(props: { readonly lesson: LessonView; onOpen(): void }) {
  const { lesson, onOpen } = props;
  const { t } = useText();
  const { icon, text } = whatIsNow(lesson);
  const words = text ?? t(wordKey(lesson));
  const isAsking = lesson.waitsFor === 'prediction' || lesson.waitsFor === 'check';
  return (
    <section className={`les-strip${isAsking ? ' is-asking' : ''}`} aria-label={t('ui.lesson')}>
      <span className="les-strip-where">
        <b>{lesson.number ?? <LessonIcon name="book" />}</b>
        <span>{t(lesson.isFreePlay ? 'lesson.free' : `lesson.phase.${lesson.phase}`)}</span>
      </span>
      <LessonIcon name={icon} size={20} />
      <p title={words}>{words}</p>
      <LessonLive lesson={lesson} />
      <button type="button" className="ui-button" onClick={onOpen}>
        {t('lesson.open')}
      </button>
    </section>
  );
}

/** The sentence of the moment; null where a fixed one stands. */
function whatIsNow(lesson: LessonView): { readonly icon: LessonIconName; readonly text: string | null } {
  const { phase, prediction, belief, task, check, end } = lesson;
  if (lesson.isFreePlay) return { icon: 'free', text: null };
  if (end !== null) return { icon: 'done', text: firstSentence(end.recap) };
  if (phase === 'predict' && (prediction !== null || belief !== null)) {
    const asksBelief = belief !== null && belief.chosen === null;
    return {
      icon: 'lock',
      text: firstSentence(asksBelief ? belief.question : (prediction ?? belief!).question),
    };
  }
  if (phase === 'act' && task !== null)
    return task.isReached ? { icon: 'done', text: null } : { icon: 'hand', text: firstSentence(task.task) };
  if (phase === 'watch') return { icon: 'eye', text: null };
  if (phase === 'check' && check !== null) return { icon: 'target', text: firstSentence(check.question) };
  const verdict = prediction?.verdict ?? null;
  if (phase === 'explain' && verdict !== null)
    return { icon: verdict.isRight ? 'done' : 'wrong', text: firstSentence(verdict.because) };
  if (phase === 'explain' && lesson.explanation !== null)
    return { icon: 'eye', text: firstSentence(lesson.explanation) };
  return { icon: 'book', text: lesson.stepTitle };
}

function wordKey(lesson: LessonView): string {
  if (lesson.isFreePlay) return 'lesson.free.title';
  if (lesson.phase === 'watch') return lesson.waitsFor === null ? 'lesson.watched' : 'lesson.watch';
  return 'lesson.reached';
}
