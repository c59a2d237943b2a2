/** Real journeys through the first lesson's cluster, in good and bad conditions: what tests of the sentences read. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readScenario } from '../../scenario/readScenario';
import { startWorld } from '../../scenario/startWorld';
import { applyIntent, type Intent } from '../../sim/intent';
import { simLaws, type SimTables } from '../../sim/laws';
import { seconds, type Micros } from '../../sim/kernel/time';
import type { World } from '../../sim/kernel/world';
import type { Hop } from '../../sim/packet/hop';
import { engineOf, intervene, nextDueAt, step } from '../../sim/step';

const FOLDER = fileURLToPath(new URL('../../../scenarios/where-a-service-works/', import.meta.url));

interface TextFile {
  readonly path: string;
  readonly text: string;
}

const FILES: readonly TextFile[] = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/\/+/g, '/'))
  .map((path) => ({ path: path.slice(FOLDER.length), text: readFileSync(path, 'utf8') }));

/** What is done to the cluster when. */
export interface Act {
  readonly at: Micros;
  readonly intents: (world: World<SimTables>) => readonly Intent[];
}

export interface Condition {
  /** `[file name, what stands there, what shall stand there]`. Must be found. */
  readonly edits?: readonly (readonly [string, string, string])[];
  readonly publicNames?: Readonly<Record<string, readonly string[]>>;
  readonly acts: readonly Act[];
  readonly until: Micros;
}

export interface Told {
  readonly hops: readonly Hop[];
  readonly outcomes: readonly string[];
}

const PAGE = 'https://shop.example/users/123';

export function send(at: Micros, url: string | ((world: World<SimTables>) => string) = PAGE): Act {
  return {
    at,
    intents: (world) => [
      { type: 'sendRequest', client: 'learner', url: typeof url === 'string' ? url : url(world) },
    ],
  };
}

export function always(at: Micros, ...intents: readonly Intent[]): Act {
  return { at, intents: () => intents };
}

/** The same intent for every Pod whose name begins so. */
export function forPods(at: Micros, type: 'deletePod' | 'crashPod', name: string): Act {
  return {
    at,
    intents: (world) =>
      Object.keys(world.tables.pods)
        .filter((key) => key.split('/')[1]!.startsWith(name))
        .map((pod) => ({ type, pod })),
  };
}

/** Runs a condition to its end. */
export function tell({ edits = [], publicNames = {}, acts, until }: Condition): Told {
  const files = FILES.map(({ path, text }) => ({ path, text: edited(path, text, edits) }));
  const { scenario, manifests, ocelot, problems } = readScenario(files);
  if (scenario === undefined) throw new Error(JSON.stringify(problems));
  const world = startWorld({
    scenario: { ...scenario, publicDns: { ...scenario.publicDns, ...publicNames } },
    manifests,
    ocelot,
  });
  const engine = engineOf(world, simLaws);
  const hops: Hop[] = [];
  const outcomes: string[] = [];
  const note = (facts: readonly { readonly type: string }[]) => {
    for (const fact of facts) {
      if (fact.type === 'hop') hops.push((fact as unknown as { hop: Hop }).hop);
      if (fact.type === 'request/ended') outcomes.push((fact as unknown as { outcomeId: string }).outcomeId);
      if (fact.type === 'intent/refused') throw new Error(JSON.stringify(fact));
    }
  };
  const waiting = [...acts];
  for (;;) {
    const due = nextDueAt(engine);
    const act = waiting[0];
    if (act !== undefined && (due === undefined || act.at <= due)) {
      waiting.shift();
      for (const intent of act.intents(world)) {
        note(intervene(engine, simLaws, act.at, (draft) => applyIntent(draft, intent)).facts);
      }
    } else if (due === undefined || due > until) break;
    else note(step(engine, simLaws)!.facts);
  }
  return { hops, outcomes };
}

function edited(path: string, text: string, edits: NonNullable<Condition['edits']>): string {
  return edits
    .filter(([file]) => path.endsWith(file))
    .reduce((before, [file, from, to]) => {
      if (!before.includes(from)) throw new Error(`${file} has no "${from}"`);
      return before.replaceAll(from, to);
    }, text);
}

