import type { Notice } from './contract';
import { Icon } from './Icon';
import { IconButton } from './IconButton';
import { useText } from './text';
import './Notices.css';

/** What went wrong and how to mend it, over the scene; nothing waits for it. */
export function Notices(props: { readonly notices: readonly Notice[]; onDismiss(id: string): void }) {
  const { t } = useText();
  return (
    <div className="ui-notices" role="region" aria-label={t('ui.notices')} aria-live="polite">
      {props.notices.map((notice) => (
        <div
          key={notice.id}
          className={`ui-notice is-${notice.tone}`}
          role={notice.tone === 'bad' ? 'alert' : 'status'}
        >
          <Icon name={notice.tone === 'bad' ? 'warning' : 'info'} size={22} />
          <p>
            <b>{notice.text}</b>
            {notice.mend !== null && (
              <span>
                {t('ui.notices.mend')}
                {notice.mend}
              </span>
            )}
          </p>
          <IconButton
            icon="cross"
            label={t('ui.notices.dismiss')}
            onPress={() => props.onDismiss(notice.id)}
          />
        </div>
      ))}
    </div>
  );
}
