/** What a recorded deed becomes in a lesson: the action that plays it, the goal that it reaches, what is said of it. */
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import type { Language, Lens, Reference } from './scenario';

/** Something done while recording. */
export interface RecordedAction {
  readonly at: Micros;
  readonly intent: Intent;
  /** The kubectl line that does the same; null for what kubectl cannot do. */
  readonly line: string | null;
  /** The Pod that the intent names, by its owner and its number then: so that it holds with other seeds, too. */
  readonly pod?: { readonly owner: Reference; readonly ordinal: number };
}

export interface RecordedLook {
  readonly at: Micros;
  readonly reference: Reference;
}

export interface RecordedLens {
  readonly at: Micros;
  readonly lens: Lens;
}

/** Plain values, as they are written into scenario.yaml. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** One deed, or several that are one: a row of requests. */
export interface Deed {
  readonly at: Micros;
  /** A word for the step's id. */
  readonly word: string;
  readonly action: Plain;
  readonly goal: Plain;
  readonly title: Readonly<Record<Language, string>>;
  readonly task: Readonly<Record<Language, string>>;
}

/** What an action becomes; null if a lesson has no words for it. */
export function deedOf(recorded: RecordedAction, times = 1, everyMillis = 0): Deed | null {
  const { at, intent } = recorded;
  const made = partsOf(recorded, times, everyMillis);
  return made === null ? null : { at, word: WORDS[intent.type], ...made };
}

const WORDS: Readonly<Record<Intent['type'], string>> = {
  sendRequest: 'send',
  burst: 'send',
  setRate: 'traffic',
  setNewConnections: 'connections',
  scale: 'scale',
  deletePod: 'delete',
  crashPod: 'crash',
  setImage: 'image',
  setPodLabel: 'label',
  setServiceSelector: 'selector',
  restartDeployment: 'restart',
  execLookup: 'nslookup',
  execCurl: 'curl',
  setGatewayDiscovery: 'discovery',
  setWatchDelay: 'delay',
  setProxyMode: 'mode',
  failNode: 'power',
  recoverNode: 'boot',
};

function partsOf(
  recorded: RecordedAction,
  times: number,
  everyMillis: number,
): Omit<Deed, 'at' | 'word'> | null {
  const { intent, line, pod } = recorded;
  switch (intent.type) {
    case 'sendRequest':
      return sending(intent, times, everyMillis);
    case 'burst':
      return intent.count < 1 ? null : sending(intent, Math.round(intent.count), BURST_MILLIS);
    case 'setRate': {
      const perSecond = Math.min(1_000, intent.rate > 0 ? Math.max(1, Math.round(intent.rate)) : 0);
      return {
        action: { traffic: { client: intent.client, url: intent.url, perSecond } },
        goal: done({ type: intent.type }),
        title:
          perSecond === 0
            ? { en: 'Stop the steady requests', 'zh-CN': '停止持续的请求' }
            : { en: 'Steady requests', 'zh-CN': '持续的请求' },
        task:
          perSecond === 0
            ? { en: 'Stop the steady requests.', 'zh-CN': '停止持续的请求。' }
            : {
                en: `Send ${perSecond} requests per second, and go on.`,
                'zh-CN': `每秒发送 ${perSecond} 个请求，一直发着。`,
              },
      };
    }
    case 'setNewConnections':
      return {
        action: { newConnections: intent.on },
        goal: done({ type: intent.type, on: intent.on }),
        title: { en: 'Connections', 'zh-CN': '连接' },
        task: intent.on
          ? { en: 'Let each request open a new connection.', 'zh-CN': '让每个请求都新建连接。' }
          : { en: 'Let connections be kept.', 'zh-CN': '让连接保持下来。' },
      };
    case 'setWatchDelay': {
      const { node, milliseconds: millis } = intent;
      return {
        action: { watchDelay: { node, millis } },
        goal: done({ type: intent.type, node, milliseconds: millis }),
        title: { en: `\`${node}\` hears later`, 'zh-CN': `\`${node}\` 晚一点得到消息` },
        task: {
          en: `Let \`${node}\` hear of changes ${millis} ms late.`,
          'zh-CN': `让 \`${node}\` 晚 ${millis} 毫秒得到变化的消息。`,
        },
      };
    }
    case 'setProxyMode':
      return {
        action: { proxyMode: intent.mode },
        goal: done({ type: intent.type, mode: intent.mode }),
        title: { en: `kube-proxy in ${intent.mode} mode`, 'zh-CN': `kube-proxy 换成 ${intent.mode} 模式` },
        task: {
          en: `Start every kube-proxy anew in ${intent.mode} mode.`,
          'zh-CN': `让每个 kube-proxy 以 ${intent.mode} 模式重新启动。`,
        },
      };
    case 'setGatewayDiscovery': {
      const { type, gateway, discovery, balancer } = intent;
      const name = gateway.slice(gateway.lastIndexOf('/') + 1);
      const isHost = discovery === 'host';
      return {
        action: {
          gatewayDiscovery: { gateway, by: discovery, ...(balancer === undefined ? {} : { balancer }) },
        },
        goal: done({ type, gateway, discovery }),
        title: isHost
          ? { en: `\`${name}\` by Service name`, 'zh-CN': `\`${name}\` 用 Service 名字` }
          : { en: `\`${name}\` by ${discovery}`, 'zh-CN': `\`${name}\` 用 ${discovery}` },
        task: isHost
          ? {
              en: `Let \`${name}\` find Pods by the Service name.`,
              'zh-CN': `让 \`${name}\` 用 Service 名字找 Pod。`,
            }
          : {
              en: `Let \`${name}\` find Pods by asking the API server: ${discovery}.`,
              'zh-CN': `让 \`${name}\` 去问 API server 来找 Pod：${discovery}。`,
            },
      };
    }
    case 'failNode':
    case 'recoverNode': {
      const { type, node } = intent;
      const isCut = type === 'failNode';
      return {
        action: { [type]: { node } },
        goal: done({ type, node }),
        title: isCut
          ? { en: `\`${node}\` loses its power`, 'zh-CN': `\`${node}\` 断电` }
          : { en: `\`${node}\` is back`, 'zh-CN': `\`${node}\` 恢复供电` },
        task: isCut
          ? { en: `Cut the power of \`${node}\`.`, 'zh-CN': `切断 \`${node}\` 的电源。` }
          : { en: `Give \`${node}\` its power back.`, 'zh-CN': `恢复 \`${node}\` 的供电。` },
      };
    }
    case 'deletePod':
    case 'crashPod':
      if (pod !== undefined && !('graceSeconds' in intent)) return onPod(intent.type, pod);
      return typed(intent, line, pod);
    case 'scale':
      return {
        ...typed(intent, line, pod)!,
        title: {
          en: `Scale \`${nameIn(intent.deployment)}\` to ${intent.replicas}`,
          'zh-CN': `把 \`${nameIn(intent.deployment)}\` 调到 ${intent.replicas} 个`,
        },
      };
    default:
      return typed(intent, line, pod);
  }
}

