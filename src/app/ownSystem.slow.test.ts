/** @vitest-environment jsdom */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptDraft, keptRun } from './ownKept';
import { EMPTY_VIEW, useOwn } from './ownStore';
import { openOwn, ownActions } from './ownSystem';

const view = () => useOwn.getState().view;
const chosen = () => view().files.find(({ id }) => id === view().chosen)!;

async function settled(): Promise<void> {
  await vi.waitFor(() => expect(view().isReading).toBe(false), { timeout: 20_000 });
}

beforeEach(() => {
  sessionStorage.clear();
  useOwn.setState({ isOpen: false, view: EMPTY_VIEW });
  openOwn();
});
afterEach(() => ownActions.close());

describe('somebody’s own files', () => {
  it('are read a moment after they were written, and kept at once when the dialog closes', async () => {
    ownActions.edit(chosen().id, 'kind: Service\n  broken: [');
    await settled();
    expect(view().problems[0]).toMatchObject({ file: 'system.yaml', severity: 'error' });
    expect(view().problems[0]!.message['zh-CN']).toContain('YAML');
    ownActions.close();
    expect(JSON.parse(sessionStorage.getItem('hopscope.own.draft')!)).toMatchObject({
      files: [{ text: 'kind: Service\n  broken: [' }],
    });
    expect(keptDraft()?.files[0]?.text).toBe('kind: Service\n  broken: [');
  });

  it('can be run from the example, at an address that names them', async () => {
    ownActions.addExample();
    await settled();
    expect(view().problems).toEqual([]);
    expect(view().summary?.urls).toEqual(['http://hello.example/']);
    ownActions.run();
    await vi.waitFor(() => expect(location.hash).toContain('s=own'));
    expect(useOwn.getState().isOpen).toBe(false);
    expect(keptRun()?.files[0]?.text).toContain('hello.example');
  });

  it('come back when they were removed', () => {
    ownActions.edit(chosen().id, 'a: 1');
    ownActions.clear();
    expect(chosen().text).toBe('');
    ownActions.undo();
    expect(chosen().text).toBe('a: 1');
  });

  it('get names of their own', () => {
    const first = chosen().id;
    ownActions.add();
    ownActions.rename(chosen().id, 'system.yaml');
    expect(view().files.map(({ path }) => path)).toEqual(['system.yaml', 'system (2).yaml']);
    expect(view().files[0]!.id).toBe(first);
  });

  it('are taken as text; what is no text is named', async () => {
    const files = [
      new File(['kind: Pod'], 'a.yaml'),
      new File([new Uint8Array([0, 1, 2])], 'b.yaml'),
      new File(['x'], 'c.png'),
    ];
    ownActions.take(files as unknown as FileList);
    await vi.waitFor(() => expect(view().messages.map(({ key }) => key)).toHaveLength(2));
    expect(
      view()
        .messages.map(({ key }) => key)
        .sort(),
    ).toEqual(['own.skipped.binary', 'own.skipped.kind']);
    expect(view().files.map(({ path, text }) => [path, text])).toContainEqual(['a.yaml', 'kind: Pod']);
    await settled();
  });

  it('say when the browser’s address for them is none', async () => {
    ownActions.addExample();
    ownActions.setUrl('shop');
    await settled();
    expect(view().urlIsBad).toBe(true);
  });
});
