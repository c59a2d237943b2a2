import { describe, expect, it } from 'vitest';
import { isWithinLimit, staticClosure } from './bundleSizes.mjs';
import { countPlaywright, countVitest } from './counts.mjs';
import { staleDependencies } from './dependencies.mjs';
import { missingPackages } from './verify.mjs';

describe('the closing line', () => {
  it('counts tests, not files', () => {
    const report = {
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
        {
          status: 'failed',
          assertionResults: [{ status: 'passed' }, { status: 'failed' }, { status: 'pending' }],
        },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a file that could not be run as a failure', () => {
    expect(countVitest({ testResults: [{ status: 'failed', assertionResults: [] }] })).toEqual({
      passed: 0,
      failed: 1,
    });
  });

  it('counts nothing where there is no report', () => {
    expect(countVitest({})).toEqual({ passed: 0, failed: 0 });
    expect(countPlaywright({})).toEqual({ passed: 0, failed: 0 });
  });

  it('counts a flaky browser test as failed', () => {
    expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 2 }, errors: [{}] })).toEqual({
      passed: 4,
      failed: 4,
    });
  });
});

describe('what has to be installed', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
  };

  it('is nothing when all is there, without what is for other machines', () => {
    const installed = {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
    };
    expect(staleDependencies(wanted, installed)).toEqual([]);
  });

  it('is what is missing or of another version', () => {
    const installed = {
      'node_modules/a': { version: '0.9.0' },
      'node_modules/fsevents': { version: '2.0.0' },
    };
    expect(staleDependencies(wanted, installed)).toEqual(['a', 'b', 'fsevents']);
  });
});

describe('first load', () => {
  it('takes in what is imported at once, also in circles, and leaves out what is lazy', () => {
    const manifest = {
      'index.html': { file: 'i.js', imports: ['x'], dynamicImports: ['lazy'] },
      x: { file: 'x.js', imports: ['y'] },
      y: { file: 'y.js', imports: ['x'] },
      lazy: { file: 'lazy.js', imports: ['z'] },
      z: { file: 'z.js' },
    };
    expect(staticClosure(manifest, 'index.html')).toEqual(['index.html', 'x', 'y']);
  });

  it('counts a kilobyte as 1,000 bytes', () => {
    const row = { what: '', files: [], bytes: 0, limitKB: 1 };
    expect(isWithinLimit({ ...row, gzipBytes: 1000 })).toBe(true);
    expect(isWithinLimit({ ...row, gzipBytes: 1001 })).toBe(false);
  });
});

describe('tools for a real kernel', () => {
  it('are installed if they are not there, by the names of their packages', () => {
    const tools = { ip: 'iproute2', nft: 'nftables' };
    expect(missingPackages(tools, () => true)).toEqual([]);
    expect(missingPackages(tools, (command) => command === 'nft')).toEqual(['iproute2']);
  });
});
