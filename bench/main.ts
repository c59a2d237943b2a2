/**
 * `npm run bench [-- name …]`: measures what ARCHITECTURE.md promises and prints it as a table. Every file
 * `bench/*.bench.ts` takes part; nothing else has to be told. Status 1 if something is over its budget.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Bench, type BenchRow } from './bench';
import { formatTable } from './table';

async function readBenches(): Promise<Bench[]> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'));
  const found = await Promise.all(
    names.sort().map((name) => import(new URL(name, import.meta.url).href) as Promise<{ default: Bench }>),
  );
  return found.map((module) => module.default);
}

const wanted = process.argv.slice(2);
const benches = await readBenches();
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `No bench is called ${unknown.join(', ')}; there are: ${benches.map((bench) => bench.name).join(', ')}`,
  );
  process.exit(2);
}

const rows: BenchRow[] = [];
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  console.error(`measuring ${bench.name} …`);
  rows.push(...(await bench.run()));
}
console.log(formatTable(rows));
process.exitCode = rows.some((row) => row.verdict === 'over') ? 1 : 0;
