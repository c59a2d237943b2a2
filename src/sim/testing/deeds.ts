/** Random people: what they might do to the first lesson's cluster, drawn by fast-check. */
import fc from 'fast-check';
import type { Intent } from '../intent';
import type { Lab } from './lab';

/** A deed as data; which Pod it means is known when it is done. */
export type Deed =
  | Intent
  | {
      readonly type: 'killSome' | 'crashSome' | 'setAside' | 'curlFrom' | 'nslookupFrom';
      readonly pick: number;
    };

/** A deed, and how many seconds pass afterwards. */
export type Step = readonly [deed: Deed, seconds: number];

const DEPLOYMENTS = [
  'default/user-api-deployment',
  'default/contact-api-deployment',
  'default/api-gateway',
  'default/web-mvc',
  'kube-system/coredns',
  'ingress-nginx/ingress-nginx-controller',
];
const NODES = ['node-1', 'node-2', 'node-3'];
const URLS = [
  'https://shop.example/users/123',
  'https://shop.example/contacts/7',
  'https://shop.example/',
  'https://203.0.113.10/users/1',
  'https://nowhere.example/',
];

const client = fc.constant('learner');
const url = fc.constantFrom(...URLS, URLS[0]!, URLS[0]!);
const some = (type: Exclude<Deed['type'], Intent['type']>) =>
  fc.record({ type: fc.constant(type), pick: fc.nat({ max: 40 }) });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('sendRequest' as const), client, url }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('burst' as const), client, url, count: fc.nat({ max: 12 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setRate' as const),
      client,
      url,
      rate: fc.constantFrom(0, 4, 25),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('setNewConnections' as const), on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('scale' as const),
      deployment: fc.constantFrom(...DEPLOYMENTS),
      replicas: fc.constantFrom(0, 1, 2, 3, 5),
    }),
  },
  { weight: 3, arbitrary: some('killSome') },
  { weight: 3, arbitrary: some('crashSome') },
  { weight: 1, arbitrary: some('setAside') },
  { weight: 2, arbitrary: some('curlFrom') },
  { weight: 1, arbitrary: some('nslookupFrom') },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setServiceSelector' as const),
      service: fc.constantFrom('default/user-api-service', 'kube-system/kube-dns'),
      selector: fc.constantFrom({ app: 'user-api' }, { 'k8s-app': 'kube-dns' }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setWatchDelay' as const),
      node: fc.constantFrom(...NODES),
      milliseconds: fc.constantFrom(0, 8, 700, 6000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('failNode' as const, 'recoverNode' as const, 'recoverNode' as const),
      node: fc.constantFrom(...NODES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setGatewayDiscovery' as const),
      gateway: fc.constant('Deployment/default/api-gateway'),
      discovery: fc.constantFrom('host' as const, 'Kube' as const, 'PollKube' as const, 'WatchKube' as const),
      balancer: fc.constantFrom('RoundRobin', 'LeastConnection', 'NoLoadBalancer', 'CookieStickySessions'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setImage' as const),
      deployment: fc.constantFrom(DEPLOYMENTS[0]!, DEPLOYMENTS[3]!),
      container: fc.constantFrom('user-api', 'web-mvc'),
      image: fc.constantFrom('example/shop:1', 'example/shop:2'),
    }),
  },
);

/** Deeds with waits between them: from none to some seconds. */
export const deeds: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.tuple(deed, fc.constantFrom(0, 0.001, 0.012, 0.03, 0.045, 0.3, 1, 4)),
  { minLength: 3, maxLength: 14 },
);

/** Does it: an intent, or one of the Pods that are there now. A refusal is an answer, too. */
export function perform(lab: Lab, one: Deed): Intent {
  const intent = intentOf(lab, one);
  lab.intend(intent);
  return intent;
}

function intentOf(lab: Lab, one: Deed): Intent {
  if (!('pick' in one)) return one;
  const pods = lab.pods('');
  const pod = pods[one.pick % Math.max(1, pods.length)] ?? 'default/none';
  if (one.type === 'killSome') return { type: 'deletePod', pod };
  if (one.type === 'curlFrom') {
    const host = one.pick % 3 === 0 ? 'nowhere' : 'user-api-service.default';
    return { type: 'execCurl', pod, url: `http://${host}/users/1`, maxTimeMillis: 40_000 };
  }
  if (one.type === 'nslookupFrom') return { type: 'execLookup', pod, name: 'user-api-service' };
  if (one.type === 'crashSome') return { type: 'crashPod', pod };
  return { type: 'setPodLabel', pod, label: 'app', value: 'set-aside' };
}

/** Ends all unrest: no more traffic, every node has power and hears at once. */
export function calmDown(lab: Lab): void {
  lab.rate(0);
  for (const [node, { state }] of Object.entries(lab.tables.nodePower))
    if (state === 'off') lab.recover(node);
  for (const node of NODES) lab.delay(node, 8);
}
