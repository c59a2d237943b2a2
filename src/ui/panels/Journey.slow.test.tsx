// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { dnsDecision, ocelotDecision, sampleHop, sampleHops, sayIn } from '../testing/sampleHops';
import { button, click, mount, type Mounted } from '../testing/mount';
import { sampleView } from '../testing/sampleView';
import { LanguageContext } from '../text';
import { doorsOf, groupByLeg, Journey } from './Journey';

let mounted: Mounted;
const asked: unknown[][] = [];

function show(current: number) {
  const view = sampleView({ current });
  const node = (
    <LanguageContext value="en">
      <Journey
        journey={view.journey}
        hop={view.hop}
        onHop={(id) => asked.push(['hop', id])}
        onPanel={(panel) => asked.push(['panel', panel])}
      />
    </LanguageContext>
  );
  return node;
}

afterEach(() => {
  mounted.unmount();
  asked.length = 0;
});

describe('the journey', () => {
  it('marks what is past, now and to come, and expands only the current hop', () => {
    mounted = mount(show(7));
    const states = [...mounted.root.querySelectorAll('.ui-journey-row')].map((row) => row.className);
    expect(states.filter((state) => state.includes('is-past'))).toHaveLength(7);
    expect(states.filter((state) => state.includes('is-future'))).toHaveLength(5);
    expect(mounted.root.querySelectorAll('[aria-current=step]')).toHaveLength(1);
    expect(mounted.root.querySelectorAll('.ui-journey-more')).toHaveLength(1);
    expect(mounted.root.querySelector('[data-current]')!.textContent).toContain('Kernel rewrites');
  });

  it('seeks by a click and opens what decided', () => {
    mounted = mount(show(7));
    click(button('Browser → Ingress :443'));
    click(button('See the rules'));
    click(button('See conntrack'));
    expect(asked).toEqual([
      ['hop', 'hop-2'],
      ['panel', 'rules'],
      ['panel', 'conntrack'],
    ]);
  });

  it('keeps the current hop in view without taking the focus', () => {
    mounted = mount(show(0));
    const list = mounted.root.querySelector<HTMLElement>('.ui-journey')!;
    Object.defineProperty(list, 'clientHeight', { value: 200 });
    Object.defineProperty(HTMLElement.prototype, 'offsetTop', { configurable: true, get: () => 600 });
    Object.defineProperty(list, 'offsetTop', { value: 0 });
    mounted.render(show(9));
    expect(list.scrollTop).toBeGreaterThan(400);
    expect(document.activeElement).toBe(document.body);
    Reflect.deleteProperty(HTMLElement.prototype, 'offsetTop');
  });

  it('groups neighbours of one leg and knows the way back', () => {
    mounted = mount(show(7));
    expect(
      groupByLeg(sampleHops(sayIn('en'), 0)).map((group) => [group.leg, group.hops.length, group.isReturn]),
    ).toEqual([
      ['ingress', 2, false],
      ['web', 1, false],
      ['gateway', 2, false],
      ['service', 6, false],
      ['gateway', 1, true],
      ['ingress', 1, true],
    ]);
  });

  it('offers the door that fits the decision', () => {
    mounted = mount(show(7));
    const row = sampleHops(sayIn('en'), 6)[6]!;
    const doors = (decision: typeof dnsDecision) =>
      doorsOf({ hop: sampleHop(row, decision), index: 6, count: 13 }).map((door) => door.key);
    expect(doors(dnsDecision)).toEqual(['ui.door.dns']);
    expect(doors(ocelotDecision)).toEqual(['ui.door.route']);
    expect(doors({ by: 'routing' })).toEqual(['ui.door.packet']);
  });
});
