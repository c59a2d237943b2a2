/**
 * A whole story as short text for a link, and back. Blocks with `*` between them: the version, the mark of the
 * scenario's names and the letter of the current branch; each branch with its actions, `.` before each; the
 * bookmarks; and a check of all that stands before it. Only signs that `URLSearchParams` leaves alone.
 *
 * What is damaged is read up to the damage: a link that a chat program has cut off still opens.
 */
import { readAction, writeAction, type CodecDefaults, type TimedAction } from './actionCodec';
import { decodeActionsV0 } from './actionCodecV0';
import { checkOf, escapeWord, unescapeWord, type LinkWords } from './linkWords';
import { storyOf, type Bookmark, type Story, type StoryBranch } from './story';

const VERSION = '1';
const CHECK_DIGITS = 5;
/** More than anybody does by hand, and few enough to be simulated. */
const MAX_ACTIONS = 20_000;

/**
 * What is wrong with a link: `cut` its end is missing, `changed` something in it is not as it was written,
 * `unreadable` none of it can be read, `otherNames` the scenario has other Pods or nodes by now.
 */
export type Damage = 'cut' | 'changed' | 'unreadable' | 'otherNames';

export interface StoryReading {
  readonly story: Story;
  readonly damage: Damage | null;
}

/** The story as text; empty where nothing was done. */
export function encodeStory(story: Story, words: LinkWords, defaults: CodecDefaults): string {
  const { branches, bookmarks, current } = story;
  const [first] = branches;
  if (first === undefined || (branches.length === 1 && isUntouched(first) && bookmarks.length === 0))
    return '';
  const blocks = [`${VERSION}${words.mark}${current === first.letter ? '' : current}`];
  for (const branch of branches) blocks.push(writeBranch(branch, words, defaults));
  if (bookmarks.length > 0) {
    let last = 0;
    const texts = bookmarks.map(({ at, name }) => {
      const gap = Math.round(at) - last;
      last = Math.round(at);
      return `.${gap.toString(36)}_${escapeWord(name)}`;
    });
    blocks.push(`k${texts.join('')}`);
  }
  const text = blocks.join('*');
  return `${text}*${checkOf(text, CHECK_DIGITS)}`;
}

function isUntouched({ actions, letter, name }: StoryBranch): boolean {
  return actions.length === 0 && name === null && letter === 'A';
}

function writeBranch(branch: StoryBranch, words: LinkWords, defaults: CodecDefaults): string {
  const { letter, parent, forkAt, name } = branch;
  const origin = parent === null ? '' : `${parent}${Math.round(forkAt).toString(36)}`;
  let last = parent === null ? 0 : Math.round(forkAt);
  const actions = branch.actions.map((action) => {
    const text = writeAction(action, last, words, defaults);
    last = Math.round(action.at);
    return `.${text}`;
  });
  return `${letter}${origin}${name === null ? '' : `_${escapeWord(name)}`}${actions.join('')}`;
}

/** The story in a text; of a damaged one as much as can be read. Never throws. */
export function decodeStory(text: string, words: LinkWords, defaults: CodecDefaults): StoryReading {
  if (text === '') return { story: storyOf([]), damage: null };
  const blocks = text.split('*');
  const [head = '', ...rest] = blocks;
  const match = new RegExp(`^${VERSION}([0-9a-z]{2})([A-Z]?)$`).exec(head);
  if (match === null || rest.length === 0) {
    const old = decodeActionsV0(text, defaults);
    return { story: storyOf(old ?? []), damage: old === null ? 'unreadable' : null };
  }
  const check = rest.at(-1)!;
  const isChecked = /^[0-9a-z]{5}$/.test(check);
  const isWhole = isChecked && checkOf(blocks.slice(0, -1).join('*'), CHECK_DIGITS) === check;
  // Of a link that was cut off, the last word may be cut through: it is left out.
  const kept = isChecked
    ? rest.slice(0, -1)
    : rest
        .join('*')
        .replace(/(?:^|[.*])[^.*]*$/, '')
        .split('*');
  const { branches, bookmarks, isBroken } = readBlocks(kept, words, defaults);
  const [first] = branches;
  if (first === undefined) return { story: storyOf([]), damage: 'unreadable' };
  const wanted = match[2] === '' ? first.letter : match[2]!;
  const isThere = branches.some((branch) => branch.letter === wanted);
  const damage = !isChecked
    ? 'cut'
    : !isWhole || isBroken || !isThere
      ? 'changed'
      : match[1] !== words.mark
        ? 'otherNames'
        : null;
  return { story: { branches, bookmarks, current: isThere ? wanted : branches.at(-1)!.letter }, damage };
}

function readBlocks(blocks: readonly string[], words: LinkWords, defaults: CodecDefaults) {
  const branches: StoryBranch[] = [];
  const bookmarks: Bookmark[] = [];
  let left = MAX_ACTIONS;
  for (const block of blocks) {
    const [head = '', ...parts] = block.split('.');
    if (head === 'k') {
      if (!readBookmarks(parts, bookmarks)) return { branches, bookmarks, isBroken: true };
      continue;
    }
    const branch = readHead(head, branches);
    if (branch === null) return { branches, bookmarks, isBroken: true };
    const actions: TimedAction[] = [];
    let last = branch.forkAt;
    let isBroken = false;
    for (const part of parts) {
      const action = left-- > 0 ? readAction(part, last, words, defaults) : null;
      isBroken = action === null;
      if (action === null) break;
      last = action.at;
      actions.push(action);
    }
    branches.push({ ...branch, actions });
    if (isBroken) return { branches, bookmarks, isBroken };
  }
  return { branches, bookmarks, isBroken: false };
}

function readHead(text: string, known: readonly StoryBranch[]): Omit<StoryBranch, 'actions'> | null {
  const match = /^([A-Z])(?:([A-Z])([0-9a-z]{1,10}))?(?:_([\w-]*))?$/.exec(text);
  if (match === null) return null;
  const [, letter, parent, fork] = match;
  const isFirst = known.length === 0;
  const isFit = isFirst ? parent === undefined : known.some((branch) => branch.letter === parent);
  const forkAt = fork === undefined ? 0 : parseInt(fork, 36);
  const name = match[4] === undefined ? null : unescapeWord(match[4]);
  if (!isFit || known.some((branch) => branch.letter === letter) || !Number.isSafeInteger(forkAt))
    return null;
  return { letter: letter!, name, parent: parent ?? null, forkAt };
}

function readBookmarks(parts: readonly string[], into: Bookmark[]): boolean {
  let last = 0;
  for (const part of parts) {
    const match = /^([0-9a-z]{1,10})_([\w-]*)$/.exec(part);
    const name = match === null ? null : unescapeWord(match[2]!);
    const at = match === null ? NaN : last + parseInt(match[1]!, 36);
    if (name === null || !Number.isSafeInteger(at)) return false;
    last = at;
    into.push({ at, name });
  }
  return true;
}
