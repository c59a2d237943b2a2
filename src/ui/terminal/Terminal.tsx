import { type CSSProperties, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import type { TerminalActions, TerminalView } from './contract';
import { TerminalGrip } from './TerminalGrip';
import { TerminalLog } from './TerminalLog';
import { usePrompt } from './usePrompt';
import './terminal.css';

export interface TerminalProps {
  readonly view: TerminalView;
  readonly actions: TerminalActions;
}

/** The strip in which kubectl is typed. Loaded when it is opened for the first time. */
export default function Terminal({ view, actions }: TerminalProps) {
  const { t } = useText();
  const prompt = usePrompt(view, actions);
  const listId = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const opener = useRef(document.activeElement);
  const { list, input } = prompt;

  useEffect(() => input.current?.focus({ preventScroll: true }), [input, view.focusAsked]);
  // Whoever had the focus before gets it back when the strip is closed.
  useEffect(() => {
    const before = opener.current;
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  // What is new is at the end, and in sight; unless the reader has gone up to read.
  useLayoutEffect(() => {
    const box = scroll.current;
    if (box !== null && isAtEnd.current) box.scrollTop = box.scrollHeight;
  });

  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <section className="ui-terminal" aria-label={t('terminal.title')} style={{ height: view.height }}>
      <TerminalGrip height={view.height} onResize={(height) => actions.resize(height)} />
      <div
        className="ui-terminal-scroll"
        ref={scroll}
        onScroll={({ currentTarget: box }) => {
          isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
        }}
        onMouseUp={() => {
          if (getSelection()?.isCollapsed !== false) input.current?.focus({ preventScroll: true });
        }}
      >
        <TerminalLog entries={view.entries} />
        <div className="ui-terminal-line">
          <span className="ui-terminal-prompt" aria-hidden="true">
            $
          </span>
          <input
            ref={input}
            className="ui-terminal-input"
            value={prompt.line}
            aria-label={t('terminal.prompt')}
            placeholder={t('terminal.hint')}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={list !== null}
            aria-controls={listId}
            aria-activedescendant={list !== null && list.chosen >= 0 ? optionId(list.chosen) : undefined}
            autoCapitalize="off"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
            onChange={(event) => {
              isAtEnd.current = true;
              prompt.type(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'PageUp' || event.key === 'PageDown') {
                event.preventDefault();
                const box = scroll.current;
                box?.scrollBy(0, (event.key === 'PageUp' ? -0.9 : 0.9) * box.clientHeight);
              } else prompt.onKeyDown(event);
            }}
          />
        </div>
      </div>
      <ul
        className="ui-terminal-list"
        id={listId}
        role="listbox"
        aria-label={t('terminal.candidates')}
        hidden={list === null}
        style={{ '--from': `${(list?.from ?? 0) + 1}ch` } as CSSProperties}
      >
        {list?.candidates.map(({ text, note }, index) => (
          <li
            key={text}
            id={optionId(index)}
            role="option"
            aria-selected={index === list.chosen}
            ref={index === list.chosen ? intoView : undefined}
            onMouseDown={(event) => {
              event.preventDefault();
              prompt.pick(index);
            }}
          >
            <span>{text}</span>
            {note !== '' && <small>{note}</small>}
          </li>
        ))}
      </ul>
      <p className="ui-unseen" aria-live="polite">
        {list === null ? '' : t('terminal.candidates.count', { count: list.candidates.length })}
      </p>
      <div className="ui-terminal-close">
        <IconButton icon="cross" label={t('terminal.close')} onPress={() => actions.close()} />
      </div>
    </section>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView?.({ block: 'nearest' });
}
