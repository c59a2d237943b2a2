/** The checks behind `layers.test.ts`: each takes modules and tables, and answers with complaints in words. */
import { type FileMap, type Import, type Module } from './moduleGraph';

/** Permissions by room, as in `layers.ts`. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

/** Tests, and what only tests use, may import anything. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/');
}

function inSource(path: string): string {
  return path.replace(/^src\//, '').replace(/\.(tsx?|mjs|js)$/, '');
}

/** The deepest listed room that a file of `src` is in; undefined if none is listed. */
export function roomOf(path: string, rooms: Permissions): string | undefined {
  const inside = inSource(path);
  return Object.keys(rooms)
    .filter((room) => covers(room, inside))
    .sort((a, b) => b.length - a.length)[0];
}

function covers(permission: string, insidePath: string): boolean {
  return insidePath === permission || insidePath.startsWith(`${permission}/`);
}

/** The package an import names: `@noble/hashes` of `@noble/hashes/sha2.js`; undefined for a relative import. */
export function libraryOf(specifier: string): string | undefined {
  if (specifier.startsWith('.')) return undefined;
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** `d3-*` matches `d3-shape`; a name without a star matches itself. */
function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function production(modules: readonly Module[]): Module[] {
  return modules.filter((module) => module.path.startsWith('src/') && !isTest(module.path));
}

function at(item: Import): string {
  return `${item.from}:${item.line}`;
}

/** Imports across rooms that the table does not permit, imports of tests, and files in no room. */
export function forbiddenImports(modules: readonly Module[], rooms: Permissions): string[] {
  const complaints: string[] = [];
  for (const module of production(modules)) {
    const room = roomOf(module.path, rooms);
    if (room === undefined) {
      complaints.push(`${module.path} is in no room of the table`);
      continue;
    }
    for (const item of module.imports) {
      const { target } = item;
      if (target === undefined) continue;
      if (!target.startsWith('src/')) {
        if (!target.startsWith('scenarios/')) complaints.push(`${at(item)} imports ${target}, outside src`);
      } else if (isTest(target)) complaints.push(`${at(item)} imports ${target}, which is for tests`);
      else if (roomOf(target, rooms) !== room && !isPermitted(rooms[room]!, target)) {
        complaints.push(`${at(item)} imports ${target}, but ${room} may import only: ${list(rooms[room]!)}`);
      }
    }
  }
  return complaints;
}

function isPermitted(permissions: readonly string[], target: string): boolean {
  return permissions.some((permission) => covers(permission, inSource(target)));
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join(', ');
}

/** Relative imports that name no file. */
export function brokenImports(modules: readonly Module[]): string[] {
  return modules
    .flatMap((module) => module.imports)
    .filter((item) => item.specifier.startsWith('.') && /^[./\w-]+$/.test(item.specifier))
    .filter((item) => item.target === undefined && !/\.(css|svg|json|ya?ml)$/.test(item.specifier))
    .map((item) => `${at(item)} imports ${item.specifier}, which is not there`);
}

/** Permissions that no file uses, where both rooms exist. */
export function stalePermissions(modules: readonly Module[], rooms: Permissions): string[] {
  const own = production(modules);
  const existing = (permission: string) => own.some((module) => covers(permission, inSource(module.path)));
  return Object.entries(rooms).flatMap(([room, permissions]) => {
    const inRoom = own.filter((module) => roomOf(module.path, rooms) === room);
    if (inRoom.length === 0) return [];
    const targets = inRoom.flatMap((module) => module.imports).map((item) => item.target);
    return permissions
      .filter(existing)
      .filter((permission) => !targets.some((t) => t !== undefined && covers(permission, inSource(t))))
      .map((permission) => `${room} may import ${permission}, but no file does`);
  });
}

/** Libraries in rooms where they do not belong, or that the table does not name. */
export function misplacedLibraries(
  modules: readonly Module[],
  rooms: Permissions,
  libraries: Permissions,
): string[] {
  return production(modules).flatMap((module) => {
    const room = roomOf(module.path, rooms) ?? '';
    return module.imports.flatMap((item) => {
      const library = libraryOf(item.specifier);
      if (library === undefined) return [];
      const allowed = Object.entries(libraries).find(([pattern]) => matches(pattern, library))?.[1];
      if (allowed?.some((pattern) => matches(pattern, room))) return [];
      return [`${at(item)} imports ${library}, which belongs in: ${list(allowed ?? [])}`];
    });
  });
}

/** Permissions for a library in a room that exists and does not use it. */
export function staleLibraries(
  modules: readonly Module[],
  rooms: Permissions,
  libraries: Permissions,
): string[] {
  const own = production(modules);
  return Object.entries(libraries).flatMap(([library, allowed]) =>
    allowed
      .filter((pattern) => {
        const inRooms = own.filter((module) => matches(pattern, roomOf(module.path, rooms) ?? ''));
        const used = inRooms.flatMap((module) => module.imports).map((item) => libraryOf(item.specifier));
        return inRooms.length > 0 && !used.some((name) => name !== undefined && matches(library, name));
      })
      .map((pattern) => `${pattern} may import ${library}, but no file does`),
  );
}

/** Files of `src` that no entry point and no test reaches. */
export function unreachedFiles(modules: readonly Module[], entryPoints: readonly string[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const isTestFile = (path: string) => /\.test\.tsx?$/.test(path);
  const isStart = (path: string) =>
    entryPoints.includes(path) || isTestFile(path) || !path.startsWith('src/');
  const seen = new Set(modules.map((module) => module.path).filter(isStart));
  for (const path of seen) {
    for (const item of byPath.get(path)?.imports ?? []) if (item.target !== undefined) seen.add(item.target);
  }
  return modules
    .map((module) => module.path)
    .filter((path) => path.startsWith('src/') && !path.endsWith('.d.ts') && !seen.has(path))
    .map((path) => `${path} is imported by nobody`);
}

/** Files longer than the limit, in lines. */
export function longFiles(files: FileMap, maxLines: number): string[] {
  return Object.entries(files)
    .map(([path, text]) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${maxLines}`);
}

/** Files and folders whose name tells nothing: `stringUtils.ts`, `shared/`. */
export function emptyNames(
  paths: readonly string[],
  emptyWords: readonly string[],
  emptyStandingAlone: readonly string[],
): string[] {
  const complaints = new Set<string>();
  for (const path of paths) {
    for (const segment of path.split('/').slice(1)) {
      const name = segment.replace(/\..*$/, '');
      const words = name
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/);
      const isEmpty = words.some((word) => emptyWords.includes(word)) || emptyStandingAlone.includes(name);
      if (isEmpty) complaints.add(`${path}: "${segment}" does not say what is inside`);
    }
  }
  return [...complaints];
}

/** Files other than the time keeper that assign a property `now`. */
export function foreignClocks(modules: readonly Module[], timeKeeper: string): string[] {
  return production(modules)
    .filter((module) => module.path !== timeKeeper)
    .flatMap((module) => module.assignsNow.map((line) => `${module.path}:${line} moves time`));
}
