import { chromium, type Browser, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { findChromium } from '../scripts/chromium.mjs';
import { limited, quantile, reported, type Bench, type BenchRow } from './bench';
import type { FrameRound } from './framePage';

const FRAMES = 120;
/** Every round draws the same frames; each frame's best time counts: the others measure what else the machine does. */
const ROUNDS = 5;
/** While the lens changes, frames are only shown, and the browser paints long: fewer of them. */
const BETWEEN = { frames: 40, rounds: 2 };
const WHAT = '1,000 Pods on screen and 1,000 packets in flight';

/** Script time per frame in a real browser, without a window. */
const frame: Bench = {
  name: 'frame',
  async run() {
    const found = findChromium(chromium.executablePath());
    if (found === undefined) return [reported(`script per frame, ${WHAT}`, 'skipped: no Chromium here')];
    const page = await buildPage();
    const browser = await chromium.launch(found.own ? {} : { executablePath: found.path });
    try {
      return await measure(browser, page);
    } finally {
      await browser.close();
    }
  },
};

export default frame;

interface BuiltPage {
  readonly script: string;
  readonly style: string;
}

/** The page's script and style sheet as texts: nothing is served, nothing is written. */
async function buildPage(): Promise<BuiltPage> {
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('framePage.ts', import.meta.url)),
        formats: ['iife'],
        name: 'framePage',
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
  const files = outputs.flatMap((one) => one.output);
  const script = files.find((file) => file.type === 'chunk');
  if (script?.type !== 'chunk') throw new Error('the page of the frame bench came out without a script');
  const styles = files.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  return {
    script: script.code,
    style: styles.map((file) => (file.type === 'asset' ? String(file.source) : '')).join('\n'),
  };
}

async function measure(browser: Browser, built: BuiltPage): Promise<BenchRow[]> {
  const page = await browser.newPage({ viewport: { width: 1500, height: 670 } });
  await page.setContent('<!doctype html><html data-theme="light"><body style="margin:0"></body></html>');
  await page.addStyleTag({ content: built.style });
  await page.addScriptTag({ content: built.script });
  const rows: BenchRow[] = [];
  for (const lens of ['layers', 'machines'] as const) {
    const { median, p95, structure } = await best(page, lens, FRAMES, ROUNDS);
    rows.push(
      limited(`script per frame in ${lens}, ${WHAT}: median`, median, 4, 'ms'),
      limited(`script per frame in ${lens}, ${WHAT}: p95`, p95, 8, 'ms'),
      reported(`the whole structure drawn anew in ${lens}`, `${structure.toFixed(1)} ms`),
    );
  }
  const between = await best(page, 'between', BETWEEN.frames, BETWEEN.rounds);
  rows.push(
    reported(
      'script per frame while the lens changes: median, p95',
      `${between.median.toFixed(2)} ms, ${between.p95.toFixed(2)} ms`,
    ),
  );
  return rows;
}

async function best(page: Page, lens: FrameRound['lens'], frames: number, times: number) {
  const rounds: FrameRound[] = [];
  for (let i = 0; i < times; i += 1) {
    const round = await page.evaluate(([name, count]) => globalThis.measureFrames(name, count), [
      lens,
      frames,
    ] as const);
    if (round.podsShown < 1000) throw new Error(`only ${round.podsShown} Pods were on screen in ${lens}`);
    rounds.push(round);
  }
  const leasts = Array.from({ length: frames }, (_, i) => Math.min(...rounds.map((r) => r.frames[i]!)));
  return {
    median: quantile(leasts, 0.5),
    p95: quantile(leasts, 0.95),
    structure: Math.min(...rounds.map((round) => round.structureMs)),
  };
}
