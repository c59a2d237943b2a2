/** What a visitor has to download, measured on the built files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * One measured line. `limitKB` is a budget in kB (1,000 bytes), where there is one.
 * @typedef {{ what: string, files: string[], bytes: number, gzipBytes: number, limitKB?: number }} SizeRow
 */

/**
 * Entries of Vite's build manifest, as far as they matter here.
 * @typedef {{ file: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[], css?: string[] }} Chunk
 */

/**
 * The files that come with one entry, without what is loaded later on demand.
 * @param {Record<string, Chunk>} manifest
 * @param {string} entry
 * @returns {string[]} keys of the manifest
 */
export function staticClosure(manifest, entry) {
  const seen = new Set([entry]);
  for (const key of seen) {
    for (const next of manifest[key]?.imports ?? []) seen.add(next);
  }
  return [...seen];
}

/**
 * Sizes of what the page loads at once, of its styles, and of all that may come later.
 * @param {string} dist the folder of the build
 * @returns {SizeRow[]}
 * @throws if there is no build, or no entry in it
 */
export function measureSizes(dist) {
  const manifestPath = join(dist, '.vite', 'manifest.json');
  if (!existsSync(manifestPath)) throw new Error(`there is no build in ${dist}: run npm run build`);
  /** @type {Record<string, Chunk>} */
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const initial = staticClosure(manifest, 'index.html');
  if (manifest['index.html'] === undefined) throw new Error('the build has no entry for index.html');
  const scripts = initial.map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js'));
  const styles = [...new Set(initial.flatMap((key) => manifest[key]?.css ?? []))];
  const later = [...new Set(Object.values(manifest).map((chunk) => chunk.file))].filter(
    (file) => file.endsWith('.js') && !scripts.includes(file),
  );
  const embed = ['embed/hop-scope.js'].filter((file) => existsSync(join(dist, file)));
  return [
    { ...measure(dist, 'first load: scripts', scripts), limitKB: 150 },
    measure(dist, 'first load: styles', styles),
    measure(dist, 'on demand: scripts', later),
    ...(embed.length > 0 ? [{ ...measure(dist, 'embed loader', embed), limitKB: 6 }] : []),
  ];
}

/**
 * @param {string} dist
 * @param {string} what
 * @param {string[]} files
 * @returns {SizeRow}
 */
function measure(dist, what, files) {
  let bytes = 0;
  let gzipBytes = 0;
  for (const file of files) {
    const content = readFileSync(join(dist, file));
    bytes += content.length;
    gzipBytes += gzipSync(content, { level: 9 }).length;
  }
  return { what, files, bytes, gzipBytes };
}

/**
 * True if a row is within its budget, or has none.
 * @param {SizeRow} row
 */
export function isWithinLimit(row) {
  return row.limitKB === undefined || row.gzipBytes <= row.limitKB * 1000;
}
