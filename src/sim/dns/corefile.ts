/**
 * Reads a Corefile: server blocks of directives, as far as the simulator knows the
 * plugins; others are accepted, with a warning where they would change answers.
 * Source: coredns/caddy caddyfile lexer and parser; coredns plugin/kubernetes/setup.go,
 * plugin/cache/setup.go, plugin/forward/setup.go.
 */
import type { CorednsConfig } from './corednsConfig';
import { readAutopath, readCache, readForward, readKubernetes } from './corefileDirectives';
import { zonesOfText } from './zoneText';

export interface CorefileProblem {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly mend: string;
}

export interface Token {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A directive with its arguments and the directives in its braces. */
export interface Directive {
  readonly name: Token;
  readonly args: readonly Token[];
  readonly block: readonly Directive[];
}

export interface CorefileReading {
  /** The server block that answers for the root or for the most names; undefined with errors. */
  readonly config?: CorednsConfig;
  readonly problems: readonly CorefileProblem[];
}

export type Complain = (at: Token, message: string, mend: string, severity?: 'error' | 'warning') => void;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const pattern = /"((?:[^"\\]|\\.)*)"|#.*|[^\s"]+/g;
    for (const match of line.matchAll(pattern)) {
      if (match[0].startsWith('#')) break;
      const quoted = match[1]?.replaceAll('\\"', '"');
      tokens.push({ text: quoted ?? match[0], line: index + 1, column: match.index + 1 });
    }
  });
  return tokens;
}

/** Reads directives up to the closing brace or the end; returns the index after them. */
function readDirectives(tokens: readonly Token[], from: number): { directives: Directive[]; next: number } {
  const directives: Directive[] = [];
  let at = from;
  while (at < tokens.length && tokens[at]!.text !== '}') {
    const name = tokens[at]!;
    const args: Token[] = [];
    at++;
    while (at < tokens.length && tokens[at]!.line === name.line && !['{', '}'].includes(tokens[at]!.text)) {
      args.push(tokens[at]!);
      at++;
    }
    let block: Directive[] = [];
    if (tokens[at]?.text === '{' && tokens[at]!.line === name.line) {
      const inner = readDirectives(tokens, at + 1);
      block = inner.directives;
      at = inner.next + 1;
    }
    directives.push({ name, args, block });
  }
  return { directives, next: at };
}

const KNOWN = new Set([
  ...['acl', 'any', 'auto', 'autopath', 'azure', 'bind', 'bufsize', 'cache', 'cancel', 'chaos', 'clouddns'],
  ...['debug', 'dns64', 'dnssec', 'dnstap', 'erratic', 'errors', 'etcd', 'file', 'forward', 'geoip', 'grpc'],
  ...[
    'header',
    'health',
    'hosts',
    'import',
    'k8s_external',
    'kubernetes',
    'loadbalance',
    'local',
    'log',
    'loop',
  ],
  ...[
    'metadata',
    'minimal',
    'multisocket',
    'nsid',
    'pprof',
    'prometheus',
    'ready',
    'reload',
    'rewrite',
    'root',
  ],
  ...[
    'route53',
    'secondary',
    'sign',
    'template',
    'timeouts',
    'tls',
    'tls_cert',
    'trace',
    'transfer',
    'tsig',
    'view',
    'whoami',
  ],
]);

/** Plugins that change answers, and that the simulation does not have. */
const WITHOUT_EFFECT = new Set([
  ...[
    'acl',
    'any',
    'auto',
    'azure',
    'chaos',
    'clouddns',
    'dns64',
    'dnssec',
    'erratic',
    'etcd',
    'file',
    'grpc',
  ],
  ...['header', 'hosts', 'k8s_external', 'local', 'minimal', 'rewrite', 'route53', 'secondary', 'template'],
  ...['view', 'whoami'],
]);

