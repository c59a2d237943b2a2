/** The command line as a function: words in, exit status out. */
import { readFileSync } from 'node:fs';
import { didYouMean, readArguments } from './arguments';
import { check } from './check';
import type { Command, Io } from './command';
import { InputError, UsageError } from './errors';
import { exportCommand } from './export';
import { commandHelp, helpText } from './help';
import { importCommand } from './import';
import { resolve } from './resolve';
import { route } from './route';
import { rules } from './rules';
import { run } from './run';
import { trace } from './trace';

/** Every command. Help derives from this table. */
export const COMMANDS: readonly Command[] = [
  check,
  run,
  importCommand,
  rules,
  trace,
  resolve,
  route,
  exportCommand,
];

const KUBERNETES = 'v1.34';
const CALL = 'npm run -s hopscope --';

/** Runs one command: 0 all is well, 1 bad input, 2 wrong usage. Throws only on a fault of our own. */
export function main(words: readonly string[], io: Io): number {
  let command: Command | undefined;
  try {
    const [first, ...rest] = words;
    if (first === undefined) {
      io.err(`${helpText(COMMANDS)}\n`);
      return 2;
    }
    if (first === '--version' || first === 'version') {
      io.out(`${version()} (simulates Kubernetes ${KUBERNETES})\n`);
      return 0;
    }
    if (first === 'help' || first === '--help' || first === '-h') {
      io.out(`${rest[0] === undefined ? helpText(COMMANDS) : commandHelp(find(rest[0]))}\n`);
      return 0;
    }
    command = find(first);
    const input = readArguments(rest, command.flags);
    if (input.flags.has('help')) {
      io.out(`${commandHelp(command)}\n`);
      return 0;
    }
    return command.run(input, io);
  } catch (error) {
    if (error instanceof InputError) {
      io.err(`${error.message}\n`);
      return 1;
    }
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n`);
    io.err(
      command === undefined ? `Try: ${CALL} help\n` : `usage: hopscope ${command.name} ${command.usage}\n`,
    );
    return 2;
  }
}

function find(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  if (name.startsWith('-')) throw new UsageError(`"${name}" comes before the command: say the command first`);
  const names = [...COMMANDS.map((command) => command.name), 'help'];
  throw new UsageError(
    `unknown command "${name}"${didYouMean(name, names) || `; known are ${names.join(', ')}`}`,
  );
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
