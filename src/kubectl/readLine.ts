/** A line as someone types it at a terminal, to what it asks of the world. */
import { closestName } from '../manifest/closest';
import { answer, type Reading, type Verb } from './command';
import type { ClusterView } from './clusterView';
import { parseFlags } from './flags';
import { shellWords } from './shellWords';
import { deletePod } from './verbs/deletePod';
import { describe } from './verbs/describe';
import { exec } from './verbs/exec';
import { get } from './verbs/get';
import { apiResources, helpLines, version } from './verbs/help';
import { label } from './verbs/label';
import { rolloutRestart, rolloutStatus } from './verbs/rollout';
import { scale } from './verbs/scale';
import { setImage, setSelector } from './verbs/set';

/** Every verb that is understood. Help, completion and the reference derive from this table. */
export const VERBS: readonly Verb[] = [
  get,
  describe,
  scale,
  deletePod,
  label,
  setImage,
  setSelector,
  exec,
  rolloutStatus,
  rolloutRestart,
  version,
  apiResources,
];

/** What the real one can do besides. Source: kubectl pkg/cmd/cmd.go. */
const NOT_HERE = [
  ...['create', 'apply', 'run', 'expose', 'edit', 'patch', 'replace', 'annotate', 'autoscale', 'explain'],
  ...[
    'logs',
    'attach',
    'port-forward',
    'proxy',
    'cp',
    'auth',
    'debug',
    'events',
    'diff',
    'wait',
    'kustomize',
  ],
  ...['cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint', 'certificate', 'config', 'api-versions'],
];

/**
 * Reads a line such as `kubectl scale deployment/user-api --replicas=5`. With a cluster, what it names has to be
 * there. Never throws, and changes nothing: the intents are the caller's to carry out.
 */
export function readLine(line: string, view: ClusterView | null = null): Reading {
  const { words, problem } = shellWords(line);
  const all = VERBS.map((verb) => verb.usage).join('\n');
  if (problem !== null) return refused(`error: ${problem}`, all);
  const texts = words.map(({ text }) => text);
  if (texts[0] !== 'kubectl' && texts[0] !== 'k') {
    const closest = closestName(texts[0] ?? '', ['kubectl']);
    const mend = closest === undefined ? 'this terminal knows kubectl only' : 'did you mean kubectl?';
    return refused(`${texts[0] ?? ''}: command not found: ${mend}`, all);
  }
  const { verbAt, namespace } = behindFlags(texts);
  const name = texts[verbAt];
  if (name === undefined || name === 'help' || name.startsWith('-')) {
    const asked = name === 'help' ? texts.slice(verbAt + 1).join(' ') : '';
    const lines = helpLines(VERBS, asked === '' ? undefined : asked);
    return lines === null ? refused(`Unknown help topic [\`${asked}\`]`, all) : answer(lines);
  }
  const found = verbNamed(texts, verbAt);
  if (typeof found === 'string') return refused(found, all);
  const { verb, restAt } = found;
  const rest = [...namespace, ...texts.slice(restAt)];
  const separator = rest.indexOf('--');
  if (
    rest.slice(0, separator < 0 ? undefined : separator).some((word) => word === '--help' || word === '-h')
  ) {
    return answer(helpLines(VERBS, verb.name) ?? []);
  }
  const parsed = parseFlags(rest, verb.flags);
  if (typeof parsed === 'string') {
    return refused(`error: ${parsed}\nSee 'kubectl ${verb.name} --help' for usage.`, verb.usage);
  }
  const done = verb.read(parsed, view);
  return typeof done === 'string' ? refused(done, verb.usage) : done;
}

function refused(message: string, usage: string): Reading {
  return { ok: false, message, usage };
}

/** `kubectl -n shop get pods`: flags of every verb may stand before it. */
function behindFlags(texts: readonly string[]): {
  readonly verbAt: number;
  readonly namespace: readonly string[];
} {
  const [, word = ''] = texts;
  if (word === '-n' || word === '--namespace') return { verbAt: 3, namespace: texts.slice(1, 3) };
  const isJoined = word.startsWith('--namespace=') || /^-n.+/.test(word);
  return isJoined ? { verbAt: 2, namespace: [word] } : { verbAt: 1, namespace: [] };
}

function verbNamed(
  texts: readonly string[],
  at: number,
): { readonly verb: Verb; readonly restAt: number } | string {
  const name = texts[at]!;
  const two = `${name} ${texts[at + 1] ?? ''}`;
  const pair = VERBS.find((verb) => verb.name === two);
  if (pair !== undefined) return { verb: pair, restAt: at + 2 };
  const verb = VERBS.find((one) => one.name === name);
  if (verb !== undefined) return { verb, restAt: at + 1 };
  const ofGroup = VERBS.filter((one) => one.name.startsWith(`${name} `)).map((one) => one.name);
  if (ofGroup.length > 0) return `error: "kubectl ${name}" needs one of: ${ofGroup.join(', ')}`;
  if (NOT_HERE.includes(name)) {
    const known = [...new Set(VERBS.map((one) => one.name.split(' ')[0]))].join(', ');
    return `error: "kubectl ${name}" is not simulated here. Known: ${known}.`;
  }
  const firsts = [...new Set([...VERBS.map((one) => one.name.split(' ')[0]!), 'help'])];
  const closest = closestName(name, firsts);
  const mend = closest === undefined ? '' : `\n\nDid you mean this?\n\t${closest}`;
  return `error: unknown command "${name}" for "kubectl"${mend}`;
}
