import { useId, useState } from 'react';
import { useText } from '../text';

const MAX_MS = 3000;
const STEP_MS = 50;

/** How late this node's kube-proxy hears of changes. The wish is sent when the handle is let go, not on the way. */
export function WatchDelay(props: {
  readonly node: string;
  readonly milliseconds: number;
  onChange(node: string, milliseconds: number): void;
}) {
  const { t } = useText();
  const id = useId();
  const [draft, setDraft] = useState<number | null>(null);
  const shown = draft ?? props.milliseconds;
  const commit = () => {
    if (draft !== null && draft !== props.milliseconds) props.onChange(props.node, draft);
    setDraft(null);
  };
  return (
    <div className="ui-delay">
      <label htmlFor={id}>{t('ui.delay', { node: props.node })}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(MAX_MS, props.milliseconds)}
        step={STEP_MS}
        value={shown}
        aria-valuetext={t('ui.milliseconds', { value: shown })}
        onChange={(event) => setDraft(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <output htmlFor={id}>{t('ui.milliseconds', { value: shown })}</output>
      <p className="ui-dim">{t('ui.delay.hint')}</p>
    </div>
  );
}
