/** Which key does what. One table for the listener and for the help page. */

export type Command =
  | 'back'
  | 'forward'
  | 'playPause'
  | 'start'
  | 'end'
  | 'eventBack'
  | 'eventForward'
  | 'turnBack'
  | 'turnForward'
  | 'bookmark'
  | 'lens'
  | 'help'
  | 'close';

export interface KeyRow {
  readonly command: Command;
  /** As `KeyboardEvent.key` names them. */
  readonly keys: readonly string[];
  /** Printable, so that it can be switched off (WCAG 2.1.4). */
  readonly isCharacter: boolean;
}

/** PageUp, PageDown and `.` are what presenters' clickers send. */
export const KEY_MAP: readonly KeyRow[] = [
  { command: 'back', keys: ['ArrowLeft', 'PageUp'], isCharacter: false },
  { command: 'forward', keys: ['ArrowRight', 'PageDown'], isCharacter: false },
  { command: 'playPause', keys: [' '], isCharacter: false },
  { command: 'playPause', keys: ['.'], isCharacter: true },
  { command: 'start', keys: ['Home'], isCharacter: false },
  { command: 'end', keys: ['End'], isCharacter: false },
  { command: 'eventBack', keys: ['['], isCharacter: true },
  { command: 'eventForward', keys: [']'], isCharacter: true },
  { command: 'turnBack', keys: ['p', '{'], isCharacter: true },
  { command: 'turnForward', keys: ['n', '}'], isCharacter: true },
  { command: 'bookmark', keys: ['b'], isCharacter: true },
  { command: 'lens', keys: ['l', 'L'], isCharacter: true },
  { command: 'help', keys: ['?'], isCharacter: true },
  { command: 'close', keys: ['Escape'], isCharacter: false },
];

/** What a key means when the focus is on `target`; null when the key belongs to what has the focus. */
export function commandOf(key: string, target: Element | null, charactersAreOn: boolean): Command | null {
  const row = KEY_MAP.find((each) => each.keys.includes(key));
  if (row === undefined || (row.isCharacter && !charactersAreOn)) return null;
  if (row.command === 'close') return 'close';
  if (target === null) return row.command;
  if (
    target.closest(
      'input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable]',
    )
  )
    return null;
  if (row.isCharacter) return row.command;
  if (key !== ' ' && target.closest('[role=slider], input[type=range]')) return null;
  if (key.startsWith('Arrow') && target.closest('input[type=radio]')) return null;
  if (key === ' ' && target.closest('button, input, summary, a[href], [role=button]')) return null;
  // Page keys are the clicker's even here; the arrows up and down still scroll.
  const scrolls = (key === 'Home' || key === 'End') && target.hasAttribute('data-scrolls');
  return scrolls ? null : row.command;
}
