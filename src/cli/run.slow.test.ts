import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isIntent } from '../app/actionCodec';
import { traceHash, type TraceEvent } from '../trace/traceEvent';
import { readTraceFile } from '../trace/traceFile';
import { runCli, runJson, withFiles } from './testing/runCli';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const LESSON = 'scenarios/where-a-service-works';
const SCALE = 'kubectl scale deployment/user-api-deployment --replicas=5';

interface Result {
  readonly requests: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly perPod: Readonly<Record<string, number>>;
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly endSimMs: number;
  readonly events: number;
  readonly traceHash: string;
  readonly unfinished: number;
}

const play = (...words: string[]) => runJson<Result>(['run', LESSON, ...words]);
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

describe('run', () => {
  it('sends one request and ends when it has ended', () => {
    const result = play();
    expect(result).toMatchObject({ requests: 1, outcomes: { '200': 1 }, unfinished: 0 });
    expect(Object.keys(result.perPod)).toHaveLength(1);
    expect(result.latencyMs.p50).toBe(result.latencyMs.p99);
    expect(result.endSimMs).toBe(result.latencyMs.p50);
  });

  it('spreads many requests over all Pods', () => {
    const result = play('--requests', '25', '--rate', '20/s');
    expect(result.outcomes).toEqual({ '200': 25 });
    expect(Object.keys(result.perPod)).toHaveLength(3);
    expect(sum(result.perPod)).toBe(25);
    const { p50, p95, p99 } = result.latencyMs;
    expect(p50 > 0 && p50 <= p95 && p95 <= p99).toBe(true);
    expect(result.endSimMs).toBeGreaterThan(24 * 50);
  });

  it('does the same twice, and something else with another seed', () => {
    const words = ['--requests', '10', '--do', `500ms: ${SCALE}`];
    const first = play(...words);
    expect(play(...words)).toEqual(first);
    expect(play(...words, '--seed', '8').traceHash).not.toBe(first.traceHash);
  });

  it('lets new Pods take part once it has scaled', () => {
    const result = play('--requests', '40', '--rate', '4/s', '--do', `1s: ${SCALE}`);
    expect(Object.keys(result.perPod)).toHaveLength(5);
  });

  it('counts a request that fails by what went wrong', () => {
    const [pod] = Object.keys(play().perPod);
    const result = play('--requests', '60', '--rate', '100/s', '--do', `0s: crash pod ${pod}`);
    expect(Object.keys(result.outcomes).sort()).toEqual(['200', '502.refused']);
    expect(sum(result.outcomes)).toBe(60);
    const deleted = play('--requests', '5', '--do', `0s: kubectl delete pod ${pod}`, '--do', '3s: send');
    expect(deleted.requests).toBe(6);
  });

  it('stops at --until, with what is still under way', () => {
    const result = play('--until', '30ms');
    expect(result).toMatchObject({ requests: 1, outcomes: {}, unfinished: 1, endSimMs: 30 });
    expect(result.latencyMs.p50).toBeNull();
    expect(play('--until', '2s', '--rate', '10/s').requests).toBe(20);
  });

  it('writes a trace whose facts have the hash it names', () => {
    withFiles({}, (folder) => {
      const result = play('--requests', '3', '--trace', join(folder, 'trace.jsonl'));
      const lines = readFileSync(join(folder, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
      expect(JSON.parse(lines[0]!)).toMatchObject({ hopscopeTrace: 1, hash: result.traceHash });
      const read = readTraceFile(`${lines.join('\n')}\n`);
      expect(read.problem).toBeNull();
      expect(read.hash).toBe(result.traceHash);
      const [branch] = read.replay!.branches;
      expect(branch!.intents.map(({ intent }) => isIntent(intent))).toEqual([true, true, true]);
      const facts = lines.slice(1).map((line) => JSON.parse(line) as TraceEvent);
      expect(facts.filter(({ type }) => type === 'request/ended')).toHaveLength(3);
      expect(traceHash(facts)).toBe(result.traceHash);
    });
  });

  it('says it to a person, too', () => {
    const { status, out } = runCli(['run', LESSON, '--requests', '2']);
    expect(status).toBe(0);
    expect(out).toMatch(/^requests: 2\noutcomes:\n +2 {2}200\nanswered by:\n/);
  });
});

interface Checked {
  readonly ok: boolean;
  readonly problems: readonly { file: string; line: number; column: number; message: string; mend: string }[];
  readonly lessons: readonly {
    id: string;
    solved: boolean;
    steps: readonly { id: string; reason: string | null }[];
  }[];
}

describe('check', () => {
  it('finds every lesson in order, and solves it', () => {
    const checked = runJson<Checked>(['check', 'scenarios']);
    expect(checked).toMatchObject({ ok: true, problems: [] });
    expect(checked.lessons).toContainEqual(
      expect.objectContaining({ id: 'where-a-service-works', solved: true }),
    );
    expect(checked.lessons.every(({ solved }) => solved)).toBe(true);
  });

  it('fails when a lesson’s solution does not solve it', () => {
    const files = lessonFiles((name, text) =>
      name === 'scenario.yaml' ? text.replace('--replicas=5', '--replicas=4') : text,
    );
    withFiles(files, (cwd) => {
      const { status, out } = runCli(['check', 'lesson'], { cwd });
      expect([status, out]).toEqual([
        1,
        'lesson where-a-service-works: step scale is not solved: its goal is not reached by its solution\n' +
          'not ok: 0 errors, 0 warnings\n',
      ]);
    });
  });

  it('names the place of a fault in a scenario’s manifests, and does not play it', () => {
    const files = lessonFiles((name, text) =>
      name === 'manifests/user-api.yaml' ? text.replace('  replicas: 3', '  replcas: 3') : text,
    );
    withFiles(files, (cwd) => {
      const { status, out } = runCli(['check', 'lesson', '--json'], { cwd });
      const { ok, problems, lessons } = JSON.parse(out) as Checked;
      expect([status, ok]).toEqual([1, false]);
      expect(problems[0]).toMatchObject({ file: 'lesson/manifests/user-api.yaml', column: 3 });
      expect(problems[0]!.mend).toContain('replicas');
      expect(lessons).toEqual([{ id: 'where-a-service-works', solved: false, steps: [] }]);
    });
  });
});

/** The lesson's files in a folder `lesson`, changed. */
function lessonFiles(change: (name: string, text: string) => string): Record<string, string> {
  const names = [
    ...['scenario.yaml', 'ocelot.json', 'text.en.yaml', 'text.zh-CN.yaml'],
    ...['nodes', 'user-api', 'contact-api', 'api-gateway', 'web-mvc', 'coredns', 'ingress-nginx'].map(
      (name) => `manifests/${name}.yaml`,
    ),
  ];
  return Object.fromEntries(
    names.map((name) => [`lesson/${name}`, change(name, readFileSync(join(LESSON, name), 'utf8'))]),
  );
}
