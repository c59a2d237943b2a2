/** What a command in a Pod sends is followed like a page view, and is none. */
import { expect, it } from 'vitest';
import { lab } from '../sim/testing/lab';
import { captionAt } from './buildPicture';
import { FactLog } from './factLog';
import { focusAt } from './focus';
import { journeyCard } from './journey';
import { timelineCard } from './timelineCard';
import type { WorldView } from './view';

function world() {
  const one = lab();
  const pod = one.pods('web-mvc')[0]!;
  const log = new FactLog();
  const view = (): WorldView => ({
    at: one.engine.world.now,
    tables: one.tables,
    lookup: (table, index, value) => one.engine.index.lookup(table, index, value),
  });
  const look = () => {
    log.follow(one.facts);
    return focusAt(view(), log, null, false);
  };
  return { one, pod, log, view, look };
}

it('curl: name, VIP, Pod and back, as hops of one story', () => {
  const { one, pod, log, view, look } = world();
  one.intend({ type: 'execCurl', pod, url: 'http://user-api-service/users/1' });
  expect(captionAt(view(), log, look())).toEqual({
    key: 'caption.exec',
    params: { url: 'http://user-api-service/users/1' },
  });
  one.runWhile(() => Object.keys(one.tables.execs).length > 0).run(0.01);
  const focus = look();
  expect(focus.service).toBe('default/user-api-service');
  expect(focus.hops.map((hop) => hop.kind)).toEqual(
    expect.arrayContaining(['decide', 'rewrite', 'translate', 'work']),
  );
  expect(journeyCard(view(), focus)).toMatchObject({ request: 'e1', outcome: null });
  const scope = {
    from: 0,
    to: 1_000_000,
    at: view().at,
    endAt: 1_000_000,
    nodes: ['node-1'],
    service: focus.service,
  };
  const lanes = timelineCard(log, scope).lanes;
  expect(lanes.find(({ id }) => id === 'client')!.spans).toEqual([]);
});

it('nslookup: its queries are followed, and its end ends the story', () => {
  const { one, pod, log, look } = world();
  one.intend({ type: 'execLookup', pod, name: 'user-api-service' });
  one.runWhile(() => Object.keys(one.tables.execs).length > 0).run(0.01);
  const { request, hops } = look();
  expect(request).toMatchObject({ id: 'e1', url: 'user-api-service', outcome: null });
  expect(request!.endedAt).not.toBeNull();
  expect(hops.some((hop) => hop.kind === 'rewrite' && hop.layer === 'DNS')).toBe(true);
  expect(log.sent).toHaveLength(1);
});
