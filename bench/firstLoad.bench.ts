import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { measureSizes, type SizeRow } from '../scripts/bundleSizes.mjs';
import { limited, reported, type Bench, type BenchRow } from './bench';

/** What a visitor downloads before any lesson, from a build made for this run. */
const firstLoad: Bench = {
  name: 'first-load',
  async run() {
    const root = fileURLToPath(new URL('..', import.meta.url));
    await build({ root, logLevel: 'error' });
    return measureSizes(`${root}dist`).map(rowOf);
  },
};

export default firstLoad;

function rowOf(size: SizeRow): BenchRow {
  const kB = size.gzipBytes / 1000;
  const what = `${size.what}, gzip`;
  return size.limitKB === undefined
    ? reported(what, `${kB.toFixed(1)} kB`)
    : limited(what, kB, size.limitKB, 'kB');
}
