import { describe, expect, it, vi } from 'vitest';
import { en, zhCN } from '../i18n/testing/everything';
import { lab, type Lab } from '../sim/testing/lab';
import type { Replacement } from '../sim/testing/worlds';
import { whyCard } from './causes';
import { FactIndex } from './causesIndex';
import type { Question, WhyCard } from './storyCards';

vi.setConfig({ testTimeout: 60_000 });

const USERS = 'default/user-api-deployment';
const SERVICE = 'default/user-api-service';
const NODES = ['node-1', 'node-2', 'node-3'];

function changed(...replace: Replacement[]): Lab {
  return lab({ scenario: 'where-a-service-works', replace });
}

function ask(one: Lab, question: Question): WhyCard {
  const index = new FactIndex();
  index.follow(one.facts);
  const { world, index: lookups } = one.engine;
  const view = {
    at: world.now,
    tables: world.tables,
    lookup: (table: string, name: string, value: string) => lookups.lookup(table, name, value),
  };
  const card = whyCard(index, view, question, SERVICE);
  if (card === null) throw new Error('no answer');
  return card;
}

/** What the chain says, in short: `cause.` and the frame of hops' titles are left out. */
function keysOf(card: WhyCard): string[] {
  return card.links.map(({ message }) => message.key.replace(/^cause\.|^hop\.|\.title$/g, ''));
}

function sendTo(one: Lab, url?: string): Question {
  const request = one.send(url);
  one.outcome(request);
  return { about: 'request', request };
}

/** Sends until the kernel chooses an address. */
function sendUntil(one: Lab, ip: string): string {
  for (let i = 0; i < 60; i++) {
    const request = one.send();
    one.outcome(request);
    const choice = one.hops(request, 'service').find((hop) => hop.kind === 'rewrite' && hop.layer !== 'DNS');
    if (choice?.after?.destination.ip === ip) return request;
  }
  throw new Error(`nobody chose ${ip}`);
}

interface Situation {
  readonly name: string;
  readonly question: (set: (one: Lab) => Lab) => Question;
  /** Newest first. */
  readonly chain: readonly string[];
}

const BORN = ['ready', 'probePassed', 'listens', 'address', 'scheduled', 'created'];

