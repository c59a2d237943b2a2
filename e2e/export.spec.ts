/** Lessons are taken along: files from the page's dialog, from the page's handle and from the command line, opened again. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../scripts/root.mjs';
import '../src/i18n/exports';
import { expect, test } from './hopTest';

const LESSON = 'round-robin';
let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopscope-export-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Asked {
  readonly format: string;
  readonly language?: string;
  readonly steps?: string | null;
}

/** The files that the page's handle makes, as the command line asks for them. */
async function files(page: Page, asked: Asked): Promise<{ name: string; bytes: Buffer }[]> {
  await page.goto('/#view=storyboard');
  await page.waitForFunction('typeof globalThis.hopscope?.exportFiles === "function"');
  const request = {
    ...{ scenario: LESSON, language: 'zh-CN', theme: 'light', detail: 'steps', lens: null, seed: null },
    ...{ steps: null, withMotion: true },
    ...asked,
  };
  const answer = await page.evaluate(
    (one) =>
      (
        globalThis as unknown as { hopscope: { exportFiles(r: unknown): Promise<{ files: unknown[] }> } }
      ).hopscope //
        .exportFiles(one),
    request,
  );
  return (answer.files as { name: string; base64: string }[]).map(({ name, base64 }) => ({
    name,
    bytes: Buffer.from(base64, 'base64'),
  }));
}

function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Pages of a PDF as PNG files that are no blank paper. */
function lookAtPages(pdf: string): number {
  const out = join(folder, `${Date.now()}`);
  mkdirSync(out);
  expect(spawnSync('pdftoppm', ['-r', '40', '-png', pdf, join(out, 'page')]).status).toBe(0);
  const pages = readdirSync(out).map((name) => readFileSync(join(out, name)).length);
  expect(Math.min(...pages), 'a blank page packs to next to nothing').toBeGreaterThan(3_000);
  return pages.length;
}

test('the dialog shows what will be made, and makes it', async ({ learner, page }) => {
  await learner.open({ language: 'en', hash: `#s=${LESSON}&lang=en` });
  await learner.button('export.open').click();
  const dialog = page.getByRole('dialog', { name: learner.t('export.title') });
  await expect(dialog.getByRole('img', { name: learner.t('export.preview') })).toBeVisible();
  await dialog.getByRole('radio', { name: /^PNG/ }).check();
  // Language, colours, pictures, from, to.
  await dialog.getByRole('combobox').nth(4).selectOption('2');
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: learner.t('export.start') }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe(`${LESSON}-en.zip`);
  await expect(dialog.getByRole('status')).toContainText(`${LESSON}-en.zip`);
  const zip = readFileSync(await download.path());
  expect(zip.readUInt32LE(0)).toBe(0x04034b50);
  const png = zip.subarray(zip.indexOf(Buffer.from([0x89, 0x50, 0x4e, 0x47])));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080]);
});

test('a PowerPoint file has pictures, text, notes and fonts for Chinese', async ({ page }) => {
  const [file] = await files(page, { format: 'pptx', steps: '1-3' });
  const path = join(folder, file!.name);
  writeFileSync(path, file!.bytes);
  const names = file!.bytes.toString('latin1');
  for (const part of ['ppt/slides/slide3.xml', 'ppt/notesSlides/notesSlide1.xml', 'ppt/media/'])
    expect(names).toContain(part);
  expect(names).not.toContain('ppt/slides/slide4.xml');
  test.skip(
    !has('soffice') || !has('pdftoppm'),
    'LibreOffice is not here: apt-get install libreoffice-impress poppler-utils',
  );
  const home = `-env:UserInstallation=file://${join(folder, 'office')}`;
  const done = spawnSync('soffice', [home, '--headless', '--convert-to', 'pdf', '--outdir', folder, path]);
  expect(done.status).toBe(0);
  const pdf = path.replace(/pptx$/, 'pdf');
  expect(lookAtPages(pdf)).toBe(3);
  expect(spawnSync('pdftotext', [pdf, '-'], { encoding: 'utf8' }).stdout).toContain('3 / ');
});

