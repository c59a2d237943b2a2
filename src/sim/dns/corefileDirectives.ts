/** The plugins of a Corefile that shape answers: kubernetes, cache, forward. Sources as in `corefile.ts`. */
import type { Complain, Directive, Token } from './corefile';
import {
  defaultCachePlugin,
  defaultKubernetesPlugin,
  type AutopathPluginConfig,
  type CachePluginConfig,
  type ForwardPluginConfig,
  type KubernetesPluginConfig,
} from './corednsConfig';
import { isReverse, normalizeName } from './domainName';
import { parseLabelSelector, type LabelRequirement } from './labelSelector';
import { zonesOfText } from './zoneText';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function zonesOf(args: readonly Token[], fallback: readonly string[]): readonly string[] {
  return args.length === 0 ? fallback : args.flatMap((arg) => zonesOfText(arg.text));
}

function wholeNumber(
  token: Token | undefined,
  at: Token,
  complain: Complain,
  what: string,
): number | undefined {
  if (token !== undefined && /^-?\d+$/.test(token.text)) return Number(token.text);
  complain(token ?? at, `${what} must be a whole number`, `Write for example \`${at.text} 30\``);
  return undefined;
}

/** Seconds of a Go duration such as `5s`, `1m30s`; undefined if the text is none. */
function durationSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const perUnit: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)) {
    seconds += Number(amount) * (perUnit[unit!] ?? 0);
  }
  return seconds;
}

const IGNORED_KUBERNETES = new Set([
  ...['endpoint', 'tls', 'kubeconfig', 'startup_timeout'],
  ...['multicluster', 'apiserver_qps', 'apiserver_burst', 'apiserver_max_inflight', 'upstream', 'transfer'],
]);

/** Reads `kubernetes [zones…] { … }`. Source: plugin/kubernetes/setup.go. */
export function readKubernetes(
  directive: Directive,
  serverZones: readonly string[],
  complain: Complain,
): KubernetesPluginConfig {
  const config: Mutable<KubernetesPluginConfig> = defaultKubernetesPlugin(
    zonesOf(directive.args, serverZones),
  );
  if (config.zones.every(isReverse)) {
    complain(
      directive.name,
      'The kubernetes plugin needs a zone that is not a reverse zone',
      'Add `cluster.local`',
    );
  }
  for (const { name, args } of directive.block) {
    const first = args[0]?.text;
    if (name.text === 'ttl') {
      const ttl = wholeNumber(args[0], name, complain, 'ttl');
      if (ttl === undefined) continue;
      if (ttl < 0 || ttl > 3600) {
        complain(
          args[0]!,
          `ttl must be in range [0, 3600]: ${ttl}`,
          'kubeadm uses `ttl 30`; the default is 5',
        );
      } else config.ttlSeconds = ttl;
    } else if (name.text === 'pods') {
      if (args.length === 1 && (first === 'disabled' || first === 'insecure' || first === 'verified')) {
        config.pods = first;
      } else {
        complain(
          args[0] ?? name,
          `Wrong value for pods: '${first ?? ''}'`,
          'Use disabled, insecure or verified',
        );
      }
    } else if (name.text === 'namespaces') {
      if (args.length === 0)
        complain(name, 'namespaces needs a name', 'Write `namespaces shop pay`, or drop the line');
      config.namespaces = [...config.namespaces, ...args.map((arg) => arg.text)];
    } else if (name.text === 'labels') config.labels = readSelector(args, name, complain);
    else if (name.text === 'namespace_labels') config.namespaceLabels = readSelector(args, name, complain);
    else if (name.text === 'noendpoints') config.endpoints = false;
    else if (name.text === 'fallthrough') config.fallthrough = zonesOf(args, ['.']);
    else if (name.text === 'endpoint_pod_names') config.endpointPodNames = true;
    else if (name.text === 'zonal') config.zonal = true;
    else if (name.text === 'ignore') {
      if (first === 'empty_service') config.ignoreEmptyService = true;
      else
        complain(
          args[0] ?? name,
          `Unable to parse ignore value: '${first ?? ''}'`,
          'Write `ignore empty_service`',
        );
    } else if (!IGNORED_KUBERNETES.has(name.text)) {
      complain(name, `Unknown property '${name.text}'`, 'See https://coredns.io/plugins/kubernetes/');
    }
  }
  if (config.namespaces.length > 0 && config.namespaceLabels.length > 0) {
    complain(
      directive.name,
      'namespaces and namespace_labels cannot both be set',
      'Keep one of the two lines',
    );
  }
  return config;
}

function readSelector(args: readonly Token[], name: Token, complain: Complain): readonly LabelRequirement[] {
  const text = args.map((arg) => arg.text).join(' ');
  const requirements = parseLabelSelector(text);
  if (requirements !== undefined) return requirements;
  complain(args[0] ?? name, `Unable to parse label selector: '${text}'`, `Write \`${name.text} app=web\``);
  return [];
}

