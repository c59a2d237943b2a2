import { formatSeconds } from '../../projection/notation';
import { Disclosure } from '../Disclosure';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import type { BookmarkView, TimeActions } from './contract';
import './branches.css';

/** Beside the timeline's name: from event to event, and the bookmarks. */
export default function TimeTools(props: {
  readonly bookmarks: readonly BookmarkView[];
  /** True if the moment shown has a bookmark. */
  readonly isMarked: boolean;
  readonly actions: TimeActions;
}) {
  const { bookmarks, isMarked, actions } = props;
  const { t } = useText();
  return (
    <span className="ui-timetools">
      <IconButton
        icon="turnBack"
        label={t('ui.command.turnBack')}
        keys="p"
        onPress={() => actions.stepEvent(-1, 'turn')}
      />
      <IconButton
        icon="eventBack"
        label={t('ui.command.eventBack')}
        keys="["
        onPress={() => actions.stepEvent(-1, 'event')}
      />
      <IconButton
        icon="eventForward"
        label={t('ui.command.eventForward')}
        keys="]"
        onPress={() => actions.stepEvent(1, 'event')}
      />
      <IconButton
        icon="turnForward"
        label={t('ui.command.turnForward')}
        keys="n"
        onPress={() => actions.stepEvent(1, 'turn')}
      />
      <span className={isMarked ? 'is-marked' : ''}>
        <IconButton
          icon="bookmark"
          label={t(isMarked ? 'bookmark.drop' : 'bookmark.set')}
          keys="b"
          onPress={() => actions.toggleBookmark()}
        />
      </span>
      {bookmarks.length > 0 && (
        <Disclosure icon="list" label={t('bookmark.list')}>
          <ul className="ui-bookmarks">
            {bookmarks.map(({ at, name }) => (
              <li key={at}>
                <button type="button" className="ui-button" onClick={() => actions.seek(at)}>
                  {t('ui.seconds', { value: formatSeconds(at) })}
                </button>
                <input
                  key={name}
                  defaultValue={name}
                  maxLength={60}
                  aria-label={t('bookmark.name', { seconds: formatSeconds(at) })}
                  onBlur={(event) => actions.renameBookmark(at, event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') event.currentTarget.blur();
                  }}
                />
                <IconButton
                  icon="trash"
                  label={t('bookmark.dropNamed', { name })}
                  onPress={() => actions.dropBookmark(at)}
                />
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </span>
  );
}
