import { describe, expect, it } from 'vitest';
import { sampleView } from '../testing/sampleView';
import { layoutChart } from './chartLayout';

const card = sampleView().inspector!.charts[0]!;
const picture = layoutChart(card, (delay) => `after ${delay}`);
const box = (id: string) => picture.boxes.find((each) => each.state.id === id)!;

describe('a laid-out chart', () => {
  it('draws every state once, and children inside their parent', () => {
    expect(picture.boxes.map((each) => each.state.id).sort()).toEqual(
      ['backOff', 'gone', 'notReady', 'pending', 'ready', 'running', 'starting', 'terminating'].sort(),
    );
    const parent = box('running');
    for (const child of [box('ready'), box('notReady')]) {
      expect(child.x).toBeGreaterThanOrEqual(parent.x);
      expect(child.y).toBeGreaterThan(parent.y);
      expect(child.x + child.width).toBeLessThanOrEqual(parent.x + parent.width);
      expect(child.y + child.height).toBeLessThanOrEqual(parent.y + parent.height);
    }
  });

  it('lets no two states of one level overlap', () => {
    const tops = picture.boxes.filter((each) => card.states.includes(each.state));
    for (const a of tops)
      for (const b of tops)
        if (a !== b)
          expect(
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
          ).toBe(true);
  });

  it('labels arrows by event, guard and delay, and bundles those between the same two states', () => {
    const lines = picture.arrows.map((arrow) => arrow.lines);
    expect(lines).toContainEqual(['probe/failed [threshold]']);
    expect(lines).toContainEqual(['after startUp']);
    expect(lines).toContainEqual(['container/exited', 'after gracePeriod']);
  });

  it('marks each initial state, and the arrows that can be taken now', () => {
    expect(picture.starts).toHaveLength(2);
    const open = picture.arrows.filter((arrow) => arrow.isOpen).flatMap((arrow) => arrow.lines);
    expect(open.sort()).toEqual(['container/exited', 'pod/deleted', 'probe/failed [threshold]']);
  });

  it('names the inner end of an arrow that leaves a compound state', () => {
    const arrow = { from: 'running.ready', to: 'gone', event: 'vanish', guard: null, delay: null };
    const other = layoutChart({ ...card, arrows: [...card.arrows, arrow] }, (delay) => delay);
    expect(other.arrows.flatMap((each) => each.lines)).toContain('ready: vanish');
  });
});
