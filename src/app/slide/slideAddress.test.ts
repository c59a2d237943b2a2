import { describe, expect, it } from 'vitest';
import type { SlideFrame } from '../../lesson/storyboard/frame';
import { rangeOf, readSlideAddress } from './slideAddress';

const frame = (id: string): SlideFrame => ({
  ...{ id, kind: 'scene', step: id.split('/')[0]!, title: '', caption: '', notes: '' },
  ...{ startAt: 0, endAt: 0, lens: 'layers', question: null },
});
const FRAMES = ['a/scene', 'a/run', 'b/scene', 'b/run', 'c/scene'].map(frame);

function range(step: string | null, steps: string | null) {
  const { first, last, index, problems } = rangeOf({ step, steps }, FRAMES);
  return [first, last, index, ...problems.map(({ key }) => key)];
}

describe('the address of a slide', () => {
  it('is read field by field', () => {
    expect(
      readSlideAddress('#s=x&view=slide&step=3&detail=hops&lens=machines&lang=en&controls=full'),
    ).toMatchObject({
      ...{ scenario: 'x', step: '3', detail: 'hops', lens: 'machines', language: 'en', controls: 'full' },
      problems: [],
    });
  });

  it('falls back to what is usual', () => {
    expect(readSlideAddress('#view=slide')).toEqual({
      ...{ scenario: null, seed: null, step: null, steps: null, detail: 'steps', lens: null, language: null },
      ...{ theme: null, controls: 'minimal', autoplay: 'never', isStill: false, problems: [] },
    });
  });

  it('tells every value that it cannot use, cut short, and goes without it', () => {
    const { lens, controls, problems } = readSlideAddress(
      `#lens=${'x'.repeat(999)}&controls=some&theme=dark`,
    );
    expect([lens, controls]).toEqual([null, 'minimal']);
    expect(problems.map(({ params }) => params['field'])).toEqual(['lens', 'controls']);
    expect(problems[0]!.params['value']!.length).toBeLessThan(50);
  });

  it('knows no field by way of a prototype', () => {
    expect(readSlideAddress('#lens=constructor&lang=__proto__').problems).toHaveLength(2);
  });
});

describe('the frames that are shown', () => {
  it('are all, from the first', () => {
    expect(range(null, null)).toEqual([0, 4, 0]);
  });

  it('count from 1', () => {
    expect(range('2', null)).toEqual([0, 4, 1]);
    expect(range(null, '2-4')).toEqual([1, 3, 1]);
    expect(range('3', '2-4')).toEqual([1, 3, 2]);
    expect(range(null, '3')).toEqual([2, 2, 2]);
    expect(range(null, '3-')).toEqual([2, 4, 2]);
    expect(range(null, '-2')).toEqual([0, 1, 0]);
  });

  it('have names', () => {
    expect(range('b/run', null)).toEqual([0, 4, 3]);
    expect(range('b', null)).toEqual([0, 4, 2]);
    expect(range(null, 'b')).toEqual([2, 3, 2]);
  });

  it.each(['0', '6', 'd', '-1', '1.5', 'constructor'])('do not have a step %s, which is told', (step) => {
    expect(range(step, null)).toEqual([0, 4, 0, 'slide.notice.step']);
  });

  it.each(['4-2', '0-2', '2-9', '-', 'x', '2-3-4'])('do not have the steps %s, which is told', (steps) => {
    expect(range(null, steps)).toEqual([0, 4, 0, 'slide.notice.steps']);
  });

  it('begin at their first where the step lies outside of them', () => {
    expect(range('5', '2-3')).toEqual([1, 2, 1, 'slide.notice.step']);
  });
});
