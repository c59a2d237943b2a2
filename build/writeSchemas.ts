/** Writes the published schemas after a table has changed: `npx tsx build/writeSchemas.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PUBLISHED_SCHEMAS, schemaText } from '../src/scenario/publishedSchemas.ts';

const folder = fileURLToPath(new URL('../public/schema/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const name of Object.keys(PUBLISHED_SCHEMAS)) writeFileSync(folder + name, schemaText(name));
// Beside the code that reads scenarios, for those who have only that.
const beside = fileURLToPath(new URL('../src/scenario/scenario.schema.json', import.meta.url));
writeFileSync(beside, schemaText('scenario.schema.json'));
