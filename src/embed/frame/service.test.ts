import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verb, type Event, type Verb } from '../protocol/messages';
import { readEvent } from '../protocol/read';
import { Service } from './service';
import { FakeSlides } from './testing/fakeSlides';

const PAGE = { name: 'page' };
const OWN = { name: 'slide' };
const HOST = 'https://deck.example';

function serve(allowed: readonly string[] = [HOST], slides = new FakeSlides()) {
  const told: Event[] = [];
  const targets: string[] = [];
  const themes: string[] = [];
  const service = new Service(slides, {
    page: PAGE,
    own: OWN,
    allowed,
    post: (message, target) => {
      // Whatever is told can be read by the other side.
      const reading = readEvent(structuredClone(message));
      expect(reading).toHaveProperty('message');
      told.push((reading as { message: Event }).message);
      targets.push(target);
    },
    setTheme: (theme) => themes.push(theme),
  });
  const ask = async (message: Verb | unknown, from: { source?: unknown; origin?: string } = {}) => {
    const before = told.length;
    service.take({ data: message, source: PAGE, origin: HOST, ...from });
    await new Promise((resolve) => setTimeout(resolve));
    return told.slice(before);
  };
  return { service, slides, told, targets, themes, ask };
}

describe('a slide', () => {
  it('says at once that it is there, to the one page that may ask, and again when it is greeted', async () => {
    const { told, targets, ask } = serve();
    expect(told).toMatchObject([{ type: 'ready', step: 1, first: 1, last: 3, scenario: 'fake' }]);
    expect(targets).toEqual([HOST]);
    expect(await ask(verb('hello', {}, 'h'))).toMatchObject([
      { type: 'ready' },
      { type: 'state', id: 'h', ok: true },
    ]);
  });

  it('waits to be greeted where several may ask, and then talks to the one who did', async () => {
    const { told, targets, ask } = serve(['https://other.example', HOST]);
    expect(told).toEqual([]);
    expect(await ask(verb('hello', {}))).toMatchObject([{ type: 'ready' }]);
    expect(targets).toEqual([HOST]);
  });

  it('tells nobody anything where nobody may ask', async () => {
    const { told, ask, slides } = serve([]);
    await ask(verb('next', {}));
    expect(told).toEqual([]);
    expect(slides.asked).toEqual([]);
  });

  it('counts steps from 1 outside, and answers whoever asks with an id', async () => {
    const { ask, slides } = serve();
    expect(await ask(verb('next', {}, '1'))).toMatchObject([
      { type: 'stepchange', step: 2, frame: 'step-1/scene' },
      { type: 'state', id: '1', ok: true, step: 2 },
    ]);
    expect(await ask(verb('goTo', { step: 3, still: true }))).toMatchObject([
      { type: 'stepchange', step: 3 },
    ]);
    expect(slides.asked.at(-1)).toEqual(['goTo', 2, true]);
    expect(await ask(verb('next', {}, '2'))).toMatchObject([{ type: 'state', id: '2', ok: false, step: 3 }]);
  });

  it('does every verb', async () => {
    const { ask, slides, themes } = serve();
    await ask(verb('play', {}));
    await ask(verb('pause', {}));
    await ask(verb('send', {}));
    await ask(verb('kill', { pod: 'shop-1' }));
    await ask(verb('kill', {}));
    await ask(verb('scale', { replicas: 3, deployment: 'shop' }));
    await ask(verb('setLens', { lens: 'machines' }));
    await ask(verb('setLanguage', { lang: 'zh-CN' }));
    await ask(verb('setTheme', { theme: 'dark' }));
    expect(slides.asked).toEqual([
      ['play'],
      ['pause'],
      ['send'],
      ['kill', 'shop-1'],
      ['kill', undefined],
      ['scale', 3, 'shop'],
      ['setLens', 'machines'],
      ['setLanguage', 'zh-CN'],
    ]);
    expect(themes).toEqual(['dark']);
  });

  it('says what is not possible', async () => {
    const { ask, slides } = serve();
    slides.isPossible = false;
    expect(await ask(verb('kill', { pod: 'nobody' }, 'k'))).toMatchObject([
      { type: 'state', id: 'k', ok: false },
      { type: 'error', code: 'cannot' },
    ]);
    expect(await ask(verb('goTo', { step: 'nowhere' }))).toMatchObject([{ type: 'error', code: 'cannot' }]);
  });

  it('passes on what happens', () => {
    const { slides, told, service } = serve();
    told.length = 0;
    slides.tell({ type: 'goal', step: 'step-1' });
    slides.tell({ type: 'needsinput', id: 'step-0/scene' });
    slides.tell({ type: 'done' });
    slides.tell({ type: 'state' });
    service.passKey({ key: '.', code: 'Period', keyCode: 190, shiftKey: false, altKey: false });
    service.release();
    expect(told).toMatchObject([
      { type: 'goal', goal: 'step-1' },
      { type: 'needsinput', step: 1, frame: 'step-0/scene' },
      { type: 'done' },
      { type: 'state', step: 1 },
      { type: 'key', key: '.', keyCode: 190 },
      { type: 'release' },
    ]);
  });

  it('stops when it is told to', () => {
    const { slides, service } = serve();
    service.stop();
    expect(slides.listenerCount()).toBe(0);
  });
});

