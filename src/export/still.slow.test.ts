// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from 'vitest';
import '../i18n/slides';
import { roughWidth } from '../scene/text/measure';
import { samplePicture } from '../scene/testing/samplePicture';
import { stillAboveWords, stillSvg, type StillInput } from './still';

// What the scene needs of a page, and jsdom has not got.
beforeAll(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {}, removeEventListener() {} }));
  const measureText = (text: string) => ({ width: roughWidth(text, 'sans') * 100 });
  const context = new Proxy(
    { measureText },
    { get: (known, name) => Reflect.get(known, name) ?? (() => undefined) },
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  const size = (name: 'width' | 'height') => ({
    get(this: HTMLElement) {
      return Number.parseInt(this.style[name], 10) || 0;
    },
  });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', size('width'));
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', size('height'));
});

const address = (kind: 'pod' | 'vip', text: string) => ({ kind, text });
const message = { key: 'ui.close', params: {} };

function input(change: Partial<StillInput> = {}): StillInput {
  return {
    picture: samplePicture,
    strip: {
      ...{ state: 'wire', holder: '', label: 'TCP SYN', layer: 'TCP', who: message, why: message },
      ...{
        source: address('pod', '10.244.1.3:41822'),
        sourceNote: '',
        sourceAfter: null,
        sourceAfterNote: '',
      },
      ...{ destination: address('vip', '10.103.22.45:80'), destinationNote: '' },
      ...{ destinationAfter: address('pod', '10.244.1.2:8080'), destinationAfterNote: '' },
    },
    caption: '网关只认 VIP；目的地址由内核改写成抽中的 Pod。',
    language: 'zh-CN',
    theme: 'light',
    lens: 'layers',
    stepNumber: 8,
    stepCount: 13,
    question: null,
    title: 'Service <在哪> & 怎么工作',
    ...change,
  };
}

const question = {
  text: '下一个请求去哪个 Pod？',
  answer: 'B. 三个里抽一个',
  options: [
    { id: 'a', letter: 'A', text: '最新的那个', isRight: false },
    { id: 'b', letter: 'B', text: '三个里抽一个', isRight: true },
  ],
};

function read(svg: string): { root: Element; texts: string } {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  const texts = [...parsed.querySelectorAll('text')].map((node) => node.textContent).join('|');
  return { root: parsed.documentElement, texts };
}

describe('a still', () => {
  it('is one whole SVG document of 1280 by 720 with all its words', () => {
    const { root, texts } = read(stillSvg(input()));
    expect(root.getAttribute('viewBox')).toBe('0 0 1280 720');
    expect(root.querySelector('title')?.textContent).toBe('Service <在哪> & 怎么工作 8/13');
    for (const text of [
      '10.244.1.3:41822',
      '10.103.22.45:80',
      '10.244.1.2:8080',
      'TCP SYN',
      '8 / 13',
      '此刻线上',
    ])
      expect(texts).toContain(text);
    expect(texts.replaceAll('|', '')).toContain('网关只认 VIP；目的地址由内核改写成抽中的 Pod。');
    expect(texts).toContain('user-api-service');
  });

  it.each(['layers', 'machines'] as const)(
    'refers to nothing outside, and holds nothing of the page: %s',
    (lens) => {
      const svg = stillSvg(input({ lens, theme: 'dark' }));
      expect(svg).not.toMatch(
        /foreignObject|<image|<script|<style|style=|class=|href|tabindex|aria-|data-key|var\(/,
      );
      expect([...svg.matchAll(/url\(([^)]*)\)/g)].map(([, to]) => to)).toSatisfy((all: string[]) =>
        all.every((to) => to === '#still-hatch'),
      );
      expect([...svg.matchAll(/https?:\/\/[^"<\s]+/g)].map(([url]) => url)).toSatisfy((urls: string[]) =>
        urls.every((url) => url === 'http://www.w3.org/2000/svg' || url.startsWith('https://shop.example')),
      );
      expect(svg).toMatch(
        /font-family="[^"]*Noto Sans CJK SC[^"]*Microsoft YaHei[^"]*PingFang SC[^"]*sans-serif/,
      );
    },
  );

  it('has every packet in flight, which the page draws on a canvas', () => {
    const picture = samplePicture;
    const circles = (dots: typeof picture.dots) =>
      read(stillSvg(input({ picture: { ...picture, dots } }))).root.querySelectorAll('circle').length;
    const dot = {
      ...{ request: 'r', from: 'client/browser', isReply: false, failed: false, fraction: 0.4 },
      tone: 'vip' as const,
    };
    const to = picture.workloads[0]!.pods[0]!.place;
    const none = circles([]);
    expect(
      circles([
        { ...dot, id: 'one', to },
        { ...dot, id: 'two', to, fraction: 0.7 },
      ]),
    ).toBe(none + 2);
  });

  it('letters the options of a question, and tells no answer before it is revealed', () => {
    const asked = read(stillSvg(input({ question })));
    for (const text of ['A', 'B', '最新的那个', '三个里抽一个'])
      expect(asked.texts.split('|')).toContain(text);
    expect(asked.texts).toContain(question.text);
    expect(asked.texts).not.toContain(question.answer);
    const told = read(stillSvg(input({ question, isRevealed: true })));
    expect(told.texts).toContain(question.answer);
    expect(told.texts.replaceAll('|', '')).toContain('目的地址由内核改写');
    expect(told.texts).not.toContain('最新的那个');
  });

  it('leaves no trace in the page, and does not change with time', () => {
    const before = document.body.childNodes.length;
    expect(stillSvg(input())).toBe(stillSvg(input()));
    expect(document.body.childNodes).toHaveLength(before);
  });

  it('ends above the caption for those who write it themselves', () => {
    const { svg, height } = stillAboveWords(input());
    expect(height).toBeGreaterThan(500);
    expect(height).toBeLessThan(620);
    expect(read(svg).root.getAttribute('viewBox')).toBe(`0 0 1280 ${height}`);
    expect(stillAboveWords(input({ question })).height).toBeLessThan(height);
  });
});
