/** The checker checked: each rule must complain about a small project that breaks it. */
import { describe, expect, it } from 'vitest';
import * as rules from './testing/layerRules';
import { readModules, type FileMap } from './testing/moduleGraph';

const ROOMS = {
  'sim/kernel': [],
  'sim/dns': ['sim/kernel'],
  sim: ['sim/kernel', 'sim/dns'],
  lesson: ['sim'],
  ui: ['lesson/view'],
};
const LIBRARIES = { react: ['ui'], 'd3-*': ['ui'], '@noble/hashes': ['sim/*'], 'node:*': [] };

function forbidden(files: FileMap): string[] {
  return rules.forbiddenImports(readModules(files), ROOMS);
}

describe('forbidden imports', () => {
  const time = { 'src/sim/kernel/time.ts': '' };

  it('are none where the table permits, in the same room, and in tests', () => {
    expect(
      forbidden({
        ...time,
        'src/sim/kernel/event.ts': `import { t } from './time';`,
        'src/sim/dns/resolver.ts': `import { t } from '../kernel/time';`,
        'src/lesson/goal.ts': `import { t } from '../sim/kernel/time';`,
        'src/sim/kernel/event.test.ts': `import '../../lesson/goal';`,
        'src/sim/testing/lab.ts': `import '../../lesson/goal';`,
      }),
    ).toEqual([]);
  });

  it.each([
    ['an import', `import { r } from '../dns/resolver';`],
    ['an import of a type', `import type { R } from '../dns/resolver';`],
    ['an import for its effect', `import '../dns/resolver';`],
    ['an export', `export * from '../dns/resolver';`],
    ['a lazy import', `const r = await import('../dns/resolver');`],
    ['a type in place', `type R = import('../dns/resolver').R;`],
    ['a worker', `new Worker(new URL('../dns/resolver.ts', import.meta.url));`],
  ])('are seen in %s', (_kind, code) => {
    expect(forbidden({ 'src/sim/dns/resolver.ts': '', 'src/sim/kernel/heap.ts': `\n${code}` })).toEqual([
      'src/sim/kernel/heap.ts:2 imports src/sim/dns/resolver.ts, but sim/kernel may import only: nothing',
    ]);
  });

  it('are not seen in text and comments', () => {
    const code = `// import '../dns/resolver';\nconst s = "import '../dns/resolver'";`;
    expect(forbidden({ 'src/sim/dns/resolver.ts': '', 'src/sim/kernel/heap.ts': code })).toEqual([]);
  });

  it('go upwards too: a room of sim may not import what puts the rooms together', () => {
    const files = { 'src/sim/step.ts': '', 'src/sim/dns/resolver.ts': `import '../step';` };
    expect(forbidden(files)).toHaveLength(1);
  });

  it('keep to one module where only that one is permitted', () => {
    const files = { 'src/lesson/view.ts': '', 'src/lesson/goal.ts': '' };
    expect(forbidden({ ...files, 'src/ui/panel.tsx': `import '../lesson/view';` })).toEqual([]);
    expect(forbidden({ ...files, 'src/ui/panel.tsx': `import '../lesson/goal';` })).toHaveLength(1);
  });

  it('include tests imported by the program, files outside src, and files in no room', () => {
    expect(
      forbidden({
        'src/sim/testing/lab.ts': '',
        'src/sim/step.ts': `import './testing/lab';\nimport '../../scripts/port.mjs';`,
        'src/attic/old.ts': '',
        'scripts/port.mjs': '',
      }),
    ).toEqual([
      'src/sim/step.ts:1 imports src/sim/testing/lab.ts, which is for tests',
      'src/sim/step.ts:2 imports scripts/port.mjs, outside src',
      'src/attic/old.ts is in no room of the table',
    ]);
  });

  it('include imports of files that are not there', () => {
    const modules = readModules({ 'src/sim/step.ts': `import './gone';\nimport './style.css';` });
    expect(rules.brokenImports(modules)).toEqual(['src/sim/step.ts:1 imports ./gone, which is not there']);
  });
});

