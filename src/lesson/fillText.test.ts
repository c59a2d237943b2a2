import { describe, expect, it, vi } from 'vitest';
import { fillText } from './fillText';
import { podsOf } from './references';
import { DELETE_FIRST, playedStep, send, USER_API, USER_SERVICE, wait } from './testing/stepRuns';

vi.setConfig({ testTimeout: 60_000 });

const first = `${USER_API}#0`;
const step = playedStep([send(4), wait(2), DELETE_FIRST, wait(6), send(1, 0, 'http://user-api-service/')], {
  references: [first],
});
const { run, at } = step;
const { timeline, startedAt, names } = run;
const key = names[first]!;
const gone = timeline.worldAt(startedAt).tables.pods[key]!;
const fill = (text: string, moment = at) => fillText(text, timeline, { at: moment, startedAt, names });

describe('a place in a text', () => {
  it.each<[string, string]>([
    [`{ip:${first}}`, gone.status.podIP!],
    [`{name:${first}}`, gone.metadata.name],
    [`{short:${first}}`, gone.metadata.name.slice(-5)],
    [`{node:${first}}`, gone.spec.nodeName!],
    [`{vip:${USER_SERVICE}}`, '10.103.22.45'],
    [`{ip:${USER_SERVICE}}`, '10.103.22.45'],
    [`{port:${USER_SERVICE}}`, '80'],
    [`{replicas:${USER_API}}`, '3'],
    [`{name:${USER_SERVICE}}`, 'user-api-service'],
    ['{ip:Node/node-1}', '192.168.0.11'],
    ['{ip:client/learner}', '198.51.100.7'],
    ['{requests:ok}', '4'],
    ['{requests:200}', '4'],
    ['{requests:failed}', '1'],
    ['{requests:dnsFailure}', '1'],
    ['{requests:all}', '5'],
    ['{requests:502}', '0'],
    [`{served:${USER_API}}`, '4'],
  ])('is filled: %s', (place, text) => {
    expect(fill(`before ${place}, after`)).toBe(`before ${text}, after`);
  });

  it('is as of its moment', () => {
    expect(fill('{requests:ok}', startedAt)).toBe('0');
    expect(fill(`{age:${first}}`, startedAt)).toMatch(/^\d+s$/);
    const young = podsOf(timeline, USER_API, at).find(
      (pod) => !timeline.worldAt(startedAt).tables.pods[pod],
    )!;
    expect(fill(`{age:Pod/${young}}`)).toMatch(/^\d+s$/);
    expect(fill(`{ip:Pod/${young}}`)).toBe(timeline.worldAt(at).tables.pods[young]!.status.podIP);
  });

  it.each([
    `{ip:${USER_API}#9}`,
    '{vip:Service/default/nobody}',
    '{age:Pod/default/x}',
    '{short:}',
    '{ip:nonsense}',
  ])('that cannot be filled is shown: %s', (place) => {
    expect(fill(place)).not.toContain('undefined');
    expect(fill(place)).toMatch(/^(⟦.*⟧|\{short:\})$/);
  });

  it('is one only if it has a word of ours; braces of others stay', () => {
    expect(fill('`/users/{id}` {constructor:x} {toString:y}')).toBe(
      '`/users/{id}` ⟦constructor:x⟧ ⟦toString:y⟧',
    );
  });
});
