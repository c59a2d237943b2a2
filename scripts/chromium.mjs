/** Finds a Chromium for the browser tests, and gets one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const DOWNLOAD_LIMIT_MS = 180_000;
const APT_LIMIT_MS = 420_000;

/**
 * A browser that can be started: `own` is Playwright's, which it finds by itself; otherwise a path.
 * @typedef {{ own: true } | { own: false, path: string }} Browser
 */

/**
 * The browser to use, or undefined if there is none: CHROMIUM_PATH if set, Playwright's own, then the PATH.
 * @param {string} ownPath where Playwright would have its own: `chromium.executablePath()`
 * @returns {Browser | undefined}
 */
export function findChromium(ownPath) {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') return { own: false, path: chosen };
  if (ownPath !== '' && existsSync(ownPath)) return { own: true };
  const path = NAMES.map(findOnPath).find((found) => found !== undefined);
  return path === undefined ? undefined : { own: false, path };
}

/** @param {string} name */
function findOnPath(name) {
  const done = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return done.status === 0 && done.stdout.trim() !== '' ? done.stdout.trim() : undefined;
}

/**
 * Does this browser start at all? A downloaded one may lack the system's libraries.
 * @param {string} path
 */
function starts(path) {
  return spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;
}

function isRootWithApt() {
  return process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;
}

/**
 * Makes sure that there is a browser, and letters for Chinese: what is there is used, then Playwright's
 * download is tried, then Debian's package where we may install one. Returns false if all that failed.
 * @param {string} ownPath as in `findChromium`
 */
export function ensureChromium(ownPath) {
  if (findChromium(ownPath) === undefined) {
    console.log('There is no Chromium here. Trying to download the one that Playwright uses …');
    const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');
    spawnSync(process.execPath, [cli, 'install', 'chromium'], {
      timeout: DOWNLOAD_LIMIT_MS,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  const own = findChromium(ownPath);
  const isUsable = own !== undefined && (!own.own || starts(ownPath));
  const packages = [...(isUsable ? [] : ['chromium']), ...(hasChineseLetters() ? [] : ['fonts-noto-cjk'])];
  if (packages.length > 0 && isRootWithApt()) aptInstall(packages);
  const found = findChromium(ownPath);
  if (found !== undefined && found.own && !isUsable) {
    const path = NAMES.map(findOnPath).find((name) => name !== undefined);
    if (path === undefined) return false;
    process.env.CHROMIUM_PATH = path;
    return true;
  }
  if (found === undefined) {
    console.error(
      'No Chromium could be found or installed. Install one (Debian: apt-get install chromium), ' +
        'or name one: CHROMIUM_PATH=/path/to/chromium npm test',
    );
  }
  return found !== undefined;
}

/** Without fontconfig there is nothing to ask; then the browser's own choice must do. */
function hasChineseLetters() {
  const done = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  if (done.error !== undefined) return process.platform !== 'linux';
  return done.stdout.trim() !== '';
}

/** @param {string[]} packages */
function aptInstall(packages) {
  console.log(`Installing ${packages.join(' and ')} by apt-get …`);
  const options = {
    timeout: APT_LIMIT_MS,
    /** @type {['ignore', 'ignore', 'inherit']} */
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
}
