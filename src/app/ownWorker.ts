/** Reads somebody's own files beside the page, so that large or strange files never stop it. */
import { prepareOwn, readOwn, type OwnOptions, type OwnText } from './ownReading';

/** What the page asks. */
export interface OwnQuestion {
  readonly id: number;
  readonly kind: 'read' | 'prepare';
  readonly files: readonly OwnText[];
  readonly options: OwnOptions;
}

/** What it gets. */
export interface OwnAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** The worker's own side of the channel; the types of the page know only the page's. */
const channel = globalThis as unknown as { postMessage(answer: OwnAnswer): void };

addEventListener('message', ({ data }: MessageEvent<OwnQuestion>) => {
  const { id, kind, files, options } = data;
  try {
    channel.postMessage({
      id,
      result: kind === 'read' ? readOwn(files, options) : prepareOwn(files, options),
    });
  } catch (error) {
    channel.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
