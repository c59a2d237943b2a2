import { useEffect, useRef } from 'react';
import type { LessonView } from '../../lesson/view';
import { useText } from '../text';
import { plainMarkdown } from './parseMarkdown';

/** Says aloud what a sighted learner sees appear: verdict, reached goal, hint. Silent when it comes into the page. */
export function LessonLive({ lesson }: { readonly lesson: LessonView }) {
  const { t } = useText();
  const { prediction, check, task, belief } = lesson;
  const said: string[] = [];
  for (const question of [prediction, check]) {
    const verdict = question?.verdict ?? null;
    if (verdict === null) continue;
    const { isRight, because } = verdict;
    said.push(`${t(isRight ? 'lesson.right' : 'lesson.wrong')} ${plainMarkdown(because)}`);
  }
  if ((belief?.ghost?.partsAt ?? null) !== null) said.push(t('lesson.ghost.parted'));
  if (task?.isReached === true) said.push(t('lesson.reached'));
  const hint = task?.hints.at(-1);
  if (hint !== undefined) said.push(`${t('lesson.hint')}: ${plainMarkdown(hint)}`);

  const place = useRef<HTMLParagraphElement>(null);
  const known = useRef<ReadonlySet<string> | null>(null);
  const all = JSON.stringify(said);
  useEffect(() => {
    const now = JSON.parse(all) as string[];
    const before = known.current;
    known.current = new Set(now);
    if (before === null || place.current === null) return;
    const news = now.filter((one) => !before.has(one));
    if (news.length > 0) place.current.textContent = news.join(' ');
  }, [all]);
  return <p ref={place} className="ui-unseen" role="status" aria-live="polite" aria-atomic="true" />;
}
