/** Writes the published schemas after a table has changed: `npx tsx src/scenario/testing/writeSchemas.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PUBLISHED_SCHEMAS, schemaText } from '../publishedSchemas';

const folder = fileURLToPath(new URL('../../../public/schema/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const name of Object.keys(PUBLISHED_SCHEMAS)) writeFileSync(folder + name, schemaText(name));
