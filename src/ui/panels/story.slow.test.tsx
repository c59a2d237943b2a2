// @vitest-environment jsdom
import { act } from 'react';
import { zhCN } from '../../i18n/testing/everything';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LogRow, SequenceCard, TopologyCard, WhyCard, WhyLink } from '../../projection/storyCards';
import type { StoryView } from '../contract';
import { LanguageContext } from '../text';
import { button, click, mount, recordedActions, type Mounted } from '../testing/mount';
import LogPanel from './LogPanel';
import SequencePanel from './SequencePanel';
import { layoutSequence, wrap } from './sequenceLayout';
import { sequenceSvg } from './sequenceSvg';
import WhyPanel from './WhyPanel';

let mounted: Mounted | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  vi.unstubAllGlobals();
});

const NONE: StoryView = {
  question: null,
  why: null,
  lit: null,
  sequence: null,
  log: null,
  topology: null,
  packet: null,
};

function link(more: Partial<WhyLink>): WhyLink {
  return {
    factId: 1,
    at: 1_000_000,
    message: { key: 'cause.ruleStill', params: { node: 'node-2', ip: '10.244.1.2' } },
    place: 'node/node-2',
    tone: 'bad',
    isYou: false,
    isFromStart: false,
    ...more,
  };
}

const WHY: WhyCard = {
  question: { about: 'request', request: 'r1' },
  ask: { key: 'cause.ask.request', params: {} },
  subject: { key: 'outcome.502.refused', params: { status: 502 } },
  askedAt: 2_000_000,
  links: [
    link({ factId: 9, at: 1_900_000 }),
    link({ factId: 4, at: 1_100_000, place: 'slice', tone: 'info' }),
    link({ factId: null, at: 0, place: null, isFromStart: true }),
    link({
      factId: 2,
      place: 'pod/default/user-api-x',
      isYou: true,
      message: { key: 'cause.you.deletePod', params: { pod: '…x' } },
    }),
  ],
};

describe('the panel that tells why', () => {
  it('names what was asked, lists the causes with their times, and says which were the reader’s', () => {
    const { actions, asked } = recordedActions();
    mounted = mount(<WhyPanel story={{ ...NONE, question: WHY.question, why: WHY }} actions={actions} />);
    expect(asked).toContainEqual(['story.watch', 'why', true]);
    expect(mounted.root.querySelector('h3')!.textContent).toBe(
      zhCN['cause.ask.request']!.replace('**{subject}**', zhCN['outcome.502.refused']!),
    );
    const rows = [...mounted.root.querySelectorAll('.ui-why li')];
    expect(rows.map((row) => row.querySelector('.ui-why-time')?.textContent ?? null)).toEqual([
      '1.900 s',
      '1.100 s',
      null,
      '1.000 s',
    ]);
    expect(rows.map((row) => row.querySelector('em') !== null)).toEqual([false, false, false, true]);
    // What was so before the start has no moment to go to.
    expect(rows[2]!.querySelector('button')).toBeNull();
  });

  it('goes to a cause’s moment, selects a Pod, and lights what has the focus', () => {
    const { actions, asked } = recordedActions();
    mounted = mount(<WhyPanel story={{ ...NONE, why: WHY }} actions={actions} />);
    const buttons = mounted.root.querySelectorAll('button');
    click(buttons[1]!);
    expect(asked.slice(-2)).toEqual([
      ['seek', 1_100_000],
      ['story.light', 1],
    ]);
    click(buttons[2]!);
    expect(asked.slice(-3)).toEqual([
      ['seek', 1_000_000],
      ['select', 'pod/default/user-api-x'],
      ['story.light', 3],
    ]);
    act(() => buttons[0]!.focus());
    expect(asked.at(-1)).toEqual(['story.light', 0]);
    mounted.unmount();
    mounted = null;
    expect(asked.at(-1)).toEqual(['story.watch', 'why', false]);
  });

  it('says so when nothing was asked, or nothing is known', () => {
    const { actions } = recordedActions();
    mounted = mount(<WhyPanel story={NONE} actions={actions} />);
    expect(mounted.root.textContent).toBe(zhCN['why.empty']);
    mounted.render(<WhyPanel story={{ ...NONE, question: WHY.question }} actions={actions} />);
    expect(mounted.root.textContent).toBe(zhCN['why.unknown']);
  });
});

