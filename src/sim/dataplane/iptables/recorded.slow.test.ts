/** Held to what a real kube-proxy wrote for random clusters, whole and change by change. */
import { describe, expect, it } from 'vitest';
import {
  afterStep,
  changedServices,
  inputFrom,
  recordedClusters,
  recordedHistories,
  type RecordedCluster,
  type RecordedHistory,
} from '../testing/recordedClusters';
import { randomHistory } from '../testing/randomHistory';
import { restoreTables } from '../testing/restoreText';
import { seconds } from '../../kernel/time';
import { printRestore, printSync } from './print';
import { programRules, reprogram, syncAll } from './program';

describe('[DP4] random clusters: rules are those that a real kube-proxy wrote', () => {
  it('has as many as were recorded', () => {
    expect([recordedClusters.length, recordedHistories.length]).toEqual([33, 3]);
  });

  it.each(recordedClusters)('$id', (given: RecordedCluster) => {
    const text = printRestore(programRules(inputFrom(given)));
    expect(restoreTables(text)).toEqual(restoreTables(given.text));
  });
});

describe('[DP16] random histories: a partial sync writes what a real kube-proxy wrote', () => {
  it.each(recordedHistories)('$id', (given: RecordedHistory) => {
    let cluster: RecordedHistory = given;
    let input = inputFrom(cluster);
    let sync = syncAll(undefined, input);
    let now = 0;
    const texts = [printSync(sync)];
    for (const step of given.steps) {
      cluster = afterStep(cluster, step);
      const before = input;
      input = inputFrom(cluster);
      now += step.periodPassed ? seconds(31) : 1;
      sync = reprogram(sync.ruleSet, changedServices(before, input), { now });
      texts.push(printSync(sync));
    }
    expect(texts.map(restoreTables)).toEqual(given.texts.map(restoreTables));
  });

  it('leaves the rules that a full sync of the same cluster writes, whatever came before', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const history = randomHistory(seed, 4, { services: 4 });
      let cluster = history;
      let input = inputFrom(cluster);
      let { ruleSet } = syncAll(undefined, input);
      for (const step of history.steps) {
        cluster = afterStep(cluster, step);
        const before = input;
        input = inputFrom(cluster);
        ({ ruleSet } = reprogram(ruleSet, changedServices(before, input)));
        expect(restoreTables(printRestore(ruleSet)), `seed ${seed}`).toEqual(
          restoreTables(printRestore(programRules(input))),
        );
      }
    }
  });
});
