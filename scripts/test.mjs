/**
 * `npm test`: the whole gate, on a fresh machine too. Installs what is missing, runs every stage, and ends
 * with one plain line: how many tests passed and failed. The exit status is 0 only if all stages succeeded
 * and both test runners really ran tests.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { countPlaywright, countVitest, readReport } from './counts.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { freePort } from './port.mjs';
import { requireNode, ROOT } from './root.mjs';
import { runStage, runStages, staticStages } from './stages.mjs';

requireNode();
ensureDependencies();

const reports = join(ROOT, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const unitReport = join(reports, 'vitest.json');
const browserReport = join(reports, 'playwright.json');

const { chromium } = await import('@playwright/test');
const hasBrowser = ensureChromium(chromium.executablePath());
const failed = hasBrowser ? [] : ['a Chromium to test with'];

failed.push(...(await runStages(staticStages('full'), { atOnce: 2 })));
failed.push(
  ...(await runStages([
    {
      name: 'unit and property tests',
      tool: 'vitest',
      args: ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`],
    },
  ])),
);

failed.push(
  ...(await runStages([{ name: 'a real kernel and resolver', tool: 'scripts/verify.mjs', args: [] }])),
);

const isBuilt = await runStage({ name: 'build', tool: 'vite', args: ['build', '--logLevel', 'warn'] });
if (!isBuilt) failed.push('build');
if (isBuilt) failed.push(...(await runStages([{ name: 'sizes', tool: 'scripts/sizes.mjs', args: [] }])));
if (isBuilt && hasBrowser) {
  failed.push(
    ...(await runStages([
      {
        name: 'browser tests',
        tool: 'playwright',
        args: ['test', '--reporter=list,json'],
        env: {
          HOPSCOPE_PORT: String(await freePort()),
          PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
          PLAYWRIGHT_HTML_OPEN: 'never',
        },
      },
    ])),
  );
} else {
  console.log('\n── browser tests: not run, for want of a build or a browser');
}

const unit = countVitest(readReport(unitReport) ?? {});
const browser = countPlaywright(readReport(browserReport) ?? {});
if (unit.passed + unit.failed === 0) failed.push('unit and property tests: none ran');
if (browser.passed + browser.failed === 0) failed.push('browser tests: none ran');

const passedCount = unit.passed + browser.passed;
const failedCount = unit.failed + browser.failed;
console.log(failed.length === 0 ? '\nEvery stage succeeded.' : `\nFailed stages: ${failed.join('; ')}.`);
console.log(`${passedCount} passed, ${failedCount} failed`);
process.exitCode = failed.length === 0 && failedCount === 0 ? 0 : 1;
