/** The whole page in one file, which opens a lesson's slides from a memory stick, without a network. */
import type { Footage, MadeFile } from '../export/footage';

/** Written beside the page by the build (`build/singleFilePlugin.ts`). */
const SINGLE_FILE = 'hopscope.html';

/** The page cannot be had: it is open from a file, or without a network. */
export class NoSingleFile extends Error {}

/** The file, which opens at `hash` if it is opened without one. Throws `NoSingleFile`. */
export async function selfContained({ id, language, title }: Footage, hash: string): Promise<MadeFile> {
  const page = await readPage();
  const open = `<meta name="hopscope-open" content="${attribute(hash)}">`;
  const html = page
    .replace(/<html lang="[^"]*"/, () => `<html lang="${language}"`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${attribute(title)} · Hopscope</title>${open}`);
  if (!html.includes(open)) throw new NoSingleFile('the page has no title to put the address beside');
  return { name: `${id}-${language}.html`, type: 'text/html', bytes: new TextEncoder().encode(html) };
}

async function readPage(): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(SINGLE_FILE);
  } catch (error) {
    throw new NoSingleFile(error instanceof Error ? error.message : String(error));
  }
  if (!answer.ok) throw new NoSingleFile(`${SINGLE_FILE}: ${answer.status}`);
  return answer.text();
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
