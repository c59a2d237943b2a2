/**
 * Installs the packages that the lock file names, when they are not there. Needs Node and npm only: it runs
 * before node_modules exists.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * What differs between two lists of packages, as npm writes them in lock files: those missing or of another
 * version. A package meant for another machine (optional) may be missing.
 * @param {Record<string, { version?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string }>} installed
 * @returns {string[]}
 */
export function staleDependencies(wanted, installed) {
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .filter(([path, entry]) => {
      const found = installed[path];
      return found === undefined ? entry.optional !== true : found.version !== entry.version;
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Why the packages have to be installed, in words; undefined if they are all there. */
export function reasonToInstall() {
  const installed = readPackages(join(ROOT, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'node_modules is not there';
  const stale = staleDependencies(readPackages(join(ROOT, 'package-lock.json')) ?? {}, installed);
  const gone = Object.keys(installed).filter((path) => !existsSync(join(ROOT, path)));
  const different = [...stale, ...gone];
  if (different.length === 0) return undefined;
  return `node_modules differs from package-lock.json (${different.slice(0, 3).join(', ')}${different.length > 3 ? ', …' : ''})`;
}

/** Runs `npm ci` if need be. Ends the process when that fails: nothing can be done without packages. */
export function ensureDependencies() {
  const reason = reasonToInstall();
  if (reason === undefined) return;
  console.log(`Installing packages: ${reason}.`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const done =
    npm !== undefined && npm.endsWith('.js')
      ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
      : spawnSync('npm', args, {
          cwd: ROOT,
          stdio: ['ignore', 'inherit', 'inherit'],
          shell: process.platform === 'win32',
        });
  if (done.status === 0) return;
  console.error('npm ci failed. Is the network there, and is package.json in step with package-lock.json?');
  process.exit(1);
}
