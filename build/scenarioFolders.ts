/** The lessons' folders on disk, and what the browser gets of them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { runnerImport } from 'vite';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** All files of a folder as texts, with paths relative to it. */
export function filesIn(folder: string): TextFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({
      path: path.split(sep).join('/'),
      text: readFileSync(join(folder, path), 'utf8'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The scenarios' folders, by id. */
export function scenarioIds(root: string): string[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'scenario.yaml')))
    .sort();
}

/** The course's own files, beside the folders. */
export function courseFiles(root: string): TextFile[] {
  return ['course.yaml', 'course.en.yaml', 'course.zh-CN.yaml']
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The id that a scenario.yaml names with `extends`; undefined if none. Only to know what to watch. */
export function extendedBy(root: string, id: string): string | undefined {
  const path = join(root, id, 'scenario.yaml');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return /^extends:\s*["']?([a-z0-9-]+)["']?\s*(?:#.*)?$/m.exec(text)?.[1];
}

function siblings(root: string) {
  return {
    names: () => scenarioIds(root),
    filesOf: (slug: string) => (scenarioIds(root).includes(slug) ? filesIn(join(root, slug)) : undefined),
  };
}

/** The reader of scenarios, from the sources beside the folder that holds this file. */
async function reader() {
  const path = join(import.meta.dirname, '../src/scenario/prepareFiles.ts');
  return (await runnerImport<typeof import('../src/scenario/prepareFiles')>(path)).module;
}

/** What the browser gets of one scenario. Throws, with every error, if it has any. */
export async function preparedModule(root: string, id: string): Promise<string> {
  const { prepareFiles } = await reader();
  return asModule(prepareFiles(id, filesIn(join(root, id)), siblings(root)));
}

/** What the browser gets of the course: small, so that its overview needs no lesson. Throws as well. */
export async function courseModule(root: string): Promise<string> {
  const { prepareCourse } = await reader();
  return asModule(prepareCourse(courseFiles(root), siblings(root)));
}

/** As a string: engines parse JSON much faster than an object literal, and nothing in it can run. */
function asModule(value: unknown): string {
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}
