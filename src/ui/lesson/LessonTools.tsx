import { Icon } from '../Icon';
import { useText } from '../text';

/** The button that opens the overview of the course, with how far one is. */
export function LessonTools(props: { readonly finished: number; readonly count: number; onOpen(): void }) {
  const { t } = useText();
  return (
    <button type="button" className="ui-button" aria-haspopup="dialog" onClick={props.onOpen}>
      <Icon name="list" /> <span>{t('lesson.tools', { finished: props.finished, count: props.count })}</span>
    </button>
  );
}
