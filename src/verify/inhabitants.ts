/** The programs in the namespaces, one in each: asked over standard input, answering on standard output. */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Transport } from '../sim/packet/headers';
import type { Observed } from './kernel/compare';
import type { Machines } from './machines';
import type { Namespaces } from './namespaces';

/** What one is asked to do. */
export interface Task {
  readonly protocol: Transport;
  readonly ip: string;
  readonly port: number;
  readonly connections: number;
  /** On each connection. */
  readonly requests: number;
  /** So many connections side by side. */
  readonly atOnce: number;
  /** How long an answer is awaited. */
  readonly millis: number;
}

const PROGRAM = fileURLToPath(new URL('./programs/inhabitant.mjs', import.meta.url));

interface Said {
  readonly ready?: true;
  readonly id?: number;
  readonly connections?: Observed;
}

class Inhabitant {
  private readonly waiting = new Map<number, (observed: Observed) => void>();
  private nextId = 1;
  private failed: ((error: Error) => void)[] = [];
  readonly ready: Promise<void>;

  constructor(
    private readonly place: string,
    private readonly child: ReturnType<Namespaces['start']>,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.failed.push(reject);
      createInterface({ input: child.stdout! }).on('line', (line) => {
        const said = JSON.parse(line) as Said;
        if (said.ready === true) resolve();
        if (said.id === undefined) return;
        this.waiting.get(said.id)?.(said.connections ?? []);
        this.waiting.delete(said.id);
      });
    });
    child.once('close', () => this.end(new Error(`the program at ${this.place} has ended`)));
    child.once('error', (error) => this.end(error));
  }

  ask(task: Task): Promise<Observed> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.failed.push(reject);
      this.waiting.set(id, resolve);
      this.child.stdin!.write(`${JSON.stringify({ id, ...task })}\n`);
    });
  }

  private end(error: Error): void {
    for (const fail of this.failed) fail(error);
    this.failed = [];
  }
}

/** All of them, by place. */
export class Inhabitants {
  private constructor(private readonly byPlace: ReadonlyMap<string, Inhabitant>) {}

  /** Starts one in each namespace, on its addresses of one or both families, and waits until every server listens. */
  static async start(namespaces: Namespaces, sides: readonly Machines[]): Promise<Inhabitants> {
    const [first] = sides;
    if (first === undefined) return new Inhabitants(new Map());
    const { nodes, pods, outside } = first;
    const nothing = { tcp: [], udp: [] };
    const lives = [
      ...[...nodes, outside].map((one) => ({ ...one, name: one.place, ports: nothing })),
      ...pods.map((one) => ({ ...one, name: one.key })),
    ];
    const byPlace = new Map(
      lives.map(({ place, namespace, name, ports }) => {
        const ips = sides.flatMap((side) => side.pods.find((pod) => pod.place === place)?.ip ?? []);
        const life = JSON.stringify({ name, ips, ...ports });
        return [
          place,
          new Inhabitant(place, namespaces.start(namespace, [process.execPath, PROGRAM, life])),
        ] as const;
      }),
    );
    await Promise.all([...byPlace.values()].map(({ ready }) => ready));
    return new Inhabitants(byPlace);
  }

  /** Lets the one at a place dial. */
  ask(place: string, task: Task): Promise<Observed> {
    const one = this.byPlace.get(place);
    if (one === undefined) throw new Error(`nobody lives at ${place}`);
    return one.ask(task);
  }
}
