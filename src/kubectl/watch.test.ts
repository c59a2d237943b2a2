/** A watch is what the trace says between two moments. */
import { expect, it } from 'vitest';
import { applyIntent, type Intent } from '../sim/intent';
import { seconds } from '../sim/kernel/time';
import { simLaws, type SimTables } from '../sim/laws';
import { worldOf } from '../sim/testing/worlds';
import { Timeline } from '../trace/timeline';
import type { ClusterView } from './clusterView';
import { readLine } from './readLine';
import { watchLines, watchStart, WatchTape } from './watch';

function world() {
  const timeline = new Timeline<SimTables, Intent>(
    worldOf('where-a-service-works', 'test'),
    simLaws,
    applyIntent,
  );
  const viewAt = (second: number): ClusterView => {
    timeline.extend(seconds(second));
    const { tables } = timeline.worldAt(seconds(second));
    const index = timeline.viewIndex();
    return { at: seconds(second), tables, lookup: (...args) => index.lookup(...args) };
  };
  const watch = (line: string, second: number) => {
    const reading = readLine(line);
    const plan = reading.ok ? reading.query!.watch! : null;
    const start = watchStart(plan!, viewAt(second));
    const since = timeline.recordIndexAt(seconds(second));
    const tape = new WatchTape(plan!, since);
    return (until: number) => {
      const view = viewAt(until);
      const records = timeline.records().slice(since + 1, timeline.recordIndexAt(seconds(until)) + 1);
      const some = tape.read(timeline.records(), timeline.recordIndexAt(seconds(until)));
      const lines = watchLines(plan!, start, records, view);
      expect(watchLines(plan!, start, some, view)).toEqual(lines);
      return lines;
    };
  };
  return { timeline, viewAt, watch };
}

it('tells every change of a Pod in order of time; going back makes it shorter', () => {
  const { timeline, watch, viewAt } = world();
  const lines = watch('kubectl get pods -l app=user-api -w', 10);
  expect(lines(10)).toHaveLength(4);
  const pod = Object.keys(viewAt(10).tables.pods).find((key) => key.startsWith('default/user-api'))!;
  const name = pod.slice('default/'.length);
  timeline.act(seconds(10), { type: 'deletePod', pod });
  const atOnce = lines(10);
  expect(atOnce.at(-1)).toMatch(new RegExp(`^${name} +1/1 +Terminating +0 +`));
  const later = lines(40);
  const cells = (list: readonly string[]) => list.map((line) => line.replace(/ +/g, ' '));
  expect(cells(later.slice(0, atOnce.length))).toEqual(cells(atOnce));
  expect(later.join('\n')).toMatch(/Pending[^]*ContainerCreating[^]*0\/1 +Running[^]*1\/1 +Running/);
  expect(lines(12).length).toBeLessThan(later.length);
  expect(lines(10)).toEqual(atOnce);
});

it('a Deployment’s watch tells of its numbers only', () => {
  const { timeline, watch, viewAt } = world();
  const lines = watch('kubectl get deploy user-api-deployment --watch-only --no-headers', 5);
  expect(lines(5)).toEqual([]);
  viewAt(5);
  timeline.act(seconds(5), { type: 'scale', deployment: 'default/user-api-deployment', replicas: 4 });
  expect(lines(30).at(-1)).toMatch(/^user-api-deployment +4\/4 +4 +4 +/);
  expect(lines(30)[0]).toMatch(/^user-api-deployment +3\/4 +3 +3 +/);
});

it('a watch of Endpoints tells who is ready: one line when a Pod leaves, one when the new one has come', () => {
  const { timeline, watch, viewAt } = world();
  const lines = watch('kubectl get endpoints user-api-service -w', 10);
  const before = lines(10);
  expect(before).toHaveLength(2);
  const key = Object.keys(viewAt(10).tables.pods).find((one) => one.startsWith('default/user-api'))!;
  const { podIP } = viewAt(10).tables.pods[key]!.status;
  timeline.act(seconds(10), { type: 'deletePod', pod: key });
  const later = lines(60).slice(before.length);
  expect(later.length).toBeGreaterThanOrEqual(2);
  expect(later[0]).not.toContain(`${podIP}:`);
  const addresses = (line: string) => line.split(/ +/)[1]!.split(',').length;
  expect(addresses(later[0]!)).toBe(2);
  expect(addresses(later.at(-1)!)).toBe(3);
  const slices = Object.values(viewAt(60).tables.endpointSlices);
  for (const line of later) expect(line).toMatch(/^user-api-service +\S+ +\S+$/);
  expect(slices.length).toBeGreaterThan(0);
  expect(lines(10)).toEqual(before);
});

it('a watch of Namespaces shows what there is and waits', () => {
  const { watch } = world();
  const lines = watch('kubectl get ns -w', 10);
  expect(lines(30)).toEqual(lines(10));
  expect(lines(10).length).toBeGreaterThan(4);
});

it.each(['kubectl get pods,svc -w', 'kubectl get pods -w -o yaml'])('refuses %s', (line) => {
  expect(readLine(line).ok).toBe(false);
});
