/** Makes the files of an export. The page's dialog and the command line both come here. */
import scenarios from 'virtual:scenarios';
import '../i18n/later';
import '../i18n/slides';
import type { MadeFile, Progress } from '../export/footage';
import type { ExportFormat } from '../ui/export/contract';
import { footageOf, turn, type FootageChoice } from './exportFootage';
import { selfContained } from './exportHtml';
import { writeAddress } from './address';

export interface ExportRequest extends Omit<FootageChoice, 'loaded' | 'seed'> {
  readonly scenario: string;
  readonly format: Exclude<ExportFormat, 'pdf'>;
  /** Pictures of what plays, too; only GIF has them. */
  readonly withMotion: boolean;
  readonly seed: string | null;
}

/** The files of a scenario of this page. Throws `NoSuchFrames`, `Stopped`, and what a browser cannot do. */
export async function exportFiles(request: ExportRequest, progress: Progress): Promise<MadeFile[]> {
  const open = Object.hasOwn(scenarios, request.scenario) ? scenarios[request.scenario] : undefined;
  if (open === undefined) throw new Error(`there is no scenario "${request.scenario}" on this page`);
  const loaded = (await open()).default;
  return filesOf({ ...request, loaded, seed: request.seed ?? loaded.scenario.seed }, progress);
}

/** The files of a scenario that is open. */
export async function filesOf(
  request: Omit<ExportRequest, 'scenario' | 'seed'> & FootageChoice,
  progress: Progress,
): Promise<MadeFile[]> {
  const { format, withMotion } = request;
  const calm: Progress = async (done, total) => {
    await turn();
    return progress(done, total);
  };
  const footage = await footageOf(request);
  if (format === 'html') return [await selfContained(footage, hashOf(request))];
  if (format === 'gif') {
    const { gifFile } = await import('../export/gif');
    return [await gifFile(footage, withMotion, calm)];
  }
  if (format === 'pptx') {
    const { pptxFile } = await import('../export/pptx');
    return [await pptxFile(footage, calm)];
  }
  const { pictureFiles } = await import('../export/pictures');
  return pictureFiles(footage, format, calm);
}

/** Where the slides of an export begin, as an address. */
export function hashOf(choice: Omit<FootageChoice, 'loaded'> & { loaded: FootageChoice['loaded'] }): string {
  const { loaded, seed, language, theme, lens, detail, steps } = choice;
  return writeAddress({
    ...{ scenario: loaded.scenario.id, actions: '', at: null, lens, language, theme },
    seed: seed === loaded.scenario.seed ? null : seed,
    more: { view: 'slide', ...(detail === 'hops' ? { detail } : {}), ...(steps === null ? {} : { steps }) },
  });
}
