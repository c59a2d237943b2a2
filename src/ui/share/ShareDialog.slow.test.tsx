// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { button, click, mount, type Mounted } from '../testing/mount';
import { LanguageContext } from '../text';
import type { LinkChoice, ShareActions, ShareView } from './contract';
import ShareDialog from './ShareDialog';

const SHARE: ShareView = {
  isOwn: false,
  deeds: 3,
  branches: 2,
  isBusy: false,
  message: null,
  record: { refusal: null, lesson: null },
};
let mounted: Mounted;
let asked: unknown[][];
afterEach(() => mounted.unmount());

function show(share: Partial<ShareView> = {}, length = 100): void {
  asked = [];
  const actions: ShareActions = {
    link: ({ withDeeds, withMoment }: LinkChoice) =>
      `https://hopscope.dev/#s=x${withDeeds ? `&a=${'0'.repeat(length)}` : ''}${withMoment ? '&t=5' : ''}`,
    saveTrace: () => asked.push(['save']),
    openTrace: (file) => asked.push(['open', file.name]),
    writeLesson: (title) => asked.push(['write', title]),
    saveLessonFile: (path) => asked.push(['saveLesson', path]),
    close: () => asked.push(['close']),
  };
  mounted = mount(
    <LanguageContext value="en">
      <ShareDialog share={{ ...SHARE, ...share }} actions={actions} />
    </LanguageContext>,
  );
}

const link = () => mounted.root.querySelector('textarea')!.value;
const box = (words: string) =>
  [...mounted.root.querySelectorAll('label')]
    .find((each) => each.textContent.includes(words))!
    .querySelector('input')!;

it('makes a link that holds what is chosen, and its QR code', () => {
  show();
  expect(link()).toMatch(/^https:.*&a=0+&t=5$/);
  const drawn = () => mounted.root.querySelector('.ui-share-qr path')?.getAttribute('d');
  const whole = drawn();
  expect(whole).toMatch(/^M4 4h7v1H4z/);
  click(box('deeds: 3, branches: 2'));
  click(box('the moment shown'));
  expect(link()).toBe('https://hopscope.dev/#s=x');
  expect(drawn()).not.toBe(whole);
  expect(mounted.root.textContent).toContain('25 characters');
});

it('says so where a link is too long for a QR code', () => {
  show({}, 3000);
  expect(mounted.root.querySelector('.ui-share-qr')).toBeNull();
  expect(mounted.root.textContent).toContain('too long for a QR code');
});

it('a QR code of a lesson’s usual link is read by any phone: version 15 at most', async () => {
  const { encode } = await import('uqr');
  expect(encode(`https://hopscope.dev/${'x'.repeat(300)}`, { ecc: 'M' }).version).toBeLessThanOrEqual(15);
});

it('saves and opens trace files, chosen or dropped, and tells what became of them', () => {
  show({
    isOwn: true,
    message: {
      tone: 'bad',
      what: { key: 'trace.badLine', params: { line: 7, detail: 'x' } },
      mend: { key: 'trace.badLine.mend', params: {} },
    },
  });
  click(button('Save trace file'));
  const file = new File(['{}'], 'run.jsonl');
  const input = mounted.root.querySelector<HTMLInputElement>('input[type=file]')!;
  Object.defineProperty(input, 'files', { value: [file] });
  act(() => {
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const drop = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: { files: [file] },
  });
  act(() => {
    mounted.root.querySelector('dialog')!.dispatchEvent(drop);
  });
  expect(drop.defaultPrevented).toBe(true);
  expect(asked).toEqual([['save'], ['open', 'run.jsonl'], ['open', 'run.jsonl']]);
  expect(mounted.root.querySelector('[role=status]')!.textContent).toContain('Line 7 is no event.');
  expect(mounted.root.textContent).toContain('A trace file takes them along');
});
