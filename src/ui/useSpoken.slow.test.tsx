// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Caption } from './Caption';
import { mount, type Mounted } from './testing/mount';
import { LanguageContext } from './text';

let mounted: Mounted;
let now = 0;

const saying = (text: string, isPlaying: boolean) => (
  <LanguageContext value="en">
    <Caption
      caption={{ key: 'ui.verbatim', params: { text } }}
      size="full"
      isPlaying={isPlaying}
      ask={null}
      onAsk={() => undefined}
    />
  </LanguageContext>
);
const spoken = () => mounted.root.querySelector('[aria-live]')!.textContent;

beforeEach(() => {
  now = 50_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  mounted.unmount();
  vi.restoreAllMocks();
});

describe('what a screen reader is told', () => {
  it('is every sentence while it stands still, without its marks', () => {
    mounted = mount(saying('**one**', false));
    expect(spoken()).toBe('one');
    mounted.render(saying('two', false));
    expect(spoken()).toBe('two');
  });

  it('is one sentence in six seconds while playing, and the last one when it stops', () => {
    mounted = mount(saying('one', true));
    expect(spoken()).toBe('one');
    now += 1_000;
    mounted.render(saying('two', true));
    expect(spoken()).toBe('one');
    now += 5_500;
    mounted.render(saying('three', true));
    expect(spoken()).toBe('three');
    now += 100;
    mounted.render(saying('four', true));
    expect(spoken()).toBe('three');
    mounted.render(saying('four', false));
    expect(spoken()).toBe('four');
  });
});
