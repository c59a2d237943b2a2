/** Files that were chosen or dropped, as texts; folders are walked through. Nothing of them is executed. */
import type { OwnMessage } from '../ui/own/contract';
import type { OwnText } from './ownReading';

/** A larger file is not even opened. */
const LARGEST_BYTES = 1_500_000;
const MOST_TAKEN = 200;
/** Folders hold many other files; so deep and so many of them are looked at. */
const DEEPEST = 12;
const MOST_LOOKED_AT = 5_000;
const SKIPPED_FOLDERS = /^(?:node_modules|\.git|\.svn|bin|obj|dist|vendor)$/;
const READABLE = /\.(?:ya?ml|json)$/i;

export interface TakenFiles {
  readonly texts: readonly OwnText[];
  readonly messages: readonly OwnMessage[];
}

interface Candidate {
  readonly path: string;
  open(): Promise<File>;
}

/** Reads what was chosen or dropped. What is left out is said. */
export async function takeFiles(source: FileList | DataTransfer): Promise<TakenFiles> {
  // Entries must be taken before the first pause: a drop's data is gone after it.
  const entries = entriesOf(source);
  const candidates = entries === null ? listed(source) : await walk(entries);
  const isSingle = candidates.length === 1;
  const wanted = candidates.filter(({ path }) => isSingle || READABLE.test(path));
  const messages: OwnMessage[] = [];
  const others = candidates.length - wanted.length;
  if (others > 0) messages.push({ key: 'own.skipped.kind', params: { count: others } });
  if (wanted.length > MOST_TAKEN)
    messages.push({
      key: 'own.skipped.many',
      params: { count: wanted.length - MOST_TAKEN, limit: MOST_TAKEN },
    });
  const texts: OwnText[] = [];
  for (const candidate of wanted.slice(0, MOST_TAKEN)) {
    const { path } = candidate;
    try {
      const file = await candidate.open();
      if (file.size > LARGEST_BYTES) {
        messages.push({ key: 'own.skipped.large', params: { path, size: Math.ceil(file.size / 1000) } });
        continue;
      }
      const text = await file.text();
      if (looksBinary(text)) messages.push({ key: 'own.skipped.binary', params: { path } });
      else texts.push({ path, text });
    } catch {
      messages.push({ key: 'own.skipped.unreadable', params: { path } });
    }
  }
  if (candidates.length === 0) messages.push({ key: 'own.skipped.nothing', params: {} });
  return { texts, messages };
}

function looksBinary(text: string): boolean {
  return text.includes('\u0000') || text.slice(0, 5_000).split('\uFFFD').length > 50;
}

function listed(source: FileList | DataTransfer): Candidate[] {
  const files = 'files' in source ? source.files : source;
  return [...files].map((file) => ({
    path: file.webkitRelativePath || file.name,
    open: () => Promise.resolve(file),
  }));
}

function entriesOf(source: FileList | DataTransfer): FileSystemEntry[] | null {
  if (!('items' in source)) return null;
  const { items } = source as DataTransfer;
  const entries = [...items].flatMap((item) => {
    const entry = typeof item.webkitGetAsEntry === 'function' ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
  return entries.length === 0 ? null : entries;
}

async function walk(roots: readonly FileSystemEntry[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let looked = 0;
  const visit = async (entry: FileSystemEntry, depth: number): Promise<void> => {
    if (++looked > MOST_LOOKED_AT) return;
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.isFile) {
      const open = () => new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
      found.push({ path, open });
    } else if (entry.isDirectory && depth < DEEPEST && !SKIPPED_FOLDERS.test(entry.name)) {
      for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await visit(child, depth + 1);
    }
  };
  for (const root of roots) await visit(root, 0);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A folder tells its entries in portions. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((done) => reader.readEntries(done, () => done([])));
    if (portion.length === 0 || all.length > MOST_LOOKED_AT) return all;
    all.push(...portion);
  }
}
