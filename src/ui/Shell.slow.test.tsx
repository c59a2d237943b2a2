// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MenuView, View } from './contract';
import { Shell } from './Shell';
import { button, click, mount, press, recordedActions, type Mounted, arrived } from './testing/mount';
import { sampleView } from './testing/sampleView';

let mounted: Mounted;
let asked: unknown[][];

function show(view: View = sampleView(), menu: MenuView | null = null, onMenuClose = () => undefined) {
  const recorded = recordedActions();
  asked = recorded.asked;
  mounted = mount(
    <Shell
      view={view}
      actions={recorded.actions}
      scene={<p>scene</p>}
      menu={menu}
      onMenuClose={onMenuClose}
    />,
  );
  return {
    again: (next: View, nextMenu: MenuView | null = null) =>
      mounted.render(
        <Shell
          view={next}
          actions={recorded.actions}
          scene={<p>scene</p>}
          menu={nextMenu}
          onMenuClose={onMenuClose}
        />,
      ),
  };
}

function size(width: number, height: number) {
  vi.stubGlobal('innerWidth', width);
  vi.stubGlobal('innerHeight', height);
}

beforeEach(() => size(1920, 1080));
// What is loaded on demand is there already, so that it arrives within the test that opens it.
beforeAll(async () => {
  await Promise.all([
    import('./panels/WhyPanel'),
    import('./panels/SequencePanel'),
    import('./panels/LogPanel'),
    import('./chart/ChartDiagram'),
  ]);
});

afterEach(async () => {
  await arrived();
  mounted.unmount();
  vi.unstubAllGlobals();
});

describe('keys', () => {
  it('steps, plays and jumps, and answers to a clicker', () => {
    show();
    for (const key of ['ArrowLeft', 'PageUp', 'ArrowRight', 'PageDown', ' ', '.', 'Home', 'End', 'l'])
      expect(press(key), key).toBe(true);
    expect(asked.map(([name]) => name)).toEqual([
      'stepBack',
      'stepBack',
      'stepForward',
      'stepForward',
      'play',
      'play',
      'goToStart',
      'goToEnd',
      'setLens',
    ]);
  });

  it('pauses when playing, and does not step back from the beginning', () => {
    const view = sampleView();
    show({ ...view, transport: { ...view.transport, playing: true, canStepBack: false } });
    press(' ');
    press('ArrowLeft');
    expect(asked).toEqual([['pause']]);
  });

  it('leaves keys to what has the focus', () => {
    show();
    const select = mounted.root.querySelector('select')!;
    expect(press('ArrowRight', select)).toBe(false);
    expect(press(' ', button('Start over'))).toBe(false);
    expect(press('ArrowRight', mounted.root.querySelector('input[type=radio]')!)).toBe(false);
    expect(asked).toEqual([]);
    expect(press('ArrowRight', button('Start over'))).toBe(true);
    expect(asked).toEqual([['stepForward']]);
  });

  it('lets go of single characters when the reader switches them off', () => {
    show();
    press('?');
    click(mounted.root.querySelector('.ui-check input')!);
    expect(press('l')).toBe(false);
    expect(press('ArrowRight')).toBe(true);
    expect(asked).toEqual([['opened', 'help', 'node-2'], ['stepForward']]);
  });
});

describe('buttons', () => {
  it('ask for what they say', () => {
    show();
    for (const words of [
      'Start over',
      'One hop back',
      'Play',
      'One hop on',
      'Send one',
      'burst',
      'every packet',
    ])
      click(button(words, mounted.root.querySelector('.ui-transport')!));
    expect(asked).toEqual([
      ['restart'],
      ['stepBack'],
      ['play'],
      ['stepForward'],
      ['sendRequest'],
      ['burst', 20],
      ['setEveryPacket', true],
    ]);
  });

  it('go round the themes', () => {
    const view = sampleView();
    const shell = show({ ...view, theme: 'auto' });
    click(button('Theme'));
    shell.again({ ...view, theme: 'dark' });
    click(button('Theme'));
    expect(asked).toEqual([
      ['setTheme', 'light'],
      ['setTheme', 'auto'],
    ]);
  });

  it('dismisses a notice, which names its mend', () => {
    show({ ...sampleView(), notices: [{ id: 'n1', tone: 'bad', text: 'Broken.', mend: 'Mend it.' }] });
    const alert = mounted.root.querySelector('[role=alert]')!;
    expect(alert.textContent).toContain('Mend it.');
    click(button('Dismiss'));
    expect(asked).toEqual([['dismissNotice', 'n1']]);
  });
});

