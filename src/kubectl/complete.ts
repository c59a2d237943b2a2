/** What may be meant to follow where the cursor stands: for the Tab key. */
import type { ClusterView } from './clusterView';
import type { Verb } from './command';
import { CURL_FLAGS } from './exec/readCurl';
import { parseFlags, type Flag } from './flags';
import { listAll, namespacesOf, type Listed } from './list';
import { podStatus } from './print/podCells';
import { VERBS } from './readLine';
import { RESOURCE_TYPES, typeNamed, typesNamed, type ResourceType } from './resources';
import { shellWords } from './shellWords';
import type { Pod, Service } from '../sim/cluster/objects';

export interface Candidate {
  /** What stands from `from` to the cursor afterwards. */
  readonly text: string;
  /** What it is, in a few words; empty if it says so itself. */
  readonly note: string;
}

export interface Completion {
  /** Where in the line the word begins that is completed. */
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

const MOST = 60;

/** Candidates for the word before the cursor, those that begin as it does. Never throws. */
export function complete(line: string, cursor: number, view: ClusterView): Completion {
  const before = line.slice(0, cursor);
  const { words, problem } = shellWords(before);
  const last = words.at(-1);
  const isOpen = last !== undefined && (last.to === before.length || problem !== null);
  const partial = isOpen ? last.text : '';
  const typed = words.slice(0, isOpen ? -1 : undefined).map(({ text }) => text);
  const start = isOpen ? last.from : before.length;
  const { skip, candidates } = candidatesFor(typed, partial, view);
  const wanted = partial.slice(skip);
  const fitting = candidates.filter(({ text }) => text.startsWith(wanted) && text !== wanted);
  return { from: start + skip, candidates: fitting.slice(0, MOST) };
}

interface Choice {
  /** So many characters of the word stay as they are: `--output=` of `--output=ya`. */
  readonly skip: number;
  readonly candidates: readonly Candidate[];
}

function candidatesFor(typed: readonly string[], partial: string, view: ClusterView): Choice {
  const whole = (candidates: readonly Candidate[]): Choice => ({ skip: 0, candidates });
  if (typed.length === 0) return whole([{ text: 'kubectl', note: '' }]);
  if (typed[0] !== 'kubectl' && typed[0] !== 'k') return whole([]);
  const [, first, second] = typed;
  if (first === undefined) return whole(firstWords());
  const pair = VERBS.find((verb) => verb.name === `${first} ${second}`);
  const verb = pair ?? VERBS.find((one) => one.name === first);
  if (verb === undefined) {
    const group = VERBS.filter((one) => one.name.startsWith(`${first} `));
    if (second !== undefined) return whole([]);
    return whole(group.map((one) => ({ text: one.name.slice(first.length + 1), note: one.note })));
  }
  return afterVerb(verb, typed.slice(pair === undefined ? 2 : 3), partial, view);
}

function firstWords(): Candidate[] {
  const firsts = new Map<string, string>();
  for (const { name, note } of VERBS) {
    const [first = ''] = name.split(' ');
    firsts.set(first, firsts.has(first) || first !== name ? '' : note);
  }
  return [...firsts]
    .map(([text, note]) => ({ text, note }))
    .concat({ text: 'help', note: 'Help about any command' });
}

function afterVerb(verb: Verb, rest: readonly string[], partial: string, view: ClusterView): Choice {
  const separator = rest.indexOf('--');
  if (separator >= 0) return { skip: 0, candidates: inContainer(rest.slice(separator + 1), partial, view) };
  const equals = partial.indexOf('=');
  if (partial.startsWith('--') && equals > 0) {
    const flag = verb.flags.find(({ name }) => name === partial.slice(2, equals));
    return { skip: equals + 1, candidates: flag === undefined ? [] : valuesOf(flag, rest, view) };
  }
  if (partial.startsWith('-')) return { skip: 0, candidates: flagsOf(verb.flags) };
  const previous = rest.at(-1) ?? '';
  const pending = verb.flags.find(
    ({ name, short, isSwitch }) =>
      isSwitch !== true && (previous === `--${name}` || previous === `-${short}`),
  );
  if (pending !== undefined) return { skip: 0, candidates: valuesOf(pending, rest, view) };
  const parsed = parseFlags(rest, verb.flags);
  if (typeof parsed === 'string') return { skip: 0, candidates: [] };
  const namespace = parsed.flags['namespace'] ?? 'default';
  return { skip: 0, candidates: positional(verb, parsed.args, partial, namespace, view) };
}

function flagsOf(flags: readonly Flag[]): Candidate[] {
  return flags.flatMap(({ name, short, isSwitch, note }) => [
    { text: `--${name}${isSwitch === true ? '' : '='}`, note },
    ...(short === undefined ? [] : [{ text: `-${short}`, note }]),
  ]);
}

function valuesOf({ name }: Flag, rest: readonly string[], view: ClusterView): Candidate[] {
  switch (name) {
    case 'namespace':
      return namespacesOf(view).map(plain);
    case 'output':
      return ['wide', 'yaml', 'json', 'name'].map(plain);
    case 'selector':
      return labelPairs(view, rest);
    default:
      return [];
  }
}

/** `key=value` of what there is of the type that the line names. */
function labelPairs(view: ClusterView, rest: readonly string[]): Candidate[] {
  const types = rest.map((word) => typesNamed(word)).find((found) => typeof found !== 'string');
  const pairs = new Map<string, number>();
  for (const type of typeof types === 'object' ? types : []) {
    for (const { labels } of listAll(view, type)) {
      for (const [key, value] of Object.entries(labels)) {
        pairs.set(`${key}=${value}`, (pairs.get(`${key}=${value}`) ?? 0) + 1);
      }
    }
  }
  return [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, count]) => ({ text, note: `× ${count}` }));
}