const USER_API = 'default/user-api-deployment';
const CONTROLLER = 'ingress-nginx/ingress-nginx-controller';

function without(deployment: string, wait = 5): Condition {
  return {
    acts: [always(0, { type: 'scale', deployment, replicas: 0 }), send(seconds(wait))],
    until: seconds(wait + 25),
  };
}

const plainly = { acts: [send(0)], until: seconds(60) };
const bothOcelots = (from: string, to: string): NonNullable<Condition['edits']> => [
  ['api-gateway.yaml', from, to],
  ['ocelot.json', from, to],
];

/** node-1 has no Pod of the ingress controller. */
function controllerPort({ tables }: World<SimTables>): string {
  const { nodePort } = tables.services['ingress-nginx/ingress-nginx-controller']!.spec.ports[0]!;
  return `http://192.168.0.11:${nodePort}/users/123`;
}

const IN_IPVS: NonNullable<Condition['edits']> = [
  ['scenario.yaml', 'proxyMode: iptables', 'proxyMode: ipvs'],
];

const GATEWAY = 'Deployment/default/api-gateway';

function discovering(discovery: 'Kube' | 'PollKube', ...acts: readonly Act[]): Condition {
  return {
    acts: [always(0, { type: 'setGatewayDiscovery', gateway: GATEWAY, discovery }), ...acts],
    until: seconds(40),
  };
}

/** The users' route with one more option. */
function withOption(option: string): NonNullable<Condition['edits']> {
  return bothOcelots(
    '"UpstreamPathTemplate": "/users/{id}",',
    `"UpstreamPathTemplate": "/users/{id}", ${option},`,
  );
}

const LIMIT = '"RateLimitOptions": { "Limit": 1, "Period": "10s" }';