const title = (text: string) => ({ key: 'ui.verbatim', params: { text } });

const SEQUENCE: SequenceCard = {
  request: 'r1',
  url: 'https://shop.example/',
  startAt: 0,
  participants: [
    { id: 'client/a', kind: 'client', place: 'client/a', name: 'browser', note: '' },
    { id: 'node/node-1', kind: 'kernel', place: 'node/node-1', name: 'node-1', note: '' },
    { id: 'pod/d/x', kind: 'pod', place: 'pod/d/x', name: 'a-very-long-workload-name', note: '…abcde' },
  ],
  items: [
    {
      hopId: 'h1',
      kind: 'rewrite',
      from: 'client/a',
      to: 'node/node-1',
      label: 'SYN',
      message: title('VIP → Pod'),
      state: 'past',
      at: 1,
    },
    {
      hopId: 'h2',
      kind: 'request',
      from: 'client/a',
      to: 'pod/d/x',
      label: 'GET',
      message: title('GET / & <b>'),
      state: 'now',
      at: 2,
    },
    {
      hopId: 'h3',
      kind: 'note',
      from: 'pod/d/x',
      to: 'pod/d/x',
      label: '',
      message: title('works'),
      state: 'future',
      at: 3,
    },
    {
      hopId: 'h4',
      kind: 'refused',
      from: 'pod/d/x',
      to: 'client/a',
      label: 'RST',
      message: title('no'),
      state: 'future',
      at: 4,
    },
    {
      hopId: 'h5',
      kind: 'lost',
      from: 'client/a',
      to: 'pod/d/x',
      label: 'SYN',
      message: title('gone'),
      state: 'future',
      at: 5,
    },
  ],
  current: 1,
};

const WORDS = {
  title: (item: SequenceCard['items'][number]) => String(item.message.params['text']),
  kernel: 'kernel',
  publicDns: 'public DNS',
};

