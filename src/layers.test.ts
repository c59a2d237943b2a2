import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as table from './layers';
import * as rules from './testing/layerRules';
import { readModules, type FileMap } from './testing/moduleGraph';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The code below a folder of the project; nothing if there is no such folder. */
function readCode(folder: string): FileMap {
  let entries;
  try {
    entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  } catch {
    return {};
  }
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|js|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

const files: FileMap = Object.assign({}, ...['src', 'e2e', 'scripts', 'bench', 'build'].map(readCode));
const modules = readModules(files);

describe('the import table', () => {
  it('is checked against modules that are really there', () => {
    expect(modules.length).toBeGreaterThan(20);
    expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(20);
    expect(modules.map((module) => module.path)).toContain('src/layers.ts');
  });

  it('permits every import across rooms', () => {
    expect(rules.forbiddenImports(modules, table.ROOMS)).toEqual([]);
  });

  it('names only files that exist', () => {
    expect(rules.brokenImports(modules)).toEqual([]);
  });

  it('grants nothing that nobody uses', () => {
    expect(rules.stalePermissions(modules, table.ROOMS)).toEqual([]);
  });

  it('has every library in its room', () => {
    expect(rules.misplacedLibraries(modules, table.ROOMS, table.LIBRARIES)).toEqual([]);
  });

  it('grants no library to a room that does not use it', () => {
    expect(rules.staleLibraries(modules, table.ROOMS, table.LIBRARIES)).toEqual([]);
  });
});

describe('the house rules', () => {
  it('every file is reached from an entry point or a test', () => {
    expect(rules.unreachedFiles(modules, table.ENTRY_POINTS)).toEqual([]);
  });

  it(`no file is longer than ${table.MAX_LINES} lines`, () => {
    expect(rules.longFiles(files, table.MAX_LINES)).toEqual([]);
  });

  it('every name says what is inside', () => {
    expect(rules.emptyNames(Object.keys(files), table.EMPTY_WORDS, table.EMPTY_NAMES)).toEqual([]);
  });

  it('one file moves time', () => {
    expect(rules.foreignClocks(modules, table.TIME_KEEPER)).toEqual([]);
  });
});
