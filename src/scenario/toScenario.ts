/** The plain values of scenario.yaml, which fit the table, to a `Scenario` with its defaults. */
import { asInt, asList, asRecord, asText, asTexts, asWord, ifThere } from '../manifest/convert/plain';
import { parseDuration } from '../manifest/duration';
import { millis, type Micros } from '../sim/kernel/time';
import {
  SCENARIO_FORMAT_VERSION,
  type Action,
  type Goal,
  type Lens,
  type Prediction,
  type Scalar,
  type Scenario,
  type Step,
} from './scenario';

/** kube-proxy's `minSyncPeriod` when nothing is configured. Source: k8s.io/kubernetes/pkg/proxy/apis/config/v1alpha1/defaults.go. */
const MIN_SYNC_PERIOD_MILLIS = 1_000;
const PACKET_SCALE = 1_500;

export function toScenario(value: unknown): Scenario {
  const raw = asRecord(value);
  const kubeProxy = asRecord(raw['kubeProxy']);
  const scale = asRecord(raw['timeScale']);
  return {
    formatVersion: SCENARIO_FORMAT_VERSION,
    id: asText(raw['id']) ?? '',
    kubernetes: asText(raw['kubernetes']) ?? '',
    seed: asText(raw['seed']) ?? '',
    proxyMode: asWord(raw['proxyMode'], ['iptables', 'ipvs', 'nftables']),
    lens: asWord<Lens>(raw['lens'], ['layers', 'machines']),
    manifests: asTexts(raw['manifests']),
    ocelot: asList(raw['ocelot']).map((item) => ({
      file: asText(asRecord(item)['file']) ?? '',
      gateway: asText(asRecord(item)['gateway']) ?? '',
    })),
    clients: asList(raw['clients']).map((item) => {
      const client = asRecord(item);
      return {
        id: asText(client['id']) ?? '',
        name: asText(client['name']) ?? '',
        ip: asText(client['ip']) ?? '',
        urls: asTexts(client['urls']),
      };
    }),
    publicDns: Object.fromEntries(
      Object.entries(asRecord(raw['publicDns'])).map(([host, ips]) => [
        host,
        typeof ips === 'string' ? [ips] : asTexts(ips),
      ]),
    ),
    kubeProxy: {
      minSyncPeriodMicros: millis(asInt(kubeProxy['minSyncPeriodMillis']) ?? MIN_SYNC_PERIOD_MILLIS),
      watchDelayMicros: toDelays(kubeProxy['watchDelayMillis']),
    },
    timeScale: { packet: positive(scale['packet'], PACKET_SCALE), cluster: positive(scale['cluster'], 1) },
    steps: asList(raw['steps']).map(toStep),
  };
}

function toDelays(value: unknown): Record<string, Micros> {
  return Object.fromEntries(
    Object.entries(asRecord(value)).flatMap(([node, delay]) => {
      const count = asInt(delay);
      return count === undefined ? [] : [[node, millis(count)] as const];
    }),
  );
}

function positive(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise;
}

function toStep(value: unknown): Step {
  const raw = asRecord(value);
  const lens = (['layers', 'machines'] as const).find((one) => one === raw['lens']);
  const goal = raw['goal'] === undefined ? undefined : toGoal(raw['goal']);
  return {
    id: asText(raw['id']) ?? '',
    ...(lens === undefined ? {} : { lens }),
    ...ifThere('show', asText(raw['show'])),
    ...ifThere('prediction', toPrediction(raw['prediction'])),
    solution: asList(raw['solution']).flatMap(toAction),
    ...(goal === undefined ? {} : { goal }),
  };
}

function toPrediction(value: unknown): Prediction | undefined {
  if (value === undefined || value === null) return undefined;
  const raw = asRecord(value);
  return {
    id: asText(raw['id']) ?? '',
    options: asList(raw['options']).flatMap((item) => {
      const option = asRecord(item);
      const when = toGoal(option['when']);
      return when === undefined ? [] : [{ id: asText(option['id']) ?? '', when }];
    }),
  };
}

function toAction(value: unknown): Action[] {
  const raw = asRecord(value);
  const send = asRecord(raw['send']);
  const url = asText(send['url']);
  if (url !== undefined) {
    const times = asInt(send['times']) ?? 1;
    const everyMicros = millis(asInt(send['everyMillis']) ?? 200);
    return [{ type: 'send', client: asText(send['client']) ?? '', url, times, everyMicros }];
  }
  const command = asText(raw['kubectl']);
  if (command !== undefined) return [{ type: 'kubectl', command }];
  const pod = asRecord(raw['deletePod']);
  const owner = asText(pod['owner']);
  if (owner !== undefined) return [{ type: 'deletePod', owner, ordinal: asInt(pod['ordinal']) ?? 0 }];
  const at = asText(raw['look']);
  if (at !== undefined) return [{ type: 'look', at }];
  const wait = asText(raw['wait']);
  return wait === undefined ? [] : [{ type: 'wait', micros: parseDuration(wait) ?? 0 }];
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
  if (raw['request'] !== undefined) {
    const request = asRecord(raw['request']);
    return {
      type: 'request',
      ...ifThere('client', asText(request['client'])),
      ...ifThere('url', asText(request['url'])),
      status: asInt(request['status']) ?? 200,
      times: asInt(request['times']) ?? 1,
    };
  }
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
