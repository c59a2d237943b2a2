import { memo, useRef, useState } from 'react';
import type { Message } from './projected';
import { Icon } from './Icon';
import { RichText } from './RichText';
import { plain, useText } from './text';
import { textWidth } from './timeline/labelFit';
import { useElementSize, type Space } from './useSpace';
import { useSpoken } from './useSpoken';
import './Caption.css';

/** How large the sentence is set, and on how many lines, when it is short; else it is set smaller. */
const SHORT = {
  full: { fontSize: 25, lines: 1 },
  compact: { fontSize: 20, lines: 1 },
  phone: { fontSize: 18, lines: 3 },
} as const;

/**
 * One sentence for what is on the screen. Its room is always the same, so that nothing jumps from hop to
 * hop: a long sentence is set smaller. Said aloud when it changes, but not faster than one can listen.
 */
export const Caption = memo(function Caption(props: {
  readonly caption: Message;
  readonly size: Space['size'];
  readonly isPlaying: boolean;
  /** `why` opens what decided on this hop, `failed` leads to the hop that went wrong. */
  readonly ask: 'why' | 'failed' | null;
  onAsk(): void;
}) {
  const { t, say } = useText();
  const words = useRef<HTMLParagraphElement>(null);
  const [width, setWidth] = useState(0);
  useElementSize(words, (now) => setWidth(Math.round(now)));
  const text = say(props.caption);
  const live = useSpoken<HTMLSpanElement>(plain(text), props.isPlaying);
  const { fontSize, lines } = SHORT[props.size];
  // A line of Han characters may stay short by one or two.
  const isLong = width > 0 && textWidth(plain(text), fontSize) > width * lines - (lines - 1) * 2 * fontSize;
  const question = t(props.ask === 'failed' ? 'ui.caption.whyFailed' : 'ui.caption.why');
  return (
    <section className="ui-caption" aria-label={t('ui.caption')}>
      <p ref={words} className={isLong ? 'is-long' : ''} tabIndex={0}>
        <RichText text={text} />
      </p>
      <span ref={live} className="ui-unseen" aria-live="polite" aria-atomic="true" />
      {props.ask !== null && (
        <button
          type="button"
          className={`ui-button${props.size === 'phone' ? ' ui-square' : ''}${props.ask === 'failed' ? ' is-bad' : ''}`}
          aria-label={question}
          onClick={props.onAsk}
        >
          <Icon name="help" /> {props.size === 'phone' ? null : question}
        </button>
      )}
    </section>
  );
});
