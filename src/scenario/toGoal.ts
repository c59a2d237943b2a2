/** The plain values of an action or a goal, which fit their tables, to what they mean. */
import { asBool, asInt, asList, asRecord, asText, ifThere } from '../manifest/convert/plain';
import { parseDuration } from '../manifest/duration';
import { millis } from '../sim/kernel/time';
import type { GatewayDiscovery } from '../sim/traffic/ocelot/switchDiscovery';
import { SPREADS, type Action, type Goal, type ProxyMode, type Scalar } from './scenario';

const SEND_EVERY_MILLIS = 200;

/** The action that a word heads; none if no word of the vocabulary does. */
export function toAction(value: unknown): Action[] {
  const raw = asRecord(value);
  if (raw['send'] !== undefined) {
    const send = asRecord(raw['send']);
    return [
      {
        type: 'send',
        client: asText(send['client']) ?? '',
        url: asText(send['url']) ?? '',
        times: asInt(send['times']) ?? 1,
        everyMicros: millis(asInt(send['everyMillis']) ?? SEND_EVERY_MILLIS),
      },
    ];
  }
  const command = asText(raw['kubectl']);
  if (command !== undefined) return [{ type: 'kubectl', command }];
  for (const type of ['deletePod', 'crashPod'] as const) {
    const pod = asRecord(raw[type]);
    const owner = asText(pod['owner']);
    if (owner !== undefined) return [{ type, owner, ordinal: asInt(pod['ordinal']) ?? 0 }];
  }
  for (const type of ['failNode', 'recoverNode'] as const) {
    const node = asText(asRecord(raw[type])['node']);
    if (node !== undefined) return [{ type, node }];
  }
  const at = asText(raw['look']);
  if (at !== undefined) return [{ type: 'look', at }];
  const wait = asText(raw['wait']);
  if (wait !== undefined) return [{ type: 'wait', micros: parseDuration(wait) ?? 0 }];
  const on = asBool(raw['newConnections']);
  if (on !== undefined) return [{ type: 'newConnections', on }];
  const mode = asText(raw['proxyMode']);
  if (mode !== undefined) return [{ type: 'proxyMode', mode: mode as ProxyMode }];
  return [
    ...toWatchDelay(raw['watchDelay']),
    ...toDiscovery(raw['gatewayDiscovery']),
    ...toTraffic(raw['traffic']),
  ];
}

function toDiscovery(value: unknown): Action[] {
  const raw = asRecord(value);
  const [gateway, by, balancer] = [asText(raw['gateway']), asText(raw['by']), asText(raw['balancer'])];
  if (gateway === undefined || by === undefined) return [];
  const chosen = balancer === undefined ? {} : { balancer };
  return [{ type: 'gatewayDiscovery', gateway, by: by as GatewayDiscovery, ...chosen }];
}

function toWatchDelay(value: unknown): Action[] {
  const raw = asRecord(value);
  const node = asText(raw['node']);
  return node === undefined ? [] : [{ type: 'watchDelay', node, millis: asInt(raw['millis']) ?? 0 }];
}

function toTraffic(value: unknown): Action[] {
  const raw = asRecord(value);
  const url = asText(raw['url']);
  if (url === undefined) return [];
  const client = asText(raw['client']) ?? '';
  return [{ type: 'traffic', client, url, perSecond: asInt(raw['perSecond']) ?? 0 }];
}

function toScalars(value: unknown): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(asRecord(value)).filter((entry): entry is [string, Scalar] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );
}

const MAX_DEPTH = 20;

/** A goal; undefined if no word of the vocabulary heads it. */
export function toGoal(value: unknown, depth = 0): Goal | undefined {
  const raw = asRecord(value);
  if (depth > MAX_DEPTH) return undefined;
  const goals = (items: unknown): Goal[] => asList(items).flatMap((item) => toGoal(item, depth + 1) ?? []);
  const object = asText(raw['object']);
  if (object !== undefined) return { type: 'object', object, has: toScalars(raw['has']) };
  if (raw['request'] !== undefined) return toRequest(raw['request']);
  if (raw['served'] !== undefined) return toServed(raw['served']);
  const fact = asText(raw['fact']);
  if (fact !== undefined) return { type: 'fact', fact, where: toScalars(raw['where']) };
  const looked = asText(raw['looked']);
  if (looked !== undefined) return { type: 'looked', at: looked };
  for (const type of ['all', 'any', 'inOrder'] as const) {
    if (raw[type] !== undefined) return { type, goals: goals(raw[type]) };
  }
  const not = raw['not'] === undefined ? undefined : toGoal(raw['not'], depth + 1);
  return not === undefined ? undefined : { type: 'not', goal: not };
}

function toRequest(value: unknown): Goal {
  const request = asRecord(value);
  return {
    type: 'request',
    ...ifThere('client', asText(request['client'])),
    ...ifThere('url', asText(request['url'])),
    ...ifThere('status', asInt(request['status'])),
    ...ifThere('outcome', asText(request['outcome'])),
    times: asInt(request['times']) ?? 1,
  };
}

function toServed(value: unknown): Goal {
  const served = asRecord(value);
  return {
    type: 'served',
    by: asText(served['by']) ?? '',
    requests: asInt(served['requests']) ?? 1,
    pattern: SPREADS.find((spread) => spread === served['pattern']) ?? 'any',
  };
}