describe('panels', () => {
  it('open and close by the rail, and tell their state', () => {
    show();
    const rules = button('Rules', mounted.root.querySelector('.ui-rail')!);
    click(rules);
    expect(rules.getAttribute('aria-pressed')).toBe('true');
    expect(mounted.root.querySelector('.ui-dock')!.textContent).toContain('KUBE-SVC-GLVBA6XVKR35DFNR');
    click(rules);
    expect(mounted.root.querySelector('.ui-dock')).toBeNull();
  });

  it('shows the rules of the acting node, and puts the focus on the heading', () => {
    show();
    click(button('See the rules'));
    const checked = mounted.root.querySelector<HTMLInputElement>('.ui-nodetabs input:checked')!;
    expect(checked.value).toBe('node-2');
    expect(document.activeElement?.textContent).toBe("Rules in each node's kernel");
  });

  it('opens the details of what is selected, but not of a Pod, which has its menu', () => {
    const view = sampleView();
    const shell = show(view);
    shell.again({ ...view, selected: 'pod/default/x' });
    expect(mounted.root.querySelector('.ui-dock h2')!.textContent).toBe("This request's journey");
    shell.again({ ...view, selected: 'node/node-2' });
    expect(mounted.root.querySelector('.ui-dock h2')!.textContent).toBe('Details of what you selected');
  });

  it('works empty', async () => {
    const view = sampleView();
    show({
      ...view,
      strip: null,
      journey: null,
      hop: null,
      inspector: null,
      tally: null,
      endpoints: null,
      rules: [],
      conntrack: [],
    });
    for (const each of mounted.root.querySelectorAll('.ui-rail button')) {
      if (each.getAttribute('aria-pressed') === 'false') click(each);
      await arrived();
      expect(mounted.root.querySelector('.ui-dock')?.textContent).toBeTruthy();
      click(each);
    }
  });
});

describe('a phone', () => {
  beforeEach(() => size(390, 844));

  it('has five tabs, and keeps the scene mounted but out of reach behind a page', () => {
    show(sampleView({ language: 'zh-CN' }));
    const tabs = [...mounted.root.querySelectorAll('.ui-tabs button')];
    expect(tabs.map((tab) => tab.textContent)).toEqual(['场景', '旅程', '规则', '端点', '更多']);
    click(tabs[1]!);
    expect(mounted.root.querySelector('.ui-scene')!.hasAttribute('inert')).toBe(true);
    expect(mounted.root.querySelector('.ui-page')!.textContent).toContain('内核改写');
    press('Escape');
    expect(mounted.root.querySelector('.ui-scene')!.hasAttribute('inert')).toBe(false);
  });

  it('reaches every other panel through "more", which stays lit', () => {
    show();
    click(button('More', mounted.root.querySelector('.ui-tabs')!));
    click(button('conntrack', mounted.root.querySelector('.ui-page')!));
    expect(mounted.root.querySelector('.ui-page')!.textContent).toContain('SYN_SENT');
    expect(mounted.root.querySelector('.ui-tabs [aria-current]')!.textContent).toBe('More');
  });

  it('seeks a hop by its pill', () => {
    show();
    click(mounted.root.querySelector('.ui-pills [aria-label^="3 "]')!);
    expect(asked).toEqual([['seekHop', 'hop-3']]);
  });
});

describe('the menu of a Pod', () => {
  const menu: MenuView = {
    place: 'pod/shop/user-api-1',
    rect: { left: 100, top: 100, width: 100, height: 60 },
  };

  it('names the commands, deletes and closes', () => {
    let closed = 0;
    show(sampleView(), menu, () => void closed++);
    const dialog = mounted.root.querySelector('dialog')!;
    expect(dialog.textContent).toContain('kubectl delete pod user-api-1 -n shop');
    expect(dialog.textContent).toContain('kubectl exec user-api-1 -n shop -- kill 1');
    click(button('Delete', dialog));
    expect(asked).toEqual([['deletePod', 'shop/user-api-1']]);
    expect(closed).toBe(1);
  });

  it('closes on Esc without doing anything, and keeps the keys of the app still', () => {
    let closed = 0;
    show(sampleView(), menu, () => void closed++);
    press('ArrowRight');
    press('Escape', mounted.root.querySelector('dialog')!);
    expect(closed).toBe(1);
    expect(asked).toEqual([]);
  });

  it('gives the focus back', () => {
    const shell = show();
    button('Start over').focus();
    shell.again(sampleView(), menu);
    button('Delete', mounted.root.querySelector('dialog')!).focus();
    shell.again(sampleView(), null);
    expect(document.activeElement).toBe(button('Start over'));
  });
});
