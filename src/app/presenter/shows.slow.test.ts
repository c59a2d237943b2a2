// @vitest-environment jsdom
/** Two windows of one show, joined by a real BroadcastChannel of Node. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SlideFrame, Slides, SlidesEvent } from '../slide/contract';
import { AudienceShow } from './audienceShow';
import { PresenterShow } from './presenterShow';
import { addressIn, newName, roomOf } from './room';
import { StageLink } from './stageLink';

const COUNT = 6;

beforeAll(() => {
  URL.createObjectURL = () => 'blob:picture';
  URL.revokeObjectURL = () => undefined;
});

function frame(index: number): SlideFrame {
  return {
    ...{
      id: `one/${index}`,
      kind: 'scene',
      step: 'one',
      title: `Title ${index}`,
      caption: `Caption ${index}.`,
    },
    ...{ startAt: index, endAt: index, lens: 'layers' },
    notes: 'First.\n\nWhere to?\n\nA. Here\nB. There\n\nAnswer: To A.',
    question:
      index !== 2
        ? null
        : {
            text: 'Where to?',
            answer: 'To A.',
            options: [
              { id: 'a', letter: 'A', text: 'Here', isRight: true },
              { id: 'b', letter: 'B', text: 'There', isRight: false },
            ],
          },
  } as SlideFrame;
}

/** A row of frames that moves when it is told to. */
class Row {
  index = 0;
  readonly went: { readonly index: number; readonly still: boolean }[] = [];
  private readonly listeners = new Set<(event: SlidesEvent) => void>();
  state() {
    const frames = Array.from({ length: COUNT }, (_, index) => frame(index));
    return {
      ...{ scenario: 'one', title: 'One', language: 'en' as const, frames, index: this.index, first: 0 },
      ...{ last: COUNT - 1, isPlaying: false, lens: 'layers' as const, isAsleep: false, isOffScript: false },
    };
  }
  still = () => Promise.resolve('<svg xmlns="http://www.w3.org/2000/svg"/>');
  goTo(index: number, how?: { readonly still?: boolean }): boolean {
    this.index = index;
    this.went.push({ index, still: how?.still === true });
    for (const listener of this.listeners) listener({ type: 'stepchange', index, id: `one/${index}` });
    return true;
  }
  listen(listener: (event: SlidesEvent) => void) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function windows() {
  const room = newName();
  const here = new StageLink(room, 'presenter');
  const there = new StageLink(room, 'audience');
  const row = new Row();
  const presenter = new PresenterShow(new Row() as unknown as Slides, here, () => undefined);
  const audience = new AudienceShow(row as unknown as Slides, there);
  ends.push(
    () => presenter.destroy(),
    () => audience.destroy(),
    () => here.close(),
    () => there.close(),
  );
  return { presenter, audience, row, room };
}

describe('presenter and audience', () => {
  it('go on together, whoever presses', async () => {
    const { presenter, row } = windows();
    await vi.waitFor(() => expect(presenter.view().hasCompany).toBe(true));
    presenter.next();
    presenter.next();
    await vi.waitFor(() => expect(row.index).toBe(2));
    expect(row.went.at(-1)).toEqual({ index: 2, still: false });
    presenter.previous();
    await vi.waitFor(() => expect(row.went.at(-1)).toEqual({ index: 1, still: true }));
    row.goTo(4);
    await vi.waitFor(() => expect(presenter.view().number).toBe(5));
  });

  it('neither leaves the row', () => {
    const { presenter } = windows();
    presenter.previous();
    expect(presenter.view().number).toBe(1);
    presenter.goTo(COUNT);
    expect(presenter.view().number).toBe(1);
    presenter.goTo(COUNT - 1);
    expect(presenter.view()).toMatchObject({ number: COUNT, next: null });
  });

  it('a frozen audience stays; thawed, it sees at once where the presenter is', async () => {
    const { presenter, row } = windows();
    await vi.waitFor(() => expect(presenter.view().hasCompany).toBe(true));
    presenter.goTo(1);
    await vi.waitFor(() => expect(row.index).toBe(1));
    presenter.freeze(true);
    presenter.goTo(4);
    expect(presenter.view().frozen).toEqual({ number: 2, title: 'Title 1' });
    presenter.setLaser(true);
    presenter.point({ x: 0.5, y: 0.25 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(row.index).toBe(1);
    presenter.freeze(false);
    await vi.waitFor(() => expect(row.went.at(-1)).toEqual({ index: 4, still: true }));
  });

  it('the audience sees votes and answer only when they are shown', async () => {
    const { presenter, audience } = windows();
    await vi.waitFor(() => expect(presenter.view().hasCompany).toBe(true));
    presenter.goTo(2);
    presenter.count('a', 11);
    presenter.count('b', 7);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(audience.view().revealed).toBeNull();
    expect(presenter.view().notes, 'what is shown elsewhere, and the answer, are left out').toEqual([
      'First.',
    ]);
    presenter.reveal(true);
    expect(presenter.view().notes).toEqual(['First.', 'Answer: To A.']);
    await vi.waitFor(() => expect(audience.view().revealed).not.toBeNull());
    expect(audience.view().revealed!.options.map(({ hands, isRight }) => [hands, isRight])).toEqual([
      [11, true],
      [7, false],
    ]);
    presenter.next();
    await vi.waitFor(() => expect(audience.view().revealed).toBeNull());
    expect(presenter.view().question).toBeNull();
  });

  it('the laser and black reach the audience', async () => {
    const { presenter, audience } = windows();
    presenter.setLaser(true);
    presenter.point({ x: 0.25, y: 0.75 });
    presenter.blank(true);
    await vi.waitFor(() =>
      expect(audience.view()).toMatchObject({ laser: { x: 0.25, y: 0.75 }, isBlank: true }),
    );
    presenter.setLaser(false);
    audience.toggleBlank();
    await vi.waitFor(() => expect(presenter.view()).toMatchObject({ laser: null, isBlank: false }));
    await vi.waitFor(() => expect(audience.view().laser).toBeNull());
  });
});

it('the clock runs, stops and starts over', () => {
  vi.useFakeTimers();
  const { presenter } = windows();
  vi.advanceTimersByTime(61_500);
  expect(presenter.view().timer).toEqual({ seconds: 61, isRunning: true });
  presenter.runTimer(false);
  vi.advanceTimersByTime(5_000);
  expect(presenter.view().timer).toEqual({ seconds: 61, isRunning: false });
  presenter.resetTimer();
  expect(presenter.view().timer.seconds).toBe(0);
  vi.useRealTimers();
});

it('a room is a short plain name; another is not taken', () => {
  const name = newName();
  const address = addressIn('#s=x&step=3', 'audience', name);
  expect(roomOf(address)).toBe(name);
  expect(new URLSearchParams(address.slice(1)).get('step')).toBe('3');
  expect(roomOf('#room=a/b')).toBeNull();
  expect(roomOf(`#room=${'a'.repeat(50)}`)).toBeNull();
});
