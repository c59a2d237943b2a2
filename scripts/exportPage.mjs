/**
 * Makes the files of an export in a browser without a window: the page's own code makes them. Reads one request as JSON
 * from standard input and writes `{ files }`, or `{ problem }` with what is wrong and its mend, as JSON to standard
 * output. Started by `npm run hopscope -- export`.
 */
import { chromium } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { build, preview } from 'vite';
import { ensureChromium, findChromium } from './chromium.mjs';
import { freePort } from './port.mjs';
import { ROOT } from './root.mjs';

/**
 * @typedef {{ scenario: string, format: string, language: string, theme: string, detail: string, steps: string | null,
 *   lens: string | null, seed: string | null, withMotion: boolean, out: string }} Request
 */

/** What the build is made of. */
const SOURCES = ['src', 'scenarios', 'build', 'public', 'index.html', 'vite.config.ts', 'package.json'];
const PAGE_LIMIT_MS = 900_000;

// Standard output is for the answer.
console.log = console.error;

/** Something is wrong that the caller can mend. */
class Problem extends Error {}

/** @type {Request} */
const request = JSON.parse(readFileSync(0, 'utf8'));
try {
  answer({ files: await exportFiles(request) });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  answer({ problem: error.message });
}
process.exit();

/** @param {unknown} value */
function answer(value) {
  writeFileSync(1, JSON.stringify(value));
}

/**
 * @param {Request} request
 * @returns {Promise<string[]>} paths of the files
 */
async function exportFiles(request) {
  if (!ensureChromium(chromium.executablePath())) {
    throw new Problem(
      'a browser is needed: install Chromium, or name one by CHROMIUM_PATH=/path/to/chromium',
    );
  }
  const outDir = await builtPage();
  const port = await freePort();
  const server = await preview({
    root: ROOT,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port, strictPort: true },
  });
  const found = findChromium(chromium.executablePath());
  const browser = await chromium.launch(
    found === undefined || found.own ? {} : { executablePath: found.path },
  );
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.setDefaultTimeout(PAGE_LIMIT_MS);
    const base = `http://127.0.0.1:${port}/`;
    return request.format === 'pdf'
      ? await printStoryboard(page, base, request)
      : await saveFiles(page, base, request);
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} base
 * @param {Request} request
 */
async function saveFiles(page, base, { out, ...request }) {
  await page.goto(`${base}#view=storyboard`);
  await page.waitForFunction('typeof globalThis.hopscope?.exportFiles === "function"');
  /** @type {{ files?: { name: string, base64: string }[], frames?: number }} */
  const answer = await page.evaluate(
    (asked) => /** @type {any} */ (globalThis).hopscope.exportFiles(asked),
    request,
  );
  if (answer.files === undefined) {
    throw new Problem(
      `--step ${request.steps}: there is no such step; there are ${answer.frames}: say --step 1 to ${answer.frames}, 2-5 or a step's id`,
    );
  }
  const isOne = answer.files.length === 1;
  return answer.files.map(({ name, base64 }) => save(out, name, isOne, Buffer.from(base64, 'base64')));
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} base
 * @param {Request} request
 */
async function printStoryboard(page, base, request) {
  const { scenario, language, theme, detail, steps, lens, seed, out } = request;
  const fields = { s: scenario, view: 'storyboard', lang: language, theme, detail, steps, lens, seed };
  const given = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  await page.goto(`${base}#${new URLSearchParams(given)}`);
  const shown = page.locator('.storyboard[data-ready]');
  await shown.waitFor();
  const alert = shown.getByRole('alert');
  if ((await alert.count()) > 0) throw new Problem(await alert.innerText());
  await page.waitForFunction('[...document.images].every((one) => one.complete && one.naturalWidth > 0)');
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
  return [save(out, `${scenario}-${language}.pdf`, true, pdf)];
}

/**
 * Into the folder `out`, or as the file `out` where there is one file and `out` ends as it does.
 * @param {string} out
 * @param {string} name
 * @param {boolean} isOne
 * @param {Uint8Array} bytes
 */
function save(out, name, isOne, bytes) {
  const path = isOne && extname(out).toLowerCase() === extname(name) ? out : join(out, name);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  } catch (error) {
    throw new Problem(`--out ${path}: cannot be written (${error instanceof Error ? error.message : error})`);
  }
  return path;
}

/** The folder of a build that is not older than its sources: the one there is, or one of our own. */
async function builtPage() {
  if (process.env.HOPSCOPE_DIST) return resolve(ROOT, process.env.HOPSCOPE_DIST);
  const newest = Math.max(...SOURCES.map((name) => newestIn(join(ROOT, name))));
  const own = join(ROOT, '.cache', 'export-page');
  for (const folder of [join(ROOT, 'dist'), own]) {
    // Written last of all.
    const last = join(folder, 'hopscope.html');
    if (existsSync(last) && statSync(last).mtimeMs >= newest) return folder;
  }
  console.error('Building the page first …');
  await build({ root: ROOT, logLevel: 'error', build: { outDir: own, emptyOutDir: true } });
  return own;
}

/** @param {string} path @returns {number} */
function newestIn(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
