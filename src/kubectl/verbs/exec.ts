/** `kubectl exec`. Source: kubectl pkg/cmd/exec/exec.go; https://kubernetes.io/docs/reference/kubectl/generated/kubectl_exec/ */
import { ipFamily } from '../../sim/dns/ipText';
import { answer, deeds, NAMESPACE_FLAG, NEEDS_CLUSTER, question, type Done, type Verb } from '../command';
import type { ClusterView } from '../clusterView';
import { readCurl, readWget, type ExecCommand } from '../exec/readCurl';
import { exitLine } from '../exec/execShow';
import { namespaceOf, type Parsed } from '../flags';
import { notFound, typeNamed, unknownType } from '../resources';
import { shellWords } from '../shellWords';

export const exec: Verb = {
  name: 'exec',
  usage:
    'kubectl exec POD | deploy/NAME [-n NAMESPACE] -- nslookup NAME | curl URL | wget -qO- URL | cat /etc/resolv.conf | kill 1',
  note: 'Execute a command in a container',
  flags: [
    NAMESPACE_FLAG,
    { name: 'container', short: 'c', note: 'which container of the Pod' },
    { name: 'stdin', short: 'i', isSwitch: true, note: 'there is nothing to type in' },
    { name: 'tty', short: 't', isSwitch: true, note: 'there is nothing to type in' },
    { name: 'quiet', short: 'q', isSwitch: true, note: 'print what the command prints only' },
  ],
  read,
};

function read(parsed: Parsed, view: ClusterView | null): Done | string {
  const [target, ...others] = parsed.args;
  if (target === undefined) return 'error: you must specify at least one command for the container';
  if (others.length > 0 && parsed.rest === null) {
    return "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples";
  }
  if (others.length > 0) return `error: one Pod, then --, then the command: "${others[0]}" is one too many`;
  const words = parsed.rest ?? [];
  if (words.length === 0) return 'error: you must specify at least one command for the container';
  const pod = podMeant(target, namespaceOf(parsed), view);
  if ('problem' in pod) return pod.problem;
  const container = parsed.flags['container'];
  const containers = view?.tables.pods[pod.key]?.spec.containers.map(({ name }) => name);
  if (container !== undefined && containers?.includes(container) === false) {
    return `Error from server (BadRequest): container ${container} is not valid for pod ${nameOf(pod.key)}`;
  }
  return command(pod.key, words, view);
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

type Meant = { readonly key: string } | { readonly problem: string };

/** A Pod by name, or the first of a Deployment's or a Service's. Source: kubectl pkg/polymorphichelpers/attachablepodforobject.go. */
function podMeant(target: string, namespace: string, view: ClusterView | null): Meant {
  const [typeText = '', name = ''] = target.includes('/') ? target.split('/') : ['pod', target];
  const type = typeNamed(typeText);
  if (type === undefined) return { problem: unknownType(typeText) };
  const key = `${namespace}/${name}`;
  if (type.kind === 'Pod') {
    return view === null || view.tables.pods[key] !== undefined ? { key } : { problem: notFound(type, name) };
  }
  if (view === null) return { problem: `${NEEDS_CLUSTER}: name a Pod` };
  const selector =
    type.kind === 'Deployment'
      ? view.tables.deployments[key]?.spec.selector.matchLabels
      : type.kind === 'Service'
        ? view.tables.services[key]?.spec.selector
        : undefined;
  if (selector === undefined) return { problem: notFound(type, name) };
  const found = Object.keys(view.tables.pods)
    .sort()
    .filter((one) => one.startsWith(`${namespace}/`))
    .filter((one) =>
      Object.entries(selector ?? {}).every(([k, v]) => view.tables.pods[one]!.metadata.labels[k] === v),
    );
  const running =
    found.find((one) => view.tables.pods[one]!.metadata.deletionMicros === undefined) ?? found[0];
  return running === undefined
    ? { problem: `error: timed out waiting for the condition: no Pod of ${target} is there` }
    : { key: running };
}

/** What the container is asked to run. */
function command(pod: string, words: readonly string[], view: ClusterView | null): Done | string {
  const [program = '', ...args] = words;
  switch (program.slice(program.lastIndexOf('/') + 1)) {
    case 'nslookup':
      return ran(readNslookup(pod, args));
    case 'curl':
      return ran(readCurl(pod, args));
    case 'wget':
      return ran(readWget(pod, args));
    case 'cat':
      return cat(pod, args);
    case 'hostname':
      return hostname(pod, args, view);
    case 'kill':
      return kill(pod, args);
    case 'sh':
    case 'bash':
    case 'ash':
      return shell(pod, args, view);
    default:
      return (
        `error: Internal error occurred: "${program}" is not simulated in containers; ` +
        `nslookup, curl, wget, kill 1, cat /etc/resolv.conf and hostname are`
      );
  }
}

function ran(read: ExecCommand | string): Done | string {
  if (typeof read === 'string') return [read, ...exitLine(2)].join('\n');
  return { ok: true, intents: [read.intent], said: [], query: null, exec: read.show };
}

const RECORD_TYPES = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'NS', 'SOA', 'TXT'] as const;

