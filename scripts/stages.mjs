/** The stages of `npm run check` and `npm test`: what runs, in which order, and how it is reported. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * One stage: a tool from node_modules with its arguments, or a script of ours.
 * @typedef {{ name: string, tool: string, args: string[], env?: Record<string, string> }} Stage
 */

const TOOLS = {
  prettier: 'prettier/bin/prettier.cjs',
  eslint: 'eslint/bin/eslint.js',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
  vite: 'vite/bin/vite.js',
  playwright: '@playwright/test/cli.js',
};

/** @param {string} tool */
function toolPath(tool) {
  const known = Object.entries(TOOLS).find(([name]) => name === tool);
  return known === undefined ? join(ROOT, tool) : join(ROOT, 'node_modules', known[1]);
}

/** @type {Stage[]} */
export const TYPES = ['core', 'app', 'all'].map((part) => ({
  name: `types: ${part}`,
  tool: 'tsc',
  args: ['-p', part === 'all' ? 'tsconfig.json' : `tsconfig.${part}.json`],
}));

/** @type {Stage[]} */
export const STATIC = [
  {
    name: 'format',
    tool: 'prettier',
    args: ['--cache', '--cache-location', '.cache/prettier', '--log-level', 'warn', '--check', '.'],
  },
  {
    name: 'lint',
    tool: 'eslint',
    args: ['--cache', '--cache-location', '.cache/eslint', '--max-warnings', '0', '.'],
  },
  ...TYPES,
];

/**
 * Runs a stage with its output on the screen, and says how long it took.
 * @param {Stage} stage
 * @returns {Promise<boolean>} true if it succeeded
 */
export async function runStage(stage) {
  console.log(`\n── ${stage.name}`);
  const began = Date.now();
  const isFine = await new Promise((resolve) => {
    const child = spawn(process.execPath, [toolPath(stage.tool), ...stage.args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...stage.env },
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  const took = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${isFine ? '✓' : '✗'} ${stage.name}: ${isFine ? 'ok' : 'FAILED'} in ${took} s`);
  return isFine;
}

/**
 * Runs stages one after the other, all of them, so that one run tells all that is wrong.
 * @param {Stage[]} stages
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runStages(stages) {
  const failed = [];
  for (const stage of stages) {
    if (!(await runStage(stage))) failed.push(stage.name);
  }
  return failed;
}
