/** @vitest-environment jsdom */
import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { translate } from '../../i18n/translate';
import { LanguageContext } from '../text';
import { button, click, mount, press, type Mounted } from '../testing/mount';
import type { OwnActions, OwnProblem, OwnSummary, OwnView } from './contract';
import OwnDialog from './OwnDialog';

const PROBLEM: OwnProblem = {
  file: 'b.yaml',
  line: 3,
  column: 5,
  severity: 'error',
  message: { en: 'Unknown field “replica”.', 'zh-CN': '没有“replica”这个字段。' },
  mend: { en: 'Did you mean “replicas”?', 'zh-CN': '是不是“replicas”？' },
};
const SUMMARY: OwnSummary = {
  workloads: 2,
  services: 1,
  ingressPaths: 0,
  routes: 0,
  added: ['nodes', 'dns'],
  paused: ['web'],
  scaledDown: [],
  leftOut: ['StatefulSet/db'],
  urls: ['http://shop.example/', 'http://shop.example/cart'],
};
const VIEW: OwnView = {
  files: [
    { id: 'f1', path: 'a.yaml', text: 'kind: <img src=x onerror=alert(1)>' },
    { id: 'f2', path: 'b.yaml', text: 'spec:\n  x: 1\n    replica: 2\n' },
  ],
  chosen: 'f1',
  problems: [PROBLEM],
  isReading: false,
  summary: SUMMARY,
  url: '',
  urlIsBad: false,
  resume: true,
  isStarting: false,
  messages: [],
  canUndo: false,
  isKept: true,
};

let mounted: Mounted | null = null;
const asked: unknown[][] = [];
const actions = new Proxy({} as OwnActions, {
  get:
    (_, name) =>
    (...values: unknown[]) =>
      asked.push([name, ...values]),
});

function show(change: Partial<OwnView> = {}, language: 'en' | 'zh-CN' = 'en') {
  const node = (
    <LanguageContext value={language}>
      <OwnDialog own={{ ...VIEW, ...change }} actions={actions} />
    </LanguageContext>
  );
  if (mounted === null) mounted = mount(node);
  else mounted.render(node);
  return mounted.root;
}

function type(element: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value')!.set!.call(element, value);
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

afterEach(() => {
  mounted?.unmount();
  mounted = null;
  asked.length = 0;
});

describe('the dialog for one’s own files', () => {
  it('shows text as text, with a number for each line', () => {
    const root = show({ chosen: 'f2' });
    expect(root.querySelector('textarea')!.value).toBe(VIEW.files[1]!.text);
    expect(root.querySelector('.ui-own-numbers pre')!.textContent).toBe('1\n2\n3\n4');
    expect(root.querySelector('.ui-own-numbers .is-error')!.textContent).toBe('3');
    show({ chosen: 'f1', files: [{ ...VIEW.files[0]!, path: '<b>x</b>' }] });
    expect(root.querySelector('img, b')).toBeNull();
  });

  it('says what is wrong, where and how to mend it, and leads there', () => {
    const root = show();
    const problem = button('Unknown field', root);
    expect(problem.textContent).toContain('b.yaml:3:5');
    expect(problem.textContent).toContain('Did you mean “replicas”?');
    click(problem);
    expect(asked).toContainEqual(['choose', 'f2']);
    show({ chosen: 'f2' });
    const area = root.querySelector('textarea')!;
    expect(document.activeElement).toBe(area);
    expect(area.selectionStart).toBe('spec:\n  x: 1\n'.length + 4);
  });

  it('says all of it in Chinese too', () => {
    const root = show({}, 'zh-CN');
    expect(root.textContent).toContain('没有“replica”这个字段。');
    expect(root.textContent).toContain(
      translate('zh-CN', 'own.problem.mend', { mend: '是不是“replicas”？' }),
    );
    expect(root.textContent).not.toContain('⟦');
  });

  it('tells of every edit', () => {
    const root = show();
    type(root.querySelector('textarea')!, 'kind: Pod');
    expect(asked).toEqual([['edit', 'f1', 'kind: Pod']]);
  });

  it('moves between files with the arrow keys', () => {
    const root = show();
    press('ArrowDown', root.querySelector('[role=tab][aria-selected=true]')!);
    expect(asked).toEqual([['choose', 'f2']]);
  });

  it('says what will run, what was added and left out, and offers to resume what is paused', () => {
    const root = show();
    const { textContent } = root.querySelector('.ui-own-run')!;
    for (const words of ['Workloads: 2', 'CoreDNS', 'StatefulSet/db', 'Paused', 'web'])
      expect(textContent).toContain(words);
    click(root.querySelector('.ui-own-run input[type=checkbox]')!);
    expect(asked).toEqual([['setResume', false]]);
  });

  it('runs in spite of errors in a part, and not when there is nothing to run', () => {
    const root = show();
    const run = () => root.querySelector<HTMLButtonElement>('.ui-own-start')!;
    expect(run().textContent).toContain(translate('en', 'own.run.partly'));
    click(run());
    expect(asked).toEqual([['run']]);
    show({ problems: [{ ...PROBLEM, severity: 'warning' }] });
    expect(run().textContent).toContain(translate('en', 'own.run'));
    for (const change of [{ summary: null }, { urlIsBad: true }, { isReading: true }, { isStarting: true }]) {
      show(change);
      expect(run().disabled).toBe(true);
    }
  });

  it('says when there is no way in', () => {
    expect(show({ summary: { ...SUMMARY, urls: [] } }).textContent).toContain(
      translate('en', 'own.url.none'),
    );
  });
});
