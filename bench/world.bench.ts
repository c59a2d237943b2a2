/**
 * The real world, not a toy: page views through the first scenario's whole road, in a cluster of its own
 * Pods alone and in one with 10,000 more. The cost of an event must not grow with the number of Pods.
 */
import { startPrepared } from '../src/scenario/startPrepared';
import { applyIntent } from '../src/sim/intent';
import { seconds } from '../src/sim/kernel/time';
import { simLaws, type SimWorld } from '../src/sim/laws';
import { engineOf, intervene, nextDueAt, step } from '../src/sim/step';
import { limited, reported, type Bench, type BenchRow } from './bench';
import { bigCluster } from './bigCluster';
import { processorMs } from './processorTime';

const RATE = 100;
const WARM_UP = seconds(2);
const END = seconds(8);

/** Microseconds of processor time per event, while page views come at a steady rate. */
function microsPerEvent(world: SimWorld): { micros: number; events: number } {
  const engine = engineOf(world, simLaws);
  const { clients } = world.tables;
  const { id, urls } = Object.values(clients)[0]!;
  intervene(engine, simLaws, 0, (draft) =>
    applyIntent(draft, { type: 'setRate', client: id, url: urls[0]!, rate: RATE }),
  );
  const run = (until: number): number => {
    let events = 0;
    while ((nextDueAt(engine) ?? Infinity) <= until) {
      step(engine, simLaws);
      events++;
    }
    return events;
  };
  run(WARM_UP);
  const began = processorMs();
  const events = run(END);
  return { micros: ((processorMs() - began) * 1_000) / events, events };
}

function run(): BenchRow[] {
  const alone = microsPerEvent(startPrepared(bigCluster(0)));
  const among = microsPerEvent(startPrepared(bigCluster(10_000)));
  return [
    reported('whole road, 12 Pods', `${alone.micros.toFixed(0)} µs per event`),
    reported('whole road, 10,012 Pods', `${among.micros.toFixed(0)} µs per event`),
    limited('cost per event, 12 → 10,012 Pods', among.micros / alone.micros, 1.5, '×'),
  ];
}

const world: Bench = { name: 'world', run };

export default world;