function readNslookup(pod: string, args: readonly string[]): ExecCommand | string {
  const types: (typeof RECORD_TYPES)[number][] = [];
  const rest: string[] = [];
  for (const arg of args) {
    const asked = /^-(?:query|type|q)=(\w+)$/i.exec(arg)?.[1]?.toUpperCase();
    const known = RECORD_TYPES.find((one) => one === asked);
    if (asked !== undefined && known === undefined) return `nslookup: invalid query type "${asked}"`;
    if (known !== undefined) types.push(known);
    else if (arg.startsWith('-'))
      return `nslookup: invalid option "${arg}"; -type=SRV and its like are known here`;
    else rest.push(arg);
  }
  const [name, server, ...more] = rest;
  if (name === undefined || more.length > 0) {
    return 'Usage: nslookup [-type=QUERY_TYPE] HOST [DNS_SERVER]';
  }
  if (!/^[A-Za-z0-9._:-]{1,253}$/.test(name)) return `nslookup: invalid domain name '${name}'`;
  if (server !== undefined && ipFamily(server) !== 'IPv4') {
    return `nslookup: bad address '${server}': the server's IPv4 address is needed here`;
  }
  return {
    intent: {
      type: 'execLookup',
      pod,
      name,
      ...(server === undefined ? {} : { server }),
      ...(types.length === 0 ? {} : { types }),
    },
    show: { program: 'nslookup' },
  };
}

function cat(pod: string, args: readonly string[]): Done | string {
  if (args.length !== 1 || args[0] !== '/etc/resolv.conf') {
    return 'error: of the files in a container only /etc/resolv.conf is simulated';
  }
  return question({
    asks: { kind: 'resolvConf', pod },
    looks: () => [`resolv.conf/${pod}`],
    watch: null,
  });
}

function hostname(pod: string, args: readonly string[], view: ClusterView | null): Done | string {
  if (args.length === 0) return answer([nameOf(pod)]);
  if (args.length > 1 || args[0] !== '-i') return 'hostname: -i is known here';
  if (view === null) return NEEDS_CLUSTER;
  return question({ asks: { kind: 'podIP', pod }, looks: () => [], watch: null });
}

/**
 * Ends the container's first process, and so the container. From inside, only a signal that the process takes
 * reaches it: SIGKILL does not. Source: pid_namespaces(7), "The namespace init process".
 */
function kill(pod: string, args: readonly string[]): Done | string {
  const [first, ...rest] = args;
  const signal = first?.startsWith('-') === true ? first.slice(1).replace(/^SIG/, '') : 'TERM';
  const targets = first?.startsWith('-') === true ? rest : args;
  if (targets.length !== 1 || targets[0] !== '1')
    return 'error: of the processes in a container only 1 is simulated';
  if (signal === '9' || signal === 'KILL') return answer([]);
  if (signal !== '15' && signal !== 'TERM') return `error: the signal ${signal} is not simulated; TERM is`;
  return deeds([{ type: 'crashPod', pod }], []);
}

/** `sh -c 'one command'`. There is no shell to type into. */
function shell(pod: string, args: readonly string[], view: ClusterView | null): Done | string {
  if (args[0] !== '-c' || args[1] === undefined) {
    return 'error: a shell to type into is not simulated: put the command behind --, as in: kubectl exec POD -- nslookup NAME';
  }
  const { words, problem } = shellWords(args[1]);
  if (problem !== null) return `sh: ${problem}`;
  const inner = words.map(({ text }) => text);
  if (inner.length === 0) return answer([]);
  return /^(ba|a)?sh$/.test(inner[0]!) ? 'error: one shell is enough' : command(pod, inner, view);
}
