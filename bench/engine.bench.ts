/**
 * The engine without a screen: what of a bare event loop's speed is left when events have handlers, rows,
 * causes and records, and whether an event costs more because the world has more rows.
 */
import { engineOf, step } from '../src/sim/step';
import { toyLaws, toyWorld } from '../src/trace/testing/toyWorld';
import { limited, quantile, reported, type Bench } from './bench';
import { runBareEventLoop } from './eventLoop.bench';
import { processorMs } from './processorTime';

const EVENTS = 30_000;
const ROUNDS = 9;

/** Microseconds per event of a toy world with so many things, of which `busy` make for all the events. */
export function microsPerEvent(things: number, busy: number, events: number): number {
  const engine = engineOf(toyWorld('engine', things, 10_000 * busy, busy), toyLaws);
  const began = processorMs();
  for (let i = 0; i < events; i++) step(engine, toyLaws);
  return ((processorMs() - began) * 1000) / events;
}

/** Microseconds per event of the bare loop with a queue of that length. */
export function bareMicrosPerEvent(pending: number, events: number): number {
  const began = processorMs();
  runBareEventLoop(pending, events);
  return ((processorMs() - began) * 1000) / events;
}

const engine: Bench = {
  name: 'engine',
  run() {
    // By turns, so that a busy moment of the machine falls on all of them alike.
    const works = [
      () => microsPerEvent(10, 10, EVENTS),
      () => microsPerEvent(10_000, 10, EVENTS),
      () => microsPerEvent(10_000, 10_000, EVENTS),
      () => bareMicrosPerEvent(10, EVENTS),
    ];
    const samples = works.map((): number[] => []);
    for (let round = 0; round <= ROUNDS; round++) {
      works.forEach((work, i) => {
        const cost = work();
        if (round > 0) samples[i]!.push(cost); // the first round warms up
      });
    }
    const [few, manyIdle, manyBusy, bare] = samples.map((list) => quantile(list, 0.5)) as [
      number,
      number,
      number,
      number,
    ];
    return [
      reported('engine, 10 things', `${Math.round(1e6 / few).toLocaleString('en')} events/s`),
      reported('engine, cost of an event, against a bare event loop', `${(few / bare).toFixed(1)} ×`),
      limited('engine, cost of an event, 10 busy things among 10,000 against 10', manyIdle / few, 1.5, '×'),
      reported('engine, cost of an event, 10,000 busy things against 10', `${(manyBusy / few).toFixed(1)} ×`),
    ];
  },
};

export default engine;
