/** How many tests passed and failed, from the JSON reports of the two test runners. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * Vitest's JSON report. A test file that could not be run at all counts as one failure: it has no tests to
 * count, and silence would look like success.
 * @param {{ testResults?: { status?: string, assertionResults?: { status?: string }[] }[] }} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const counts = { passed: 0, failed: 0 };
  for (const file of report.testResults ?? []) {
    const states = (file.assertionResults ?? []).map((test) => test.status);
    const failed = states.filter((state) => state === 'failed').length;
    counts.passed += states.filter((state) => state === 'passed').length;
    counts.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
  }
  return counts;
}

/**
 * Playwright's JSON report. A flaky test is not a test that passed; errors outside tests count too.
 * @param {{ stats?: { expected?: number, unexpected?: number, flaky?: number }, errors?: unknown[] }} report
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const { expected = 0, unexpected = 0, flaky = 0 } = report.stats ?? {};
  return { passed: expected, failed: unexpected + flaky + (report.errors?.length ?? 0) };
}

/**
 * The report in a file, or undefined if there is none or it cannot be read.
 * @param {string} path
 */
export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