describe('the sequence diagram', () => {
  it('has a button for each message, the current one marked, that leads to its hop', () => {
    const { actions, asked } = recordedActions();
    mounted = mount(<SequencePanel card={SEQUENCE} actions={actions} />);
    const items = [...mounted.root.querySelectorAll('.ui-sequence-item')];
    expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([null, 'step', null, null, null]);
    expect(items[1]!.getAttribute('aria-label')).toContain('GET / & <b>');
    click(items[3]!);
    expect(asked.at(-1)).toEqual(['seekHop', 'h4']);
  });

  it('lays every message below the one before, inside the drawing', () => {
    for (const room of [260, 420, 900, 1600]) {
      const layout = layoutSequence(SEQUENCE, WORDS, room, 14);
      let bottom = 0;
      for (const group of layout.groups) {
        expect(group.top).toBeGreaterThanOrEqual(bottom);
        bottom = group.top + group.height;
        expect(group.left).toBeGreaterThanOrEqual(0);
        expect(group.right).toBeLessThanOrEqual(layout.width + 1);
      }
      expect(layout.bodyHeight).toBeGreaterThanOrEqual(bottom);
      expect(layout.fontSize).toBeGreaterThanOrEqual(14);
    }
  });

  it('is written as an SVG that stands alone and parses', () => {
    const text = sequenceSvg(layoutSequence(SEQUENCE, WORDS, 900, 15), 'a & b');
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg');
    expect(text).not.toMatch(/var\(|class=|url\(|href/);
    expect([...parsed.querySelectorAll('text')].map((each) => each.textContent).join('|')).toContain(
      'GET / & <b>',
    );
    for (const each of parsed.querySelectorAll('path, rect'))
      expect(each.getAttribute('fill')).not.toBeNull();
  });

  it('breaks texts at spaces, Chinese anywhere, names at hyphens', () => {
    expect(wrap('one two three', 60, 14)).toEqual(['one two', 'three']);
    expect(wrap('内核改写目的地址', 60, 14).length).toBe(2);
    expect(wrap('ingress-nginx-controller', 110, 14, true)).toEqual(['ingress-nginx-', 'controller']);
  });
});

function rows(count: number): LogRow[] {
  return Array.from({ length: count }, (_, i) => ({
    factId: i,
    at: i * 1000,
    kind: i % 10 === 0 ? ('deed' as const) : ('hop' as const),
    who: `pod-${i % 7}`,
    message: title(`line ${i}`),
    place: null,
    request: null,
    hopId: null,
    tone: 'info' as const,
  }));
}

const TOPOLOGY: TopologyCard = {
  at: 5,
  nodes: [
    {
      name: 'node-1',
      ip: '192.168.0.11',
      podCIDR: '10.244.1.0/24',
      pods: [
        {
          place: 'pod/default/x',
          name: 'x',
          namespace: 'default',
          ip: '10.244.1.2',
          state: 'ready',
          ready: true,
          restarts: 0,
          served: 3,
        },
      ],
    },
  ],
  pending: [],
  services: [
    {
      key: 'default/svc',
      type: 'ClusterIP',
      vip: '10.96.0.1',
      ports: '80→80/TCP',
      selector: 'app=x',
      endpoints: [{ address: '10.244.1.2:80', state: 'terminating' }],
      stale: [{ node: 'node-1', micros: 350_000 }],
    },
  ],
  rules: [{ node: 'node-1', syncedAt: 1_000_000, resourceVersion: 9, staleServices: ['default/svc'] }],
};

describe('the log', () => {
  it('draws only what is in sight of a hundred thousand lines, and marks the moment', () => {
    const { actions, asked } = recordedActions();
    const log = { rows: rows(100_000), count: 100_000, current: 3 };
    mounted = mount(<LogPanel log={log} topology={null} actions={actions} />);
    const drawn = [...mounted.root.querySelectorAll('.ui-log-box li')];
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.length).toBeLessThan(60);
    expect(drawn[0]!.getAttribute('aria-setsize')).toBe('100000');
    expect(drawn.findIndex((each) => each.querySelector('[aria-current]') !== null)).toBe(3);
    click(drawn[2]!.querySelector('button')!);
    expect(asked.at(-1)).toEqual(['seek', 2000]);
  });

  it('is filtered by kind, and takes in new lines', () => {
    const { actions } = recordedActions();
    const all = rows(40);
    const status = () => mounted!.root.querySelector('[role=status]')!.textContent;
    const shown = (count: number, of: number) =>
      zhCN['log.shown']!.replace('{shown}', String(count)).replace('{count}', String(of));
    mounted = mount(
      <LogPanel log={{ rows: all, count: 40, current: 0 }} topology={null} actions={actions} />,
    );
    click(button(zhCN['log.kind.hop']!));
    expect(status()).toBe(shown(4, 40));
    all.push(...rows(20).map((row) => ({ ...row, at: row.at + 40_000 })));
    mounted.render(<LogPanel log={{ rows: all, count: 60, current: 0 }} topology={null} actions={actions} />);
    expect(status()).toBe(shown(6, 60));
  });

  it('shows what exists as tables with headings', () => {
    const { actions } = recordedActions();
    mounted = mount(
      <LanguageContext value="en">
        <LogPanel log={{ rows: [], count: 0, current: -1 }} topology={TOPOLOGY} actions={actions} />
      </LanguageContext>,
    );
    const tab = [...mounted.root.querySelectorAll('input, button')].find((each) =>
      `${each.textContent}${each.closest('label')?.textContent ?? ''}`.includes('What exists'),
    )!;
    click(tab);
    const tables = [...mounted.root.querySelectorAll('table')];
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table.querySelector('caption')!.textContent).not.toBe('');
      expect(table.querySelectorAll('thead th[scope=col]').length).toBeGreaterThan(3);
      expect(table.querySelectorAll('tbody th[scope=row]').length).toBe(1);
    }
    expect(tables[1]!.textContent).toContain('10.244.1.2:80 (terminating, not chosen)');
    expect(tables[1]!.textContent).toContain('stale: node-1 350 ms');
  });
});
