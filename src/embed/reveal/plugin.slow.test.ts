// @vitest-environment jsdom
import Reveal, { type RevealApi } from 'reveal.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Deck } from './deck';
import { Hopscope } from './plugin';
import { FakeScope } from './testing/fakeScope';

let deck: RevealApi;

beforeAll(() => {
  customElements.define('hop-scope', FakeScope);
  // What jsdom leaves out and reveal asks for.
  window.matchMedia ??= ((media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
  })) as never;
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  } as never;
});

beforeEach(() => document.body.replaceChildren());
afterEach(() => deck.destroy());

async function open(slides: readonly string[], config: object = {}): Promise<void> {
  const holder = document.createElement('div');
  holder.className = 'reveal';
  const inner = document.createElement('div');
  inner.className = 'slides';
  for (const slide of slides) {
    const section = document.createElement('section');
    section.append(document.createRange().createContextualFragment(slide));
    inner.append(section);
  }
  holder.append(inner);
  document.body.append(holder);
  deck = new Reveal(holder, { plugins: [Hopscope()], history: false, hash: false, ...config });
  await deck.initialize();
  await turn();
  for (const each of scopes()) each.heard();
}

const scopes = (): FakeScope[] => [...document.querySelectorAll<FakeScope>('hop-scope')];
const scope = (place = 0): FakeScope => scopes()[place]!;
const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

async function next(times = 1): Promise<void> {
  for (let i = 0; i < times; i += 1) deck.next();
  await turn();
}

async function previous(times = 1): Promise<void> {
  for (let i = 0; i < times; i += 1) deck.prev();
  await turn();
}

const place = (): string => `${deck.getIndices().h}.${deck.getIndices().f ?? '-'}`;

const THREE = ['<p>one</p>', '<hop-scope steps="2-5"></hop-scope>', '<p>three</p>'] as const;

describe('a deck with an element', () => {
  it('gives each step after the first a fragment, before anything has loaded', async () => {
    await open(THREE);
    expect(document.querySelectorAll('.fragment')).toHaveLength(3);
    expect(deck.getTotalSlides()).toBe(3);
    const stops = [place()];
    for (let i = 0; i < 5; i += 1) {
      await next();
      stops.push(place());
    }
    expect(stops).toEqual(['0.-', '1.-1', '1.0', '1.1', '1.2', '2.-']);
  });

  it('leads the element forwards playing and backwards at rest', async () => {
    await open(THREE);
    scope().load(2, 5);
    await next(2);
    await next();
    await next();
    expect(scope().heard()).toEqual(['wake', 'go 3', 'go 4', 'go 5']);
    await previous();
    await previous();
    expect(scope().heard()).toEqual(['still 4', 'still 3']);
  });

  it('does not say that the deck is ready when an element is', async () => {
    await open(THREE);
    let count = 0;
    deck.on('ready', () => (count += 1));
    scope().load(2, 5);
    expect(count).toBe(0);
  });

  it('is quick: five presses at once end where the last one goes, and nothing springs back', async () => {
    await open(THREE);
    scope().load(2, 5);
    await next(4);
    expect(place()).toBe('1.2');
    expect(scope().currentStep).toBe(5);
    await turn();
    expect(place()).toBe('1.2');
    expect(scope().currentStep).toBe(5);
  });

  it('shows the last step when one comes back to it, and the first when one comes anew', async () => {
    await open(THREE);
    scope().load(2, 5);
    deck.slide(2);
    await turn();
    await previous();
    expect(place()).toBe('1.2');
    expect(scope().heard()).toContain('still 5');
    deck.slide(0);
    await turn();
    scope().heard();
    await next();
    expect(scope().heard()).toEqual(['wake', 'go 2']);
  });

  it('tells it where to stand whenever it has loaded again', async () => {
    await open(THREE);
    scope().load(2, 5);
    await next(3);
    scope().heard();
    scope().load(2, 5);
    expect(scope().heard()).toEqual(['still 4']);
  });

  it('follows what is pressed inside, and not while its slide is elsewhere', async () => {
    await open(THREE);
    scope().load(2, 5);
    await next();
    scope().press(4);
    expect(place()).toBe('1.1');
    scope().press(2);
    expect(place()).toBe('1.-1');
    scope().press(5);
    await next();
    expect(place()).toBe('2.-');
    scope().press(3);
    expect(place()).toBe('2.-');
  });

  it('lets it sleep unless it is seen', async () => {
    await open(THREE);
    await next();
    expect(scope().heard()).toEqual(['wake']);
    deck.togglePause();
    expect(scope().heard()).toEqual(['sleep']);
    deck.togglePause();
    expect(scope().heard()).toEqual(['wake']);
    await previous();
    expect(scope().heard()).toEqual(['sleep']);
  });
});

