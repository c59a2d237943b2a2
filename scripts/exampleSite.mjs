/**
 * The example decks as one site, as a web server would have them: Hopscope, reveal.js and the decks side by side.
 * Slidev is a heavy package, so that it has a lock file of its own and is installed only here.
 */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** Where the decks are built: below `.cache`, like all that can be made again. */
export const SITE = join(ROOT, '.cache', 'examples');

const SLIDEV = join(ROOT, 'examples', 'slidev');
const ADDON = join(ROOT, 'packages', 'slidev-addon-hopscope');

/** @type {Readonly<Record<string, string>>} */
const SLIDEV_DECKS = { 'zh-CN': 'slides.zh-CN.md', en: 'slides.en.md' };

/** @param {string} folder @returns {string[]} all files in it, without packages */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    })
    .sort();
}

/** A fingerprint of all that is in some folders. @param {string[]} folders */
export function fingerprint(folders) {
  const hash = createHash('sha256');
  for (const path of folders.flatMap(filesIn))
    hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  return hash.digest('hex');
}

/** Whether a part was built from what is there now. @param {string} part @param {string} print */
function isFresh(part, print) {
  const stamp = join(SITE, `${part}.stamp`);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === print;
}

/** @param {string} part @param {string} print */
function stamp(part, print) {
  writeFileSync(join(SITE, `${part}.stamp`), print);
}

/**
 * Which folder is served at which address.
 * @param {string} dist the built app with its loader
 * @returns {Record<string, string>}
 */
export function siteFolders(dist) {
  return {
    '/hopscope/': dist,
    '/reveal/': join(ROOT, 'examples', 'reveal'),
    '/reveal/reveal.js/': join(ROOT, 'node_modules', 'reveal.js', 'dist'),
    '/slidev/': join(SITE, 'slidev'),
  };
}

/**
 * Both Slidev decks. Installs Slidev if it is not there, and builds only what has changed.
 * @returns {string | null} why it could not be done; null if it was
 */
export function buildSlidev() {
  mkdirSync(SITE, { recursive: true });
  const lock = readFileSync(join(SLIDEV, 'package-lock.json'), 'utf8');
  const installed = join(SLIDEV, 'node_modules');
  if (!existsSync(join(installed, '@slidev', 'cli')) || !isFresh('slidev-packages', lock)) {
    console.log('Installing Slidev for examples/slidev.');
    if (!run('npm', ['ci', '--no-audit', '--no-fund'])) return 'npm ci failed in examples/slidev';
    stamp('slidev-packages', lock);
  }
  const print = fingerprint([SLIDEV, ADDON]);
  if (isFresh('slidev', print)) return null;
  for (const [language, deck] of Object.entries(SLIDEV_DECKS)) {
    const out = join(SITE, 'slidev', language);
    rmSync(out, { recursive: true, force: true });
    const cli = join(installed, '@slidev', 'cli', 'bin', 'slidev.mjs');
    const base = `/slidev/${language}/`;
    if (!run(process.execPath, [cli, 'build', deck, '--out', out, '--base', base])) {
      return `Slidev could not build ${deck}`;
    }
  }
  stamp('slidev', print);
  return null;
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const done = spawnSync(command, args, {
    cwd: SLIDEV,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
    env: { ...process.env, CI: 'true' },
  });
  if (done.status === 0) return true;
  console.error(`${done.stdout ?? ''}\n${done.stderr ?? ''}`);
  return false;
}
