/**
 * A line taken apart as a POSIX shell would: blanks between words, single and double quotes, backslashes.
 * Nothing is ever run, so what a shell would do beyond that (pipes, variables, files) is named and refused.
 * Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting and 2.3 Token Recognition.
 */

export interface ShellWord {
  /** Without its quotes. */
  readonly text: string;
  /** Where it stands in the line: from its first character to behind its last, quotes included. */
  readonly from: number;
  readonly to: number;
}

export interface ShellLine {
  readonly words: readonly ShellWord[];
  /** What is wrong, or null. The words before it are there all the same: completion needs them. */
  readonly problem: string | null;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '|': 'a pipe',
  '&': '"&"',
  ';': '";"',
  '<': 'a file to read from',
  '>': 'a file to write to',
  '(': '"("',
  ')': '")"',
  '`': 'a command inside a command',
};

/** Takes a line apart. Never throws. */
export function shellWords(line: string): ShellLine {
  const words: ShellWord[] = [];
  let problem: string | null = null;
  let at = 0;
  while (at < line.length) {
    if (isBlank(line[at]!)) {
      at++;
      continue;
    }
    if (line[at] === '#') break; // a comment
    const read = readWord(line, at);
    words.push({ text: read.text, from: at, to: read.to });
    at = read.to;
    problem = read.problem;
    if (problem !== null) break;
  }
  return { words: words.filter((word) => word.to > word.from), problem };
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

interface Read {
  readonly text: string;
  readonly to: number;
  readonly problem: string | null;
}

function readWord(line: string, from: number): Read {
  let text = '';
  let at = from;
  while (at < line.length && !isBlank(line[at]!)) {
    const char = line[at]!;
    if (char === "'" || char === '"') {
      const quoted = char === "'" ? singleQuoted(line, at + 1) : doubleQuoted(line, at + 1);
      text += quoted.text;
      at = quoted.to;
      if (quoted.problem !== null) return { text, to: at, problem: quoted.problem };
    } else if (char === '\\') {
      if (at + 1 >= line.length) return { text, to: line.length, problem: 'the line ends with a backslash' };
      text += line[at + 1]!;
      at += 2;
    } else if (OPERATORS[char] !== undefined) {
      return { text, to: at, problem: `${OPERATORS[char]} is for a shell, and there is none here: ${MEND}` };
    } else if (char === '$' && /[A-Za-z_({?$]/.test(line[at + 1] ?? '')) {
      return { text, to: at, problem: `a variable is for a shell, and there is none here: ${MEND}` };
    } else {
      text += char;
      at++;
    }
  }
  return { text, to: at, problem: null };
}

const MEND = 'one command a line; what belongs to a word goes in single quotes';

function singleQuoted(line: string, from: number): Read {
  const end = line.indexOf("'", from);
  if (end < 0) return { text: line.slice(from), to: line.length, problem: 'a single quote is not closed' };
  return { text: line.slice(from, end), to: end + 1, problem: null };
}

function doubleQuoted(line: string, from: number): Read {
  let text = '';
  for (let at = from; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"') return { text, to: at + 1, problem: null };
    if (char === '\\' && /[$`"\\\n]/.test(line[at + 1] ?? '')) text += line[++at]!;
    else text += char;
  }
  return { text, to: line.length, problem: 'a double quote is not closed' };
}

/** A word as it has to be typed so that it is read as this text. */
export function shellQuoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./{}~!*?[\]^-]+$/.test(text)
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
