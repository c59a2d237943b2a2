/** The line being typed: its history and its completion, as keys ask for them. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { TerminalActions, TerminalCandidate, TerminalView } from './contract';

/** The open list of candidates. */
export interface CompletionList {
  readonly from: number;
  readonly cursor: number;
  readonly candidates: readonly TerminalCandidate[];
  /** Which is chosen; -1 for none yet. */
  readonly chosen: number;
}

export interface Prompt {
  readonly line: string;
  readonly list: CompletionList | null;
  readonly input: RefObject<HTMLInputElement | null>;
  type(line: string): void;
  pick(index: number): void;
  onKeyDown(event: KeyboardEvent<HTMLInputElement>): void;
}

export function usePrompt(view: TerminalView, actions: TerminalActions): Prompt {
  const input = useRef<HTMLInputElement>(null);
  const [line, setLine] = useState('');
  const [list, setList] = useState<CompletionList | null>(null);
  /** Where in the history: its length is the line that is being typed. */
  const [at, setAt] = useState<number | null>(null);
  const [draft, setDraft] = useState('');
  /** After Escape, Tab leaves the prompt, so that it is no trap for the keyboard. */
  const [tabLeaves, setTabLeaves] = useState(false);

  /** Where the cursor goes once the field has its new text. */
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const put = (next: string, cursor = next.length) => {
    setLine(next);
    caret.current = cursor;
  };
  const type = (next: string) => {
    setLine(next);
    setList(null);
    setAt(null);
    setTabLeaves(false);
  };
  const insert = (from: number, cursor: number, text: string) => {
    const isOpenEnded = /[=/.:-]$/.test(text);
    const after = line.slice(cursor);
    const blank = isOpenEnded || after.startsWith(' ') ? '' : ' ';
    put(line.slice(0, from) + text + blank + after, from + text.length + blank.length);
  };
  const pick = (index: number) => {
    const candidate = list?.candidates[index];
    if (list === null || candidate === undefined) return;
    insert(list.from, list.cursor, candidate.text);
    setList(null);
    input.current?.focus();
  };

  /** True if Tab had something to do here. */
  const complete = (): boolean => {
    const cursor = input.current?.selectionStart ?? line.length;
    const { from, candidates } = actions.complete(line, cursor);
    const [only] = candidates;
    if (only === undefined) return false;
    if (candidates.length === 1) {
      insert(from, cursor, only.text);
      return true;
    }
    const shared = sharedBeginning(candidates.map(({ text }) => text));
    const typed = line.slice(from, cursor);
    if (shared.length > typed.length) {
      put(line.slice(0, from) + shared + line.slice(cursor), from + shared.length);
      setList({ from, cursor: from + shared.length, candidates, chosen: -1 });
    } else {
      setList({ from, cursor, candidates, chosen: -1 });
    }
    return true;
  };

  const recall = (step: -1 | 1) => {
    const { history } = view;
    const now = at ?? history.length;
    const next = Math.min(history.length, Math.max(0, now + step));
    if (next === now) return;
    if (now === history.length) setDraft(line);
    setAt(next);
    put(history[next] ?? draft);
  };
  const move = (step: -1 | 1) => {
    if (list === null) return recall(step);
    const count = list.candidates.length;
    const chosen = list.chosen < 0 && step < 0 ? count - 1 : (list.chosen + step + count) % count;
    setList({ ...list, chosen });
  };

  const control = (key: string): boolean => {
    if (key === 'l') actions.clear();
    else if (key === 'c' && !hasSelection(input.current)) {
      actions.interrupt();
      type('');
    } else if (key === 'u') type('');
    else return false;
    return true;
  };

  const plain = (event: KeyboardEvent): boolean => {
    switch (event.key) {
      case 'Enter':
        if (list !== null && list.chosen >= 0) pick(list.chosen);
        else {
          actions.run(line);
          type('');
        }
        return true;
      case 'Tab':
        if (event.shiftKey || tabLeaves || line.trim() === '') return false;
        if (list !== null) move(1);
        else return complete();
        return true;
      case 'ArrowUp':
        move(-1);
        return true;
      case 'ArrowDown':
        move(1);
        return true;
      case 'Escape':
        if (list === null && tabLeaves) return false;
        setList(null);
        setTabLeaves(true);
        return true;
      default:
        return false;
    }
  };

  return {
    line,
    list,
    input,
    type,
    pick,
    onKeyDown: (event) => {
      if (event.nativeEvent.isComposing || event.altKey || event.metaKey) return;
      const isTaken = event.ctrlKey ? control(event.key.toLowerCase()) : plain(event);
      if (isTaken) event.preventDefault();
    },
  };
}

function hasSelection(field: HTMLInputElement | null): boolean {
  return field !== null && field.selectionStart !== field.selectionEnd;
}

/** What all of them begin with. */
function sharedBeginning(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const text of others) {
    let same = 0;
    while (same < length && text[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}