const SITUATIONS: readonly Situation[] = [
  {
    name: 'a stale rule leads to a Pod that shuts down: the sync had not come yet',
    question: (set) => {
      const one = set(lab().runUntil(1));
      const pod = one.pods('user-api')[0]!;
      const ip = one.ipOf(pod);
      for (const node of NODES) one.delay(node, 700);
      one.kill(pod);
      const request = sendUntil(one, ip);
      one.run(3);
      return { about: 'request', request };
    },
    chain: [
      'gatewayMapsError.connect',
      'refused.draining',
      'sentTo',
      'ruleStill',
      'lag.unheard',
      'sigterm',
      'slice.terminating',
      'you.delay',
      'you.deletePod',
    ],
  },
  {
    name: 'the same while the node has not written yet',
    question: (set) => {
      const one = set(lab().scale(USERS, 1).run(15));
      for (const node of NODES) one.delay(node, 600_000);
      one.kill(one.pods('user-api')[0]!).run(0.05);
      return sendTo(one);
    },
    chain: [
      'gatewayMapsError.connect',
      'refused.draining',
      'sentTo',
      'ruleStill',
      'lag.due',
      'sigterm',
      'slice.terminating',
      'you.delay',
      'you.deletePod',
    ],
  },
  {
    name: 'a stale rule leads to an address that nobody has',
    question: (set) => {
      const one = set(lab().scale(USERS, 1).run(15));
      for (const node of NODES) one.delay(node, 600_000);
      one.kill(one.pods('user-api')[0]!).run(5);
      return sendTo(one);
    },
    chain: [
      'gatewayMapsError.timeout',
      'lost.stale',
      'sentTo',
      'ruleStill',
      'lag.due',
      'removed',
      'exited',
      'sigterm',
      'slice.terminating',
      'you.delay',
      'you.deletePod',
    ],
  },
  {
    name: 'a crash that nobody has noticed',
    question: (set) => {
      const one = set(lab().scale(USERS, 1).run(15));
      one.crash(one.pods('user-api')[0]!);
      return sendTo(one);
    },
    chain: ['gatewayMapsError.connect', 'refused.noProcess', 'sentTo', 'unnoticed', 'you.crashPod'],
  },
  {
    name: 'a crash in the middle of the work',
    question: (set) => {
      const one = set(lab());
      const request = one.send();
      const works = () => Object.values(one.tables.handlings).find((row) => row.chart === 'microservice');
      one.runWhile(() => works() === undefined);
      one.crash(works()!.pod);
      one.outcome(request);
      return { about: 'request', request };
    },
    chain: ['gatewayMapsError.reset', 'reset', 'you.crashPod', 'sentTo'],
  },
  {
    name: 'no endpoint, scaled to none',
    question: (set) => sendTo(set(lab().scale(USERS, 0).run(15))),
    chain: [
      'gatewayMapsError.connect',
      'rejected',
      'rejectWritten',
      'slice.terminating',
      'unready',
      'exited',
      'sigterm',
      'victim',
      'scaled',
      'you.scale',
    ],
  },
  {
    name: 'no endpoint, since a label was changed',
    question: (set) => {
      const one = set(lab());
      for (const pod of one.pods('user-api')) one.label(pod, 'app', 'aside');
      return sendTo(one.run(1));
    },
    chain: ['gatewayMapsError.connect', 'rejected', 'rejectWritten', 'slice.removed', 'you.label'],
  },
  {
    name: 'no endpoint, since the Service was given another selector',
    question: (set) => {
      const one = set(lab());
      one.intend({ type: 'setServiceSelector', service: SERVICE, selector: { app: 'nobody' } });
      return sendTo(one.run(1));
    },
    chain: ['gatewayMapsError.connect', 'rejected', 'rejectWritten', 'slice.removed', 'you.selector'],
  },
  {
    name: 'no endpoint, since the selector never matched',
    question: (set) => sendTo(set(changed(['selector:\n    app: user-api', 'selector:\n    app: nobody']))),
    chain: ['gatewayMapsError.connect', 'rejected', 'selectsNone'],
  },
  {
    name: 'no ready Pod for the ingress controller',
    question: (set) => sendTo(set(lab().scale('default/web-mvc', 0).run(15))),
    chain: [
      'noIngressEndpoint',
      'slice.terminating',
      'unready',
      'exited',
      'sigterm',
      'victim',
      'scaled',
      'you.scale',
    ],
  },
  {
    name: 'a targetPort on which nobody listens',
    question: (set) => sendTo(set(changed(['targetPort: 80', 'targetPort: 8081']))),
    chain: ['ingressMapsError.connect', 'refused.wrongPort', 'dialled', 'targetPort'],
  },
  {
    name: 'no route in the gateway',
    question: (set) =>
      sendTo(
        set(changed(['"UpstreamPathTemplate": "/contacts/{id}"', '"UpstreamPathTemplate": "/people/{id}"'])),
        'https://shop.example/contacts/7',
      ),
    chain: ['noRoute', 'noRoute', 'you.send'],
  },
  {
    name: 'a host without an Ingress rule',
    question: (set) =>
      sendTo(set(changed(['- host: shop.example\n      http', '- host: other.example\n      http']))),
    chain: ['noIngressRule', 'noRule', 'you.send'],
  },
  {
    name: 'a name that no Service has, down the search list',
    question: (set) => sendTo(set(changed(['"Host": "user-api-service"', '"Host": "user-api-servic"']))),
    chain: [
      'gatewayMapsError.dns',
      'dnsNotFound',
      'namesTried',
      'noServiceThere',
      'routeMatched',
      'you.send',
    ],
  },
  {
    name: 'a name that public DNS does not know',
    question: (set) => sendTo(set(lab()), 'https://nowhere.example/'),
    chain: ['publicDnsFailed', 'you.send'],
  },
  {
    name: 'a service that is too slow',
    question: (set) => sendTo(set(changed(['response-time: 12ms', 'response-time: 10s']))),
    chain: ['gatewayMapsError.timeout', 'timeout.response', 'stillWorking', 'request.service', 'you.send'],
  },
  {
    name: 'a chosen Pod that came by scaling',
    question: (set) => {
      const one = set(lab());
      const before = new Set(one.pods('user-api'));
      one.scale(USERS, 4).run(10);
      const fresh = one.pods('user-api').find((pod) => !before.has(pod))!;
      const request = sendUntil(one, one.ipOf(fresh));
      const hop = one.hops(request, 'service').find((each) => each.title.key === 'hop.rewrite.title')!;
      return { about: 'hop', hopId: hop.hopId };
    },
    chain: ['rewrite', 'drawn', 'ruleWritten', 'slice.ready', ...BORN, 'scaled', 'you.scale'],
  },
  {
    name: 'a Pod that is not ready yet',
    question: (set) => {
      const one = set(lab());
      const before = new Set(one.pods('user-api'));
      one.scale(USERS, 4).run(1.6);
      return { about: 'pod', pod: one.pods('user-api').find((pod) => !before.has(pod))! };
    },
    chain: ['probeNotYet', 'listens', 'address', 'scheduled', 'created', 'scaled', 'you.scale'],
  },
  {
    name: 'an endpoint that is gone',
    question: (set) => {
      const one = set(lab());
      const pod = one.pods('user-api')[0]!;
      const address = one.ipOf(pod);
      one.kill(pod).run(5);
      return { about: 'endpoint', service: SERVICE, address };
    },
    chain: ['slice.removed', 'removed', 'exited', 'sigterm', 'you.deletePod'],
  },
  {
    name: 'rules that are stale',
    question: (set) => {
      const one = set(lab());
      one.kill(one.pods('user-api')[0]!).run(0.1);
      return { about: 'rules', node: 'node-3', service: SERVICE };
    },
    chain: ['lag.due', 'slice.terminating', 'you.deletePod'],
  },
  {
    name: 'a DNS answer',
    question: (set) => {
      const one = set(lab());
      const request = one.send();
      one.outcome(request);
      const hop = one.hops(request, 'service').find((each) => each.title.key === 'hop.dnsFound.title')!;
      return { about: 'hop', hopId: hop.hopId };
    },
    chain: ['dnsFound', 'dnsKnows', 'searchList', 'routeMatched', 'you.send'],
  },
];

