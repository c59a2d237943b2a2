// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mount, press, type Mounted } from '../testing/mount';
import { sayIn, NOW } from '../testing/sampleHops';
import { sampleTimeline } from '../testing/sampleTimeline';
import { LanguageContext } from '../text';
import { fitLabels, textWidth } from './labelFit';
import { Timeline } from './Timeline';
import { windowStart, zoomed } from './timeWindow';

let mounted: Mounted;
let sought: number[];

beforeEach(() => {
  sought = [];
  mounted = mount(
    <LanguageContext value="en">
      <Timeline
        card={sampleTimeline(sayIn('en'))}
        at={NOW}
        size="full"
        isOpen
        onToggle={() => undefined}
        onSeek={(at) => sought.push(at)}
      />
    </LanguageContext>,
  );
});
afterEach(() => mounted.unmount());

const slider = () => mounted.root.querySelector('[role=slider]')!;

describe('the playhead', () => {
  it('says where it is', () => {
    expect(slider().getAttribute('aria-valuenow')).toBe(String(NOW));
    expect(slider().getAttribute('aria-valuetext')).toBe('4.210 s');
    expect(slider().getAttribute('aria-valuemax')).toBe('4700000');
  });

  it('moves by hundredths of the window, tenths with Shift or Page, and to the ends', () => {
    for (const key of ['ArrowLeft', 'ArrowRight', 'PageUp', 'Home', 'End'])
      expect(press(key, slider())).toBe(true);
    press('ArrowLeft', slider(), true);
    // No frame has come in between: each goes on from where the last one led.
    expect(sought).toEqual([NOW - 10_000, NOW, NOW + 100_000, 0, 4_700_000, 4_600_000]);
  });

  it('follows the pointer, and holds the window still while dragged', () => {
    const field = mounted.root.querySelector<HTMLElement>('.ui-timeline-field')!;
    field.getBoundingClientRect = () => ({ left: 100, top: 0, width: 900, height: 200 }) as DOMRect;
    const send = (type: string, clientX: number) =>
      act(() => {
        field.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX, button: 0 }));
      });
    send('pointerdown', 100);
    send('pointermove', 1000);
    send('pointerup', 1000);
    send('pointermove', 550);
    expect(sought).toEqual([NOW - 500_000, NOW + 500_000]);
  });
});

describe('the window of time', () => {
  it('stays while the playhead is inside and turns over when it leaves', () => {
    const width = 1_000_000;
    const start = windowStart(4_210_000, width, 60_000_000, null);
    expect(windowStart(4_500_000, width, 60_000_000, start)).toBe(start);
    expect(windowStart(4_700_000, width, 60_000_000, start)).toBe(4_200_000);
    expect(windowStart(0, width, 60_000_000, start)).toBe(0);
  });

  it('zooms step by step within its limits', () => {
    expect(zoomed(1_000_000, -1)).toBe(500_000);
    expect(zoomed(65_000, 1)).toBe(100_000);
    expect(zoomed(600_000_000, 1)).toBe(600_000_000);
  });
});

describe('labels', () => {
  const options = { width: 600, fontSize: 16, rows: 2, markRoom: 18 };

  it('stacks, turns to the left at the edge, and drops what has no room', () => {
    const wishes = [
      { id: 'a', x: 300, text: 'you deleted a Pod' },
      { id: 'b', x: 310, text: 'first 502' },
      { id: 'c', x: 320, text: 'one too many' },
      { id: 'd', x: 590, text: 'at the edge' },
    ];
    const placed = fitLabels(wishes, options);
    expect(placed.map(({ id, row }) => [id, row])).toEqual([
      ['a', 0],
      ['b', 1],
      ['d', 1],
    ]);
    expect(placed[2]!.textX).toBeLessThan(590);
  });

  it('never lets two overlap, whatever is asked', () => {
    const wishes = Array.from({ length: 40 }, (_, index) => ({
      id: String(index),
      x: (index * 137) % 600,
      text: '标签 label'.repeat(1 + (index % 3)),
    }));
    const placed = fitLabels(wishes, options);
    expect(placed.length).toBeGreaterThan(2);
    for (const a of placed)
      for (const b of placed)
        if (a.id < b.id && a.row === b.row)
          expect(a.textX + a.width <= b.textX || b.textX + b.width <= a.textX).toBe(true);
  });

  it('keeps off the other marks of a single row', () => {
    const wishes = [
      { id: 'a', x: 200, text: 'a long label here' },
      { id: 'b', x: 260, text: 'b' },
    ];
    const one = fitLabels(wishes, { ...options, rows: 1 });
    expect(one.find((label) => label.id === 'a')!.textX).toBeLessThan(200);
    expect(fitLabels(wishes, options).find((label) => label.id === 'a')!.textX).toBe(218);
  });

  it('knows that Han characters are square', () => {
    expect(textWidth('规则', 16)).toBe(32);
    expect(textWidth('ab', 16)).toBeCloseTo(17.92);
  });
});
