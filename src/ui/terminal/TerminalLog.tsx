import { memo } from 'react';
import { useText } from '../text';
import type { TerminalEntry } from './contract';

/** What has been typed and printed, oldest first. New lines are spoken. */
export function TerminalLog({ entries }: { readonly entries: readonly TerminalEntry[] }) {
  const { t } = useText();
  return (
    <div
      className="ui-terminal-log"
      role="log"
      aria-live="polite"
      aria-relevant="additions text"
      aria-label={t('terminal.output')}
    >
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </div>
  );
}

const Entry = memo(function Entry({ entry }: { readonly entry: TerminalEntry }) {
  const { t } = useText();
  const { line, output, state, isEcho, note } = entry;
  return (
    <div className={`ui-terminal-entry is-${state}${isEcho ? ' is-echo' : ''}`}>
      <div className="ui-terminal-line">
        <span className="ui-terminal-prompt" aria-hidden="true">
          $
        </span>
        <code>{line}</code>
        {isEcho && <span className="ui-terminal-tag">{t('terminal.echo')}</span>}
        {state === 'watching' && <span className="ui-terminal-tag">{t('terminal.watching')}</span>}
        {state === 'running' && <span className="ui-terminal-tag">{t('terminal.running')}</span>}
      </div>
      {output.length > 0 && <pre>{output.join('\n')}</pre>}
      {note !== null && <p className="ui-terminal-note">{t(note)}</p>}
    </div>
  );
});
