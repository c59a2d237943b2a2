/**
 * Asks for somebody's files to be read: in a worker where the browser has one for this page, else here. A
 * reading that takes too long is given up; the next one begins afresh.
 */
import type { OwnOptions, OwnReading, OwnStart, OwnText } from './ownReading';
import type { OwnAnswer, OwnQuestion } from './ownWorker';

/** A large system takes some seconds on a slow machine. */
const PATIENCE_MILLIS = 60_000;

let worker: Worker | null = null;
let isRefused = false;
let lastId = 0;

/** What is wrong with the files, and what they hold. Rejects if they cannot be read in time. */
export function readOwnFiles(files: readonly OwnText[], options: OwnOptions): Promise<OwnReading> {
  return ask('read', files, options) as Promise<OwnReading>;
}

/** The files as something that can be started. Rejects like `readOwnFiles`. */
export function prepareOwnFiles(files: readonly OwnText[], options: OwnOptions): Promise<OwnStart> {
  return ask('prepare', files, options) as Promise<OwnStart>;
}

async function ask(
  kind: OwnQuestion['kind'],
  files: readonly OwnText[],
  options: OwnOptions,
): Promise<unknown> {
  const running = workerOrNull();
  if (running === null) return askHere(kind, files, options);
  const question: OwnQuestion = { id: ++lastId, kind, files, options };
  const answer = await askWorker(running, question);
  return answer === 'noWorker' ? askHere(kind, files, options) : answer.result;
}

async function askHere(kind: OwnQuestion['kind'], files: readonly OwnText[], options: OwnOptions) {
  const { readOwn, prepareOwn } = await import('./ownReading');
  return kind === 'read' ? readOwn(files, options) : prepareOwn(files, options);
}

/** In a sandboxed frame there may be no workers: then constructing one throws, or it fails to load. */
function workerOrNull(): Worker | null {
  if (isRefused || typeof Worker !== 'function') return null;
  try {
    worker ??= new Worker(new URL('./ownWorker.ts', import.meta.url), { type: 'module' });
  } catch {
    isRefused = true;
  }
  return worker;
}

function askWorker(running: Worker, question: OwnQuestion): Promise<OwnAnswer | 'noWorker'> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      running.removeEventListener('message', onMessage);
      running.removeEventListener('error', onError);
    };
    const stop = (): void => {
      running.terminate();
      if (worker === running) worker = null;
    };
    const onMessage = ({ data }: MessageEvent<OwnAnswer>): void => {
      if (data.id !== question.id) return;
      end();
      if (data.error === undefined) resolve(data);
      else reject(new Error(data.error));
    };
    const onError = (): void => {
      end();
      stop();
      isRefused = true;
      resolve('noWorker');
    };
    const timer = setTimeout(() => {
      end();
      stop();
      reject(new Error('timeout'));
    }, PATIENCE_MILLIS);
    running.addEventListener('message', onMessage);
    running.addEventListener('error', onError);
    running.postMessage(question);
  });
}
