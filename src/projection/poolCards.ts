/** A program's connection pools, and a gateway's way to find Pods, for the inspector. */
import type { Micros } from '../sim/kernel/time';
import { formatSocket } from '../sim/packet/headers';
import { discoveryNow } from '../sim/traffic/gatewayIntents';
import type { ConnectionRow, PoolSettings } from '../sim/traffic/tables';
import { kindOfIP } from './addresses';
import type { GatewayCard, PoolCard } from './cards';
import { gatewayRoads } from './gatewayRoads';
import type { WorldView } from './view';

/** The handlers of a Pod's program, each with its connections, those opened last first. */
export function poolCards(view: WorldView, pod: string): PoolCard[] {
  const prefix = `pod/${pod} `;
  const { handlers, connections } = view.tables;
  return Object.keys(handlers)
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key): PoolCard => {
      const { settings, serial } = handlers[key]!;
      const kept = view
        .lookup('connections', 'byHandler', `${key}#${serial}`)
        .map((id) => connections[id]!)
        .sort((a, b) => b.openedAt - a.openedAt);
      return {
        handler: key.slice(prefix.length),
        lifetime: secondsOf(settings.lifetimeMicros),
        idleTimeout: secondsOf(settings.idleTimeoutMicros),
        most: settings.maxPerServer,
        connections: kept.map((row) => connectionCard(view, row, settings)),
      };
    });
}

function connectionCard(
  view: WorldView,
  row: ConnectionRow,
  settings: PoolSettings,
): PoolCard['connections'][number] {
  const { destination } = row.flow;
  const age = view.at - row.openedAt;
  const idle = row.idleSince === null ? null : view.at - row.idleSince;
  const ends = [
    settings.lifetimeMicros === null ? null : settings.lifetimeMicros - age,
    settings.idleTimeoutMicros === null || idle === null ? null : settings.idleTimeoutMicros - idle,
  ].filter((one) => one !== null);
  return {
    id: row.id,
    to: { kind: kindOfIP(view, destination.ip), text: formatSocket(destination) },
    server: row.server,
    state: row.state,
    age: tenths(age),
    idle: idle === null ? null : tenths(idle),
    left: ends.length === 0 ? null : tenths(Math.max(0, Math.min(...ends))),
    carried: row.carried,
  };
}

function secondsOf(micros: Micros | null): number | null {
  return micros === null ? null : tenths(micros);
}

function tenths(micros: Micros): number {
  return Math.round(micros / 100_000) / 10;
}

/** How a gateway finds its Pods; nothing for what is no gateway. */
export function gatewayCard(view: WorldView, key: string | null): { readonly gateway?: GatewayCard } {
  const row = key === null ? undefined : view.tables.gateways[key];
  if (key === null || row === undefined) return {};
  const [, namespace = 'default', name = ''] = key.split('/');
  const map = Object.keys(view.tables.configMaps)
    .filter((one) => one.startsWith(`${namespace}/`))
    .sort()
    .find(
      (one) => view.tables.configMaps[one]!.data[row.file.slice(row.file.lastIndexOf('/') + 1)] !== undefined,
    );
  const inNamespace = namespace === 'default' ? '' : ` -n ${namespace}`;
  return {
    gateway: {
      key,
      discovery: discoveryNow(row),
      file: row.file,
      text: row.text,
      command: `kubectl edit configmap ${map?.slice(namespace.length + 1) ?? `${name}-ocelot`}${inNamespace}`,
      roads: gatewayRoads(view, key, row),
    },
  };
}
