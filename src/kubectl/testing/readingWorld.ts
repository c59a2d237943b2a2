/** A cluster for tests of kubectl: the first lesson's, a minute old. */
import type { Fact } from '../../sim/kernel/draft';
import { lab, type Lab } from '../../sim/testing/lab';
import type { ClusterView } from '../clusterView';
import { readLine } from '../readLine';
import { printExec } from '../exec/printExec';
import { printQuery } from '../print/printQuery';

export interface ReadingWorld {
  readonly one: Lab;
  /** The world as it is now: it changes with the lab. */
  readonly view: ClusterView;
  /** Names of the user API's Pods, sorted. */
  readonly pods: readonly string[];
  /** Types a line and waits for the end of what runs in a container: what has been printed. */
  type(line: string): readonly string[];
}

export function readingWorld(seconds = 60): ReadingWorld {
  const one = lab().runUntil(seconds);
  const view: ClusterView = {
    get at() {
      return one.engine.world.now;
    },
    tables: one.tables,
    lookup: (table, index, value) => one.engine.index.lookup(table, index, value),
  };
  const type = (line: string): readonly string[] => {
    const reading = readLine(line, view);
    if (!reading.ok) return reading.message.split('\n');
    const facts: Fact[] = reading.intents.flatMap((intent) => [...one.intend(intent)]);
    const refused = facts.find((fact) => fact.type === 'intent/refused');
    if (refused !== undefined) return [String(refused['message'])];
    if (reading.exec !== null) {
      one.runWhile(() => Object.keys(one.tables.execs).length > 0);
      return printExec(reading.exec, one.of('exec/ended').at(-1)!);
    }
    return [...reading.said, ...(reading.query === null ? [] : printQuery(reading.query, view))];
  };
  return { one, view, pods: one.pods('user-api').map((key) => key.slice('default/'.length)), type };
}
