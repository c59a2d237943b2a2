/** What the dialog for somebody's own files asks for: edits kept at once, read a moment later, run when asked. */
import type { OwnActions, OwnFile, OwnMessage, OwnView } from '../ui/own/contract';
import { EXAMPLE } from './ownExample';
import { takeFiles } from './ownFiles';
import { keepDraft, keepRun, keptDraft } from './ownKept';
import { prepareOwnFiles, readOwnFiles } from './ownReader';
import { EMPTY_VIEW, useOwn } from './ownStore';
import { useApp } from './store';

/** Reading waits until typing pauses; after a long reading it waits longer. */
const READ_AFTER_MILLIS = 350;
const KEEP_AFTER_MILLIS = 200;

let isRestored = false;
let nextId = 2;
let readTimer: ReturnType<typeof setTimeout> | undefined;
let keepTimer: ReturnType<typeof setTimeout> | undefined;
let reading = 0;
let lastReadingMillis = 0;
let removed: { readonly files: readonly OwnFile[]; readonly chosen: string } | null = null;
let runs = 0;

function view(): OwnView {
  return useOwn.getState().view;
}

function show(change: Partial<OwnView>): void {
  useOwn.setState(({ view: before }) => ({ view: { ...before, ...change } }));
}

/** Opens the dialog with what was there before. */
export function openOwn(): void {
  if (!isRestored) restore();
  useOwn.setState({ isOpen: true });
  if (view().files.some(({ text }) => text !== '')) readSoon(0);
}

function restore(): void {
  isRestored = true;
  addEventListener('pagehide', keepNow);
  const draft = keptDraft();
  if (draft === null) return;
  const { files, chosen, options } = draft;
  nextId = files.reduce((max, { id }) => Math.max(max, Number(id.slice(1)) || 0), 1) + 1;
  show({ files, chosen, ...options });
}

/** All that the dialog can do. */
export const ownActions: OwnActions = {
  close() {
    keepNow();
    useOwn.setState({ isOpen: false });
  },
  choose(id) {
    show({ chosen: id });
    keepSoon();
  },
  edit(id, text) {
    show({ files: view().files.map((file) => (file.id === id ? { ...file, text } : file)) });
    changed();
  },
  rename(id, path) {
    const others = view().files.filter((file) => file.id !== id);
    const free = freePath(path, others);
    show({ files: view().files.map((file) => (file.id === id ? { ...file, path: free } : file)) });
    changed();
  },
  add() {
    const file = {
      id: `f${nextId++}`,
      path: freePath(`file-${view().files.length + 1}.yaml`, view().files),
      text: '',
    };
    show({ files: [...view().files, file], chosen: file.id });
    changed();
  },
  addExample() {
    insert([{ path: 'example.yaml', text: EXAMPLE }], []);
  },
  take(source) {
    // Rejects never: what cannot be read is among the messages.
    void takeFiles(source).then(({ texts, messages }) => insert(texts, messages));
  },
  remove(id) {
    takeAway(view().files.filter((file) => file.id !== id));
  },
  clear() {
    takeAway([]);
  },
  undo() {
    if (removed === null) return;
    show({ ...removed, canUndo: false });
    removed = null;
    changed();
  },
  setUrl(url) {
    show({ url });
    changed();
  },
  setResume(resume) {
    show({ resume });
    changed();
  },
  run() {
    void run();
  },
};

/** Adds texts as files. A file that is there word for word stays; another of its name gets a number. */
function insert(texts: readonly { path: string; text: string }[], messages: readonly OwnMessage[]): void {
  const empty = (file: OwnFile) => file.text === '' && file.id === view().chosen;
  const files = texts.length > 0 ? view().files.filter((file) => !empty(file)) : [...view().files];
  let chosen: string | null = null;
  for (const { path, text } of texts) {
    const same = files.find((file) => file.path === path && file.text === text);
    const file = same ?? { id: `f${nextId++}`, path: freePath(path, files), text };
    if (same === undefined) files.push(file);
    chosen ??= file.id;
  }
  show({ files, chosen: chosen ?? view().chosen, messages });
  changed();
}

function takeAway(left: readonly OwnFile[]): void {
  const { files, chosen } = view();
  removed = { files, chosen };
  const [first] = left;
  const fresh = { ...EMPTY_VIEW.files[0]!, id: `f${nextId++}` };
  const at = files.findIndex(({ id }) => id === chosen);
  const next = left.find(({ id }) => id === chosen) ?? left[Math.min(at, left.length - 1)] ?? first ?? fresh;
  show({ files: left.length > 0 ? left : [fresh], chosen: next.id, canUndo: true, messages: [] });
  changed();
}

function freePath(wanted: string, others: readonly OwnFile[]): string {
  const path = wanted.replaceAll('#', '').trim() || 'file.yaml';
  if (!others.some((file) => file.path === path)) return path;
  for (let number = 2; ; number++) {
    const numbered = path.replace(/(\.[^./]*)?$/, (ending) => ` (${number})${ending}`);
    if (!others.some((file) => file.path === numbered)) return numbered;
  }
}

function changed(): void {
  keepSoon();
  readSoon(Math.max(READ_AFTER_MILLIS, lastReadingMillis * 2));
}

function keepSoon(): void {
  clearTimeout(keepTimer);
  keepTimer = setTimeout(keepNow, KEEP_AFTER_MILLIS);
}

function keepNow(): void {
  clearTimeout(keepTimer);
  const { files, chosen, resume, url, isKept } = view();
  const isStored = keepDraft({ files, chosen, options: { resume, url } });
  if (isStored !== isKept) show({ isKept: isStored });
}

function readSoon(delay: number): void {
  clearTimeout(readTimer);
  show({ isReading: true });
  readTimer = setTimeout(() => void read(), delay);
}

async function read(): Promise<void> {
  const { files, resume, url } = view();
  const own = ++reading;
  const startedAt = Date.now();
  try {
    const { problems, summary, urlIsBad } = await readOwnFiles(files.filter(hasText), { resume, url });
    lastReadingMillis = Date.now() - startedAt;
    if (own === reading)
      show({ problems, summary, urlIsBad, isReading: false, messages: view().messages.filter(isAboutFiles) });
  } catch (error) {
    lastReadingMillis = Date.now() - startedAt;
    if (own === reading) show({ problems: [], summary: null, isReading: false, messages: [failed(error)] });
  }
}

function hasText(file: OwnFile): boolean {
  return file.text.trim() !== '';
}

function isAboutFiles({ key }: OwnMessage): boolean {
  return key.startsWith('own.skipped.');
}

function failed(error: unknown): OwnMessage {
  const detail = error instanceof Error ? error.message : String(error);
  return detail === 'timeout'
    ? { key: 'own.failed.timeout', params: {} }
    : { key: 'own.failed', params: { detail } };
}

async function run(): Promise<void> {
  if (view().isStarting) return;
  const { files, resume, url } = view();
  const texts = files.filter(hasText).map(({ path, text }) => ({ path, text }));
  const options = { resume, url: url.trim() };
  show({ isStarting: true });
  try {
    // Only to see that it can be done: the page's address opens it.
    await prepareOwnFiles(texts, options);
    keepNow();
    keepRun({ files: texts, options });
    useOwn.setState({ isOpen: false });
    const shown = useApp.getState().view;
    const choices = shown === null ? '' : `&lens=${shown.lens}&lang=${shown.language}`;
    location.hash = `#s=own${choices}&run=${++runs}-${Date.now().toString(36)}`;
  } catch (error) {
    show({ messages: [failed(error)] });
  }
  show({ isStarting: false });
}
