/** Thirteen hops of the sample's request; the eighth is where node-2's kernel chooses a Pod. */
import type { JourneyHop } from '../../projection/cards';
import type { Decision, Hop, Message } from '../projected';
import type { Language } from '../contract';

export type Say = (zh: string, en: string) => Message;

/** Sentences given in both languages, as messages in one. */
export function sayIn(language: Language): Say {
  return (zh, en) => ({ key: 'ui.verbatim', params: { text: language === 'zh-CN' ? zh : en } });
}

export const START = 4_190_000;
export const NOW = 4_210_000;

type Row = readonly [
  leg: Hop['leg'],
  at: number,
  kind: Hop['kind'],
  verdict: Hop['verdict'],
  zh: string,
  en: string,
];

const ROWS: readonly Row[] = [
  ['ingress', 0, 'resolve', 'answered', '浏览器解析 shop.example', 'Browser resolves shop.example'],
  ['ingress', 0.4, 'travel', 'forwarded', '浏览器 → Ingress :443', 'Browser → Ingress :443'],
  ['web', 8.6, 'decide', 'forwarded', 'Ingress 直送 web-mvc Pod', 'Ingress dials a web-mvc Pod'],
  ['gateway', 10.1, 'decide', 'answered', 'web-mvc 问 DNS：网关在哪', 'web-mvc asks DNS for the gateway'],
  ['gateway', 11.9, 'rewrite', 'dnat', 'web-mvc → 网关 VIP，改写', 'web-mvc → gateway VIP, rewritten'],
  ['service', 14.3, 'decide', 'forwarded', 'Ocelot 匹配 /users/{id}', 'Ocelot matches /users/{id}'],
  ['service', 16.8, 'decide', 'answered', '网关问 CoreDNS，得到 VIP', 'Gateway asks CoreDNS, gets the VIP'],
  ['service', 20, 'rewrite', 'dnat', '内核改写：VIP → Pod', 'Kernel rewrites: VIP → Pod'],
  ['service', 21.1, 'travel', 'forwarded', '送达 user-api，同在 node-2', 'Reaches user-api, on node-2 too'],
  [
    'service',
    21.9,
    'travel',
    'forwarded',
    '握手完成，GET /api/users/123',
    'Handshake done, GET /api/users/123',
  ],
  ['service', 25.2, 'work', 'answered', 'user-api 应答 200', 'user-api answers 200'],
  ['gateway', 26, 'translate', 'restored', '回程：源地址还原成 VIP', 'Reply: its source is the VIP again'],
  ['ingress', 27.4, 'travel', 'answered', '沿原路回到浏览器', 'Back to the browser, the same way'],
];

/** The journey's rows with hop number `current` (from 0) as the one shown. */
export function sampleHops(say: Say, current: number): JourneyHop[] {
  return ROWS.map(([leg, at, kind, verdict, zh, en], index) => ({
    hopId: `hop-${index + 1}`,
    index,
    level: 'main',
    leg,
    kind,
    verdict,
    title: say(zh, en),
    sentence: say(
      '只看连接的第一个包，抽签一次；写进 conntrack，之后照办。',
      "Only a connection's first packet is drawn for; conntrack keeps the outcome for the rest.",
    ),
    state: index < current ? 'past' : index === current ? 'now' : 'future',
    startAt: START + at * 1000,
    endAt: START + (ROWS[index + 1]?.[1] ?? 30) * 1000,
  }));
}

/** KUBE-SVC and KUBE-SEP chain names of `default/user-api-service`, as in the mock. */
export const CHAIN = 'KUBE-SVC-GLVBA6XVKR35DFNR';
const COMMENT = '-m comment --comment "default/user-api-service';

export const SERVICE_RULE = `-d 10.103.22.45/32 -p tcp ${COMMENT} cluster IP" -m tcp --dport 80 -j ${CHAIN}`;

