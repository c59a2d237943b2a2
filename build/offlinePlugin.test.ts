import { describe, expect, it } from 'vitest';
import { isOfflineFile, serviceWorkerSource, type BuiltFile } from './offlinePlugin';

function file(path: string, text = path): BuiltFile {
  return { path, content: new TextEncoder().encode(text) };
}

const BUILD = [
  file('index.html'),
  file('assets/index-abc.js'),
  file('assets/index-abc.js.map'),
  file('.vite/manifest.json'),
  file('sw.js', 'the worker of the build before'),
];

/** Runs a worker's source with just enough of its surroundings, and returns what it would hold. */
function heldBy(source: string, scope: string): string[] {
  const self = { registration: { scope }, addEventListener: () => undefined };
  // eslint-disable-next-line no-new-func -- a worker's source is text
  return [...(new Function('self', `${source}; return HELD;`)(self) as Set<string>)];
}

describe('service worker', () => {
  it('holds pages and assets, by URLs below its own scope', () => {
    expect(heldBy(serviceWorkerSource(BUILD), 'https://school.example/k8s/hopscope/')).toEqual([
      'https://school.example/k8s/hopscope/assets/index-abc.js',
      'https://school.example/k8s/hopscope/index.html',
    ]);
  });

  it('leaves out source maps, build metadata and itself', () => {
    expect(BUILD.filter((f) => !isOfflineFile(f.path)).map((f) => f.path)).toEqual([
      'assets/index-abc.js.map',
      '.vite/manifest.json',
      'sw.js',
    ]);
  });

  it('is the same for the same build, whatever the order of its files', () => {
    expect(serviceWorkerSource([...BUILD].reverse())).toBe(serviceWorkerSource(BUILD));
  });

  it('is another one when a file changes under the same name', () => {
    const changed = [file('index.html', 'new words'), ...BUILD.slice(1)];
    expect(serviceWorkerSource(changed)).not.toBe(serviceWorkerSource(BUILD));
  });

  it('keeps a name with a dollar sign as it is', () => {
    const held = heldBy(serviceWorkerSource([file('index.html'), file("a$'b$&.js")]), 'https://a.example/');
    expect(held).toContain("https://a.example/a$'b$&.js");
  });

  it('refuses a build without a page', () => {
    expect(() => serviceWorkerSource([file('assets/index-abc.js')])).toThrow('no index.html');
  });
});
