import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useText } from '../text';
import { MIN_HEIGHT } from './contract';

/** The strip's upper edge: drawn, or moved with the arrow keys, it makes the strip higher or lower. */
export function TerminalGrip(props: { readonly height: number; onResize(height: number): void }) {
  const { t } = useText();
  const start = useRef<{ readonly y: number; readonly height: number } | null>(null);
  const most = Math.max(MIN_HEIGHT, Math.round(innerHeight * 0.6));
  const resize = (height: number) => props.onResize(Math.round(Math.min(most, Math.max(MIN_HEIGHT, height))));

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: 24, ArrowDown: -24, PageUp: 96, PageDown: -96 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    resize(props.height + step);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { y: event.clientY, height: props.height };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current !== null) resize(start.current.height + start.current.y - event.clientY);
  };
  const end = () => {
    start.current = null;
  };
  return (
    <div
      className="ui-terminal-grip"
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('terminal.resize')}
      aria-valuemin={MIN_HEIGHT}
      aria-valuemax={most}
      aria-valuenow={props.height}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}
