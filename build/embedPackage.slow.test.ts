import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack, preparePackage } from '../scripts/packEmbed.mjs';
import { embedPlugin } from './embedPlugin';

/** Another project, which has installed the package without a network. */
const folder = mkdtempSync(join(tmpdir(), 'hopscope-package-'));
const project = join(folder, 'project');
const installed = join(project, 'node_modules', 'hopscope');

function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : `status ${status}: ${stdout}${stderr}`;
}

beforeAll(async () => {
  // The loaders with a page in place of the app: packing is the same, and the app has its own tests.
  const dist = join(folder, 'dist');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>app</title>');
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    plugins: [embedPlugin()],
    build: { outDir: dist },
  });
  preparePackage(dist, join(folder, 'package'));
  const tarball = pack(join(folder, 'package'), folder);
  spawnSync('mkdir', ['-p', project]);
  writeFileSync(join(project, 'package.json'), '{ "name": "course", "private": true, "type": "module" }');
  expect(run('npm', 'install', '--offline', '--no-audit', '--no-fund', tarball)).toMatch(/added 1 package/);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds the app and depends on nothing', () => {
    expect(existsSync(join(installed, 'app', 'index.html'))).toBe(true);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(Object.keys(manifest)).not.toContain('dependencies');
    expect(JSON.stringify(manifest)).not.toContain('dist');
  });

  it('can be imported where there is no DOM', () => {
    writeFileSync(
      join(project, 'main.mjs'),
      `import 'hopscope';
       import { HopScopeElement } from 'hopscope';
       import { defineHopScope, HopScopeElement as Same } from 'hopscope/element';
       defineHopScope();
       console.log(typeof HopScopeElement, typeof Same);`,
    );
    expect(run(process.execPath, 'main.mjs')).toBe('function function');
  });

  it.each(['bundler', 'nodenext'])('has types, for module resolution %s', (resolution) => {
    writeFileSync(join(project, 'page.ts'), PAGE);
    const module = resolution === 'nodenext' ? 'nodenext' : 'esnext';
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
    const tsc = join(import.meta.dirname, '..', 'node_modules', 'typescript', 'bin', 'tsc');
    expect(
      run(process.execPath, tsc, ...options, '--module', module, '--moduleResolution', resolution, 'page.ts'),
    ).toBe('');
  });
});

/** What a course's page does with it; the comments are mistakes that must be found. */
const PAGE = `
import 'hopscope';
import { defineHopScope, HopScopeElement, type StepDetail } from 'hopscope/element';

defineHopScope();
const element: HopScopeElement = new HopScopeElement();
const found = document.querySelector('hop-scope');
found?.addEventListener('stepchange', (event) => {
  const detail: StepDetail = event.detail;
  console.log(detail.step, detail.frame, event.target);
});
found?.addEventListener('error', (event) => console.log(event.detail.code));
found?.addEventListener('keydown', (event) => console.log(event.key));
element.step = 3;
const used: boolean = element.next();
const done: Promise<boolean> = element.scale(3, 'shop');
console.log(used, done, element.frames.map((frame) => frame.title));
// @ts-expect-error -- a number of replicas is a number
void element.scale('three');
// @ts-expect-error -- it is read only
element.currentStep = 3;
`;
