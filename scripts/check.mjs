/**
 * `npm run check`: everything that is quick. Format, lint, types, and the tests that are not slow; the import
 * table is one of these. `npm run types` is its part `types`.
 */
import { ensureDependencies } from './dependencies.mjs';
import { requireNode } from './root.mjs';
import { runStages, staticStages, TYPES } from './stages.mjs';

requireNode();
ensureDependencies();

// One set of modules for all files: most of the time would go into loading the same ones again. `npm test`
// gives every file its own.
const FAST_TESTS = {
  name: 'fast tests',
  tool: 'vitest',
  args: [
    'run',
    '--reporter=dot',
    '--pool=threads',
    '--no-isolate',
    '--exclude',
    '**/*.slow.test.{ts,tsx}',
    '--exclude',
    '**/node_modules/**',
  ],
};

const failed =
  process.argv[2] === 'types'
    ? await runStages(TYPES)
    : [...(await runStages(staticStages('quick'), { atOnce: 2 })), ...(await runStages([FAST_TESTS]))];
console.log(failed.length === 0 ? '\nAll is well.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
