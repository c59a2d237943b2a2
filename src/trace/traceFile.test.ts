import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../sim/kernel/draft';
import { traceHash } from './traceEvent';
import { readTraceFile, traceFileText, type TraceReplay } from './traceFile';

const facts: Fact[] = [
  { id: 0, at: 5, causeId: -1, type: 'pod/becameReady', pod: 'default/web' },
  { id: 1, at: 7, causeId: 0, type: 'packet/rewritten', why: 'ü' },
];
const replay: TraceReplay = {
  scenario: 'a-pod-dies',
  seed: 'x',
  branch: 'B',
  branches: [
    { letter: 'A', name: null, parent: null, forkAt: 0, intents: [{ at: 3, intent: { type: 'deletePod' } }] },
    { letter: 'B', name: 'mine', parent: 'A', forkAt: 4, intents: [] },
  ],
  until: 9,
  hash: traceHash(facts),
};
const text = traceFileText(replay, facts);

describe('a trace file', () => {
  it('comes back as it was, and its facts have the hash of the run', () => {
    const read = readTraceFile(text);
    expect(read.problem).toBeNull();
    expect(read.replay).toMatchObject(replay);
    expect(read.hash).toBe(traceHash(facts));
    expect(read.lines.map((line) => JSON.parse(line) as unknown)).toEqual(facts);
    expect(readTraceFile(text.replaceAll('\n', '\r\n')).hash).toBe(read.hash);
  });

  it('brings the files of a system of somebody’s own', () => {
    const own = { files: [{ path: 'a.yaml', text: 'kind: Pod\n' }], resume: true, url: '' };
    expect(readTraceFile(traceFileText({ ...replay, own }, facts)).replay?.own).toEqual(own);
    const bad = { ...own, files: [{ path: 'a.yaml' }] } as unknown as NonNullable<TraceReplay['own']>;
    expect(readTraceFile(traceFileText({ ...replay, own: bad }, facts)).problem?.detail).toBe('own');
  });

  it('that was changed has another hash than it says', () => {
    const read = readTraceFile(text.replace('default/web', 'default/wet'));
    expect(read.hash).not.toBe(read.replay?.hash);
  });

  const wrong: readonly [string, string, string, number, string?][] = [
    ['no file of ours', 'kind: Pod', 'notTrace', 1],
    ['an empty one', '', 'empty', 1],
    ['a list', '[]', 'notTrace', 1],
    ['a later version', '{"hopscopeTrace":2}', 'version', 1, '2'],
    ['one that cannot be played again', '{"hopscopeTrace":1}\n', 'noReplay', 1],
    ['a line cut through', `${text.slice(0, -9)}`, 'badLine', 3],
    ['a fact without a time', text.replace('"at":7', '"at":"7"'), 'badLine', 3],
    ['no seed', text.replace('"seed":"x"', '"seed":1'), 'field', 1, 'seed'],
    ['a moment that is none', text.replace('"until":9', '"until":-9'), 'field', 1, 'until'],
    ['no such parent', text.replace('"parent":"A"', '"parent":"Q"'), 'field', 1, 'branches[1].parent'],
    ['no such branch', text.replace('"branch":"B"', '"branch":"C"'), 'field', 1, 'branch'],
    ['a letter twice', text.replace('"letter":"B"', '"letter":"A"'), 'field', 1, 'branches[1].letter'],
    ['a deed before its time', text.replace('"at":3', '"at":-3'), 'field', 1, 'branches[0].intents[0]'],
    ['no branches', text.replace(/"branches":\[.*?\],"h/, '"branches":[],"h'), 'field', 1, 'branches'],
  ];
  for (const [name, content, key, line, detail] of wrong) {
    it(`is refused with its line: ${name}`, () => {
      const { problem, replay: found } = readTraceFile(content);
      expect(problem).toMatchObject({ key, line, ...(detail === undefined ? {} : { detail }) });
      expect(found).toBeNull();
    });
  }

  it('whatever it holds, nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.nat(text.length).map((at) => text.slice(0, at)),
        ),
        (wild) => {
          const { problem, replay: found } = readTraceFile(wild);
          expect(problem === null).toBe(found !== null);
        },
      ),
      { numRuns: 400 },
    );
  });
});