/** Every condition by name. */
export const CONDITIONS: Readonly<Record<string, Condition>> = {
  'all is well': plainly,
  'the gateway asks the API server': discovering('Kube', send(1)),
  'the gateway holds a list of Pods': discovering('PollKube', send(1), send(seconds(1)), send(seconds(2))),
  'the gateway finds no Pod listed': discovering(
    'Kube',
    always(1, { type: 'scale', deployment: USER_API, replicas: 0 }),
    send(seconds(5)),
  ),
  'the gateway may not ask': {
    ...discovering('Kube', send(1)),
    edits: [
      [
        'api-gateway.yaml',
        'hopscope.dev/role: gateway',
        'hopscope.dev/role: gateway\n        hopscope.dev/reads-endpoints: "false"',
      ],
    ],
  },
  'the circuit is open': {
    ...without(USER_API),
    acts: [
      always(0, { type: 'scale', deployment: 'default/api-gateway', replicas: 1 }),
      always(0, { type: 'scale', deployment: USER_API, replicas: 0 }),
      send(seconds(15)),
      send(seconds(16)),
      send(seconds(17)),
    ],
    edits: withOption('"QoSOptions": { "MinimumThroughput": 2, "BreakDuration": 9000 }'),
  },
  'the quota is used up': {
    acts: [
      always(0, { type: 'scale', deployment: 'default/api-gateway', replicas: 1 }),
      send(seconds(15)),
      send(seconds(16)),
    ],
    until: seconds(20),
    edits: [
      ...withOption(LIMIT),
      [
        'web-mvc.yaml',
        'hopscope.dev/role: web-app',
        'hopscope.dev/role: web-app\n        hopscope.dev/client-id: web-mvc',
      ],
    ],
  },
  'the quota is for those who say who they are': { ...plainly, edits: withOption(LIMIT) },
  'IPVS mode': { ...plainly, edits: IN_IPVS },
  'IPVS mode, a node port without a Pod there, and policy Local': {
    edits: [
      ...IN_IPVS,
      ['ingress-nginx.yaml', 'externalTrafficPolicy: Cluster', 'externalTrafficPolicy: Local'],
    ],
    acts: [send(0, controllerPort)],
    until: seconds(60),
  },
  'IPVS mode, and nobody behind the Service': { ...without(USER_API), edits: IN_IPVS },
  'connections are kept': {
    acts: [always(0, { type: 'setNewConnections', on: false }), send(1), send(seconds(1))],
    until: seconds(2),
  },
  'a page that needs nobody': { acts: [send(0, 'https://shop.example/other')], until: seconds(2) },
  'a ClusterIP in the address bar': {
    acts: [
      send(0, (world) => `http://${world.tables.services['default/user-api-service']!.spec.clusterIPs[0]!}/`),
    ],
    until: seconds(30),
  },
  'an unknown host': { acts: [send(0, 'https://nope.example/')], until: seconds(2) },
  'a host without an Ingress rule': {
    publicNames: { 'other.example': ['203.0.113.10'] },
    acts: [send(0, 'https://other.example/')],
    until: seconds(2),
  },
  'no user API': without(USER_API),
  'no gateway': without('default/api-gateway'),
  'no web application': without('default/web-mvc'),
  'no ingress controller': without(CONTROLLER),
  'no DNS': without('kube-system/coredns', 20),
  'the user API has crashed': { acts: [forPods(0, 'crashPod', 'user-api'), send(1)], until: seconds(2) },
  'the user API crashes at work': {
    acts: [send(0), forPods(35_000, 'crashPod', 'user-api')],
    until: seconds(2),
  },
  'the web application crashes at work': {
    acts: [send(0), forPods(35_000, 'crashPod', 'web-mvc')],
    until: seconds(5),
  },
  'a node has no power': {
    acts: [always(0, { type: 'failNode', node: 'node-3' }), send(1)],
    until: seconds(25),
  },
  'rules are stale': {
    acts: [
      always(
        0,
        ...['node-1', 'node-2', 'node-3'].map((node): Intent => {
          return { type: 'setWatchDelay', node, milliseconds: 30_000 };
        }),
      ),
      forPods(10, 'deletePod', 'user-api'),
      send(100_000),
      send(1_500_000),
    ],
    until: seconds(25),
  },
  'the targetPort is wrong': { ...plainly, edits: [['user-api.yaml', 'targetPort: 80', 'targetPort: 8080']] },
  'the Host in the route is wrong': {
    ...plainly,
    edits: bothOcelots('"Host": "user-api-service"', '"Host": "user-api-svc"'),
  },
  'no route fits': { ...plainly, edits: bothOcelots('"/users/{id}"', '"/people/{id}"') },
  'the user API is slow': {
    ...plainly,
    edits: [['user-api.yaml', 'response-time: 12ms', 'response-time: 20s']],
  },
  'one user API': { ...plainly, edits: [['user-api.yaml', 'replicas: 3', 'replicas: 1']] },
  'a headless Service': {
    ...plainly,
    edits: [['user-api.yaml', 'clusterIP: 10.103.22.45', 'clusterIP: None']],
  },
  'session affinity': {
    acts: [send(0), send(seconds(1)), send(seconds(2)), send(seconds(3)), send(seconds(4))],
    until: seconds(6),
    edits: [['user-api.yaml', 'clusterIP:', 'sessionAffinity: ClientIP\n  clusterIP:']],
  },
  'policy Local and no Pod on the edge node': {
    ...plainly,
    edits: [['ingress-nginx.yaml', 'externalTrafficPolicy: Cluster', 'externalTrafficPolicy: Local']],
  },
  'through a NodePort': {
    acts: [
      send(0, (world) => {
        const port = world.tables.services['ingress-nginx/ingress-nginx-controller']!.spec.ports[0]!.nodePort;
        return `http://192.168.0.11:${port}/users/123`;
      }),
    ],
    until: seconds(2),
  },
  'downstream outside the cluster': {
    ...plainly,
    publicNames: { 'api.partner.example': ['198.51.100.99'] },
    edits: bothOcelots('"Host": "user-api-service"', '"Host": "api.partner.example"'),
  },
};
