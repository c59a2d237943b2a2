/** A whole View by hand: the moment of 4.210 s at which node-2 chooses a Pod. For tests and for looking. */
import type { ChartCard, ChartStateView, RulesCard } from '../../projection/cards';
import type { Decision } from '../projected';
import type { Language, View } from '../contract';
import {
  CHAIN,
  endpointRule,
  NOW,
  rulesDecision,
  sampleHop,
  sampleHops,
  sayIn,
  SERVICE_RULE,
  START,
} from './sampleHops';
import { rows, samplePicture } from './samplePicture';
import { sampleTimeline } from './sampleTimeline';

const POD = 'pod/default/user-api-deployment-5c9f6d7b8-w6m2k';

function rulesOf(node: string): RulesCard {
  const isActing = node === 'node-2';
  const last = node === 'node-3' ? '10.244.2.2:8080' : '10.244.2.6:8080';
  return {
    node,
    service: 'default/user-api-service',
    mode: 'iptables',
    syncedAt: isActing ? 4_150_000 : 4_180_000,
    ruleCount: 86,
    printed: () => `*nat\n# ${node}\nCOMMIT\n`,
    chains: [
      {
        table: 'nat',
        name: 'KUBE-SERVICES',
        rules: [
          {
            ...{ text: SERVICE_RULE, verdict: isActing ? 'hit' : null, drawn: null },
            ...{ isStale: false, isDecisive: false },
          },
        ],
      },
      {
        table: 'nat',
        name: CHAIN,
        rules: [
          {
            text: endpointRule('10.244.0.5:8080', '0.33333333349', 'KUBE-SEP-6YANL35NC4WOTBCF'),
            verdict: isActing ? 'miss' : null,
            drawn: isActing ? 0.71 : null,
            isStale: false,
            isDecisive: false,
          },
          {
            text: endpointRule('10.244.1.2:8080', '0.50000000000', 'KUBE-SEP-GLQ2K5TDEUFSQ7IN'),
            verdict: isActing ? 'hit' : null,
            drawn: isActing ? 0.28 : null,
            isStale: false,
            isDecisive: isActing,
          },
          {
            text: endpointRule(last, null, 'KUBE-SEP-QO2RZ4XNHJ6W2L3M'),
            verdict: isActing ? 'notReached' : null,
            drawn: null,
            isStale: node === 'node-3',
            isDecisive: false,
          },
        ],
      },
    ],
  };
}

function state(id: string, options: Partial<ChartStateView> = {}): ChartStateView {
  return { id, path: id, children: [], isActive: false, isInitial: false, ...options };
}

const chart: ChartCard = {
  entity: POD,
  chart: 'Pod',
  active: 'running.ready',
  since: 800_000,
  states: [
    state('pending', { isInitial: true }),
    state('starting'),
    state('running', {
      isActive: true,
      children: [
        state('notReady', { path: 'running.notReady', isInitial: true }),
        state('ready', { path: 'running.ready', isActive: true }),
      ],
    }),
    state('backOff'),
    state('terminating'),
    state('gone'),
  ],
  arrows: [
    { from: 'pending', to: 'starting', event: 'pod/scheduled', guard: null, delay: null },
    { from: 'starting', to: 'running', event: '', guard: null, delay: 'startUp' },
    { from: 'running.notReady', to: 'running.ready', event: 'probe/succeeded', guard: null, delay: null },
    { from: 'running.ready', to: 'running.notReady', event: 'probe/failed', guard: 'threshold', delay: null },
    { from: 'running', to: 'backOff', event: 'container/exited', guard: null, delay: null },
    { from: 'backOff', to: 'starting', event: '', guard: null, delay: 'backOff' },
    { from: 'running', to: 'terminating', event: 'pod/deleted', guard: null, delay: null },
    { from: 'terminating', to: 'gone', event: 'container/exited', guard: null, delay: null },
    { from: 'terminating', to: 'gone', event: '', guard: null, delay: 'gracePeriod' },
  ],
};

export interface SampleOptions {
  readonly language?: Language;
  /** Hop shown, from 0. */
  readonly current?: number;
  readonly decision?: Decision;
}

