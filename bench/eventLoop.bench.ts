/**
 * A bare event loop on the kernel's own queue: what the engine's numbers are compared with. The classic hold
 * model: a queue of constant length; each event that comes due schedules one more, at a random distance.
 */
import { type SimEvent } from '../src/sim/kernel/event';
import { EventHeap } from '../src/sim/kernel/eventHeap';
import { medianMs, reported, type Bench } from './bench';

const EVENTS = 200_000;

/** Runs the loop and returns how many events came due. `pending` is the queue's length throughout. */
export function runBareEventLoop(pending: number, events: number): number {
  const queue: Record<string, SimEvent> = {};
  const heap = new EventHeap(queue);
  let sequence = 0;
  let state = 1;
  const schedule = (now: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const event: SimEvent = {
      id: `#${sequence}`,
      dueAt: now + (state >>> 12),
      sequence: sequence++,
      causeId: -1,
      type: 'bench/due',
      data: null,
    };
    queue[event.id] = event;
    heap.push(event);
  };
  for (let i = 0; i < pending; i++) schedule(0);
  let handled = 0;
  let last = 0;
  while (handled < events) {
    const event = heap.peek();
    if (event === undefined) break;
    if (event.dueAt < last) throw new Error('the queue gave an event out of order');
    last = event.dueAt;
    delete queue[event.id];
    handled++;
    schedule(event.dueAt);
  }
  return handled;
}

/** Millions of events per second of the bare loop; engine benches divide by this. */
export function bareEventsPerSecond(pending: number): number {
  return EVENTS / (medianMs(5, () => runBareEventLoop(pending, EVENTS)) / 1000);
}

const eventLoop: Bench = {
  name: 'event-loop',
  run() {
    return [100, 10_000].map((pending) =>
      reported(
        `bare event loop, ${pending.toLocaleString('en')} pending`,
        `${(bareEventsPerSecond(pending) / 1e6).toFixed(2)} M events/s`,
      ),
    );
  },
};

export default eventLoop;
