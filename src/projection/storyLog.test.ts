import '../i18n/later';
import { describe, expect, it, vi } from 'vitest';
import { translate } from '../i18n/translate';
import { lab, type Lab } from '../sim/testing/lab';
import { FactLog } from './factLog';
import { focusAt } from './focus';
import type { LogRow } from './storyCards';
import { StoryLog } from './storyLog';
import { filterLog, logText, markdownOf, textOf } from './storyLogText';
import { topologyCard } from './topology';
import type { WorldView } from './view';

vi.setConfig({ testTimeout: 60_000 });

const KINDS = new Set(['deed', 'refusal', 'request', 'hop', 'cluster', 'rules'] as const);
const say = ({ message }: LogRow) => translate('en', message.key, message.params).replaceAll('**', '');

function busy(): Lab {
  const one = lab().runUntil(1);
  one.kill(one.pods('user-api')[0]!);
  one.ask();
  one.intend({ type: 'deletePod', pod: 'default/nobody' });
  return one.run(6);
}

function logOf(one: Lab): StoryLog {
  const log = new StoryLog();
  log.follow(one.facts);
  return log;
}

describe('the log', () => {
  it('has deeds, refusals, requests, hops, the cluster and the rules, each with a sentence of its own', () => {
    const one = busy();
    const { rows, count } = logOf(one).card(0);
    expect(count).toBe(rows.length);
    expect(new Set(rows.map((row) => row.kind))).toEqual(KINDS);
    for (const row of rows) expect(say(row), row.message.key).not.toMatch(/⟦|\{\w+\}/);
    expect(rows.filter((row) => row.kind === 'hop')).toHaveLength(one.of('hop').length);
    expect(rows.map((row) => row.at)).toEqual([...rows.map((row) => row.at)].sort((a, b) => a - b));
    expect(rows.find((row) => row.kind === 'deed')).toMatchObject({ at: 1_000_000, tone: 'bad' });
    expect(rows.find((row) => row.kind === 'refusal')!.message.params['message']).toContain('not found');
  });

  it('grows with the trace and begins again with another branch', () => {
    const one = busy();
    const log = logOf(one);
    const before = log.card(0);
    one.ask();
    log.follow(one.facts);
    expect(log.card(0).rows).toBe(before.rows);
    expect(log.card(0).count).toBeGreaterThan(before.count);
    const other = lab();
    other.ask();
    log.follow(other.facts);
    expect(log.card(0).rows).not.toBe(before.rows);
    expect(log.card(0).rows.every((row) => row.at < 1_000_000)).toBe(true);
  });

  it('marks the row of the moment', () => {
    const log = logOf(busy());
    const { rows, current } = log.card(2_000_000);
    expect(rows[current]!.at).toBeLessThanOrEqual(2_000_000);
    expect(rows[current + 1]!.at).toBeGreaterThan(2_000_000);
    expect(log.card(-1).current).toBe(-1);
  });

  it('is filtered by kind, Pod, node and word, from any row on', () => {
    const one = busy();
    const card = logOf(one).card(0);
    const find = (kinds: Iterable<LogRow['kind']>, text: string, from?: number) =>
      filterLog(card, { kinds: new Set(kinds), text }, say, from).map((index) => card.rows[index]!);
    expect(find(KINDS, '')).toHaveLength(card.count);
    expect(find(['rules'], '').every((row) => row.kind === 'rules')).toBe(true);
    expect(find(['rules'], 'NODE-3').length).toBeGreaterThan(1);
    const pod = one.pods('user-api')[0]!;
    const about = find(KINDS, pod.slice(pod.indexOf('/') + 1));
    expect(about.length).toBeGreaterThan(0);
    expect(find(KINDS, 'no such word at all')).toEqual([]);
    const half = Math.floor(card.count / 2);
    expect([
      ...find(KINDS, 'node').filter((row) => row.factId < card.rows[half]!.factId),
      ...find(KINDS, 'node', half),
    ]).toEqual(find(KINDS, 'node'));
  });

  it('reads no more sentences than the filter needs', () => {
    const { rows } = logOf(busy()).card(0);
    const many = Array.from({ length: 100_000 }, (_, i) => rows[i % rows.length]!);
    const card = { rows: many, count: many.length, current: 0 };
    let read = 0;
    const counted = (row: LogRow) => {
      read += 1;
      return row.who;
    };
    expect(filterLog(card, { kinds: KINDS, text: '' }, counted)).toHaveLength(100_000);
    expect(read).toBe(0);
    filterLog(card, { kinds: KINDS, text: 'kernel' }, counted, 99_900);
    expect(read).toBeLessThanOrEqual(100);
  });

  it('is written as text, a line for each', () => {
    const { rows } = logOf(busy()).card(0);
    const lines = logText(rows.slice(0, 20), say).trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    for (const line of lines) expect(line).toMatch(/^\d+\.\d{6}\t[^\t]+\t[^\t]+$/);
  });
});

describe('what exists', () => {
  const topologyOf = (one: Lab) => {
    const { world, index } = one.engine;
    const view: WorldView = {
      at: world.now,
      tables: world.tables,
      lookup: (table, name, value) => index.lookup(table, name, value),
    };
    const log = new FactLog();
    log.follow(one.facts);
    return topologyCard(view, focusAt(view, log, null, false));
  };

  it('lists every Pod under its node, and every Service with its endpoints', () => {
    const one = lab();
    one.ask();
    const card = topologyOf(one);
    const pods = [...card.nodes.flatMap((node) => node.pods), ...card.pending];
    expect(pods.map((pod) => pod.place).sort()).toEqual(one.pods('').map((key) => `pod/${key}`));
    expect(pods.every((pod) => pod.ready && pod.state === 'ready')).toBe(true);
    const service = card.services.find((each) => each.key === 'default/user-api-service')!;
    expect(service).toMatchObject({
      vip: '10.103.22.45',
      ports: '80→80/TCP',
      selector: 'app=user-api',
      stale: [],
    });
    expect(service.endpoints.map((each) => each.address)).toEqual(
      one
        .pods('user-api')
        .map((key) => `${one.ipOf(key)}:80`)
        .sort(),
    );
  });

  it('says which rules are stale, and for how long', () => {
    const one = lab().runUntil(1);
    one.delay('node-3', 2_000);
    one.kill(one.pods('user-api')[0]!).run(0.5);
    const card = topologyOf(one);
    const service = card.services.find((each) => each.key === 'default/user-api-service')!;
    expect(service.stale).toContainEqual({ node: 'node-3', micros: 496_000 });
    expect(service.endpoints.filter((each) => each.state === 'terminating').length).toBeLessThanOrEqual(1);
    expect(card.rules.find((each) => each.node === 'node-3')!.staleServices).toContain(
      'default/user-api-service',
    );
    expect(card.pending.length + card.nodes.flatMap((node) => node.pods).length).toBe(one.pods('').length);
  });

  it('is written as Markdown and as text', () => {
    const table = { title: 'T', head: ['a', 'b'], rows: [['1|2', 'x']] };
    expect(markdownOf([table])).toBe('## T\n\n| a | b |\n| --- | --- |\n| 1\\|2 | x |\n');
    expect(textOf([table])).toBe('T\na\tb\n1|2\tx\n');
  });
});
