import { useState } from 'react';
import { Icon } from './Icon';
import { useText } from './text';

/** Puts a text on the clipboard and says whether that worked. A text that is long to make is made when asked for. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string | (() => string);
  readonly label: string;
}) {
  const { t } = useText();
  const [copied, setCopied] = useState<{ text: string | (() => string); worked: boolean } | null>(null);
  const state = copied?.text === text ? copied : null;
  const copy = () => {
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard === undefined) return setCopied({ text, worked: false });
    clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setCopied({ text, worked: true }),
      () => setCopied({ text, worked: false }),
    );
  };
  return (
    <button type="button" className="ui-button" onClick={copy}>
      <Icon name={state?.worked ? 'check' : 'copy'} />
      <span aria-live="polite">
        {state === null ? label : t(state.worked ? 'ui.copy.done' : 'ui.copy.failed')}
      </span>
    </button>
  );
}
