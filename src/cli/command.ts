/** What a command of the command line is, and what it works with. */
import type { Flags, FlagSpecs } from './arguments';

/** Where a command reads and writes; tests give their own. */
export interface Io {
  /** The folder that relative paths start from: the caller's. */
  readonly cwd: string;
  /** Results. */
  readonly out: (text: string) => void;
  /** Messages. */
  readonly err: (text: string) => void;
  readonly readStdin: () => string;
}

export interface Command {
  readonly name: string;
  /** What follows the name: `<path…> --node NAME`. */
  readonly usage: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Lines for `help <command>`: examples. */
  readonly examples: readonly string[];
  readonly flags: FlagSpecs;
  /** Returns the exit status. Throws `UsageError` or `InputError`. */
  readonly run: (input: CommandInput, io: Io) => number;
}

export interface CommandInput {
  readonly args: readonly string[];
  readonly flags: Flags;
}

/** Prints a result: as JSON, or as a person reads it. */
export function print(io: Io, flags: Flags, result: unknown, text: () => string): void {
  if (flags.has('json')) io.out(`${JSON.stringify(result, null, 2)}\n`);
  else io.out(text().replace(/\n*$/, '\n'));
}
