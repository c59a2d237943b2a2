import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { zipOf } from './zip';

const files = [
  { name: '一步.svg', type: 'image/svg+xml', bytes: new TextEncoder().encode('<svg/>') },
  { name: 'b.png', type: 'image/png', bytes: new Uint8Array(70_000).map((_, i) => (i * 7919) & 255) },
];

/** Python's own reader of archives checks every CRC. */
it('is read by others, names and bytes whole', ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), zipOf(files));
    const program = "import zipfile; z = zipfile.ZipFile('a.zip'); print(z.testzip()); z.extractall('out')";
    const done = spawnSync('python3', ['-c', program], { cwd: folder, encoding: 'utf8' });
    if (done.error !== undefined) skip('there is no python3 here');
    expect(done.stderr).toBe('');
    expect(done.stdout.trim()).toBe('None');
    for (const { name, bytes } of files)
      expect(new Uint8Array(readFileSync(join(folder, 'out', name)))).toEqual(bytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is the same whenever it is made', () => {
  expect(zipOf(files)).toEqual(zipOf(files));
});
