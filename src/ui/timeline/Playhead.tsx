import type { KeyboardEvent } from 'react';
import { formatSeconds } from '../../projection/notation';
import { useText } from '../text';

/** The line at the moment shown, with its time in a bubble: a slider for keyboards and screen readers. */
export function Playhead(props: {
  readonly x: number;
  readonly at: number;
  readonly endAt: number;
  readonly fieldWidth: number;
  readonly bubbleWidth: number;
  onKeyDown(event: KeyboardEvent): void;
}) {
  const { t } = useText();
  const seconds = formatSeconds(props.at);
  const half = props.bubbleWidth / 2;
  const shift = Math.max(half - props.x, Math.min(0, props.fieldWidth - half - props.x));
  return (
    <div
      className="ui-playhead"
      role="slider"
      tabIndex={0}
      aria-label={t('ui.timeline.playhead')}
      aria-valuemin={0}
      aria-valuemax={Math.max(props.endAt, props.at)}
      aria-valuenow={props.at}
      aria-valuetext={t('ui.seconds', { value: seconds })}
      style={{ transform: `translateX(${props.x}px)` }}
      onKeyDown={props.onKeyDown}
    >
      <span style={{ transform: `translateX(calc(-50% + ${shift}px))` }}>{seconds} s</span>
    </div>
  );
}
