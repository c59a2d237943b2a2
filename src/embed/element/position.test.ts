import { describe, expect, it } from 'vitest';
import { Position, type Told } from './position';

function told(step: number, more: Partial<Told> = {}): Told {
  return { step, first: 1, last: 3, playing: false, offScript: false, ...more };
}

function at(step: number, more: Partial<Told> = {}): Position {
  const position = new Position();
  position.begins(told(step, more));
  return position;
}

describe('before the slide is there', () => {
  it('a deck goes on, if nothing is known', () => {
    const position = new Position();
    position.guess(null, null);
    expect([position.move(1), position.move(-1)]).toEqual([false, false]);
  });

  it('keys are answered from the attributes, and the slide begins where they led', () => {
    const position = new Position();
    position.guess(null, '2-4');
    expect([position.step, position.move(1), position.move(1), position.move(1)]).toEqual([
      2,
      true,
      true,
      false,
    ]);
    expect(position.begins(told(2, { first: 2, last: 4 }))).toBe(4);
    expect(position.step).toBe(4);
  });

  it('one step alone leaves no room', () => {
    const position = new Position();
    position.guess('3', '3');
    expect([position.step, position.move(1), position.move(-1)]).toEqual([3, false, false]);
  });

  it('a wish that the slide cannot meet is dropped', () => {
    const position = new Position();
    position.guess('9', null);
    expect(position.begins(told(1))).toBeNull();
    expect(position.step).toBe(1);
  });
});

describe('once it is there', () => {
  it('moves as far as there are steps, both ways', () => {
    const position = at(2);
    expect([position.move(1), position.move(1)]).toEqual([true, false]);
    expect([position.move(-1), position.move(-1), position.move(-1)]).toEqual([true, true, false]);
  });

  it('a key brings what plays to rest first, even at the last step', () => {
    const position = at(3, { playing: true });
    expect([position.move(1), position.step, position.move(1)]).toEqual([true, 3, false]);
  });

  it('going back from what plays moves, unless it is the first', () => {
    const middle = at(2, { playing: true });
    expect([middle.move(-1), middle.step]).toEqual([true, 1]);
    const first = at(1, { playing: true });
    expect([first.move(-1), first.step, first.move(-1)]).toEqual([true, 1, false]);
  });

  it('a key comes back to the script first', () => {
    const position = at(3, { offScript: true });
    expect([position.move(1), position.step, position.move(1)]).toEqual([true, 3, false]);
  });

  it('what is told while moves are open is old news; the last answer is not', () => {
    const position = at(1);
    position.move(1);
    position.asked();
    position.move(1);
    position.asked();
    position.told(told(2));
    expect(position.step).toBe(3);
    position.answered(told(2));
    expect(position.step).toBe(3);
    position.answered(told(3));
    expect(position.step).toBe(3);
    position.told(told(2));
    expect(position.step).toBe(2);
  });

  it('a refused move leaves no debt', () => {
    const position = at(1);
    position.asked(3);
    position.answered(null);
    position.told(told(1));
    expect(position.step).toBe(1);
  });
});