function readHalf(args: readonly Token[], name: Token, complain: Complain): { max?: number; min?: number } {
  const numbers = args.map((arg) => wholeNumber(arg, name, complain, name.text));
  const [, max, min] = numbers;
  if (args.length === 0) complain(name, `${name.text} needs a capacity`, `Write \`${name.text} 9984 30\``);
  if (max !== undefined && max <= 0)
    complain(args[1]!, `cache TTL can not be zero or negative: ${max}`, 'Use 1 or more');
  return { ...(max === undefined ? {} : { max }), ...(min === undefined ? {} : { min }) };
}

/** Reads `cache [ttl] [zones…] { … }`. Source: plugin/cache/setup.go. */
export function readCache(
  directive: Directive,
  serverZones: readonly string[],
  complain: Complain,
): CachePluginConfig {
  const leading = directive.args[0];
  const hasTtl = leading !== undefined && /^-?\d+$/.test(leading.text);
  const zones = zonesOf(directive.args.slice(hasTtl ? 1 : 0), serverZones);
  const config: Mutable<CachePluginConfig> = defaultCachePlugin(zones);
  if (hasTtl) {
    const ttl = Number(leading.text);
    if (ttl <= 0)
      complain(leading, `cache TTL can not be zero or negative: ${ttl}`, 'kubeadm uses `cache 30`');
    config.successMaxSeconds = ttl;
    config.denialMaxSeconds = ttl;
  }
  for (const { name, args } of directive.block) {
    if (name.text === 'success') {
      const { max, min } = readHalf(args, name, complain);
      config.successMaxSeconds = max ?? config.successMaxSeconds;
      config.successMinSeconds = min ?? config.successMinSeconds;
    } else if (name.text === 'denial') {
      const { max, min } = readHalf(args, name, complain);
      config.denialMaxSeconds = max ?? config.denialMaxSeconds;
      config.denialMinSeconds = min ?? config.denialMinSeconds;
    } else if (name.text === 'disable') {
      const disabled = args.length > 1 ? args.slice(1).map((arg) => normalizeName(arg.text)) : ['.'];
      if (args[0]?.text === 'success') config.disableSuccess = disabled;
      else if (args[0]?.text === 'denial') config.disableDenial = disabled;
      else
        complain(
          args[0] ?? name,
          'disable needs `success` or `denial`',
          'Write `disable success cluster.local`',
        );
    } else if (name.text === 'servfail') {
      const seconds = durationSeconds(args[0]?.text ?? '');
      if (seconds === undefined || seconds > 300) {
        complain(
          args[0] ?? name,
          'servfail needs a duration of at most 5m',
          'Write for example `servfail 5s`',
        );
      } else config.servfailSeconds = seconds;
    } else if (name.text === 'keepttl') config.keepTtl = true;
    else if (!['prefetch', 'serve_stale', 'serve_stale_policy'].includes(name.text)) {
      complain(name, `Unknown property '${name.text}'`, 'See https://coredns.io/plugins/cache/');
    }
  }
  return config;
}

/** Reads `forward FROM TO… { except … }`. Source: plugin/forward/setup.go. */
export function readForward(directive: Directive, complain: Complain): ForwardPluginConfig | undefined {
  const [from, ...to] = directive.args;
  if (from === undefined || to.length === 0) {
    complain(directive.name, 'forward needs a zone and a target', 'Write `forward . /etc/resolv.conf`');
    return undefined;
  }
  const except = directive.block
    .filter(({ name }) => name.text === 'except')
    .flatMap(({ args }) => zonesOf(args, []));
  return { from: zonesOfText(from.text)[0]!, to: to.map((target) => target.text), except };
}

/**
 * Reads `autopath [ZONE…] @kubernetes` or `autopath [ZONE…] FILE`. Source: plugin/autopath/setup.go; that
 * `pods verified` is needed: plugin/kubernetes/autopath.go.
 */
export function readAutopath(
  directive: Directive,
  serverZones: readonly string[],
  complain: Complain,
): AutopathPluginConfig | undefined {
  const last = directive.args.at(-1);
  if (last === undefined) {
    complain(directive.name, 'autopath needs a resolv.conf or @kubernetes', 'Write `autopath @kubernetes`');
    return undefined;
  }
  if (last.text.startsWith('@') && last.text !== '@kubernetes') {
    complain(last, `'${last.text}' does not implement autopath here`, 'Write `autopath @kubernetes`');
  }
  const zones = zonesOf(directive.args.slice(0, -1), serverZones);
  return { zones, search: last.text.startsWith('@') ? 'kubernetes' : 'file' };
}
