/** What holds at every moment of every simulated world: named checks that tests run after steps. */
import { chartById } from '../charts';
import type { SimEvent } from '../kernel/event';
import type { ChartDelayData } from '../kernel/machines';
import type { SimTables, SimWorld } from '../laws';

type Check = (tables: SimTables, world: SimWorld) => string[];

const CHECKS: Readonly<Record<string, Check>> = {
  'a Pod address has one owner': (tables) => {
    const owners = new Map<string, string>();
    const broken: string[] = [];
    for (const [key, pod] of Object.entries(tables.pods)) {
      const ip = pod.status.podIP;
      if (ip === undefined || pod.spec.hostNetwork) continue;
      if (owners.has(ip)) broken.push(`${ip} belongs to ${owners.get(ip)} and ${key}`);
      owners.set(ip, key);
    }
    for (const [ip, row] of Object.entries(tables.podIPs)) {
      if (tables.kubeletPods[row.pod]?.ip !== ip)
        broken.push(`${ip} is handed out to ${row.pod}, who has it not`);
    }
    return broken;
  },

  'a packet is in one place': (tables, world) => {
    const arrivals = new Map<string, SimEvent>();
    const broken: string[] = [];
    for (const event of Object.values(tables.queue)) {
      if (event.type !== 'packet/arrives') continue;
      const { packet } = event.data as { packet: string };
      if (arrivals.has(packet)) broken.push(`${packet} arrives twice`);
      arrivals.set(packet, event);
    }
    for (const [id, packet] of Object.entries(tables.packets)) {
      const due = arrivals.get(id)?.dueAt;
      if (due !== packet.arrivesAt)
        broken.push(`${id} arrives at ${packet.arrivesAt}, its event is due at ${due}`);
      if (packet.from === packet.to) broken.push(`${id} goes from ${packet.from} to itself`);
      if (packet.arrivesAt < world.now || packet.sentAt > packet.arrivesAt) broken.push(`${id} is late`);
      arrivals.delete(id);
    }
    for (const id of arrivals.keys()) broken.push(`${id} arrives and is not there`);
    return broken;
  },

  'a connection and its exchange name each other': (tables) => {
    const broken: string[] = [];
    for (const [id, { exchange, state }] of Object.entries(tables.connections)) {
      if ((exchange === null) !== (state === 'idle')) broken.push(`${id} is ${state} for ${exchange}`);
      if (exchange !== null && tables.exchanges[exchange]?.connection !== id) {
        broken.push(`${id} serves ${exchange}, which uses ${tables.exchanges[exchange]?.connection}`);
      }
    }
    for (const [id, { connection }] of Object.entries(tables.exchanges)) {
      if (connection !== null && tables.connections[connection]?.exchange !== id) {
        broken.push(`${id} uses ${connection}, which serves ${tables.connections[connection]?.exchange}`);
      }
    }
    return broken;
  },

  'a request that goes on has one exchange of its browser': (tables) => {
    const counts = new Map<string, number>();
    for (const { request, parent } of Object.values(tables.exchanges)) {
      if (parent === null) counts.set(request, (counts.get(request) ?? 0) + 1);
    }
    return [...new Set([...Object.keys(tables.requests), ...counts.keys()])]
      .filter((id) => counts.get(id) !== 1 || tables.requests[id] === undefined)
      .map((id) => `${id} has ${counts.get(id) ?? 0}`);
  },

  'a machine has an owner': (tables) =>
    Object.entries(tables.machines)
      .filter(([entity, { chart }]) => !hasOwner(tables, entity, chart))
      .map(([entity, { chart, state }]) => `${entity} (${chart}, ${state})`),

  'a timer has an owner': (tables) =>
    Object.values(tables.queue).flatMap((event) =>
      isOwned(tables, event) ? [] : [`${event.id} (${event.type})`],
    ),

  'nothing due lies in the past': (tables, world) =>
    Object.values(tables.queue)
      .filter((event) => event.dueAt < world.now)
      .map((event) => `${event.id} (${event.type}) at ${event.dueAt}`),

  'a tracked connection has its expiry pending': (tables) =>
    Object.entries(tables.conntrack)
      .filter(([key, row]) => tables.queue[`conntrack|${key}`]?.dueAt !== row.expiresAt)
      .map(([key]) => key),
};

/** Which invariants a world breaks, and where; empty if it breaks none. */
export function brokenInvariants(world: SimWorld): string[] {
  return Object.entries(CHECKS).flatMap(([name, check]) =>
    check(world.tables, world).map((where) => `${name}: ${where}`),
  );
}

/** Whose state a machine is, by chart; the part of the entity after the first slash is the key. */
function hasOwner(tables: SimTables, entity: string, chart: string): boolean {
  const key = entity.slice(entity.indexOf('/') + 1);
  switch (chart) {
    case 'tcpConnection':
      return tables.connections[entity] !== undefined;
    case 'httpCall':
    case 'browser':
      return tables.exchanges[entity] !== undefined;
    case 'resolver':
      return tables.lookups[entity] !== undefined;
    case 'coredns':
      return tables.dnsWork[key] !== undefined;
    case 'service':
      return tables.services[key] !== undefined;
    case 'kubeProxy':
    case 'node':
      return tables.nodes[key] !== undefined;
    case 'pod':
      return true; // hears a little later that its object is gone; `expectRest` compares them
    default:
      return tables.handlings[key]?.chart === chart;
  }
}

function isOwned(tables: SimTables, event: SimEvent): boolean {
  if (event.type.endsWith('/after')) {
    const { entity, event: name } = event.data as ChartDelayData;
    const machine = tables.machines[entity];
    return machine !== undefined && chartById(machine.chart)?.table[machine.state]?.[name] !== undefined;
  }
  switch (event.type) {
    case 'conntrack/expires':
      return tables.conntrack[(event.data as { key: string }).key] !== undefined;
    case 'packet/arrives':
      return tables.packets[(event.data as { packet: string }).packet] !== undefined;
    case 'traffic/idleTooLong':
      return tables.connections[(event.data as { connection: string }).connection]?.state === 'idle';
    case 'traffic/tick':
      return (tables.settings['traffic']?.rate ?? 0) > 0;
    default:
      return true;
  }
}
