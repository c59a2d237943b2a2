import { IconButton } from '../IconButton';
import { useText } from '../text';
import { LessonIcon } from './LessonIcon';
import './strip.css';

/** The offer of a course in one line, where its column has no room. */
export default function InviteStrip(props: { readonly count: number; onStart(): void; onClose(): void }) {
  const { t } = useText();
  return (
    <section className="les-strip" aria-label={t('ui.lesson')}>
      <LessonIcon name="book" size={20} />
      <p>{t('lesson.invite.kind', { count: props.count })}</p>
      <button type="button" className="ui-button is-primary" onClick={props.onStart}>
        {t('lesson.invite.start')}
      </button>
      <IconButton icon="cross" label={t('lesson.invite.close')} onPress={props.onClose} />
    </section>
  );
}
