// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GhostRun } from '../../lesson/view';
import { button, click, mount, type Mounted } from '../testing/mount';
import { LanguageContext } from '../text';
import CourseOverview, { nextLesson } from './CourseOverview';
import GhostStrip from './GhostStrip';
import PlaceMarks, { type Picture } from './PlaceMarks';
import { recordedLessonActions, sampleCourse, sampleGhost } from './testing/sampleLesson';

let mounted: Mounted;
const strip = (ghost: GhostRun) => (
  <LanguageContext value="en">
    <GhostStrip ghost={ghost} />
  </LanguageContext>
);
const cells = (row: string) =>
  [...mounted.root.querySelectorAll(`${row} td`)].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim());

beforeEach(() => {
  vi.stubGlobal('innerWidth', 1280);
  vi.stubGlobal('innerHeight', 720);
});
afterEach(() => {
  mounted.unmount();
  vi.unstubAllGlobals();
});

describe('belief and truth', () => {
  it('stand in the same columns of a table; what has not happened yet is open', () => {
    mounted = mount(strip(sampleGhost(1)));
    expect(cells('.is-believed')).toHaveLength(6);
    expect(cells('.is-true').filter((cell) => cell.includes('not yet'))).toHaveLength(5);
    expect(mounted.root.querySelector('.les-parts')).toBeNull();
    expect([...mounted.root.querySelectorAll('tbody th')].map((each) => each.textContent)).toEqual([
      'You believe They take turns',
      'What happens',
    ]);
  });

  it('part where they differ for the first time, in words, too', () => {
    mounted = mount(strip(sampleGhost(3)));
    const truth = [...mounted.root.querySelectorAll('.is-true td')];
    expect(truth.map((cell) => cell.classList.contains('is-parting'))).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(truth[1]!.textContent).toContain('parts here');
    expect(truth[1]!.textContent).toContain('(not as believed)');
    expect(truth[2]!.textContent).not.toContain('(not as believed)');
  });

  it('fold to one line, as they are on a phone', () => {
    vi.stubGlobal('innerWidth', 390);
    mounted = mount(strip(sampleGhost(3)));
    expect(mounted.root.querySelector('table')).toBeNull();
    expect(mounted.root.textContent).toContain('parts at:');
    click(button('Unfold'));
    expect(mounted.root.querySelector('table')).not.toBeNull();
  });
});

describe('marks in the picture', () => {
  it('follow their places at every frame, and are gone where the place is not drawn', () => {
    const listeners = new Set<() => void>();
    let x = 10;
    const picture: Picture = {
      rectOf: (place) => (place === 'pod/a' ? { x, y: 20, w: 30, h: 40 } : null),
      packetRect: () => null,
      onFrame: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    mounted = mount(
      <PlaceMarks
        marks={[
          { place: 'pod/a', kind: 'ghost' },
          { place: 'pod/b', kind: 'choice' },
        ]}
        picture={picture}
      />,
    );
    const [first, second] = [...mounted.root.querySelectorAll<HTMLElement>('.les-marks > span')];
    expect(first!.style.transform).toBe('translate(10px, 20px)');
    expect(second!.hidden).toBe(true);
    x = 50;
    for (const listener of listeners) listener();
    expect(first!.style.transform).toBe('translate(50px, 20px)');
    mounted.render(null);
    expect(listeners.size).toBe(0);
  });

  it('keep the badge of the ghost off the packet', () => {
    const rects: Record<string, { left: number; top: number; right: number; bottom: number }> = {
      nw: { left: 0, top: 0, right: 20, bottom: 20 },
      sw: { left: 0, top: 80, right: 20, bottom: 100 },
    };
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
      return (rects[this.parentElement?.dataset['corner'] ?? ''] ?? { left: 0, top: 0 }) as DOMRect;
    });
    const picture: Picture = {
      rectOf: () => ({ x: 0, y: 0, w: 100, h: 100 }),
      packetRect: () => ({ left: 10, top: 10, right: 60, bottom: 40 }),
      onFrame: () => () => undefined,
    };
    mounted = mount(<PlaceMarks marks={[{ place: 'pod/a', kind: 'ghost' }]} picture={picture} />);
    expect(mounted.root.querySelector<HTMLElement>('[data-place]')!.dataset['corner']).toBe('sw');
    vi.restoreAllMocks();
  });
});

describe('the overview of the course', () => {
  it('lists chapters and lessons with their state, and opens one', () => {
    const { actions, asked } = recordedLessonActions();
    mounted = mount(
      <LanguageContext value="en">
        <CourseOverview course={sampleCourse()} actions={actions} />
      </LanguageContext>,
    );
    const cards = [...mounted.root.querySelectorAll('.les-card')].map((card) => card.textContent);
    expect(cards).toHaveLength(3);
    expect(cards[0]).toContain('finished');
    expect(cards[1]).toContain('2 of 4 steps');
    expect(cards[2]).toContain('not begun');
    expect(mounted.root.querySelector('[aria-current]')?.textContent).toContain('Title 2');
    click(button('Title 3'));
    click(button('Go on with lesson 2'));
    expect(asked).toEqual([
      ['openLesson', 'lesson-3'],
      ['openLesson', 'lesson-2'],
    ]);
  });

  it('goes on with what was begun, else with the first that is new, else nowhere', () => {
    const course = sampleCourse();
    const all = (state: 'new' | 'begun' | 'finished') => ({
      ...course,
      finished: state === 'finished' ? 3 : 0,
      chapters: course.chapters.map((chapter) => ({
        ...chapter,
        lessons: chapter.lessons.map((lesson) => ({ ...lesson, state })),
      })),
    });
    expect(nextLesson(course)?.number).toBe(2);
    expect(nextLesson(all('new'))).toMatchObject({ number: 1, wordKey: 'lesson.course.start' });
    expect(nextLesson(all('finished'))).toBeNull();
  });
});
