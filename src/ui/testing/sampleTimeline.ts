/** The second around 4.2 s of the sample: who waited, which rules were stale, what was done. */
import type { TimelineCard, TimelineLane } from '../../projection/cards';
import type { Say } from './sampleHops';

type Span = TimelineLane['spans'][number];

const at = (milliseconds: number) => milliseconds * 1000;

/** Lanes and flags as in the mock. */
export function sampleTimeline(say: Say): TimelineCard {
  const span = (tone: Span['tone'], from: number, to: number | null, zh?: string, en?: string): Span => ({
    id: `${tone}-${from}`,
    startAt: at(from),
    endAt: to === null ? null : at(to),
    tone,
    note: zh === undefined ? null : say(zh, en ?? zh),
  });
  const lane = (
    id: string,
    zh: string,
    en: string,
    spans: Span[],
    marks: TimelineLane['marks'] = [],
  ): TimelineLane => ({ id, label: say(zh, en), spans, marks });
  const rules = (index: number, synced: number | null): TimelineLane =>
    lane(`rules-${index}`, `规则 node-${index}`, `rules node-${index}`, [
      span('current', 590, 3810, 'rv 1812 的规则', 'rules of rv 1812'),
      span(
        'stale',
        3810,
        synced ?? 4530,
        synced === null ? '落后，已 400 ms' : `落后 ${synced - 3810} ms`,
        synced === null ? 'stale, 400 ms so far' : `stale ${synced - 3810} ms`,
      ),
      span('current', synced ?? 4530, null, 'rv 1846 的规则', 'rules of rv 1846'),
    ]);
  return {
    endAt: at(4700),
    window: { from: at(3710), to: at(4710) },
    lanes: [
      lane('client', '客户端', 'client', [
        span('client', 3790, 3836, '✓ 200'),
        span('bad', 3990, 4031, '✕ 502'),
        span('client', 4190, 4236),
        span('client', 4390, 4436),
        span('client', 4590, 4636),
      ]),
      lane('gateway', '网关', 'gateway', [
        span('gateway', 3804, 3830),
        span('gateway', 4004, 4028),
        span('gateway', 4204, 4230),
      ]),
      lane('dns', 'DNS', 'DNS', [span('dns', 3805, 3807), span('dns', 4006, 4008), span('dns', 4207, 4209)]),
      rules(1, 4180),
      rules(2, 4150),
      rules(3, null),
      lane(
        'pods',
        'Pod',
        'Pods',
        [
          span('ready', 590, 3800, '…kx7pw 就绪', '…kx7pw ready'),
          span('down', 3800, 4120, '…n5b9x 启动中', '…n5b9x starting'),
          span('ready', 4120, null, '…n5b9x 就绪', '…n5b9x ready'),
        ],
        [],
      ),
      lane(
        'control',
        '控制面',
        'control plane',
        [],
        [
          {
            id: 'rv1841',
            at: at(3810),
            tone: 'info',
            note: say('EndpointSlice rv 1841 − 10.244.2.2', 'EndpointSlice rv 1841 − 10.244.2.2'),
          },
          {
            id: 'rv1846',
            at: at(4130),
            tone: 'good',
            note: say('rv 1846 + 10.244.2.6', 'rv 1846 + 10.244.2.6'),
          },
        ],
      ),
    ],
    flags: [
      { id: 'killed', at: at(3800), tone: 'bad', note: say('你删了 Pod …kx7pw', 'you deleted Pod …kx7pw') },
      { id: 'first502', at: at(4030), tone: 'bad', note: say('第一个 502', 'first 502') },
      {
        id: 'drops',
        at: at(4530),
        tone: 'good',
        note: say('node-3 摘掉 10.244.2.2', 'node-3 drops 10.244.2.2'),
      },
    ],
  };
}
