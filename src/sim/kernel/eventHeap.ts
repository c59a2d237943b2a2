/**
 * A binary heap over the pending events. Derived from the world's `queue` table,
 * like an index: rebuilt from it at any moment. Cancelled events are dropped
 * when they surface (their row is gone or another), or all at once when they have
 * become too many: a timer that is put off again and again leaves one behind each time.
 */
import { isBefore, type SimEvent } from './event';
import type { Table } from './world';

export class EventHeap {
  private heap: SimEvent[] = [];
  private sweepAt = 256;

  constructor(private readonly queue: Table<SimEvent>) {
    for (const id of Object.keys(queue)) this.push(queue[id]!);
  }

  /** How many events it holds, cancelled ones included. */
  get size(): number {
    return this.heap.length;
  }

  /** Adds an event whose row is in the queue table. O(log n), amortized. */
  push(event: SimEvent): void {
    if (this.heap.length >= this.sweepAt) this.sweep();
    this.siftUp(event);
  }

  private siftUp(event: SimEvent): void {
    const heap = this.heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  /** The next event that is still pending, left in place; undefined if none. */
  peek(): SimEvent | undefined {
    for (;;) {
      const top = this.heap[0];
      if (top === undefined || this.queue[top.id] === top) return top;
      this.removeTop();
    }
  }

  /** Drops the cancelled ones. Sorted by due time, what is left is a heap. */
  private sweep(): void {
    this.heap = this.heap.filter((event) => this.queue[event.id] === event);
    this.heap.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.sweepAt = 2 * this.heap.length + 256;
  }

  private removeTop(): void {
    const heap = this.heap;
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}
