/** The tables of actions and goals: one word heads each. */
import {
  any,
  bool,
  count,
  headed,
  mapOf,
  named,
  object,
  oneOf,
  someOf,
  text,
  textOf,
} from '../manifest/schema';
import type { Schema } from '../manifest/schema';
import { about } from './described';
import { SPREADS } from './scenario';
import { OUTCOME_KINDS } from './vocabulary';

export const id = textOf('dnsLabel');
export const reference = about(
  text,
  'A reference: Kind/namespace/name, Kind/name, rules/<node>, conntrack/<node>, EndpointSlice/<namespace>/<service>, client/<id>, or Deployment/<namespace>/<name>#0 for its first Pod.',
);

const owner = about(text, 'The workload: Deployment/<namespace>/<name>.');
const ordinal = about(count, 'Which of its Pods, from 0, sorted by name; 0 if absent.');
const client = about(id, 'The id of one of the `clients`.');
const url = about(text, 'A URL such as https://shop.example/users/123.');

/** Text, number or boolean. */
const scalarMap: Schema = mapOf(any);
const positive: Schema = { is: 'int', min: 1, max: 100_000 };

const nodeName = about(text, 'The node’s name.');

/** What can be done; one word for each action. */
export const action: Schema = named('action', () =>
  headed(
    {
      send: about(
        object(
          {
            client,
            url,
            times: about(positive, 'How many requests; 1 if absent.'),
            everyMillis: about(count, 'Milliseconds from one to the next; 200 if absent.'),
          },
          'client',
          'url',
        ),
        'Sends requests. They go on in the background while the next action is done.',
      ),
      kubectl: about(
        text,
        'A command line, with or without the word kubectl. {name:Deployment/default/web#0} stands for a Pod’s name.',
      ),
      deletePod: about(object({ owner, ordinal }, 'owner'), 'Deletes a Pod of a workload.'),
      crashPod: about(object({ owner, ordinal }, 'owner'), 'Lets the container of a Pod crash.'),
      look: about(reference, 'Opens something, as a learner who clicks it.'),
      wait: about(textOf('duration'), 'Simulated time to wait: 500ms, 10s, 2m.'),
      newConnections: about(bool, 'true: a new connection for each request; false: connections are kept.'),
      watchDelay: about(
        object(
          {
            node: nodeName,
            millis: about(count, 'How late its kube-proxy hears of a change, in milliseconds.'),
          },
          'node',
          'millis',
        ),
        'Changes how late one node hears of changes.',
      ),
      failNode: about(
        object({ node: nodeName }, 'node'),
        'Cuts a node’s power: everything on it stops at once, and nobody is told.',
      ),
      recoverNode: about(
        object({ node: nodeName }, 'node'),
        'Gives a node its power back: it boots, and its Pods are started again.',
      ),
      proxyMode: about(
        oneOf('iptables', 'ipvs', 'nftables'),
        'Starts every kube-proxy anew in this mode; connections that are open go on as they were.',
      ),
      gatewayDiscovery: about(
        object(
          {
            gateway: about(reference, 'The workload that runs Ocelot: Deployment/<namespace>/<name>.'),
            by: about(
              oneOf('host', 'Kube', 'PollKube', 'WatchKube'),
              'host: Service names and their VIP; the others ask the API server and dial Pods.',
            ),
            balancer: about(
              oneOf('NoLoadBalancer', 'RoundRobin', 'LeastConnection', 'CookieStickySessions'),
              'LoadBalancerOptions’ Type where a route has none; RoundRobin if absent.',
            ),
          },
          'gateway',
          'by',
        ),
        'Changes how a gateway finds Pods: its ocelot.json is written anew, and Ocelot reads it again.',
      ),
      traffic: about(
        object(
          {
            client,
            url,
            perSecond: about({ is: 'int', min: 0, max: 1_000 }, 'Requests per second; 0 ends it.'),
          },
          'client',
          'url',
          'perSecond',
        ),
        'Steady requests from here on.',
      ),
    },
    'send',
    'kubectl',
    'deletePod',
    'crashPod',
    'look',
    'wait',
    'newConnections',
    'watchDelay',
    'failNode',
    'recoverNode',
    'proxyMode',
    'gatewayDiscovery',
    'traffic',
  ),
);

const times = about(positive, 'At least so many; 1 if absent.');

/** The words with which goals are made; one of them heads each goal. */
export const goal: Schema = named('goal', () =>
  headed(
    {
      object: about(reference, 'An object that is as `has` says.'),
      has: about(scalarMap, 'Dotted paths and their values: status.readyReplicas: 3.'),
      request: about(
        {
          is: 'object',
          fields: {
            client,
            url,
            status: about({ is: 'int', min: 100, max: 599 }, 'The HTTP status that the client gets.'),
            outcome: about(oneOf(...OUTCOME_KINDS), 'How it ends, instead of a status.'),
            times,
          },
          required: [],
          heads: ['status', 'outcome'],
        },
        'So many requests that fit have ended so since the step began.',
      ),
      served: about(
        object(
          {
            by: about(text, 'The workload whose Pods answer: Deployment/<namespace>/<name>.'),
            requests: about(positive, 'At least so many requests.'),
            pattern: about(oneOf(...SPREADS), 'How they are spread over its Pods; any if absent.'),
          },
          'by',
          'requests',
        ),
        'So many requests since the step began were answered by Pods of a workload.',
      ),
      fact: about(text, 'A fact that has been recorded since the step began: pod/becameReady, hop …'),
      where: about(scalarMap, 'Fields of the fact and their values.'),
      looked: about(reference, 'The learner has opened it since the step began.'),
      all: about(someOf(goal), 'Each of these holds.'),
      any: about(someOf(goal), 'At least one of these holds.'),
      not: about(goal, 'This does not hold.'),
      inOrder: about(
        someOf(goal),
        'Each becomes true at or after the moment at which the one before it did.',
      ),
    },
    'object',
    'request',
    'served',
    'fact',
    'looked',
    'all',
    'any',
    'not',
    'inOrder',
  ),
);
