/** Help, made from the table of commands. */
import { COMMON_FLAGS } from './arguments';
import type { Command } from './command';

/** All commands, for `hopscope help`. */
export function helpText(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Hopscope without a screen: see every hop of a request through Kubernetes.',
    '',
    'usage: npm run -s hopscope -- <command> …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    `  ${'help'.padEnd(width)}  say more about a command: help <command>`,
    '',
    'A path is a file, a folder (all YAML and JSON in it is read), or - for standard input.',
    'Results go to standard output, messages to standard error.',
    'Exit status: 0 all is well, 1 the input is bad, 2 the command is used wrongly.',
  ].join('\n');
}

/** How one command is used. */
export function commandHelp({ name, usage, summary, flags, examples }: Command): string {
  const entries = Object.entries({ ...flags, ...COMMON_FLAGS }).map(
    ([flag, { value, about }]) => [`--${flag}${value === undefined ? '' : ` ${value}`}`, about] as const,
  );
  const width = Math.min(30, Math.max(...entries.map(([flag]) => flag.length)));
  return [
    `hopscope ${name} ${usage}`,
    '',
    `${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    '',
    ...entries.map(([flag, about]) => `  ${flag.padEnd(width)}  ${about}`),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}