describe('stills', () => {
  it('come in pieces that put together are the whole, whatever is written in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (unit) => {
        const { ask, slides } = serve();
        slides.svg = unit.repeat(Math.ceil(150_000 / unit.length));
        const pieces = await ask(verb('still', { step: 2 }, 's'));
        expect(pieces.length).toBeGreaterThan(2);
        expect(pieces.map((piece) => (piece.type === 'still' ? piece.svg : '')).join('')).toBe(slides.svg);
        expect(pieces.every((piece) => piece.type === 'still' && piece.step === 2 && piece.id === 's')).toBe(
          true,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('of all steps are one verb', async () => {
    const { ask } = serve();
    const answers = await ask(verb('print', {}, 'p'));
    expect(answers.map((answer) => (answer.type === 'still' ? answer.step : answer.type))).toEqual([
      1,
      2,
      3,
      'state',
    ]);
    expect(await ask(verb('print', { steps: ['step-2', 9] }))).toMatchObject([
      { type: 'still', step: 3 },
      { type: 'error', code: 'cannot' },
    ]);
  });
});

describe('sleep', () => {
  it('lasts until the slide is seen, and its page has not sent it to sleep', async () => {
    const { service, slides, ask } = serve();
    const isAsleep = () => slides.state().isAsleep;
    expect(isAsleep()).toBe(true);
    await ask(verb('wake', {}));
    expect(isAsleep()).toBe(true);
    service.rest.see(true);
    expect(isAsleep()).toBe(false);
    await ask(verb('sleep', {}));
    expect(isAsleep()).toBe(true);
    await ask('slide:start');
    expect(isAsleep()).toBe(false);
    await ask('slide:stop');
    expect(isAsleep()).toBe(true);
  });
});

describe('refused, and told to the page that may ask', () => {
  it.each([
    ['another origin', verb('next', {}), { origin: 'https://evil.example' }, 'wrong-origin'],
    ['another window', verb('next', {}), { source: { name: 'popup' } }, 'wrong-source'],
    ['the slide’s own window', verb('next', {}), { source: OWN }, 'wrong-source'],
    ['no message', 'next', {}, 'wrong-shape'],
    ['another version', { ...verb('next', {}), v: 2 }, {}, 'wrong-version'],
  ])('%s', async (_, message, from, code) => {
    const { ask, slides } = serve();
    expect(await ask(message, from)).toMatchObject([{ type: 'error', code }]);
    expect(slides.asked).toEqual([]);
  });

  it('but not what a browser’s extension says to every window', async () => {
    const { ask } = serve();
    expect(await ask({ source: 'devtools' }, { source: OWN, origin: 'null' })).toEqual([]);
  });
});

describe('a long lesson', () => {
  it('is ready without its captions, if they do not fit into one message', () => {
    const slides = new FakeSlides();
    slides.frames = 300;
    slides.caption = 'x'.repeat(400);
    const [ready] = serve([HOST], slides).told;
    expect(ready).toMatchObject({ type: 'ready', last: 300, frames: expect.any(Array) as unknown });
    const { frames } = ready as Event & { type: 'ready' };
    expect(frames).toHaveLength(300);
    expect(frames[0]).toMatchObject({ title: 'Title 0', caption: '' });
  });
});
