// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { button, click, mount, type Mounted } from '../testing/mount';
import { LanguageContext } from '../text';
import type { Language } from '../contract';
import type { RecordView } from './contract';
import { RecordSection } from './RecordSection';

const FILES = ['scenario.yaml', 'text.zh-CN.yaml', 'text.en.yaml'].map((path) => ({
  path,
  text: `# ${path}`,
}));
const WRITTEN: RecordView = { refusal: null, lesson: { id: 'mine', files: FILES, alsoFrom: null } };
let mounted: Mounted;
let asked: unknown[][];
afterEach(() => mounted.unmount());

function section(record: RecordView, language: Language) {
  const actions = {
    writeLesson: (title: string) => asked.push(['write', title]),
    saveLessonFile: (path: string | null) => asked.push(['save', path]),
  };
  return (
    <LanguageContext value={language}>
      <RecordSection record={record} isBusy={false} actions={actions} />
    </LanguageContext>
  );
}

function show(record: RecordView, language: Language = 'en'): void {
  asked = [];
  mounted = mount(section(record, language));
}

function type(text: string): void {
  const input = mounted.root.querySelector('input')!;
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
  act(() => {
    set!.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

it('writes the files when it is asked to, and again for each change of the title', () => {
  show({ refusal: null, lesson: null });
  type('My lesson');
  expect(asked).toEqual([]);
  click(button('Write the files'));
  expect(asked).toEqual([['write', 'My lesson']]);
  mounted.render(section(WRITTEN, 'en'));
  expect(mounted.root.querySelector('input')!.value).toBe('My lesson');
  expect(document.activeElement).toBe(mounted.root.querySelector('[role=status]'));
  type('Mine');
  expect(asked.slice(1)).toEqual([['write', 'Mine']]);
});

it('lists the files with where they belong and what to do next', () => {
  show(WRITTEN);
  expect([...mounted.root.querySelectorAll('li code')].map((code) => code.textContent)).toEqual(
    FILES.map(({ path }) => path),
  );
  expect(mounted.root.textContent).toContain('scenarios/mine/');
  expect(mounted.root.querySelector('pre')!.textContent).toBe(
    'npm run -s hopscope -- check scenarios/mine\nnpm run dev',
  );
  expect(mounted.root.textContent).not.toContain('manifests of its own');
  click(button('Save text.en.yaml'));
  click(button('Save all'));
  expect(asked).toEqual([
    ['save', 'text.en.yaml'],
    ['save', null],
  ]);
});

it('copies the text of a file', async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
  });
  show(WRITTEN, 'zh-CN');
  const second = mounted.root.querySelectorAll('li')[1]!;
  await act(async () => {
    button('复制', second).click();
    await Promise.resolve();
  });
  expect(copied).toEqual(['# text.zh-CN.yaml']);
  expect(second.textContent).toContain('已复制');
});

it('names the folder that is needed as well', () => {
  show({ refusal: null, lesson: { ...WRITTEN.lesson!, alsoFrom: 'round-robin' } });
  expect(mounted.root.textContent).toContain('scenarios/round-robin/manifests');
});

it.each([
  ['en', 'own', 'system of your own'],
  ['en', 'nothing', 'Nothing has been done'],
  ['zh-CN', 'own', '自己的系统'],
  ['zh-CN', 'nothing', '还什么都没做过'],
] as const)('in %s it says why there is no lesson: %s', (language, key, words) => {
  show({ refusal: { key: `share.record.${key}`, params: {} }, lesson: null }, language);
  expect(mounted.root.textContent).toContain(words);
  expect(mounted.root.querySelector('input, button')).toBeNull();
});
