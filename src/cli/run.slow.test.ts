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
