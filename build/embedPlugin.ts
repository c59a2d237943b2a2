/**
 * Writes the loader of `<hop-scope>` into the folder `embed` of every build: as a module, as the class alone, and as
 * a plain script for pages without modules and for files; with types. They find the app one folder up.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { build, type Plugin } from 'vite';

const SOURCE = join(import.meta.dirname, '..', 'src', 'embed');

/** A file of its own, without dependencies: from `src/embed`, to `embed` in the build. */
interface Loader {
  readonly from: string;
  readonly to: string;
  readonly format: 'es' | 'iife';
}

const LOADERS: readonly Loader[] = [
  { from: 'element/module.ts', to: 'hop-scope.js', format: 'es' },
  { from: 'element/elementModule.ts', to: 'element.js', format: 'es' },
  { from: 'element/script.ts', to: 'hop-scope.iife.js', format: 'iife' },
  { from: 'reveal/plugin.ts', to: 'reveal.js', format: 'es' },
];

/** Types that are the same as in the source. */
const CONTRACTS: Readonly<Record<string, string>> = {
  'element/contract.ts': 'contract.d.ts',
};

const ELEMENT_TYPES = `import type { HopScopeConstructor, HopScopeElement as Contract } from './contract.js';
export type * from './contract.js';
/** The class of \`<hop-scope>\`. Without a DOM it can be imported, not made. */
export declare const HopScopeElement: HopScopeConstructor;
export type HopScopeElement = Contract;
`;

const TYPES: Readonly<Record<string, string>> = {
  'hop-scope.d.ts': ELEMENT_TYPES,
  'element.d.ts': `${ELEMENT_TYPES}/** Makes \`<hop-scope>\` known to the page, once. Without a DOM nothing happens. */
export declare function defineHopScope(): void;
`,
};

/** The build step. */
export function embedPlugin(): Plugin {
  return {
    name: 'hopscope-embed',
    apply: 'build',
    async generateBundle() {
      for (const loader of LOADERS) {
        const code = await bundled(loader);
        this.emitFile({ type: 'asset', fileName: `embed/${loader.to}`, source: code });
      }
      for (const [from, to] of Object.entries(CONTRACTS)) {
        const text = declarations(readFileSync(join(SOURCE, from), 'utf8'), from);
        this.emitFile({ type: 'asset', fileName: `embed/${to}`, source: text });
      }
      for (const [to, text] of Object.entries(TYPES))
        this.emitFile({ type: 'asset', fileName: `embed/${to}`, source: text });
    },
  };
}

/** One loader as one file. */
async function bundled({ from, to, format }: Loader): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(SOURCE, from), formats: [format], name: 'hopscope', fileName: () => to },
      rolldownOptions: { output: { minify: true }, checks: { pluginTimings: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error(`embed: nothing was made of ${from}`);
  const chunks = output.output.filter((file) => file.type === 'chunk');
  if (chunks.length !== 1) throw new Error(`embed: ${to} must be one file, not ${chunks.length}`);
  return chunks[0]!.code;
}

/** The types of a file that imports nothing. */
function declarations(code: string, fileName: string): string {
  const { outputText, diagnostics } = ts.transpileDeclaration(code, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { strict: true, target: ts.ScriptTarget.ES2022 },
  });
  if (diagnostics !== undefined && diagnostics.length > 0)
    throw new Error(
      `embed: ${fileName}: ${ts.flattenDiagnosticMessageText(diagnostics[0]!.messageText, '\n')}`,
    );
  return outputText;
}
