/** The table by which scenario.yaml is checked. `scenario.schema.json` says the same for editors; a test compares them. */
import {
  any,
  count,
  headed,
  list,
  mapOf,
  named,
  object,
  oneOf,
  someOf,
  text,
  textOf,
  type Schema,
} from '../manifest/schema';

const id = textOf('dnsLabel');

/** Text, number or boolean. */
const scalarMap: Schema = mapOf(any);

/** What can be done in a solution; one word for each action. */
export const action: Schema = named('action', () =>
  headed(
    {
      send: object({ client: id, url: text, times: count, everyMillis: count }, 'client', 'url'),
      kubectl: text,
      deletePod: object({ owner: text, ordinal: count }, 'owner'),
      look: text,
      wait: textOf('duration'),
    },
    'send',
    'kubectl',
    'deletePod',
    'look',
    'wait',
  ),
);

/** The words with which goals are made; one of them heads each goal. */
export const goal: Schema = named('goal', () =>
  headed(
    {
      object: text,
      has: scalarMap,
      request: object({ client: id, url: text, status: count, times: count }, 'status'),
      fact: text,
      where: scalarMap,
      looked: text,
      all: someOf(goal),
      any: someOf(goal),
      not: goal,
      inOrder: someOf(goal),
    },
    'object',
    'request',
    'fact',
    'looked',
    'all',
    'any',
    'not',
    'inOrder',
  ),
);

export const scenarioFields = object(
  {
    formatVersion: { is: 'int', min: 1, max: 1 },
    id,
    kubernetes: text,
    seed: text,
    proxyMode: oneOf('iptables', 'ipvs', 'nftables'),
    lens: oneOf('layers', 'machines'),
    manifests: someOf(text),
    ocelot: list(object({ file: text, gateway: text }, 'file', 'gateway')),
    clients: list(
      object({ id, name: text, ip: textOf('ip'), urls: someOf(text) }, 'id', 'name', 'ip', 'urls'),
    ),
    publicDns: mapOf(any),
    kubeProxy: object({ minSyncPeriodMillis: count, watchDelayMillis: mapOf(count) }),
    timeScale: object({ packet: { is: 'number' }, cluster: { is: 'number' } }),
    steps: list(
      object(
        {
          id,
          lens: oneOf('layers', 'machines'),
          show: text,
          prediction: object(
            { id, options: someOf(object({ id, when: goal }, 'id', 'when')) },
            'id',
            'options',
          ),
          solution: list(action),
          goal,
        },
        'id',
      ),
    ),
  },
  'formatVersion',
  'id',
  'kubernetes',
  'seed',
  'manifests',
);
