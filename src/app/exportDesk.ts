/** What the dialog for exports asks for: frames and a preview of them, files, and an end to the work. */
import '../i18n/exports';
import '../i18n/slides';
import { Stopped, type Footage, type MadeFile } from '../export/footage';
import type { ExportActions, ExportChoice, ExportView } from '../ui/export/contract';
import { filesOf, hashOf } from './exportFiles';
import { footageOf, NoSuchFrames, type FootageChoice } from './exportFootage';
import { NoSingleFile } from './exportHtml';
import { useExport } from './exportStore';
import { OWN } from './ownOpening';
import type { Session } from './session';
import type { Host } from './parts';

const MAKES_URL_LIVE_MILLIS = 20_000;

export class ExportDesk implements ExportActions {
  private isStopped = false;
  /** Another number is another wish: what was begun for an older one is dropped. */
  private serial = 0;

  constructor(
    private readonly session: Session,
    { language, isDark }: Pick<Host, 'language'> & { readonly isDark: boolean },
  ) {
    const choice: ExportChoice = {
      ...{ format: 'pptx', language, theme: isDark ? 'dark' : 'light', detail: 'steps' },
      ...{ from: null, to: null, withMotion: true },
    };
    const isOwn = session.loaded.scenario.id === OWN;
    useExport.setState({
      view: { choice, isOwn, frames: [], preview: null, progress: null, message: null },
    });
    void this.preview();
  }

  close(): void {
    this.stop();
    this.serial += 1;
    this.forgetPreview();
    useExport.setState({ view: null });
  }

  change(change: Partial<ExportChoice>): void {
    const { choice } = useExport.getState().view!;
    const isAnother = change.detail !== undefined && change.detail !== choice.detail;
    const range = isAnother ? { from: null, to: null } : {};
    this.show({ choice: { ...choice, ...change, ...range }, message: null });
    if (Object.keys(change).some((name) => name !== 'format' && name !== 'withMotion')) void this.preview();
  }

  stop(): void {
    this.isStopped = true;
  }

  start(): void {
    const { choice } = useExport.getState().view!;
    if (choice.format === 'pdf') return this.openStoryboard();
    void this.make({ ...this.wanted(choice), format: choice.format, withMotion: choice.withMotion });
  }

  private async make(request: Parameters<typeof filesOf>[0]): Promise<void> {
    const { serial } = this;
    this.isStopped = false;
    this.show({ progress: { done: 0, total: 1 }, message: null });
    try {
      const files = await filesOf(request, (done, total) => {
        if (serial === this.serial) this.show({ progress: { done, total } });
        return Promise.resolve(!this.isStopped);
      });
      const name = await save(files, request.loaded.scenario.id, request.language);
      this.show({ message: { tone: 'info', what: { key: 'export.saved', params: { name } } } });
    } catch (error) {
      if (!(error instanceof Stopped)) this.show({ message: { tone: 'bad', what: sentenceFor(error) } });
    }
    this.show({ progress: null });
  }

  /** Stills with captions and notes, in a window of their own: printing it makes the PDF. */
  private openStoryboard(): void {
    const { choice } = useExport.getState().view!;
    const hash = hashOf(this.wanted(choice)).replace('view=slide', 'view=storyboard');
    window.open(`${location.href.replace(/#.*$/, '')}${hash}`, '_blank', 'noopener');
  }

  private wanted({ language, theme, detail, from, to }: ExportChoice): FootageChoice {
    const { loaded, seed } = this.session;
    const steps = from === null && to === null ? null : `${from ?? 1}-${to ?? ''}`;
    return { loaded, seed, language, theme, detail, steps, lens: null };
  }

  private async preview(): Promise<void> {
    const serial = (this.serial += 1);
    const { choice } = useExport.getState().view!;
    try {
      const { stillSvg } = await import('../export/still');
      const all: Footage = await footageOf({ ...this.wanted(choice), steps: null });
      if (serial !== this.serial) return;
      const svg = stillSvg(all.frames[(choice.from ?? 1) - 1]!.still());
      this.forgetPreview();
      const preview = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
      this.show({ preview, frames: all.frames.map(({ frame, number }) => `${number}. ${frame.title}`) });
    } catch (error) {
      if (serial === this.serial) this.show({ message: { tone: 'bad', what: sentenceFor(error) } });
    }
  }

  private forgetPreview(): void {
    const url = useExport.getState().view?.preview ?? null;
    if (url !== null) URL.revokeObjectURL(url);
  }

  private show(change: Partial<ExportView>): void {
    const { view } = useExport.getState();
    if (view !== null) useExport.setState({ view: { ...view, ...change } });
  }
}

function sentenceFor(error: unknown): { key: string; params: Record<string, string | number> } {
  if (error instanceof NoSuchFrames)
    return { key: 'export.noFrames', params: { asked: error.asked, count: error.count } };
  if (error instanceof NoSingleFile) return { key: 'export.noSingleFile', params: {} };
  const detail = error instanceof Error ? error.message : String(error);
  return { key: 'export.failed', params: { detail } };
}

/** Hands files to the browser: one as it is, several as an archive. Returns the name. */
async function save(files: readonly MadeFile[], id: string, language: string): Promise<string> {
  let file = files[0]!;
  if (files.length > 1) {
    const { zipOf } = await import('../export/zip');
    file = { name: `${id}-${language}.zip`, type: 'application/zip', bytes: zipOf(files) };
  }
  const url = URL.createObjectURL(new Blob([file.bytes], { type: file.type }));
  Object.assign(document.createElement('a'), { href: url, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(url), MAKES_URL_LIVE_MILLIS);
  return file.name;
}
