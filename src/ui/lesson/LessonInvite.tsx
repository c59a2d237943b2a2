import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import { LessonIcon } from './LessonIcon';
import './lesson.css';
import './strip.css';

/** To somebody who comes for the first time: a course is here, and one can just look around as well. */
export default function LessonInvite(props: {
  readonly count: number;
  onStart(): void;
  onCourse(): void;
  onClose(): void;
}) {
  const { t } = useText();
  return (
    <div className="les les-invite">
      <div className="les-scroll">
        <p className="les-where">
          <span>{t('lesson.invite.kind', { count: props.count })}</span>
          <IconButton icon="cross" label={t('lesson.invite.close')} onPress={props.onClose} />
        </p>
        <h2>{t('lesson.invite.title')}</h2>
        <p>{t('lesson.invite.body')}</p>
        <ul className="les-promises">
          <li>
            <LessonIcon name="lock" /> {t('lesson.invite.predict')}
          </li>
          <li>
            <LessonIcon name="eye" /> {t('lesson.invite.watch')}
          </li>
          <li>
            <LessonIcon name="hand" /> {t('lesson.invite.act')}
          </li>
        </ul>
        <p className="les-aids">
          <button type="button" className="ui-button is-primary les-wide" onClick={props.onStart}>
            <Icon name="play" /> {t('lesson.invite.start')}
          </button>
          <button type="button" className="ui-button" onClick={props.onCourse}>
            {t('lesson.course')}
          </button>
        </p>
        <p className="les-dim">{t('lesson.invite.free')}</p>
      </div>
    </div>
  );
}
