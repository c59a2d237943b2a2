/**
 * `npm run pack:embed [-- --dist FOLDER] [--out FOLDER]`: makes an npm package of a build, with `<hop-scope>`, its
 * types and the whole app inside, and no dependencies: what the app needs is built into it. Prints the tarball's path.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * The package's own manifest: what the repository's says of `dist` is here in `app`.
 * @param {Record<string, unknown>} manifest of the repository
 */
export function packageManifest(manifest) {
  const { name, version, description, license, type, exports, types } = manifest;
  const kept = {
    name,
    version,
    description,
    license,
    type,
    types,
    exports,
    files: ['app'],
    sideEffects: SIDE_EFFECTS,
  };
  return JSON.parse(JSON.stringify(kept).replaceAll('./dist/', './app/'));
}

/** These make `<hop-scope>` known to a page by being imported. */
const SIDE_EFFECTS = ['./dist/embed/hop-scope.js', './dist/embed/hop-scope.iife.js'];

/**
 * Prepares the package in a folder.
 * @param {string} dist the build
 * @param {string} folder made anew
 * @throws if there is no build with the loader in it
 */
export function preparePackage(dist, folder) {
  if (!existsSync(join(dist, 'embed', 'hop-scope.js')))
    throw new Error(`there is no build in ${dist}: run npm run build`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const isShipped = (/** @type {string} */ path) =>
    !path.endsWith('.map') && !relative(dist, path).startsWith('.vite');
  cpSync(dist, join(folder, 'app'), { recursive: true, filter: isShipped });
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packageManifest(manifest), null, 2)}\n`);
  for (const file of ['LICENSE', 'README.md'])
    if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file));
}

/**
 * Packs a prepared folder with npm.
 * @param {string} folder
 * @param {string} out where the tarball goes
 * @returns {string} its path
 * @throws if npm does not succeed
 */
export function pack(folder, out) {
  mkdirSync(out, { recursive: true });
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm pack did not succeed: ${stderr}`);
  return join(out, JSON.parse(stdout)[0].filename);
}

/** @param {string} name @param {string} otherwise */
function option(name, otherwise) {
  const at = process.argv.indexOf(name);
  return resolve(at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise));
}

if (process.argv[1] === import.meta.filename) {
  const folder = join(ROOT, '.cache', 'package');
  preparePackage(option('--dist', join(ROOT, 'dist')), folder);
  console.log(pack(folder, option('--out', ROOT)));
}
