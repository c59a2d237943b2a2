/**
 * Writes `sw.js` beside the built files: a service worker that holds all of them, so that the app works
 * without a network after the first load, in a lecture hall or on a train. All URLs are relative to the
 * worker, so any sub-path will do.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

/** A built file: its path in the output folder, with forward slashes, and its content. */
export interface BuiltFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** A service worker holds pages and what pages load: no source maps, no build metadata, not itself. */
export function isOfflineFile(path: string): boolean {
  return path !== 'sw.js' && !path.endsWith('.map') && !path.split('/').some((part) => part.startsWith('.'));
}

/**
 * The worker's source. Its version is a hash over paths and contents: another build is another worker,
 * the same build the same bytes.
 * @throws if there is no `index.html`, for then there is nothing to open without a network.
 */
export function serviceWorkerSource(files: readonly BuiltFile[]): string {
  const held = files
    .filter((file) => isOfflineFile(file.path))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  if (!held.some((file) => file.path === 'index.html'))
    throw new Error('offline: the build has no index.html');
  const hash = createHash('sha256');
  for (const file of held) hash.update(file.path).update('\0').update(file.content).update('\0');
  const version = hash.digest('hex').slice(0, 16);
  const paths = held.map((file) => file.path);
  return WORKER.replace('__VERSION__', () => JSON.stringify(version)).replace('__PATHS__', () =>
    JSON.stringify(paths),
  );
}

/** The build step: reads what was written to the output folder and adds `sw.js`. */
export function offlinePlugin(): Plugin {
  let outDir = '';
  return {
    name: 'hopscope-offline',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      writeFileSync(join(outDir, 'sw.js'), serviceWorkerSource(readBuiltFiles(outDir)));
    },
  };
}

function readBuiltFiles(outDir: string): BuiltFile[] {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(outDir, file).split(sep).join('/'), content: readFileSync(file) }));
}

/**
 * Pages come from the network while it answers within three seconds, so that a new version shows at once;
 * all other files come from the cache. A new worker waits until the pages of the old one are closed: their
 * files stay whole. The cache's name holds the scope, for two copies may live on one host.
 */
const WORKER = `'use strict';
const VERSION = __VERSION__;
const PATHS = __PATHS__;
const SCOPE = self.registration.scope;
const PREFIX = 'hopscope ' + SCOPE + ' ';
const CACHE = PREFIX + VERSION;
const HOME = new URL('index.html', SCOPE).href;
const HELD = new Set(PATHS.map((path) => new URL(path, SCOPE).href));

self.addEventListener('install', (event) => {
  const requests = [...HELD].map((url) => new Request(url, { cache: 'no-cache' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(PREFIX) && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

function heldUrl(request) {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (url.href === SCOPE) return HOME;
  return HELD.has(url.href) ? url.href : undefined;
}

async function fromCache(url) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(url);
}

async function page(request, url) {
  const late = new Promise((resolve) => setTimeout(resolve, 3000));
  const answer = await Promise.race([fetch(request).catch(() => undefined), late]);
  return answer !== undefined && answer.ok ? answer : fromCache(url);
}

self.addEventListener('fetch', (event) => {
  const request = event.request;
  if (request.method !== 'GET') return;
  const url = heldUrl(request);
  if (url === undefined) return;
  event.respondWith(request.mode === 'navigate' ? page(request, url) : fromCache(url));
});
`;