/** The three endpoint rules of the Service's chain, in string order of `ip:port`. */
export function endpointRule(address: string, probability: string | null, target: string): string {
  const draw = probability === null ? '' : ` -m statistic --mode random --probability ${probability}`;
  return `${COMMENT} -> ${address}"${draw} -j ${target}`;
}

export const rulesDecision: Decision = {
  by: 'rules',
  mode: 'iptables',
  node: 'node-2',
  hook: 'PREROUTING',
  examinedCount: 21,
  examined: [
    { table: 'nat', chain: 'KUBE-SERVICES', index: 7, text: SERVICE_RULE, matched: true },
    {
      table: 'nat',
      chain: CHAIN,
      index: 1,
      text: endpointRule('10.244.0.5:8080', '0.33333333349', 'KUBE-SEP-6YANL35NC4WOTBCF'),
      matched: false,
      probability: 0.33333,
      drawn: 0.71,
      endpoint: '10.244.0.5:8080',
    },
    {
      table: 'nat',
      chain: CHAIN,
      index: 2,
      text: endpointRule('10.244.1.2:8080', '0.50000000000', 'KUBE-SEP-GLQ2K5TDEUFSQ7IN'),
      matched: true,
      probability: 0.5,
      drawn: 0.28,
      endpoint: '10.244.1.2:8080',
    },
  ],
  matched: {
    table: 'nat',
    chain: CHAIN,
    index: 2,
    text: endpointRule('10.244.1.2:8080', '0.50000000000', 'KUBE-SEP-GLQ2K5TDEUFSQ7IN'),
    matched: true,
    endpoint: '10.244.1.2:8080',
  },
  choices: ['10.244.0.5:8080', '10.244.1.2:8080', '10.244.2.6:8080'],
  masquerade: false,
  conntrackKey: 'tcp 10.244.1.3:41822 10.103.22.45:80',
  staleMicros: 0,
};

export const ocelotDecision: Decision = {
  by: 'ocelot',
  matched: true,
  routeIndex: 1,
  upstreamPathTemplate: '/users/{id}',
  downstreamPathTemplate: '/api/users/{id}',
  file: 'ocelot.json',
  line: 14,
  placeholders: { '{id}': '123' },
  downstreamUrl: 'http://user-api-service/api/users/123',
  rejected: [
    {
      index: 0,
      reason: 'pathDiffers',
      params: { path: '/users/123', template: '/contacts/{id}', pattern: '^(?i)/contacts/(.+)$' },
    },
  ],
};

export const dnsDecision: Decision = {
  by: 'dns',
  server: '10.96.0.10:53',
  queries: [
    {
      name: 'user-api-service.default.svc.cluster.local.',
      type: 'A',
      rcode: 'NOERROR',
      answers: [{ type: 'A', data: '10.103.22.45', ttl: 30 }],
    },
    { name: 'user-api-service.default.svc.cluster.local.', type: 'AAAA', rcode: 'NOERROR', answers: [] },
  ],
};

/** The hop in full, with any decision. */
export function sampleHop(row: JourneyHop, decision: Decision): Hop {
  return {
    ...row,
    parents: ['request-19', 'connection-2'],
    request: 'request-19',
    layer: decision.by === 'dns' ? 'DNS' : 'TCP',
    label: decision.by === 'dns' ? 'A?' : 'SYN',
    rewriteAt: decision.by === 'rules' ? row.startAt + 500 : null,
    route: [
      { place: 'pod/default/api-gateway-66d-hq4zn', at: row.startAt },
      { place: 'node/node-2', at: row.endAt },
    ],
    actor: 'node/node-2',
    before: {
      protocol: 'tcp',
      source: { ip: '10.244.1.3', port: 41822 },
      destination: { ip: '10.103.22.45', port: 80 },
    },
    after: {
      protocol: 'tcp',
      source: { ip: '10.244.1.3', port: 41822 },
      destination: { ip: '10.244.1.2', port: 8080 },
    },
    http: null,
    decision,
  };
}
