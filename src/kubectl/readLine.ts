/** A line as someone types it at a terminal, to what it asks of the world. */
import { closestName } from '../manifest/closest';
import { SHORT_FLAGS, type Reading, type Verb, type Words } from './command';
import { deletePod } from './deletePod';
import { scale } from './scale';

/** Every verb that is understood. Help, completion and the reference derive from this table. */
export const VERBS: readonly Verb[] = [scale, deletePod];

/** Reads a line such as `kubectl scale deployment/user-api --replicas=5`. Never throws. */
export function readLine(line: string): Reading {
  const words = line.trim().split(/\s+/);
  const all = VERBS.map((verb) => verb.usage).join('\n');
  if (words[0] !== 'kubectl') return failed(`"${words[0] ?? ''}" is not kubectl: begin with kubectl.`, all);
  const name = words[1];
  if (name === undefined) return failed('kubectl needs a command.', all);
  const verb = VERBS.find((one) => one.name === name);
  if (verb === undefined) {
    const names = VERBS.map((one) => one.name);
    const closest = closestName(name, names);
    const mend = closest === undefined ? `Known here: ${names.join(', ')}.` : `Did you mean "${closest}"?`;
    return failed(`unknown command "${name}" for "kubectl". ${mend}`, all);
  }
  const told = tellApart(words.slice(2), verb);
  if ('problem' in told) return failed(told.problem, verb.usage);
  const found = verb.read(told);
  return 'problem' in found ? failed(found.problem, verb.usage) : { ok: true, intents: found };
}

function failed(message: string, usage: string): Reading {
  return { ok: false, message, usage };
}

function tellApart(words: readonly string[], verb: Verb): Words | { readonly problem: string } {
  const args: string[] = [];
  const flags: Record<string, string> = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const match = /^(--?)([^=]+)(?:=(.*))?$/.exec(word);
    if (match === null) {
      args.push(word);
      continue;
    }
    const written = match[2]!;
    const name = match[1] === '-' ? (SHORT_FLAGS[written] ?? written) : written;
    if (!verb.flags.includes(name)) {
      const closest = closestName(name, verb.flags);
      const mend = closest === undefined ? '' : ` Did you mean --${closest}?`;
      return { problem: `unknown flag: ${word.split('=')[0]}.${mend}` };
    }
    const value = match[3] ?? words[++i];
    if (value === undefined || value === '') return { problem: `flag needs an argument: --${name}` };
    flags[name] = value;
  }
  return { args, flags };
}
