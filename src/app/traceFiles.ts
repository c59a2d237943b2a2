/** Saves what has happened as a trace file, and opens such files: played again, and checked against what they say. */
import scenarios from 'virtual:scenarios';
import { canonicalJson } from '../trace/traceEvent';
import { readTraceFile, traceFileText, type TraceProblem, type TraceReplay } from '../trace/traceFile';
import type { Message } from '../sim/packet/hop';
import type { LoadedScenario } from '../scenario/prepareFiles';
import type { ShareView } from '../ui/share/contract';
import { isIntent, type TimedAction } from './actionCodec';
import { keepRun, keptRun } from './ownKept';
import { openOwnSystem, OWN } from './ownOpening';
import { modeNamed, withProxyMode } from './proxyMode';
import { Session } from './session';
import type { Story } from './story';

/** Larger files are not read: a lesson's are a hundred times smaller. */
export const MAX_TRACE_BYTES = 64 * 1024 * 1024;

type ShareMessage = NonNullable<ShareView['message']>;

/** The file that tells what has happened in a session, with what plays it again. */
export function traceFileOf(session: Session): { readonly name: string; readonly text: string } {
  const { loaded, seed, timeline } = session;
  const { branches, current } = session.story();
  const { id } = loaded.scenario;
  const run = id === OWN ? keptRun() : null;
  const replay: TraceReplay = {
    ...{ scenario: id, seed, branch: current, until: timeline.endAt(), hash: timeline.traceHash() },
    shownAt: session.at(),
    ...(loaded.ownMode === undefined ? {} : { proxyMode: loaded.scenario.proxyMode }),
    branches: branches.map(({ letter, name, parent, forkAt, actions }) => ({
      ...{ letter, name, parent, forkAt },
      intents: actions,
    })),
    ...(run === null ? {} : { own: { files: run.files, ...run.options } }),
  };
  return { name: `hopscope-${id}.jsonl`, text: traceFileText(replay, timeline.facts()) };
}

export interface OpenedTrace {
  /** The session in which it was played again; null if it could not be. */
  readonly session: Session | null;
  readonly message: ShareMessage;
}

/** Reads a file's text, plays it again and says whether the same happened. Never throws. */
export async function openTraceText(text: string, language: 'zh-CN' | 'en'): Promise<OpenedTrace> {
  const { replay, lines, hash, problem } = readTraceFile(text);
  if (replay === null) return { session: null, message: problemMessage(problem!) };
  const wrong = replay.branches.flatMap(({ letter, intents }) =>
    intents.flatMap(({ intent }, index) => (isIntent(intent) ? [] : [`${letter}: intents[${index}]`])),
  )[0];
  if (wrong !== undefined)
    return { session: null, message: problemMessage({ key: 'field', line: 1, detail: wrong }) };
  if (hash !== replay.hash && lines.length > 0) return { session: null, message: bad('changed') };
  const read = await loadedFor(replay, language);
  const mode = modeNamed(replay.proxyMode);
  if (replay.proxyMode !== undefined && mode === null)
    return { session: null, message: problemMessage({ key: 'field', line: 1, detail: 'proxyMode' }) };
  const loaded = read === null || mode === null ? read : withProxyMode(read, mode);
  if (loaded === null) return { session: null, message: bad('unknown', { scenario: replay.scenario }) };
  try {
    const session = new Session(loaded, replay.seed);
    const isWhole = session.tell(storyOf(replay));
    session.timeline.extend(replay.until);
    session.seek(Math.min(replay.shownAt ?? 0, replay.until));
    const isSame = isWhole && session.traceHash() === replay.hash;
    const message: ShareMessage = isSame
      ? { tone: 'info', what: say('trace.same', { count: lines.length }), mend: null }
      : bad('differs', { line: firstOtherLine(session, lines) });
    return { session, message };
  } catch (error) {
    return { session: null, message: bad('failed', { detail: String(error) }) };
  }
}

async function loadedFor(
  { scenario, own }: TraceReplay,
  language: 'zh-CN' | 'en',
): Promise<LoadedScenario | null> {
  if (scenario !== OWN)
    return Object.hasOwn(scenarios, scenario) ? (await scenarios[scenario]!()).default : null;
  if (own === undefined) return null;
  keepRun({ files: own.files, options: { resume: own.resume, url: own.url } });
  return (await openOwnSystem(language)).loaded;
}

function storyOf({ branches, branch }: TraceReplay): Story {
  return {
    branches: branches.map(({ letter, name, parent, forkAt, intents }) => ({
      ...{ letter, name, parent, forkAt },
      actions: intents as readonly TimedAction[],
    })),
    current: branch,
    bookmarks: [],
  };
}

/** The line of the file that tells something else than what happened here. */
function firstOtherLine(session: Session, lines: readonly string[]): number {
  const facts = session.timeline.facts();
  const index = lines.findIndex((line, i) => facts[i] === undefined || canonicalJson(facts[i]) !== line);
  return (index < 0 ? lines.length : index) + 2;
}

function problemMessage({ key, line, detail }: TraceProblem): ShareMessage {
  return { tone: 'bad', what: say(`trace.${key}`, { line, detail }), mend: say(`trace.${key}.mend`, {}) };
}

function bad(key: string, params: Message['params'] = {}): ShareMessage {
  return { tone: 'bad', what: say(`trace.${key}`, params), mend: say(`trace.${key}.mend`, params) };
}

/** Said of a file that is too large to be read. */
export function tooLarge(bytes: number): ShareMessage {
  const megabytes = (size: number) => Math.ceil(size / 1024 / 1024);
  return bad('tooLarge', { size: megabytes(bytes), most: megabytes(MAX_TRACE_BYTES) });
}

function say(key: string, params: Message['params']): Message {
  return { key, params };
}
