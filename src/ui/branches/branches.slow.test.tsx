// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { button, click, mount, recordedActions, type Mounted } from '../testing/mount';
import { LanguageContext } from '../text';
import BranchBar from './BranchBar';
import CompareStage from './CompareStage';
import type { BranchView, ComparisonView } from './contract';
import TimeTools from './TimeTools';

const A: BranchView = {
  ...{ letter: 'A', name: null, deed: null, more: 0, parent: null, forkAt: 0, depth: 0 },
  isCurrent: true,
};
const B: BranchView = {
  ...{ letter: 'B', name: null, more: 2, parent: 'A', forkAt: 3_800_000, depth: 1, isCurrent: false },
  deed: { key: 'deed.deletePod', params: { pod: 'gf8tg' } },
};
const C: BranchView = { ...B, letter: 'C', name: 'my own', parent: 'B', depth: 2 };

let mounted: Mounted;
afterEach(() => mounted.unmount());

const { actions, asked } = recordedActions();
const show = (node: React.ReactNode) => {
  asked.length = 0;
  mounted = mount(<LanguageContext value="en">{node}</LanguageContext>);
};
const type = (input: HTMLInputElement, value: string) =>
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });

describe('the bar of branches', () => {
  it('says how each came about, and goes over to the one that is pressed', () => {
    show(<BranchBar branches={[A, B, C]} compared={[]} actions={actions.time} />);
    const pill = button('Branch B, leaves A at 3.800 s: Pod gf8tg deleted');
    expect(pill.textContent).toContain('+2');
    expect(button('Branch A, the first: as it went on').getAttribute('aria-pressed')).toBe('true');
    expect(button('my own').getAttribute('aria-pressed')).toBe('false');
    click(pill);
    click(button('Forget branch A'));
    expect(asked).toEqual([
      ['time.switchBranch', 'B'],
      ['time.dropBranch', 'A'],
    ]);
  });

  it('takes another name', () => {
    show(<BranchBar branches={[A, B]} compared={[]} actions={actions.time} />);
    click(button('Rename branch A'));
    const input = mounted.root.querySelector('input')!;
    expect(input.placeholder).toBe('as it went on');
    type(input, 'before');
    act(() => input.form!.requestSubmit());
    expect(asked[0]).toEqual(['time.renameBranch', 'A', 'before']);
    expect(mounted.root.querySelector('input')).toBeNull();
  });

  it('compares two at once, and of more the one that is chosen, older one left', () => {
    show(<BranchBar branches={[A, B]} compared={[]} actions={actions.time} />);
    click(button('Compare'));
    expect(asked).toEqual([['time.compare', 'A', 'B']]);
    mounted.unmount();
    show(
      <BranchBar
        branches={[{ ...A, isCurrent: false }, B, { ...C, isCurrent: true }]}
        compared={[]}
        actions={actions.time}
      />,
    );
    const select = mounted.root.querySelector('select')!;
    expect([...select.options].map((one) => one.value)).toEqual(['', 'A', 'B']);
    act(() => {
      select.value = 'B';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(asked).toEqual([['time.compare', 'B', 'C']]);
    mounted.unmount();
    show(<BranchBar branches={[A, B]} compared={['A', 'B']} actions={actions.time} />);
    click(button('End comparison'));
    expect(asked).toEqual([['time.endComparison']]);
  });
});

describe('two branches side by side', () => {
  const comparison: ComparisonView = {
    ...{ left: A, right: B, forkAt: 3_800_000, at: 3_800_000 },
    differences: [
      {
        at: 4_150_000,
        message: {
          key: 'diff.rules.removed',
          params: { run: 'B', other: 'A', node: 'node-2', ip: '10.0.0.1' },
        },
        inner: {},
      },
      {
        at: 4_200_000,
        message: { key: 'diff.outcome', params: { a: 'A', b: 'B', number: 4 } },
        inner: {
          outcomeA: { key: 'outcome.200', params: {} },
          outcomeB: { key: 'diff.waiting', params: {} },
        },
      },
    ],
  };

  it('tells the first difference and goes to it, then to the next', () => {
    show(<CompareStage comparison={comparison} actions={actions.time} />);
    const words = () => mounted.root.querySelector('.ui-compare-words')!.textContent;
    expect(words()).toContain('First difference · 4.150 s');
    expect(words()).toContain('Rules on node-2: B no longer sends to 10.0.0.1; A still does.');
    click(button('Go there'));
    click(button('Next difference'));
    expect(words()).toContain('Difference 2 of 2 · 4.200 s');
    expect(words()).toMatch(/Request 4: A .*200.* · B still waits/);
    expect(asked.filter(([what]) => what === 'time.seek')).toEqual([
      ['time.seek', 4_150_000],
      ['time.seek', 4_200_000],
    ]);
    expect(asked.filter(([what]) => what === 'time.attachSide').map(([, side]) => side)).toEqual([0, 1]);
  });

  it('says so while there is none', () => {
    show(<CompareStage comparison={{ ...comparison, differences: [] }} actions={actions.time} />);
    expect(mounted.root.textContent).toContain('Up to here both are the same.');
  });
});

describe('beside the timeline', () => {
  it('steps, marks, and keeps the bookmarks by name', () => {
    const bookmarks = [{ at: 4_030_000, name: 'first 502' }];
    show(<TimeTools bookmarks={bookmarks} isMarked={false} actions={actions.time} />);
    click(button('to the next event'));
    click(button('to the turning point before'));
    click(button('Set a bookmark here'));
    click(button('4.030 s'));
    const input = mounted.root.querySelector('input')!;
    expect(input.getAttribute('aria-label')).toBe('Name of the bookmark at 4.030 s');
    input.value = 'refused';
    act(() => {
      input.focus();
      input.blur();
    });
    click(button('Take bookmark first 502 away'));
    expect(asked).toEqual([
      ['time.stepEvent', 1, 'event'],
      ['time.stepEvent', -1, 'turn'],
      ['time.toggleBookmark'],
      ['time.seek', 4_030_000],
      ['time.renameBookmark', 4_030_000, 'refused'],
      ['time.dropBookmark', 4_030_000],
    ]);
  });
});
