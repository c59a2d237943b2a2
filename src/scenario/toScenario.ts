/** The plain values of scenario.yaml, which fit the table, to a `Scenario` with its defaults. */
import { asInt, asList, asRecord, asText, asTexts, asWord, ifThere } from '../manifest/convert/plain';
import { millis, type Micros } from '../sim/kernel/time';
import {
  BELIEF_MODELS,
  SCENARIO_FORMAT_VERSION,
  type Belief,
  type DocsPage,
  type Lens,
  type ProxyMode,
  type Question,
  type Scenario,
  type Step,
} from './scenario';
import { toAction, toGoal } from './toGoal';

/** kube-proxy's `minSyncPeriod` when nothing is configured. Source: k8s.io/kubernetes/pkg/proxy/apis/config/v1alpha1/defaults.go. */
const MIN_SYNC_PERIOD_MILLIS = 1_000;
const PACKET_SCALE = 1_500;
const PROXY_MODES: readonly [ProxyMode, ...ProxyMode[]] = ['iptables', 'ipvs', 'nftables'];

/** A `Scenario` out of plain values; what is absent gets its default. */
export function toScenario(value: unknown): Scenario {
  const raw = asRecord(value);
  const kubeProxy = asRecord(raw['kubeProxy']);
  const scale = asRecord(raw['timeScale']);
  const id = asText(raw['id']) ?? '';
  const proxyMode = asWord(raw['proxyMode'], PROXY_MODES);
  const modes = asTexts(raw['proxyModes']).filter((mode): mode is ProxyMode =>
    (PROXY_MODES as readonly string[]).includes(mode),
  );
  return {
    formatVersion: SCENARIO_FORMAT_VERSION,
    id,
    kubernetes: asText(raw['kubernetes']) ?? '',
    seed: asText(raw['seed']) ?? id,
    proxyMode,
    proxyModes: modes.length === 0 ? [proxyMode] : [...new Set(modes)],
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
    minutes: asInt(raw['minutes']) ?? null,
    docs: toDocs(raw['docs']),
    steps: asList(raw['steps']).map(toStep),
  };
}

function toDocs(value: unknown): DocsPage | null {
  const raw = asRecord(value);
  const url = asText(raw['url']);
  return url === undefined ? null : { url, version: asText(raw['version']) ?? '' };
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
  return {
    id: asText(raw['id']) ?? '',
    ...ifThere('lens', lens),
    ...ifThere('show', asText(raw['show'])),
    ...ifThere('open', asText(raw['open'])),
    set: asList(raw['set']).flatMap(toAction),
    ...ifThere('belief', toBelief(raw['belief'])),
    ...ifThere('prediction', toQuestion(raw['prediction'])),
    run: asList(raw['run']).flatMap(toAction),
    solution: asList(raw['solution']).flatMap(toAction),
    ...ifThere('goal', raw['goal'] === undefined ? undefined : toGoal(raw['goal'])),
    ...ifThere('check', toQuestion(raw['check'])),
  };
}

function toBelief(value: unknown): Belief | undefined {
  if (value === undefined || value === null) return undefined;
  const raw = asRecord(value);
  return {
    id: asText(raw['id']) ?? '',
    about: asText(raw['about']) ?? '',
    options: asList(raw['options']).flatMap((item) => {
      const option = asRecord(item);
      const model = BELIEF_MODELS.find((one) => one === option['model']);
      return model === undefined ? [] : [{ id: asText(option['id']) ?? '', model }];
    }),
  };
}

function toQuestion(value: unknown): Question | undefined {
  if (value === undefined || value === null) return undefined;
  const raw = asRecord(value);
  const id = asText(raw['id']) ?? '';
  if (raw['kind'] === 'count') {
    const inAnyOrder = raw['inAnyOrder'] === true;
    return { kind: 'count', id, of: asInt(raw['of']) ?? 1, among: asText(raw['among']) ?? '', inAnyOrder };
  }
  const options = asList(raw['options']).flatMap((item) => {
    const option = asRecord(item);
    const when = toGoal(option['when']);
    const place = asText(option['place']) ?? '';
    return when === undefined ? [] : [{ id: asText(option['id']) ?? '', when, place }];
  });
  if (raw['kind'] === 'place') return { kind: 'place', id, options };
  return { kind: 'choice', id, options: options.map(({ id: optionId, when }) => ({ id: optionId, when })) };
}