/** Says what is read over although it would change answers. */
function warnOfPlugins(config: CorednsConfig, directives: readonly Directive[], complain: Complain): void {
  for (const { name, block } of directives) {
    const stale = name.text === 'cache' ? block.filter((line) => STALE.test(line.name.text)) : [];
    for (const line of WITHOUT_EFFECT.has(name.text) ? [name] : stale.map((one) => one.name)) {
      complain(
        line,
        `'${line.text}' has no effect here: names are answered without it`,
        'Ask with the names that it makes, or leave it out',
        'warning',
      );
    }
    const isAutopath = name.text === 'autopath' && config.autopath?.search === 'kubernetes';
    if (isAutopath && config.kubernetes?.pods !== 'verified') {
      complain(
        name,
        'autopath does nothing: the kubernetes plugin does not watch Pods',
        'Write `pods verified` in the kubernetes block',
        'warning',
      );
    }
  }
}

const STALE = /^(serve_stale|prefetch)/;

function portOf(key: string): number {
  const port = /:(\d+)$/.exec(key)?.[1];
  return port === undefined ? 53 : Number(port);
}

function configOf(
  keys: readonly Token[],
  directives: readonly Directive[],
  complain: Complain,
): CorednsConfig {
  const zones = keys.flatMap((key) => zonesOfText(key.text));
  let config: CorednsConfig = { zones, port: portOf(keys[0]?.text ?? '.'), loadbalance: false };
  for (const directive of directives) {
    const name = directive.name.text;
    if (name === 'kubernetes') config = { ...config, kubernetes: readKubernetes(directive, zones, complain) };
    else if (name === 'cache') config = { ...config, cache: readCache(directive, zones, complain) };
    else if (name === 'forward') {
      const forward = readForward(directive, complain);
      if (forward !== undefined && config.forward === undefined) config = { ...config, forward };
    } else if (name === 'autopath') {
      const autopath = readAutopath(directive, zones, complain);
      if (autopath !== undefined) config = { ...config, autopath };
    } else if (name === 'loadbalance') config = { ...config, loadbalance: true };
    else if (!KNOWN.has(name)) {
      complain(
        directive.name,
        `Unknown directive '${name}'`,
        'See the list of plugins at https://coredns.io/plugins/',
      );
    }
  }
  warnOfPlugins(config, directives, complain);
  return config;
}

/**
 * Reads the text of a Corefile. Several server blocks: the one with a kubernetes
 * plugin counts, else the first.
 */
export function readCorefile(text: string): CorefileReading {
  const problems: CorefileProblem[] = [];
  const complain: Complain = (at, message, mend, severity = 'error') => {
    problems.push({ severity, line: at.line, column: at.column, message, mend });
  };
  const tokens = tokenize(text);
  const configs: CorednsConfig[] = [];
  let at = 0;
  while (at < tokens.length) {
    const keys: Token[] = [];
    while (at < tokens.length && tokens[at]!.text !== '{') keys.push(tokens[at++]!);
    const open = tokens[at];
    if (open === undefined) {
      complain(
        keys[0]!,
        'This server block has no opening brace',
        'Write `.:53 {` before the plugins and `}` after them',
      );
      break;
    }
    const { directives, next } = readDirectives(tokens, at + 1);
    if (tokens[next] === undefined)
      complain(open, 'This brace is never closed', 'Add `}` at the end of the block');
    at = next + 1;
    const names = keys
      .map((key) => ({ ...key, text: key.text.replace(/,$/, '') }))
      .filter((key) => key.text !== '');
    configs.push(configOf(names, directives, complain));
  }
  const config = configs.find((one) => one.kubernetes !== undefined) ?? configs[0];
  if (config === undefined) {
    complain({ text: '', line: 1, column: 1 }, 'The Corefile has no server block', 'Start with `.:53 {`');
  }
  const failed = problems.some((problem) => problem.severity === 'error');
  return config === undefined || failed ? { problems } : { config, problems };
}
