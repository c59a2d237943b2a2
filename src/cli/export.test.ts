import { expect, it } from 'vitest';
import { runCli, withFiles } from './testing/runCli';

/** None of these starts a browser. */
it.each([
  [['export'], 2, 'say which scenario'],
  [['export', 'round-robin'], 2, '--format is missing: say --format svg|png'],
  [['export', 'round-robin', '--format', 'ppt'], 2, 'did you mean "pptx"?'],
  [['export', 'round-robin', 'a-pod-dies', '--format', 'png'], 2, 'one scenario is exported at a time'],
  [['export', 'round-robin', '--format', 'png', '--lang', 'zh'], 2, '--lang must be zh-CN or en'],
  [['export', 'round-robin', '--format', 'png', '--step', '2..5'], 2, 'a range such as 2-5'],
  [['export', 'round-robin', '--format', 'png', '--still'], 2, '--still goes with --format gif only'],
  [['export', 'round-robbin', '--format', 'png'], 1, 'did you mean "round-robin"?'],
  [['export', 'no-such-thing', '--format', 'png'], 1, 'there is no such scenario'],
])('%j ends with %i and says the mend', (words, status, message) => {
  const ran = runCli(words);
  expect([ran.status, ran.out]).toEqual([status, '']);
  expect(ran.err).toContain(message);
});

it('says where a scenario of one’s own has to be', () => {
  withFiles({ 'mine/scenario.yaml': 'id: mine\n' }, (cwd) => {
    const { status, err } = runCli(['export', 'mine', '--format', 'svg'], { cwd });
    expect(status).toBe(1);
    expect(err).toContain('only scenarios of the page can be exported; put the folder into');
  });
});
