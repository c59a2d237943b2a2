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
  args: [
    ...['-p', part === 'all' ? 'tsconfig.json' : `tsconfig.${part}.json`],
    // What was checked is remembered, as lint and format do.
    ...['--incremental', '--tsBuildInfoFile', `.cache/types-${part}.tsbuildinfo`],
  ],
}));

/** @type {Stage} */
const FORMAT = {
  name: 'format',
  tool: 'prettier',
  args: ['--cache', '--cache-location', '.cache/prettier', '--log-level', 'warn', '--check', '.'],
};

/**
 * `quick` leaves out the rules that need types or a compiler.
 * @param {'quick' | 'full'} rules
 * @returns {Stage}
 */
function lint(rules) {
  const cache = ['--cache', '--cache-strategy', 'content', '--cache-location', `.cache/eslint-${rules}`];
  return {
    name: `lint: ${rules}`,
    tool: 'eslint',
    args: [...cache, '--max-warnings', '0', '.'],
    env: { HOPSCOPE_LINT: rules },
  };
}

/**
 * What needs no test runner, the longest first.
 * @param {'quick' | 'full'} rules
 */
export function staticStages(rules) {
  return [lint(rules), ...TYPES.slice().reverse(), FORMAT];
}

/**
 * Runs a stage, and says how long it took. Its output goes straight to the screen, or is held back until its
 * end when others run beside it.
 * @param {Stage} stage
 * @param {{ isAlone?: boolean }} [options]
 * @returns {Promise<boolean>} true if it succeeded
 */
export async function runStage(stage, { isAlone = true } = {}) {
  if (isAlone) console.log(`\n── ${stage.name}`);
  const began = Date.now();
  /** @type {Buffer[]} */
  const held = [];
  const isFine = await new Promise((resolve) => {
    const output = isAlone ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, [toolPath(stage.tool), ...stage.args], {
      cwd: ROOT,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...stage.env },
    });
    child.stdout?.on('data', (chunk) => held.push(chunk));
    child.stderr?.on('data', (chunk) => held.push(chunk));
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  const took = ((Date.now() - began) / 1000).toFixed(1);
  const text = Buffer.concat(held).toString().trimEnd();
  if (!isAlone) console.log(`\n── ${stage.name}${text === '' ? '' : `\n${text}`}`);
  console.log(`${isFine ? '✓' : '✗'} ${stage.name}: ${isFine ? 'ok' : 'FAILED'} in ${took} s`);
  return isFine;
}

/**
 * Runs stages, all of them, so that one run tells all that is wrong.
 * @param {Stage[]} stages
 * @param {{ atOnce?: number }} [options] how many run beside each other
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runStages(stages, { atOnce = 1 } = {}) {
  /** @type {string[]} */
  const failed = [];
  const waiting = [...stages];
  const lane = async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      if (!(await runStage(stage, { isAlone: atOnce === 1 }))) failed.push(stage.name);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return failed;
}
