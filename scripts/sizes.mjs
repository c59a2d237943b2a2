/** `npm run sizes`: prints what a visitor downloads, and fails when that is over the budget. */
import { join } from 'node:path';
import { isWithinLimit, measureSizes } from './bundleSizes.mjs';
import { ROOT } from './root.mjs';

/** @param {number} bytes */
function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

const rows = measureSizes(join(ROOT, 'dist'));
console.log(
  `${'what'.padEnd(22)}${'files'.padStart(6)}${'plain'.padStart(12)}${'gzip'.padStart(12)}  budget`,
);
for (const row of rows) {
  const budget = row.limitKB === undefined ? '' : `≤ ${row.limitKB} kB ${isWithinLimit(row) ? 'ok' : 'OVER'}`;
  console.log(
    row.what.padEnd(22) +
      String(row.files.length).padStart(6) +
      kB(row.bytes).padStart(12) +
      kB(row.gzipBytes).padStart(12) +
      `  ${budget}`,
  );
}
process.exitCode = rows.every(isWithinLimit) ? 0 : 1;