/** Milliseconds between the requests of a burst. Source: sim/traffic/requests.ts `burst`. */
const BURST_MILLIS = 3;

function sending({ client, url }: { client: string; url: string }, times: number, everyMillis: number) {
  const many = times > 1;
  return {
    action: { send: many ? { client, url, times, everyMillis } : { client, url } },
    goal: { all: [{ fact: 'request/sent', where: { client, url } }, { fact: 'request/ended' }] },
    title: many
      ? { en: `${times} requests`, 'zh-CN': `${times} 个请求` }
      : { en: 'One request', 'zh-CN': '一个请求' },
    task: many
      ? { en: `Send ${times} requests to \`${url}\`.`, 'zh-CN': `向 \`${url}\` 发送 ${times} 个请求。` }
      : { en: `Send a request to \`${url}\`.`, 'zh-CN': `向 \`${url}\` 发送一个请求。` },
  };
}

function onPod(type: 'deletePod' | 'crashPod', { owner, ordinal }: NonNullable<RecordedAction['pod']>) {
  const name = nameIn(owner);
  const isDeletion = type === 'deletePod';
  return {
    action: { [type]: { owner, ordinal } },
    goal: isDeletion
      ? { fact: 'pod/deletionRequested', where: { owner, by: 'user' } }
      : { fact: 'pod/containerExited', where: { by: 'crash' } },
    title: isDeletion
      ? { en: 'A Pod is deleted', 'zh-CN': '删除一个 Pod' }
      : { en: 'A container crashes', 'zh-CN': '容器崩溃' },
    task: isDeletion
      ? { en: `Delete a Pod of \`${name}\`.`, 'zh-CN': `删除 \`${name}\` 的一个 Pod。` }
      : { en: `Let a container of \`${name}\` crash.`, 'zh-CN': `让 \`${name}\` 的一个容器崩溃。` },
  };
}

/** What is typed at the terminal. Null without a line: then nobody can play it. */
function typed(intent: Intent, line: string | null, pod: RecordedAction['pod']) {
  if (line === null) return null;
  const own = 'pod' in intent ? nameIn(intent.pod) : null;
  const command =
    own === null || pod === undefined ? line : line.replace(own, () => `{name:${pod.owner}#${pod.ordinal}}`);
  const { type, ...fields } = intent;
  const plain = Object.entries(fields).filter(
    (entry): entry is [string, string | number] =>
      (typeof entry[1] === 'string' || typeof entry[1] === 'number') && !(entry[0] === 'pod' && pod),
  );
  // A restart is marked with the moment at which it was asked for.
  const where = Object.fromEntries(plain.filter(([name]) => name !== 'stamp'));
  return {
    action: { kubectl: command },
    goal: done({ type, ...where }),
    title: { en: `Type \`${shortOf(line)}\``, 'zh-CN': `输入 \`${shortOf(line)}\`` },
    task: { en: `Type \`${command}\`.`, 'zh-CN': `输入 \`${command}\`。` },
  };
}

function shortOf(line: string): string {
  return line
    .split(' ')
    .slice(0, line.includes(' rollout ') || line.includes(' set ') ? 3 : 2)
    .join(' ');
}

/** The goal that someone has asked for just this, by whatever road. */
function done(fields: Readonly<Record<string, string | number | boolean>>): Plain {
  const where = Object.entries(fields).map(([name, value]) => [`intent.${name}`, value] as const);
  return { fact: 'intent/done', where: Object.fromEntries(where) };
}

/** What looking at something becomes. */
export function lookOf({ at, reference }: RecordedLook): Deed {
  const [owner, ordinal] = reference.split('#');
  const shared = { at, word: 'look', action: { look: reference }, goal: { looked: reference } };
  if (ordinal !== undefined)
    return {
      ...shared,
      title: {
        en: `Look at a Pod of \`${nameIn(owner!)}\``,
        'zh-CN': `看看 \`${nameIn(owner!)}\` 的一个 Pod`,
      },
      task: {
        en: `Open the Pod \`{name:${reference}}\` and read it.`,
        'zh-CN': `打开 Pod \`{name:${reference}}\` 读一读。`,
      },
    };
  return {
    ...shared,
    title: { en: `Look at \`${nameIn(reference)}\``, 'zh-CN': `看看 \`${nameIn(reference)}\`` },
    task: { en: `Open \`${reference}\` and read it.`, 'zh-CN': `打开 \`${reference}\` 读一读。` },
  };
}

function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