test('a GIF moves, rests, and ends with the still of its frame', async ({ page }) => {
  const [gif] = await files(page, { format: 'gif', steps: '3' });
  const [png] = await files(page, { format: 'png', steps: '3' });
  const seen = await page.evaluate(
    async ([gifText, pngText]) => {
      const bytes = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      const decoder = new ImageDecoder({ data: bytes(gifText!), type: 'image/gif' });
      await decoder.tracks.ready;
      const count = decoder.tracks.selectedTrack!.frameCount;
      const pixels = (image: CanvasImageSource) => {
        const context = new OffscreenCanvas(1280, 720).getContext('2d')!;
        context.drawImage(image, 0, 0, 1280, 720);
        return context.getImageData(0, 0, 1280, 720).data;
      };
      const { image: last } = await decoder.decode({ frameIndex: count - 1 });
      const still = await createImageBitmap(new Blob([bytes(pngText!)]));
      const [a, b] = [pixels(last), pixels(still)];
      let far = 0;
      for (let i = 0; i < a.length; i += 4) {
        const apart =
          Math.abs(a[i]! - b[i]!) + Math.abs(a[i + 1]! - b[i + 1]!) + Math.abs(a[i + 2]! - b[i + 2]!);
        if (apart > 180) far += 1;
      }
      const size = [last.displayWidth, last.displayHeight];
      return { count, size, rest: (last.duration ?? 0) / 1000, far: far / (a.length / 4) };
    },
    [gif!.bytes.toString('base64'), png!.bytes.toString('base64')],
  );
  expect(seen.size).toEqual([1280, 720]);
  expect(seen.count).toBeGreaterThan(5);
  expect(seen.rest).toBeGreaterThanOrEqual(2200);
  expect(seen.far, 'pixels that differ from the still').toBeLessThan(0.02);
});

test('one HTML file opens from a disk, without a network, and plays', async ({ page, browser }) => {
  const [html] = await files(page, { format: 'html', language: 'en' });
  const path = join(folder, html!.name);
  writeFileSync(path, html!.bytes);
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 720 } });
  const alone = await context.newPage();
  const wrong: string[] = [];
  alone.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && request.url().split('#')[0] !== `file://${path}`)
      wrong.push(request.url());
  });
  alone.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  alone.on('pageerror', (error) => wrong.push(String(error)));
  await alone.goto(`file://${path}`);
  await expect(alone.getByText(/^1 \/ \d+$/)).toBeVisible();
  await alone.keyboard.press('PageDown');
  await expect(alone.getByText(/^2 \/ \d+$/)).toBeVisible();
  expect(wrong).toEqual([]);
  await context.close();
});

test('the storyboard has every frame with its words, and prints', async ({ page }) => {
  await page.goto(`/#s=${LESSON}&view=storyboard&lang=zh-CN&steps=1-4`);
  await expect(page.locator('.storyboard[data-ready]')).toBeVisible();
  await expect(page.locator('.storyboard-sheet')).toHaveCount(4);
  for (const image of await page.locator('.storyboard-sheet img').all())
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1280);
  const path = join(folder, 'storyboard.pdf');
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  test.skip(!has('pdftoppm'), 'poppler is not here: apt-get install poppler-utils');
  expect(lookAtPages(path)).toBeGreaterThanOrEqual(2);

  await page.goto(`/#s=${LESSON}&view=storyboard&lang=en&steps=700-701`);
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('700-701');
});

test('the command line makes the same files', () => {
  const words = [
    '--prefix',
    ROOT,
    'run',
    '-s',
    'hopscope',
    '--',
    'export',
    LESSON,
    '--format',
    'svg',
    '--lang',
    'en',
    '--json',
  ];
  // Files are named from where npm was called.
  const env = { ...process.env, HOPSCOPE_DIST: process.env['HOPSCOPE_DIST'] ?? 'dist' };
  const done = spawnSync('npm', [...words, '--step', '2', '--out', 'out'], {
    encoding: 'utf8',
    env,
    cwd: folder,
  });
  expect([done.status, done.stderr.replace(/^npm warn.*\n/gm, '')]).toEqual([0, '']);
  const made = (JSON.parse(done.stdout) as { files: string[] }).files;
  expect(made).toHaveLength(1);
  const path = join(folder, made[0]!);
  expect(existsSync(path)).toBe(true);
  const svg = readFileSync(path, 'utf8');
  expect(svg).toMatch(/^<\?xml[^>]*>\s*<svg[^>]*viewBox="0 0 1280 720"/);
  expect(svg, 'colours are written out').toContain('#fff3b8');
  expect(svg).not.toMatch(/var\(|color\(|class=|href|foreignObject/);
  const none = spawnSync('npm', [...words, '--step', '700', '--out', 'out'], {
    encoding: 'utf8',
    env,
    cwd: folder,
  });
  expect(none.status).toBe(1);
  expect(none.stderr).toContain('--step 700: there is no such step; there are');
});
