/**
 * Writes `hopscope.html` beside the build: the whole page in one file, scripts and styles within it, so that it opens
 * from a memory stick (`file://`), where a browser runs no module from another file.
 */
import react from '@vitejs/plugin-react';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { scenarioPlugin } from './scenarioPlugin.ts';

export const SINGLE_FILE = 'hopscope.html';

export function singleFilePlugin(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'hopscope-single-file',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle(error?: Error) {
      if (error !== undefined) return;
      const { root } = config;
      const scratch = join(root, '.cache', `single-file-${process.pid}`);
      try {
        await buildSingleFile(root, scratch);
        const outDir = resolve(root, config.build.outDir);
        await mkdir(outDir, { recursive: true });
        const html = await readFile(join(scratch, 'index.html'), 'utf8');
        const icon = await readFile(join(root, 'public', 'icon.svg'), 'utf8');
        await writeFile(join(outDir, SINGLE_FILE), withoutOtherFiles(html, icon));
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

/** The icon within the page; no manifest, which is for pages of a server. */
function withoutOtherFiles(html: string, icon: string): string {
  const url = `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`;
  return html
    .replace(/<link rel="manifest"[^>]*>\s*/, '')
    .replace(/(<link rel="icon"[^>]*href=")[^"]*"/, (_, start: string) => `${start}${url}"`);
}

async function buildSingleFile(root: string, outDir: string): Promise<void> {
  await build({
    root,
    configFile: false,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    plugins: [react(), scenarioPlugin(), viteSingleFile({ removeViteModuleLoader: true })],
    build: {
      ...{ target: 'es2022', outDir, emptyOutDir: true, reportCompressedSize: false },
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
}
