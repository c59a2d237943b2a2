import '../i18n/later';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { translate } from '../i18n/translate';
import { prepareFiles } from '../scenario/prepareFiles';
import { startPrepared } from '../scenario/startPrepared';
import { applyIntent, type Intent } from '../sim/intent';
import { seconds } from '../sim/kernel/time';
import { simLaws } from '../sim/laws';
import { Timeline, type TimedIntent } from '../trace/timeline';
import { differencesOf, firstDifference, type ComparedRun, type Difference } from './compare';
import { compareCard } from './compareCard';
import { FactLog } from './factLog';

const FOLDER = new URL('../../scenarios/where-a-service-works/', import.meta.url);
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\w+$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') }));
const loaded = prepareFiles('where-a-service-works', files);
const [client] = loaded.scenario.clients;
const SEND: Intent = { type: 'sendRequest', client: client!.id, url: client!.urls[0]! };
const start = startPrepared(loaded);
const pods = Object.keys(start.tables.pods)
  .filter((key) => key.startsWith('default/user-api'))
  .sort();
const KILL: Intent = { type: 'deletePod', pod: pods[0]! };
const at = (time: number, intent: Intent): TimedIntent<Intent> => ({ at: seconds(time), intent });
const sends = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => at(from + i * 0.2, SEND));

function run(letter: string, intents: readonly TimedIntent<Intent>[], until: number): ComparedRun {
  const sorted = [...intents].sort((a, b) => a.at - b.at);
  const timeline = Timeline.replay(start, simLaws, applyIntent, sorted);
  timeline.extend(seconds(until));
  const log = new FactLog();
  log.follow(timeline.facts());
  return { letter, log };
}

function compare(
  a: readonly TimedIntent<Intent>[],
  b: readonly TimedIntent<Intent>[],
  { forkAt = 1, until = 8 } = {},
): Difference[] {
  const scope = { forkAt: seconds(forkAt), until: seconds(until) };
  return differencesOf(run('A', a, until), run('B', b, until), scope);
}

const keys = (list: readonly Difference[]) => list.map(({ message }) => message.key);

/** As the interface says it. */
function said({ message, inner }: Difference): string {
  const words = Object.entries(inner).map(([name, one]) => [name, translate('en', one.key, one.params)]);
  return translate('en', message.key, { ...message.params, ...Object.fromEntries(words) }).replaceAll(
    '**',
    '',
  );
}

describe('in what two runs differ', () => {
  it('nothing, where the same was done', () => {
    const same = [at(0, SEND), at(2, KILL), ...sends(2.1, 8)];
    expect(compare(same, same)).toEqual([]);
    expect(firstDifference([])).toBeNull();
  });

  it('the deed, and then what the cluster did because of it, are told in that order', () => {
    const found = compare([at(0, SEND)], [at(0, SEND), at(1, KILL)]);
    expect(found[0]).toMatchObject({ kind: 'deed', at: seconds(1) });
    expect(said(found[0]!)).toBe(`Only in B: Pod ${pods[0]!.slice(-5)} deleted.`);
    expect(firstDifference(found)).toMatchObject({ kind: 'cluster', at: seconds(1) });
    expect(keys(found)).toContain('diff.rules.removed');
    expect(found.map((one) => one.at)).toEqual(found.map((one) => one.at).sort((x, y) => x - y));
  });

  it('a node that hears late still has the stale rule where the other has not', () => {
    const late: Intent = { type: 'setWatchDelay', node: 'node-2', milliseconds: 3000 };
    const found = compare([at(2, KILL)], [at(1, late), at(2, KILL)]);
    expect(said(found[0]!)).toBe('Only in B: node-2 hears 3000 ms late.');
    const first = firstDifference(found)!;
    expect(first).toMatchObject({ kind: 'rules', message: { key: 'diff.rules.removed.later' } });
    expect(said(first)).toMatch(
      /^Rules on node-2: A no longer sends to 10\.244\.\d+\.\d+:80; B still does, until \d\.\d{3} s\.$/,
    );
    expect(
      found.every(
        ({ message }) => message.params['node'] === undefined || message.params['node'] === 'node-2',
      ),
    ).toBe(true);
  });

  it('a request that fails in one alone', () => {
    const late: Intent = { type: 'setWatchDelay', node: 'node-2', milliseconds: 5000 };
    const others = ['node-1', 'node-3'].map((node): Intent => ({ ...late, node }));
    const rest = [at(2, KILL), ...sends(2.5, 20)];
    const found = compare(rest, [at(1, late), ...others.map((one) => at(1, one)), ...rest], { until: 12 });
    const failure = found.find(({ message }) => message.key === 'diff.outcome')!;
    expect(failure.kind).toBe('request');
    expect(said(failure)).toMatch(/^Request \d+: A .*200.* · B .+$/);
    expect(failure.at).toBeGreaterThan(seconds(2));
  });

  it('another Pod that answers', () => {
    const scale: Intent = { type: 'scale', deployment: 'default/user-api-deployment', replicas: 1 };
    const found = compare(sends(6, 6), [at(1, scale), ...sends(6, 6)], { until: 9 });
    const other = found.find(({ message }) => message.key === 'diff.server')!;
    expect(said(other)).toMatch(/^Request \d is answered by …\w{5} in A, by …\w{5} in B\.$/);
  });

  it('a request that is sent in one alone', () => {
    const found = compare([at(0, SEND)], [at(0, SEND), at(1, SEND)]);
    expect(keys(found)).toEqual(['diff.deed', 'diff.sent']);
    expect(said(found[1]!)).toBe('Request 2 is sent in B only.');
    expect(firstDifference(found)).toBe(found[1]);
  });

  it('the same deed at another time', () => {
    const found = compare([at(3, KILL)], [at(1, KILL)]);
    expect(said(found[0]!)).toMatch(/^In B first, in A at 3\.000 s: Pod \w{5} deleted\.$/);
    expect(keys(found)).toContain('diff.cluster.later');
  });

  it('Pods that were made in both count as the same, whatever their names', () => {
    const found = compare([at(1, KILL)], [at(1, KILL), at(1.5, SEND)]);
    expect(keys(found)).toEqual(['diff.deed', 'diff.sent']);
  });

  it('what lies beyond the moment that both are computed to is no difference yet', () => {
    expect(compare([at(1, SEND)], [at(1, SEND), at(5, KILL)], { until: 4 })).toEqual([]);
  });
});

describe('the strip of two runs', () => {
  it('has each lane twice, and a flag where they part', () => {
    const [a, b] = [run('A', [at(0, SEND)], 4), run('B', [at(0, SEND), at(1, KILL)], 4)];
    const first = firstDifference(differencesOf(a, b, { forkAt: seconds(1), until: seconds(4) }))!;
    const scope = {
      from: 0,
      to: seconds(4),
      endAt: seconds(4),
      at: seconds(2),
      nodes: ['node-1'],
      service: null,
    };
    const card = compareCard([a, b], scope, [first]);
    const labels = card.lanes.map(({ label }) => translate('en', label.key, label.params));
    expect(labels).toEqual(['A client', 'B client', 'A rules node-1', 'B rules node-1']);
    expect(card.flags).toMatchObject([{ at: seconds(1), note: { key: 'diff.flag' } }]);
    const ids = card.lanes.flatMap(({ id, spans, marks }) => [
      id,
      ...spans.map((s) => s.id),
      ...marks.map((m) => m.id),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