describe('why', () => {
  it.each(SITUATIONS)('$name', ({ question, chain }) => {
    let one: Lab | null = null;
    const asked = question((given) => (one = given));
    const card = ask(one!, asked);
    expect(keysOf(card)).toEqual(chain);
    // What somebody did is the end of the story, and said to be theirs.
    expect(card.links.at(-1)!.isYou).toBe(chain.at(-1)!.startsWith('you.'));
    for (const { message } of [...card.links, { message: card.ask }]) {
      for (const catalogue of [en, zhCN]) {
        const text = catalogue[message.key] ?? '';
        expect(text, message.key).not.toBe('');
        for (const [, name] of text.matchAll(/\{(\w+)\}/g)) {
          if (name !== 'subject') expect(message.params, `${message.key} ${name!}`).toHaveProperty(name!);
        }
      }
    }
  });

  it('tells the moments of a late sync: when it changed, when the node heard, when it wrote', () => {
    const one = lab().runUntil(1);
    const pod = one.pods('user-api')[0]!;
    const ip = one.ipOf(pod);
    for (const node of NODES) one.delay(node, 700);
    one.kill(pod);
    const request = sendUntil(one, ip);
    one.run(3);
    const card = ask(one, { about: 'request', request });
    const lag = card.links.find(({ message }) => message.key === 'cause.lag.unheard')!;
    expect(lag).toMatchObject({
      tone: 'wait',
      message: { params: { ms: 700, heard: '1.704', wrote: '1.716' } },
    });
    expect(lag.at).toBe(1_716_000);
    expect(lag.place).toMatch(/^node\//);
    const slice = card.links.find(({ message }) => message.key === 'cause.slice.terminating')!;
    expect(slice).toMatchObject({ at: 1_004_000, place: 'slice' });
    expect(card.links.at(-1)).toMatchObject({ at: 1_000_000, isYou: true, place: `pod/${pod}` });
  });

  it('never names a cause that came after what it explains, but for what had not come yet', () => {
    const one = lab().runUntil(1);
    one.kill(one.pods('user-api')[0]!);
    for (let i = 0; i < 12; i++) one.ask();
    for (const [id] of new Map(one.of('request/ended').map((fact) => [String(fact['request']), fact]))) {
      const { links } = ask(one, { about: 'request', request: id });
      const told = links.filter((link) => link.tone !== 'wait' && link.factId !== null);
      for (let i = 1; i < told.length; i++) expect(told[i]!.at).toBeLessThanOrEqual(told[i - 1]!.at);
    }
  });

  it('knows nothing of what never was', () => {
    expect(() => ask(lab(), { about: 'hop', hopId: 'h0' })).toThrow('no answer');
    expect(() => ask(lab(), { about: 'request', request: 'r99' })).toThrow('no answer');
  });
});