/** The sample, in a language, at a hop, with any decision on it. */
export function sampleView(options: SampleOptions = {}): View {
  const { language = 'en', current = 7, decision = rulesDecision } = options;
  const say = sayIn(language);
  const picture = samplePicture(say);
  const hops = sampleHops(say, current);
  return {
    title: language === 'zh-CN' ? 'Service 在哪一层工作？' : 'Which layer does a Service work at?',
    kubernetesVersion: 'v1.34',
    proxyMode: 'iptables',
    proxyModes: ['iptables', 'nftables'],
    language,
    theme: 'auto',
    lens: 'layers',
    picture,
    strip: {
      state: 'wire',
      holder: '',
      label: 'SYN',
      layer: 'TCP',
      source: { kind: 'pod', text: '10.244.1.3:41822' },
      sourceNote: 'api-gateway …hq4zn',
      sourceAfter: null,
      sourceAfterNote: '',
      destination: { kind: 'vip', text: '10.103.22.45:80' },
      destinationNote: 'user-api-service',
      destinationAfterNote: 'user-api …w6m2k',
      destinationAfter: { kind: 'pod', text: '10.244.1.2:8080' },
      who: say('node-2 的内核，PREROUTING', 'node-2 kernel, PREROUTING'),
      why: say('3 条里第 2 条命中，p = 0.50000', 'rule 2 of 3 hit, p = 0.50000'),
    },
    journey: {
      request: 'request-19',
      url: 'https://shop.example/users/123',
      startAt: START,
      hops,
      current,
      outcome: null,
    },
    hop: { hop: sampleHop(hops[current]!, decision), index: current, count: hops.length },
    endpoints: {
      service: 'default/user-api-service',
      vip: '10.103.22.45:80',
      slices: [{ name: 'user-api-service-7fk2x', resourceVersion: '1846', changedAt: 4_130_000, rows }],
      nodes: picture.nodes.map((node) => ({
        node: node.name,
        state: node.proxy.staleMicros > 0 ? 'behind' : 'current',
        staleMicros: node.proxy.staleMicros,
      })),
    },
    rules: ['node-1', 'node-2', 'node-3'].map(rulesOf),
    conntrack: ['node-1', 'node-2', 'node-3'].map((node) => ({
      node,
      rows:
        node !== 'node-2'
          ? []
          : [
              {
                key: 'tcp 10.244.1.3:41822 10.103.22.45:80',
                protocol: 'tcp',
                state: 'SYN_SENT',
                original: {
                  source: { kind: 'pod', text: '10.244.1.3:41822' },
                  destination: { kind: 'vip', text: '10.103.22.45:80' },
                },
                reply: {
                  source: { kind: 'pod', text: '10.244.1.2:8080' },
                  destination: { kind: 'pod', text: '10.244.1.3:41822' },
                },
                secondsLeft: 120,
                isCurrent: true,
              },
            ],
    })),
    inspector: {
      place: POD,
      kind: 'pod',
      title: 'user-api-deployment-5c9f6d7b8-w6m2k',
      properties: [
        { label: say('Pod IP', 'Pod IP'), value: '10.244.1.2', address: { kind: 'pod', text: '10.244.1.2' } },
        { label: say('节点', 'Node'), value: 'node-2' },
        { label: say('重启次数', 'Restarts'), value: '0' },
      ],
      charts: [chart],
    },
    tally: {
      workload: 'user-api-deployment',
      total: 17,
      rows: picture.workloads[0]!.pods.map((pod) => ({
        pod: pod.name,
        shortName: pod.shortName,
        ip: pod.ip,
        count: pod.served,
        gone: pod.state === 'terminating',
      })),
    },
    timeline: sampleTimeline(say),
    story: { question: null, why: null, lit: null, sequence: null, log: null, topology: null, packet: null },
    transport: {
      playing: false,
      speed: 1,
      at: NOW,
      endAt: 4_700_000,
      slowdown: 1000,
      canStepBack: true,
      everyPacket: false,
    },
    traffic: { rate: 5, newConnectionPerRequest: true },
    selected: null,
    notices: [],
    simplifications: [],
  };
}
