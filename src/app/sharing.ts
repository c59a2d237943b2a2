/** What the dialog for sharing asks for. */
import { translate } from '../i18n/translate';
import type { LinkChoice, RecordView, ShareActions, ShareView } from '../ui/share/contract';
import { carryNotice } from './carriedNotices';
import type { Host } from './parts';
import { OWN } from './ownOpening';
import { Recorder } from './record';
import { useTime } from './timeStore';

type SharingHost = Pick<Host, 'session' | 'language' | 'lens'> & { linkOf(choice: LinkChoice): string };

let opened = 0;
/** Browsers drop downloads that begin at the same moment. */
const BETWEEN_DOWNLOADS_MILLIS = 200;

export class Sharing implements ShareActions {
  readonly recorder: Recorder;

  constructor(private readonly host: SharingHost) {
    this.recorder = new Recorder(host);
  }

  open(): void {
    this.show({ message: null, isBusy: false, record: this.beforeRecord() });
  }

  close(): void {
    useTime.setState({ share: null });
  }

  link(choice: LinkChoice): string {
    return `${location.origin}${location.pathname}${location.search}${this.host.linkOf(choice)}`;
  }

  saveTrace(): void {
    void this.busy(async () => {
      const { traceFileOf } = await import('./traceFiles');
      const { name, text } = traceFileOf(this.host.session);
      download(name, text, 'application/jsonl');
      this.show({ message: { tone: 'info', what: { key: 'trace.saved', params: { name } }, mend: null } });
    });
  }

  openTrace(file: File): void {
    void this.busy(async () => {
      const { openTraceText, tooLarge, MAX_TRACE_BYTES } = await import('./traceFiles');
      if (file.size > MAX_TRACE_BYTES) return this.show({ message: tooLarge(file.size) });
      const { session, message } = await openTraceText(await file.text(), this.host.language);
      if (session === null) return this.show({ message });
      const { language } = this.host;
      const text = translate(language, message.what.key, message.what.params);
      const mend = message.mend === null ? null : translate(language, message.mend.key, message.mend.params);
      const { linkToSession } = await import('./linkToSession');
      carryNotice({ id: 'trace', tone: message.tone, text: `${file.name}: ${text}`, mend });
      this.close();
      // Its own counter, so that the same file opens twice.
      location.hash = `${linkToSession(session, language)}&file=${++opened}`;
    });
  }

  writeLesson(title: string): void {
    void this.busy(async () => {
      const { lessonFilesOf } = await import('./lessonFiles');
      const record = await lessonFilesOf(this.host.session, this.recorder.notes(), title);
      if (useTime.getState().share !== null) this.show({ record });
    });
  }

  saveLessonFile(path: string | null): void {
    const files = useTime.getState().share?.record.lesson?.files ?? [];
    const wanted = files.filter((file) => path === null || file.path === path);
    wanted.forEach((file, index) =>
      setTimeout(() => download(file.path, file.text, 'application/yaml'), index * BETWEEN_DOWNLOADS_MILLIS),
    );
  }

  /** What can be said of a lesson before it is asked for. */
  private beforeRecord(): RecordView {
    const { session } = this.host;
    const isOwn = session.loaded.scenario.id === OWN;
    const isNothing = session.actions().length + this.recorder.notes().looks.length === 0;
    const key = isOwn ? 'share.record.own' : isNothing ? 'share.record.nothing' : null;
    return { refusal: key === null ? null : { key, params: {} }, lesson: null };
  }

  private async busy(work: () => Promise<void>): Promise<void> {
    this.show({ isBusy: true, message: null });
    try {
      await work();
    } catch (error) {
      const params = { detail: error instanceof Error ? error.message : String(error) };
      const mend = { key: 'trace.failed.mend', params: {} };
      this.show({ message: { tone: 'bad', what: { key: 'trace.failed', params }, mend } });
    }
    if (useTime.getState().share !== null) this.show({ isBusy: false });
  }

  private show(change: Partial<ShareView>): void {
    const { session } = this.host;
    const branches = session.book.list();
    useTime.setState(({ share }) => ({
      share: {
        ...{ isBusy: false, message: null, record: { refusal: null, lesson: null } },
        ...share,
        isOwn: session.loaded.scenario.id === OWN,
        deeds: branches.reduce((sum, { actions }) => sum + actions.length, 0),
        branches: branches.length,
        ...change,
      },
    }));
  }
}

function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