function plain(text: string): Candidate {
  return { text, note: '' };
}

/** Which type a verb is about, where it is about one only. */
const ONLY: Readonly<Record<string, string>> = {
  scale: 'Deployment',
  'set image': 'Deployment',
  'set selector': 'Service',
  'rollout status': 'Deployment',
  'rollout restart': 'Deployment',
  delete: 'Pod',
  label: 'Pod',
};

function positional(
  verb: Verb,
  args: readonly string[],
  partial: string,
  namespace: string,
  view: ClusterView,
): Candidate[] {
  const [first] = args;
  if (verb.name === 'exec')
    return first === undefined ? execTargets(view, namespace) : [{ text: '--', note: '' }];
  if (verb.name === 'version' || verb.name === 'api-resources') return [];
  const only = RESOURCE_TYPES.find(({ kind }) => kind === ONLY[verb.name]);
  const slash = partial.indexOf('/');
  if (slash > 0) {
    const type = typeNamed(partial.slice(0, slash));
    return type === undefined ? [] : namesOf(view, type, namespace, `${partial.slice(0, slash)}/`);
  }
  if (first === undefined) {
    if (only === undefined)
      return RESOURCE_TYPES.map((type) => ({ text: type.name, note: type.short.join(', ') }));
    const isBySlash = only.kind === 'Deployment';
    return isBySlash
      ? namesOf(view, only, namespace, `${only.singular}/`)
      : [{ text: only.singular, note: only.short.join(', ') }];
  }
  const changes = changesOf(verb, args, namespace, view);
  const hasName = first.includes('/') || args.length > 1;
  const type = typeNamed(first);
  const names = type === undefined ? [] : namesOf(view, type, namespace, '');
  return hasName ? [...changes, ...names.filter(({ text }) => !args.includes(text))] : names;
}

/** What follows the name: labels to change, a container's image. */
function changesOf(verb: Verb, args: readonly string[], namespace: string, view: ClusterView): Candidate[] {
  const name = args[0]!.includes('/') ? args[0]!.split('/')[1]! : (args[1] ?? '');
  const key = `${namespace}/${name}`;
  if (verb.name === 'label') {
    const labels = view.tables.pods[key]?.metadata.labels ?? {};
    return Object.entries(labels).flatMap(([one, value]) => [
      { text: `${one}=`, note: value },
      { text: `${one}-`, note: '' },
    ]);
  }
  if (verb.name === 'set image') {
    const containers = view.tables.deployments[key]?.spec.template.spec.containers ?? [];
    return containers.map(({ name: one, image }) => ({ text: `${one}=`, note: image }));
  }
  if (verb.name !== 'set selector') return [];
  return Object.entries(view.tables.services[key]?.spec.selector ?? {}).map(([one, value]) => ({
    text: `${one}=`,
    note: value,
  }));
}

function namesOf(view: ClusterView, type: ResourceType, namespace: string, prefix: string): Candidate[] {
  return listAll(view, type)
    .filter((one) => one.namespace === null || one.namespace === namespace)
    .map((one) => ({ text: `${prefix}${one.name}`, note: noteOf(one) }));
}

function noteOf({ type, object }: Listed): string {
  if (type.kind === 'Pod') return podStatus(object as Pod);
  return type.kind === 'Service' ? (object as Service).spec.clusterIP : '';
}

function execTargets(view: ClusterView, namespace: string): Candidate[] {
  const [pods, deployments] = ['pods', 'deployments'].map((name) => typeNamed(name)!);
  return [...namesOf(view, pods!, namespace, ''), ...namesOf(view, deployments!, namespace, 'deploy/')];
}

const PROGRAMS: readonly Candidate[] = [
  { text: 'nslookup', note: 'look a name up' },
  { text: 'curl', note: 'ask for a URL' },
  { text: 'wget', note: 'ask for a URL' },
  { text: 'cat', note: 'show /etc/resolv.conf' },
  { text: 'hostname', note: 'the name of the Pod' },
];

/** Behind `--`. */
function inContainer(words: readonly string[], partial: string, view: ClusterView): readonly Candidate[] {
  const [program] = words;
  if (program === undefined) return PROGRAMS;
  if (program === 'cat') return [plain('/etc/resolv.conf')];
  if (program === 'curl' && partial.startsWith('-')) return flagsOf(CURL_FLAGS).map(withoutEquals);
  const services = Object.values(view.tables.services).filter(({ spec }) => spec.type !== 'ExternalName');
  const names = services.flatMap(({ metadata: { name, namespace = 'default' }, spec }) => [
    { text: name, note: spec.clusterIP },
    { text: `${name}.${namespace}.svc.cluster.local`, note: spec.clusterIP },
  ]);
  if (program === 'nslookup') return names;
  if (program !== 'curl' && program !== 'wget') return [];
  return names.map(({ text, note }) => ({ text: `http://${text}`, note }));
}

function withoutEquals({ text, note }: Candidate): Candidate {
  return { text: text.replace(/=$/, ''), note };
}
