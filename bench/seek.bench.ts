/**
 * Any moment of a long timeline: 10 minutes and 100,000 events of the toy world, which does per event what the
 * cluster does (rows, timers, random numbers, machines, watchers, look-ups), looked at in random order.
 */
import { drawUint31, firstState } from '../src/sim/kernel/random';
import {
  applyToyIntent,
  toyLaws,
  toyWorld,
  type ToyIntent,
  type ToyTables,
} from '../src/trace/testing/toyWorld';
import { Timeline } from '../src/trace/timeline';
import { limited, quantile, reported, type Bench, type BenchRow } from './bench';
import { processorMs } from './processorTime';

const EVENTS = 100_000;
const TEN_MINUTES = 600_000_000;
const SEEKS = 200;

/** A timeline of ten minutes in which so many things make for about 100,000 events. */
export function tenMinutes(things: number): Timeline<ToyTables, ToyIntent> {
  // A tick brings about, on average, 0.645 other events.
  const period = Math.round((1.645 * TEN_MINUTES * things) / EVENTS);
  const timeline = new Timeline(toyWorld('seek', things, period), toyLaws, applyToyIntent);
  timeline.extend(TEN_MINUTES);
  return timeline;
}

/** Milliseconds that each of so many seeks to random moments takes, with the look-ups kept in step. */
export function seekTimes(timeline: Timeline<ToyTables, ToyIntent>, seeks: number): number[] {
  let random = firstState('seek', 'moments');
  timeline.viewIndex(); // from now on it is kept in step
  return Array.from({ length: seeks }, () => {
    const drawn = drawUint31(random);
    random = drawn.state;
    const at = drawn.value % timeline.endAt();
    const began = processorMs();
    timeline.worldAt(at);
    return processorMs() - began;
  });
}

function rowsFor(things: number): BenchRow[] {
  const timeline = tenMinutes(things);
  const times = seekTimes(timeline, SEEKS);
  const events = timeline.records().length.toLocaleString('en');
  const what = `seek in 10 min of ${events} events, ${things.toLocaleString('en')} things, all busy`;
  const worst = reported(`${what}, p95`, `${quantile(times, 0.95).toFixed(1)} ms`);
  const median = quantile(times, 0.5);
  // With 10,000 busy things, a random moment differs in all of 50,000 rows from the last: shown, not promised.
  return things > 1_000
    ? [reported(`${what}, median`, `${median.toFixed(1)} ms`), worst]
    : [limited(`${what}, median`, median, 16, 'ms'), worst];
}

const seek: Bench = { name: 'seek', run: () => [40, 1_000, 10_000].flatMap(rowsFor) };

export default seek;
