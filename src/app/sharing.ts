/** What the dialog for sharing asks for. */
import { translate } from '../i18n/translate';
import type { LinkChoice, ShareActions, ShareView } from '../ui/share/contract';
import { carryNotice } from './carriedNotices';
import type { Host } from './parts';
import { OWN } from './ownOpening';
import { useTime } from './timeStore';

type SharingHost = Pick<Host, 'session' | 'language'> & { linkOf(choice: LinkChoice): string };

let opened = 0;

export class Sharing implements ShareActions {
  constructor(private readonly host: SharingHost) {}

  open(): void {
    this.show({ message: null, isBusy: false });
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
      const url = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
      const anchor = Object.assign(document.createElement('a'), { href: url, download: name });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
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
        ...{ isBusy: false, message: null },
        ...share,
        isOwn: session.loaded.scenario.id === OWN,
        deeds: branches.reduce((sum, { actions }) => sum + actions.length, 0),
        branches: branches.length,
        ...change,
      },
    }));
  }
}
