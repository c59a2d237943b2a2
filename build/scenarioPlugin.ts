/**
 * Reads every scenario when the app is built: the browser gets prepared JSON, one chunk each, and no
 * YAML reader. A scenario with an error stops the build with file, line and mend. `virtual:scenarios`
 * is the catalogue: id → a function that loads it. `virtual:course` is what the course's overview needs.
 *
 * While `npm run dev` runs, saving a lesson's file reloads the page, whose address keeps the step. A file with
 * an error reloads nothing: the page keeps the last good version under an overlay that says what is wrong.
 */
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import { listed, overlay, problemsOf } from './scenarioErrors.ts';
import {
  courseFiles,
  courseModule,
  extendedBy,
  filesIn,
  preparedModule,
  scenarioIds,
} from './scenarioFolders.ts';

const CATALOGUE = 'virtual:scenarios';
const ONE = 'virtual:scenario/';
const COURSE = 'virtual:course';

/** What the page is told when a lesson's file was saved: `import.meta.hot.on('hopscope:scenario', …)`. */
export interface ScenarioSaved {
  /** The lesson; null for the course. */
  readonly id: string | null;
  /** `file:line:column message — mend`, one a line; absent when all is well. */
  readonly problems?: string;
}

export function scenarioPlugin(): Plugin {
  let project = '';
  let root = '';
  let dev: ViteDevServer | undefined;
  /** While `npm run dev` runs: what each module was when it was last in order. */
  const lastGood = new Map<string | null, string>();
  const folderOf = (id: string | null) => (id === null ? root : join(root, id));

  async function read(id: string | null): Promise<string> {
    const code = await (id === null ? courseModule(root) : preparedModule(root, id));
    if (dev !== undefined) lastGood.set(id, code);
    return code;
  }

  /** In the terminal, to the page's own code, and over the page. */
  function report(server: ViteDevServer, id: string | null, error: unknown): void {
    const err = overlay(error, folderOf(id), project);
    const found = problemsOf(error);
    const problems = found.length === 0 ? err.message : listed(found, folderOf(id), project);
    server.config.logger.error(`\n${problems}\n`, { timestamp: true });
    server.ws.send('hopscope:scenario', { id, problems } satisfies ScenarioSaved);
    server.ws.send({ type: 'error', err });
  }

  /** Reads again what a file is part of. If its own lesson is in order, the page is loaded anew. */
  async function saved(server: ViteDevServer, path: string): Promise<void> {
    const [own, ...others] = concerned(root, path);
    if (own === undefined) return;
    try {
      await read(own);
    } catch (error) {
      report(server, own, error);
      return;
    }
    invalidate(server);
    for (const id of [own, ...others]) {
      server.ws.send('hopscope:scenario', { id } satisfies ScenarioSaved);
    }
    server.ws.send({ type: 'full-reload' });
  }

  return {
    name: 'hopscope-scenarios',
    configResolved(config) {
      project = config.root;
      root = join(config.root, 'scenarios');
    },
    configureServer(server) {
      dev = server;
    },
    resolveId(id) {
      return id === CATALOGUE || id === COURSE || id.startsWith(ONE) ? `\0${id}` : undefined;
    },
    async load(id) {
      if (id === `\0${CATALOGUE}`) {
        const entries = scenarioIds(root).map(
          (name) => `${JSON.stringify(name)}: () => import('${ONE}${name}')`,
        );
        return `export default { ${entries.join(', ')} };`;
      }
      const isCourse = id === `\0${COURSE}`;
      if (!isCourse && !id.startsWith(`\0${ONE}`)) return undefined;
      const name = isCourse ? null : id.slice(ONE.length + 1);
      for (const path of watched(root, name)) this.addWatchFile(path);
      try {
        return await read(name);
      } catch (error) {
        const before = lastGood.get(name);
        if (dev !== undefined && before !== undefined) {
          report(dev, name, error);
          return before;
        }
        const { message, loc, frame = '' } = overlay(error, folderOf(name), project);
        return this.error({ message, frame, ...(loc === undefined ? {} : { loc }) });
      }
    },
    hotUpdate: {
      order: 'pre',
      async handler({ file, server, modules }) {
        const path = relative(root, file).split(sep).join('/');
        if (path.startsWith('..') || path === '') return modules;
        if (this.environment.name === 'client') await saved(server, path);
        return [];
      },
    },
  };
}

/** What a saved file is part of: its own lesson first, then those that extend it; null stands for the course. */
function concerned(root: string, path: string): (string | null)[] {
  const slash = path.indexOf('/');
  if (slash === -1) return path.startsWith('course.') && existsSync(join(root, 'course.yaml')) ? [null] : [];
  const own = path.slice(0, slash);
  const ids = scenarioIds(root);
  if (!ids.includes(own)) return [];
  return [own, ...ids.filter((id) => extendedBy(root, id) === own)];
}

/** The files that a module is made of. */
function watched(root: string, id: string | null): string[] {
  const inFolder = (name: string) => filesIn(join(root, name)).map(({ path }) => join(root, name, path));
  if (id === null) {
    return [...courseFiles(root).map(({ path }) => join(root, path)), ...scenarioIds(root).flatMap(inFolder)];
  }
  const base = extendedBy(root, id);
  const isThere = base !== undefined && scenarioIds(root).includes(base);
  return [id, ...(isThere ? [base] : [])].flatMap(inFolder);
}

/** The next request for any of these modules reads the files anew. */
function invalidate(server: ViteDevServer): void {
  const { moduleGraph } = server.environments.client;
  for (const module of moduleGraph.idToModuleMap.values()) {
    const id = module.id ?? '';
    if (id.startsWith('\0virtual:scenario') || id === `\0${COURSE}`) moduleGraph.invalidateModule(module);
  }
}
