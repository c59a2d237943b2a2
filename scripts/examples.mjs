/** `node scripts/examples.mjs`: builds the example decks and serves them. Needs `npm run build`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { serveFolders } from './exampleServer.mjs';
import { buildSlidev, siteFolders } from './exampleSite.mjs';
import { requireNode, ROOT } from './root.mjs';

requireNode();
ensureDependencies();

const dist = join(ROOT, 'dist');
if (!existsSync(join(dist, 'embed', 'hop-scope.js'))) {
  console.error('There is no build yet: run `npm run build` first.');
  process.exit(1);
}
const trouble = buildSlidev();
if (trouble !== null) console.error(`The Slidev decks are missing: ${trouble}.`);
const { url } = await serveFolders(siteFolders(dist), Number(process.env.PORT ?? 4180));
for (const path of ['reveal/index.html', 'reveal/index.en.html', 'slidev/zh-CN/', 'slidev/en/']) {
  console.log(`${url}/${path}`);
}
