import { useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import type { OwnActions, OwnFile, OwnProblem } from './contract';

/** Where the caret shall go; `count` tells one wish from the same wish again. */
export interface Goal {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly count: number;
}

/** As in own.css: numbers stand beside their lines. */
const LINE_HEIGHT = 20;

/** One file's text with line numbers. The text is plain text: nothing in it is ever markup. */
export function TextEditor(props: {
  readonly file: OwnFile;
  readonly problems: readonly OwnProblem[];
  readonly goal: Goal | null;
  readonly actions: OwnActions;
}) {
  const { file, problems, goal, actions } = props;
  const { t } = useText();
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const [name, setName] = useState<string | null>(null);
  const lines = useMemo(() => lineNumbers(file.text), [file.text]);
  const marks = useMemo(() => {
    const worst = new Map<number, OwnProblem['severity']>();
    for (const { line, severity } of problems) if (worst.get(line) !== 'error') worst.set(line, severity);
    return [...worst];
  }, [problems]);

  useEffect(() => {
    const element = area.current;
    if (goal === null || element === null) return;
    const offset = offsetOf(element.value, goal.line, goal.column);
    element.focus({ preventScroll: true });
    element.setSelectionRange(offset, offset);
    element.scrollTop = Math.max(0, (goal.line - 4) * LINE_HEIGHT);
    element.scrollLeft = 0;
    element.scrollIntoView?.({ block: 'nearest' });
  }, [goal]);

  const follow = () => {
    if (numbers.current !== null && area.current !== null) numbers.current.scrollTop = area.current.scrollTop;
  };
  const rename = () => {
    if (name !== null && name.trim() !== '' && name !== file.path) actions.rename(file.id, name);
    setName(null);
  };
  return (
    <section id="own-text" className="ui-own-editor" role="tabpanel" aria-labelledby={`own-tab-${file.id}`}>
      <div className="ui-own-name">
        <input
          type="text"
          aria-label={t('own.file.name')}
          value={name ?? file.path}
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rename();
          }}
        />
        <IconButton icon="trash" label={t('own.file.remove')} onPress={() => actions.remove(file.id)} />
      </div>
      <div className="ui-own-text">
        <div ref={numbers} className="ui-own-numbers" aria-hidden="true">
          <pre>{lines}</pre>
          {marks.map(([line, severity]) => (
            <span key={line} className={`is-${severity}`} style={{ top: (line - 1) * LINE_HEIGHT }}>
              {line}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={t('own.file.text', { path: file.path })}
          placeholder={t('own.placeholder')}
          value={file.text}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          onChange={(event) => actions.edit(file.id, event.target.value)}
          onScroll={follow}
        />
      </div>
    </section>
  );
}

function lineNumbers(text: string): string {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return Array.from({ length: count }, (_, index) => index + 1).join('\n');
}

/** The offset of a line and column, both from 1; within the line if that is shorter. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let now = 1; now < line; now++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + Math.max(0, column - 1), end < 0 ? text.length : end);
}
