/**
 * Reads every scenario when the app is built: the browser gets prepared JSON, one chunk each, and no
 * YAML reader. A scenario with an error stops the build with file, line and mend. `virtual:scenarios`
 * is the catalogue: id → a function that loads it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { runnerImport, type Plugin } from 'vite';

const CATALOGUE = 'virtual:scenarios';
const ONE = 'virtual:scenario/';

/** All files of a folder as texts, with paths relative to it. */
export function filesIn(folder: string): { path: string; text: string }[] {
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

/** What the browser gets of one scenario. Throws, with every error, if it has any. */
export async function preparedModule(root: string, id: string): Promise<string> {
  const { module } = await runnerImport<typeof import('../src/scenario/prepareFiles')>(
    join(root, '../src/scenario/prepareFiles.ts'),
  );
  const json = JSON.stringify(module.prepareFiles(id, filesIn(join(root, id))));
  // As a string: engines parse JSON much faster than an object literal, and nothing in it can run.
  return `export default JSON.parse(${JSON.stringify(json)});`;
}

export function scenarioPlugin(): Plugin {
  let root = '';
  return {
    name: 'hopscope-scenarios',
    configResolved(config) {
      root = join(config.root, 'scenarios');
    },
    resolveId(id) {
      return id === CATALOGUE || id.startsWith(ONE) ? `\0${id}` : undefined;
    },
    load(id) {
      if (id === `\0${CATALOGUE}`) {
        const entries = scenarioIds(root).map(
          (name) => `${JSON.stringify(name)}: () => import('${ONE}${name}')`,
        );
        return `export default { ${entries.join(', ')} };`;
      }
      if (!id.startsWith(`\0${ONE}`)) return undefined;
      const name = id.slice(ONE.length + 1);
      for (const { path } of filesIn(join(root, name))) this.addWatchFile(join(root, name, path));
      return preparedModule(root, name);
    },
    handleHotUpdate({ file, server }) {
      if (relative(root, file).startsWith('..')) return;
      for (const module of server.moduleGraph.idToModuleMap.values()) {
        if (module.id?.startsWith('\0virtual:scenario') === true) server.moduleGraph.invalidateModule(module);
      }
      server.ws.send({ type: 'full-reload' });
    },
  };
}
