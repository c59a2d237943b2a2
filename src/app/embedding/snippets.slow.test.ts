// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { EMBED_TARGETS, type EmbedChoice } from '../../ui/embed/contract';
import { readSlideAddress } from '../slide/slideAddress';
import { presenterAddress, slideAddress, snippet } from './snippets';

const BASE = 'https://course.example/hopscope/';
const CHOICE: EmbedChoice = {
  ...{
    scenario: 'a-pod-dies',
    title: 'A "Pod" dies & <another>',
    steps: '2-5',
    detail: 'hops',
    lens: 'machines',
  },
  ...{ language: 'zh-CN', theme: 'dark', controls: 'none', seed: '7' },
};
const PLAIN: EmbedChoice = {
  ...{ ...CHOICE, steps: '', detail: 'steps', lens: null, theme: 'auto', controls: 'minimal', seed: '' },
};

function hashOf(address: string): string {
  return new URL(address).hash;
}

describe('a slide’s address', () => {
  it('is read by the slide as it was chosen', () => {
    expect(readSlideAddress(hashOf(slideAddress(CHOICE, BASE)))).toMatchObject({
      ...{ scenario: 'a-pod-dies', steps: '2-5', detail: 'hops', lens: 'machines', language: 'zh-CN' },
      ...{ theme: 'dark', controls: 'none', seed: '7', problems: [] },
    });
  });

  it('leaves out what is as it is by itself', () => {
    expect(hashOf(slideAddress(PLAIN, BASE))).toBe('#s=a-pod-dies&view=slide&lang=zh-CN');
    expect(hashOf(presenterAddress(PLAIN, BASE))).toBe('#s=a-pod-dies&view=presenter&lang=zh-CN');
  });
});

describe('the lines to copy', () => {
  it.each(['element', 'reveal'] as const)(
    '%s: the element that stands there has the attributes chosen',
    (target) => {
      const page = new DOMParser().parseFromString(snippet(target, CHOICE, BASE), 'text/html');
      const element = page.querySelector('hop-scope')!;
      const { attributes } = element;
      expect(Object.fromEntries([...attributes].map(({ name, value }) => [name, value]))).toEqual({
        ...{ scenario: 'a-pod-dies', steps: '2-5', detail: 'hops', lens: 'machines', lang: 'zh-CN' },
        ...{ theme: 'dark', controls: 'none', seed: '7' },
      });
    },
  );

  it.each(['iframe', 'moodle', 'marp'] as const)(
    '%s: the frame opens the slide, with its title',
    (target) => {
      const page = new DOMParser().parseFromString(snippet(target, CHOICE, BASE), 'text/html');
      const frame = page.querySelector('iframe')!;
      expect(frame.getAttribute('src')).toBe(slideAddress(CHOICE, BASE));
      expect(frame.title).toBe(CHOICE.title);
      expect(page.querySelectorAll('another')).toHaveLength(0);
    },
  );

  it.each(EMBED_TARGETS)('%s: holds no line that would run something of the title', (target) => {
    const evil = { ...CHOICE, title: '"><script>alert(1)</script>', seed: '"><img onerror=x>' };
    const page = new DOMParser().parseFromString(snippet(target, evil, BASE), 'text/html');
    expect([...page.querySelectorAll('script')].map((script) => script.textContent).join()).not.toContain(
      'alert',
    );
    expect(page.querySelector('img')).toBeNull();
  });
});