describe('without steps in the markup', () => {
  it('makes the fragments when the element is ready', async () => {
    await open(['<hop-scope></hop-scope>', '<p>two</p>']);
    expect(document.querySelectorAll('.fragment')).toHaveLength(0);
    scope().load(1, 4);
    expect(document.querySelectorAll('.fragment')).toHaveLength(3);
    await next(3);
    expect(place()).toBe('0.2');
    expect(scope().currentStep).toBe(4);
  });

  it('shows them all when the slide is past by then', async () => {
    await open(['<hop-scope></hop-scope>', '<p>two</p>']);
    await next();
    scope().load(1, 4);
    await previous();
    expect(place()).toBe('0.2');
    expect(scope().currentStep).toBe(4);
  });
});

describe('steps that the lesson does not have', () => {
  it('are taken back when it is known', async () => {
    await open(['<p>one</p>', '<hop-scope steps="2-9"></hop-scope>']);
    expect(document.querySelectorAll('.fragment')).toHaveLength(7);
    scope().load(2, 4);
    expect(document.querySelectorAll('.fragment')).toHaveLength(2);
  });
});

describe('two elements on one slide', () => {
  const TWO = [
    '<p class="fragment">a</p><hop-scope></hop-scope><p class="fragment">b</p><hop-scope></hop-scope>',
    '<p>two</p>',
  ];

  it('go on one after the other, whichever is there first', async () => {
    await open(TWO);
    scope(1).load(1, 2);
    scope(0).load(1, 3);
    const seen = [];
    for (let i = 0; i < 5; i += 1) {
      await next();
      seen.push(`${scope(0).currentStep} ${scope(1).currentStep} ${shownText()}`);
    }
    expect(seen).toEqual(['1 1 a', '2 1 a', '3 1 a', '3 1 ab', '3 2 ab']);
    await previous(2);
    expect(`${scope(0).currentStep} ${scope(1).currentStep} ${shownText()}`).toBe('3 1 a');
  });

  it('keep the order that their author gave them', async () => {
    await open([
      '<p class="fragment" data-fragment-index="0">a</p><hop-scope steps="1-2" data-fragment-index="2"></hop-scope>' +
        '<hop-scope steps="1-2" data-fragment-index="1"></hop-scope>',
    ]);
    scope(0).load(1, 2);
    scope(1).load(1, 2);
    await next(2);
    expect([scope(0).currentStep, scope(1).currentStep]).toEqual([1, 2]);
    await next();
    expect([scope(0).currentStep, scope(1).currentStep]).toEqual([2, 2]);
  });

  function shownText(): string {
    return [...document.querySelectorAll('p.fragment.visible')].map((p) => p.textContent).join('');
  }
});

describe('a deck that is closed', () => {
  it('is not listened to any more', async () => {
    await open(THREE);
    scope().load(2, 5);
    const plugin = deck.getPlugin('hopscope') as { destroy(): void };
    plugin.destroy();
    scope().press(4);
    expect(place()).toBe('0.-');
  });
});

it('takes reveal for what the plugin expects of it', () => {
  // Compiles only while reveal's own types fit ours.
  const fits = (api: RevealApi): Deck => api as unknown as Deck & Pick<RevealApi, 'isPaused'>;
  expect(fits).toBeTypeOf('function');
});
