import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SimEvent } from './event';
import { EventHeap } from './eventHeap';

function eventOf(id: string, dueAt: number, sequence: number): SimEvent {
  return { id, dueAt, sequence, causeId: -1, type: 'test/due', data: null };
}

function drain(heap: EventHeap, queue: Record<string, SimEvent>): SimEvent[] {
  const drained: SimEvent[] = [];
  for (let event = heap.peek(); event !== undefined; event = heap.peek()) {
    drained.push(event);
    delete queue[event.id];
  }
  return drained;
}

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: fc.nat(40), at: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ cancel: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.constant({ take: true }) },
);

it('[TI2] [TI4] gives what is pending by due time, then by sequence, and never what was cancelled', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const queue: Record<string, SimEvent> = {};
      const heap = new EventHeap(queue);
      let sequence = 0;
      const inOrder = () => Object.values(queue).sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence);
      for (const one of actions) {
        if ('put' in one) {
          const event = eventOf(`t${one.put}`, one.at, sequence++); // replaces a pending one of that name
          queue[event.id] = event;
          heap.push(event);
        } else if ('cancel' in one) {
          delete queue[`t${one.cancel}`];
        } else {
          const next = heap.peek();
          expect(next).toBe(inOrder()[0]);
          if (next !== undefined) delete queue[next.id];
        }
      }
      const expected = inOrder();
      const copy = { ...queue };
      expect(drain(new EventHeap(copy), copy)).toEqual(expected);
      expect(drain(heap, queue)).toEqual(expected);
    }),
  );
});

it('[TI4] does not grow when one far timer is put off again and again', () => {
  const queue: Record<string, SimEvent> = {};
  const heap = new EventHeap(queue);
  const others = Array.from({ length: 50 }, (_, i) => eventOf(`other-${i}`, 50 - i, i));
  for (const event of others) heap.push((queue[event.id] = event));
  for (let i = 0; i < 100_000; i++) heap.push((queue['idle'] = eventOf('idle', 1_000_000 + i, 50 + i)));
  expect(heap.size).toBeLessThan(1_000);
  expect(drain(heap, queue).map((event) => event.dueAt)).toEqual([
    ...Array.from({ length: 50 }, (_, i) => i + 1),
    1_099_999,
  ]);
});
