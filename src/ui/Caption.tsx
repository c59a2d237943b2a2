import { memo } from 'react';
import type { Message } from './projected';
import { Icon } from './Icon';
import { RichText } from './RichText';
import { useText } from './text';
import './Caption.css';

/** One sentence for what is on the screen, said aloud when it changes. */
export const Caption = memo(function Caption(props: {
  readonly caption: Message;
  readonly canAskWhy: boolean;
  onWhy(): void;
}) {
  const { t, say } = useText();
  return (
    <section className="ui-caption" aria-label={t('ui.caption')}>
      <p aria-live="polite" aria-atomic="true">
        <RichText text={say(props.caption)} />
      </p>
      {props.canAskWhy && (
        <button type="button" className="ui-button" onClick={props.onWhy}>
          <Icon name="help" /> {t('ui.caption.why')}
        </button>
      )}
    </section>
  );
});