describe('stale permissions', () => {
  it('are those that no file uses', () => {
    const modules = readModules({ 'src/sim/kernel/time.ts': '', 'src/sim/dns/resolver.ts': '' });
    expect(rules.stalePermissions(modules, ROOMS)).toEqual([
      'sim/dns may import sim/kernel, but no file does',
    ]);
  });

  it('are not used up by a test', () => {
    const modules = readModules({
      'src/sim/kernel/time.ts': '',
      'src/sim/dns/resolver.ts': '',
      'src/sim/dns/resolver.test.ts': `import '../kernel/time';`,
    });
    expect(rules.stalePermissions(modules, ROOMS)).toHaveLength(1);
  });

  it('wait for rooms that do not exist yet', () => {
    expect(rules.stalePermissions(readModules({ 'src/sim/dns/resolver.ts': '' }), ROOMS)).toEqual([]);
  });
});

describe('libraries', () => {
  const misplaced = (files: FileMap) => rules.misplacedLibraries(readModules(files), ROOMS, LIBRARIES);

  it('are welcome in their rooms', () => {
    expect(
      misplaced({
        'src/ui/panel.tsx': `import { useState } from 'react';\nimport { line } from 'd3-shape';`,
        'src/sim/dns/hash.ts': `import { sha256 } from '@noble/hashes/sha2.js';`,
        'src/sim/dns/hash.test.ts': `import { readFileSync } from 'node:fs';`,
      }),
    ).toEqual([]);
  });

  it.each([
    ['react', 'src/sim/step.ts', `import type { ReactNode } from 'react';`],
    ['d3-shape', 'src/lesson/goal.ts', `import { line } from 'd3-shape';`],
    ['node:fs', 'src/ui/panel.tsx', `import { readFileSync } from 'node:fs';`],
    ['left-pad', 'src/ui/panel.tsx', `import pad from 'left-pad';`],
  ])('%s is out of place in %s', (library, path, code) => {
    expect(misplaced({ [path]: code })).toEqual([expect.stringContaining(`${path}:1 imports ${library}`)]);
  });

  it('are not granted for nothing', () => {
    const modules = readModules({ 'src/ui/panel.tsx': `import { useState } from 'react';` });
    expect(rules.staleLibraries(modules, ROOMS, LIBRARIES)).toEqual(['ui may import d3-*, but no file does']);
  });
});

describe('house rules', () => {
  it('find a file that nobody imports, and one that only such a file imports', () => {
    const modules = readModules({
      'src/main.tsx': `import './app/used';`,
      'src/app/used.ts': '',
      'src/app/forgotten.ts': `import './alsoForgotten';`,
      'src/app/alsoForgotten.ts': '',
      'src/app/tested.ts': '',
      'src/app/tested.test.ts': `import './tested';`,
    });
    expect(rules.unreachedFiles(modules, ['src/main.tsx'])).toEqual([
      'src/app/forgotten.ts is imported by nobody',
      'src/app/alsoForgotten.ts is imported by nobody',
    ]);
  });

  it('find a file that is one line too long', () => {
    const files = { 'src/a.ts': 'x\n'.repeat(3), 'src/b.ts': 'x\n'.repeat(4) };
    expect(rules.longFiles(files, 3)).toEqual(['src/b.ts has 4 lines, more than 3']);
  });

  it('find names that say nothing, also inside a name, and leave others alone', () => {
    const paths = [
      'src/sim/stringUtils.ts',
      'src/shared/a.ts',
      'scripts/core.mjs',
      'src/sim/commonName.test.ts',
    ];
    expect(rules.emptyNames(paths, ['utils', 'common'], ['shared', 'core'])).toHaveLength(4);
    expect(
      rules.emptyNames(['src/sim/dns/coreDns.ts', 'src/sim/sharedIp.ts'], ['utils'], ['core', 'shared']),
    ).toEqual([]);
  });

  it.each(['world.now = 5;', 'world.now += 5;', 'world.now++;', `world['now'] = 5;`])(
    'find a file that moves time: %s',
    (code) => {
      const modules = readModules({ 'src/sim/step.ts': code, 'src/trace/seek.ts': code });
      expect(rules.foreignClocks(modules, 'src/sim/step.ts')).toEqual(['src/trace/seek.ts:1 moves time']);
    },
  );

  it('let everyone read the time', () => {
    const modules = readModules({ 'src/trace/seek.ts': 'const t = world.now; if (world.now === t) t;' });
    expect(rules.foreignClocks(modules, 'src/sim/step.ts')).toEqual([]);
  });
});
