import { useRef, type KeyboardEvent } from 'react';
import { Icon } from '../Icon';
import { useText } from '../text';
import type { OwnActions, OwnProblem, OwnView } from './contract';

/** The files as tabs, with how many problems each has, and what adds and removes them. */
export function FileTabs({ own, actions }: { readonly own: OwnView; readonly actions: OwnActions }) {
  const { t } = useText();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const tabs = useRef<HTMLDivElement>(null);
  const hasText = own.files.some(({ text }) => text !== '');

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const at = own.files.findIndex(({ id }) => id === own.chosen);
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? own.files.length - 1
          : step === undefined
            ? null
            : at + step;
    const file = next === null ? undefined : own.files[(next + own.files.length) % own.files.length];
    if (file === undefined) return;
    event.preventDefault();
    actions.choose(file.id);
    tabs.current?.querySelector<HTMLElement>(`#own-tab-${file.id}`)?.focus();
  };
  return (
    <div className="ui-own-files">
      <div
        ref={tabs}
        className="ui-own-tabs"
        role="tablist"
        aria-label={t('own.files')}
        aria-orientation="vertical"
        onKeyDown={onKeyDown}
      >
        {own.files.map((file) => (
          <button
            key={file.id}
            id={`own-tab-${file.id}`}
            type="button"
            role="tab"
            aria-selected={file.id === own.chosen}
            aria-controls="own-text"
            tabIndex={file.id === own.chosen ? 0 : -1}
            title={file.path}
            onClick={() => actions.choose(file.id)}
          >
            <span>{file.path}</span>
            <Count problems={own.problems.filter((problem) => problem.file === file.path)} />
          </button>
        ))}
      </div>
      <div className="ui-own-tools">
        <button type="button" className="ui-button" onClick={() => files.current?.click()}>
          {t('own.file.pick')}
        </button>
        <button
          type="button"
          className="ui-button ui-own-folder"
          onClick={() => {
            folder.current?.setAttribute('webkitdirectory', '');
            folder.current?.click();
          }}
        >
          {t('own.file.pickFolder')}
        </button>
        <button type="button" className="ui-button" onClick={() => actions.add()}>
          <Icon name="plus" /> {t('own.file.add')}
        </button>
        {hasText ? (
          <button type="button" className="ui-button" onClick={() => actions.clear()}>
            <Icon name="trash" /> {t('own.file.clear')}
          </button>
        ) : (
          <button type="button" className="ui-button" onClick={() => actions.addExample()}>
            {t('own.file.example')}
          </button>
        )}
        {own.canUndo && (
          <button type="button" className="ui-button is-strong" onClick={() => actions.undo()}>
            <Icon name="restart" /> {t('own.file.undo')}
          </button>
        )}
      </div>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept=".yaml,.yml,.json"
        onChange={(event) => takeFiles(event.target, actions.take)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        onChange={(event) => takeFiles(event.target, actions.take)}
      />
    </div>
  );
}

/** Hands the chosen files on. The same file may be chosen again after it has changed. */
function takeFiles(input: HTMLInputElement, take: (list: FileList) => void): void {
  if (input.files !== null && input.files.length > 0) take(input.files);
  input.value = '';
}

function Count({ problems }: { readonly problems: readonly OwnProblem[] }) {
  const { t } = useText();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const count = errors > 0 ? errors : problems.length;
  if (count === 0) return null;
  const label = t(errors > 0 ? 'own.file.errors' : 'own.file.warnings', { count });
  return (
    <span className={`ui-own-count ${errors > 0 ? 'is-error' : 'is-warning'}`} role="img" aria-label={label}>
      {errors > 0 ? '✕' : '!'} {count}
    </span>
  );
}
