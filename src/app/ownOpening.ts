/** Opens the system that was run last in this tab, when the page's address asks for it. */
import type { LoadedScenario } from '../scenario/prepareFiles';
import { translate } from '../i18n/translate';
import type { Language, Notice } from '../ui/contract';
import { isFirstRun, keptRun } from './ownKept';
import type { OwnStart } from './ownReading';
import { prepareOwnFiles } from './ownReader';

/** What the address says for it. */
export const OWN = 'own';

export interface OwnOpening {
  readonly loaded: LoadedScenario | null;
  readonly notices: readonly Notice[];
}

/** The system with what is to be said of it; or why there is none, as on another device. */
export async function openOwnSystem(language: Language): Promise<OwnOpening> {
  const run = keptRun();
  if (run === null) return { loaded: null, notices: [notice(language, 'bad', 'own.notHere', {})] };
  try {
    const start = await prepareOwnFiles(run.files, run.options);
    const title = (one: Language) => ({ title: translate(one, 'own.title') });
    return {
      loaded: { ...start.prepared, texts: { 'zh-CN': title('zh-CN'), en: title('en') } },
      notices: noticesOf(language, start, run.options.resume),
    };
  } catch (error) {
    return { loaded: null, notices: [cannotStart(language, error)] };
  }
}

/** Said when a system cannot be started. */
export function cannotStart(language: Language, error: unknown): Notice {
  const detail = error instanceof Error ? error.message : String(error);
  return notice(language, 'bad', 'own.cannotStart', { detail });
}

function notice(
  language: Language,
  tone: Notice['tone'],
  key: string,
  params: Readonly<Record<string, string | number>>,
): Notice {
  const text = translate(language, `${key}.text`, params);
  return { id: key, tone, text, mend: translate(language, `${key}.mend`, params) };
}

function noticesOf(language: Language, { notes, urls, prepared }: OwnStart, resume: boolean): Notice[] {
  const say = (key: string, params: Readonly<Record<string, string | number>>) =>
    translate(language, key, params);
  const list = (items: readonly string[]) => {
    const shown = items.slice(0, 4).join(say('own.comma', {}));
    return items.length > 4 ? say('own.andMore', { list: shown, count: items.length - 4 }) : shown;
  };
  const said: string[] = [];
  if (notes.added.length > 0)
    said.push(say('own.note.added', { list: list(notes.added.map((one) => say(`own.added.${one}`, {}))) }));
  if (notes.paused.length > 0)
    said.push(say(resume ? 'own.note.resumed' : 'own.note.paused', { list: list(notes.paused) }));
  if (notes.scaledDown.length > 0) said.push(say('own.note.scaledDown', { list: list(notes.scaledDown) }));
  if (notes.leftOut.length > 0) said.push(say('own.note.leftOut', { list: list(notes.leftOut) }));
  if (isFirstRun()) said.push(say('own.note.link', {}));
  const notices: Notice[] = [];
  if (prepared.scenario.clients[0]?.urls.length === 0 || urls.length === 0)
    notices.push(notice(language, 'bad', 'own.noWayIn', {}));
  if (said.length > 0) {
    const text = said.join(language === 'en' ? ' ' : '');
    notices.push({ id: 'own.notes', tone: 'info', text, mend: null });
  }
  return notices;
}
