// @vitest-environment jsdom
import { act, type ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { LessonView } from '../../lesson/view';
import { button, click, mount, press, type Mounted } from '../testing/mount';
import { LanguageContext } from '../text';
import LessonColumn from './LessonColumn';
import LessonStrip from './LessonStrip';
import {
  recordedLessonActions,
  sampleChoice,
  sampleCount,
  sampleGhost,
  sampleLesson,
} from './testing/sampleLesson';

let mounted: Mounted;
let asked: unknown[][];
const english = (node: ReactNode) => <LanguageContext value="en">{node}</LanguageContext>;

function show(lesson: LessonView) {
  const recorded = recordedLessonActions();
  asked = recorded.asked;
  const draw = (view: LessonView) => english(<LessonColumn lesson={view} actions={recorded.actions} />);
  mounted = mount(draw(lesson));
  return (next: LessonView) => mounted.render(draw(next));
}
const text = () => mounted.root.textContent;

afterEach(() => mounted.unmount());

describe('the head', () => {
  it('says where one is: lesson, step, phase', () => {
    show(sampleLesson('watch'));
    expect(text()).toContain('Lesson 8 of 10');
    const phases = [...mounted.root.querySelectorAll('.les-phases li')];
    expect(phases.map((each) => each.className)).toEqual([
      'is-done',
      'is-done',
      'is-now',
      'is-next',
      'is-next',
    ]);
    expect(mounted.root.querySelector('.les-phases [aria-current=step]')?.textContent).toBe('Watch');
    click(button('Step 3 of 3'));
    expect(asked).toEqual([['goToStep', 2]]);
  });

  it('gives a text as Markdown, and never as HTML', () => {
    show(sampleLesson('scene', { body: 'A **b** `c` <img src=x onerror=alert(1)>' }));
    expect(mounted.root.querySelector('.les-text b')?.textContent).toBe('b');
    expect(mounted.root.querySelector('.les-text code')?.textContent).toBe('c');
    expect(mounted.root.querySelector('img')).toBeNull();
  });
});

describe('the gate', () => {
  const asking = (more: Parameters<typeof sampleChoice>[0] = {}) =>
    sampleLesson('predict', { prediction: sampleChoice(more), waitsFor: 'prediction' });

  it('is locked by its button once something is chosen, and keeps "next" shut until then', () => {
    const again = show(asking());
    expect(button('Lock it in').disabled).toBe(true);
    expect(button('Next').disabled).toBe(true);
    expect(document.getElementById(button('Next').getAttribute('aria-describedby')!)?.textContent).toContain(
      'locked in',
    );
    click(mounted.root.querySelectorAll('input[type=radio]')[1]!);
    expect(asked).toEqual([['choose', 'new']]);
    again(asking({ chosen: 'new' }));
    click(button('Lock it in'));
    expect(asked.at(-1)).toEqual(['lock']);
  });

  it('is locked by Enter, from the keyboard alone', () => {
    show(asking({ chosen: 'same' }));
    const form = mounted.root.querySelector('form')!;
    act(() => form.requestSubmit());
    expect(asked).toEqual([['lock']]);
  });

  it('waits for the belief where there is one', () => {
    const belief = {
      id: 'b',
      question: 'How is a Pod chosen?',
      options: [{ id: 'turns', text: 'They take turns' }],
      chosen: null,
      ghost: null,
      because: null,
    };
    const again = show(sampleLesson('predict', { belief, prediction: sampleChoice({ chosen: 'same' }) }));
    expect(button('Lock it in').disabled).toBe(true);
    click(mounted.root.querySelector('.les-belief input')!);
    expect(asked).toEqual([['believe', 'turns']]);
    again(
      sampleLesson('predict', {
        belief: { ...belief, chosen: 'turns', ghost: sampleGhost(0) },
        prediction: sampleChoice({ chosen: 'same' }),
      }),
    );
    expect(button('Lock it in').disabled).toBe(false);
  });

  it('shares a number out with steppers, and no more than there are', () => {
    const again = show(sampleLesson('predict', { prediction: sampleCount([1, 1, 0]) }));
    expect(text()).toContain('2 of 3 shared out');
    expect(button('One fewer to n5b9x').disabled).toBe(true);
    click(button('One more to n5b9x'));
    expect(asked).toEqual([['setShare', 'default/user-api-deployment-n5b9x', 1]]);
    expect(button('Lock it in').disabled).toBe(true);
    again(sampleLesson('predict', { prediction: sampleCount([1, 1, 1]) }));
    expect(button('Lock it in').disabled).toBe(false);
    expect(button('One more to t8rqz').disabled).toBe(true);
  });

  it('shows, after it has run, what was said, what is so, and why; and says it aloud', () => {
    const again = show(
      sampleLesson('watch', { prediction: sampleChoice({ chosen: 'new', isLocked: true }) }),
    );
    expect(mounted.root.querySelector('[role=status]')!.textContent).toBe('');
    const options = sampleChoice().options.map((option) => ({ ...option, isRight: option.id === 'same' }));
    const verdict = {
      isRight: false,
      because: 'It is the **Service**’s own.',
      against: 'The trace shows the old one.',
    };
    again(
      sampleLesson('explain', {
        prediction: sampleChoice({ chosen: 'new', isLocked: true, options, verdict }),
        explanation: 'So it is.',
      }),
    );
    const answers = [...mounted.root.querySelectorAll('.les-answers li')].map((each) => each.textContent);
    expect(answers).toEqual(['You said To a new Service address.', 'In fact To 10.103.22.45, as before.']);
    expect(text()).toContain('The trace shows the old one.');
    expect(mounted.root.querySelector('[role=status]')!.textContent).toContain('It went otherwise.');
    expect(mounted.root.querySelector('[role=status]')!.textContent).toContain('It is the Service’s own.');
  });
});

describe('the task', () => {
  const task = {
    task: 'Delete a Pod.',
    parts: [
      { text: 'A Pod is deleted', state: 'done' as const },
      { text: 'Three are ready', state: 'half' as const },
    ],
    isReached: false,
    hints: ['Click a Pod.'],
    hintsLeft: 2,
  };
  const phases = [
    { phase: 'scene' as const, state: 'done' as const },
    { phase: 'act' as const, state: 'now' as const },
  ];

  it('lists its goals with how far they are, hints one by one, and "show me"', () => {
    show(sampleLesson('act', { task, phases, waitsFor: 'goal' }));
    expect([...mounted.root.querySelectorAll('.les-goals li')].map((each) => each.textContent)).toEqual([
      'A Pod is deleted (done)',
      'Three are ready (begun)',
    ]);
    expect(text()).toContain('Hint 1 of 3');
    click(button('Another hint (2 left)'));
    click(button('Show me'));
    expect(asked).toEqual([['hint'], ['showMe']]);
  });

  it('says aloud that the goal is reached, and lets go on', () => {
    const again = show(sampleLesson('act', { task, phases, waitsFor: 'goal' }));
    again(sampleLesson('act', { task: { ...task, isReached: true }, phases }));
    expect(mounted.root.querySelector('[role=status]')!.textContent).toContain('Goal reached');
    expect(button('Next').disabled).toBe(false);
  });
});

describe('the way on', () => {
  it('moves the focus to what is new, if it was in the column', () => {
    const again = show(sampleLesson('scene'));
    button('Next').focus();
    again(sampleLesson('predict', { prediction: sampleChoice() }));
    expect(document.activeElement?.textContent).toContain('To which address');
    press('Enter', document.activeElement!);
    expect(asked).toEqual([['next']]);
  });

  it('leaves the focus where it is, if that is elsewhere', () => {
    const elsewhere = document.body.appendChild(document.createElement('button'));
    const again = show(sampleLesson('scene'));
    elsewhere.focus();
    again(sampleLesson('predict', { prediction: sampleChoice() }));
    expect(document.activeElement).toBe(elsewhere);
    elsewhere.remove();
  });

  it('offers only the way back while one plays freely', () => {
    show(sampleLesson('predict', { prediction: sampleChoice(), isFreePlay: true }));
    expect(mounted.root.querySelector('.les-question')).toBeNull();
    press('Enter', mounted.root.querySelector('h3')!);
    click(button('Back to the lesson'));
    expect(asked).toEqual([['backToLesson']]);
  });

  it('ends with a sentence, what was left out, the page to read on with its version, and the next lesson', () => {
    show(
      sampleLesson('check', {
        end: {
          recap: 'Each draw is new.',
          simplified: 'No IPVS.',
          docs: { url: 'https://kubernetes.io/docs/x', title: 'Virtual IPs', version: 'v1.34' },
          rightPredictions: 1,
          predictions: 2,
          next: { id: 'running', title: 'Running is not ready' },
        },
      }),
    );
    for (const words of [
      'Each draw is new.',
      'No IPVS.',
      'Kubernetes v1.34',
      '1 of 2 predictions',
      'Running is not ready',
    ])
      expect(text()).toContain(words);
    expect(mounted.root.querySelector('a')?.getAttribute('href')).toBe('https://kubernetes.io/docs/x');
    click(button('Next lesson'));
    expect(asked).toEqual([['openLesson', 'running']]);
  });
});

describe('the lesson in one line', () => {
  it('says what is asked now, and opens the column', () => {
    let isOpened = false;
    mounted = mount(
      english(
        <LessonStrip
          lesson={sampleLesson('predict', { prediction: sampleChoice(), waitsFor: 'prediction' })}
          onOpen={() => (isOpened = true)}
        />,
      ),
    );
    expect(text()).toContain('To which address does the gateway send the next request?');
    expect(text()).toContain('Predict');
    click(button('Open'));
    expect(isOpened).toBe(true);
  });
});
