// @vitest-environment jsdom
import { afterEach, expect, it } from 'vitest';
import { HeaderStrip } from './HeaderStrip';
import { LanguageContext } from './text';
import { click, mount, type Mounted } from './testing/mount';
import { sampleView } from './testing/sampleView';

let mounted: Mounted;
afterEach(() => mounted.unmount());

it('lets a question be answered by pressing source or destination', () => {
  const asked: string[] = [];
  mounted = mount(
    <LanguageContext value="en">
      <HeaderStrip strip={sampleView().strip} onField={(field) => asked.push(field)} />
    </LanguageContext>,
  );
  const ends = [...mounted.root.querySelectorAll('.ui-strip-pick')];
  expect(ends).toHaveLength(2);
  for (const end of ends) click(end);
  expect(asked).toEqual(['source', 'destination']);
});

it('has nothing to press while nobody asks', () => {
  mounted = mount(
    <LanguageContext value="en">
      <HeaderStrip strip={sampleView().strip} />
    </LanguageContext>,
  );
  expect(mounted.root.querySelector('button')).toBeNull();
});
