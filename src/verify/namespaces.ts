/** Network namespaces of our own: made, wired, entered, and taken away whatever happens. Needs root on Linux. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { namespacesOf, type Machines } from './machines';
import { wiring } from './wiring';

/** How a command ended. `status` is null if it could not be started or was ended. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The longest that one command may take. */
const COMMAND_MILLIS = 20_000;

/** Runs a command to its end. */
export function runCommand(command: readonly string[], input = ''): Ended {
  const [program = '', ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    timeout: COMMAND_MILLIS,
    maxBuffer: 64 << 20,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return { status, out: stdout ?? '', err: error === undefined ? (stderr ?? '') : error.message };
}

/** Why there can be no namespaces here; undefined if there can. */
export function reasonForNoNamespaces(): string | undefined {
  if (process.platform !== 'linux') return `network namespaces are Linux’s, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'it takes root to make network namespaces';
  if (runCommand(['ip', '-V']).status !== 0) return 'iproute2’s "ip" is not installed';
  const name = `hopscope-${process.pid}-try`;
  const made = runCommand(['ip', 'netns', 'add', name]);
  if (made.status !== 0) return `this machine lets nobody make network namespaces (${firstLine(made.err)})`;
  const wired = runCommand([
    'ip',
    '-n',
    name,
    'link',
    'add',
    'veth0',
    'type',
    'veth',
    'peer',
    'name',
    'veth1',
  ]);
  const bridged = runCommand(['ip', '-n', name, 'link', 'add', 'br0', 'type', 'bridge']);
  runCommand(['ip', 'netns', 'del', name]);
  if (wired.status !== 0) return `no veth pairs here (${firstLine(wired.err)})`;
  return bridged.status === 0 ? undefined : `no bridges here (${firstLine(bridged.err)})`;
}

/** Why there can be no IPv6 addresses here; undefined if there can. */
export function reasonForNoIPv6(): string | undefined {
  return existsSync('/proc/sys/net/ipv6/conf/default/accept_dad') ? undefined : 'this kernel has no IPv6';
}

export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

/** Everything that was started here, so that it can be taken away. */
export class Namespaces {
  private readonly made: string[] = [];
  private readonly children = new Set<ChildProcess>();

  /** Makes and wires the machines, which have addresses of one or both families. Throws what a command complains of. */
  build(sides: readonly Machines[]): void {
    for (const name of sides[0] === undefined ? [] : namespacesOf(sides[0])) this.add(name);
    for (const { namespace, ip, sysctls } of wiring(sides)) {
      if (sysctls.length > 0 && namespace !== undefined) {
        const lines = sysctls.map(([path, value]) => `echo ${value} > /proc/sys/${path}`);
        const set = this.run(namespace, ['sh', '-e', '-c', lines.join('\n')]);
        if (set.status !== 0) throw new Error(`sysctl in ${namespace}: ${set.err.trim()}`);
      }
      const within = namespace === undefined ? [] : ['-n', namespace];
      const done = runCommand(['ip', ...within, '-batch', '-'], `${ip.join('\n')}\n`);
      if (done.status !== 0) throw new Error(`ip in ${namespace ?? 'our namespace'}: ${done.err.trim()}`);
    }
  }

  /** Makes an empty one. Throws if it cannot be made. */
  add(name: string): void {
    const made = runCommand(['ip', 'netns', 'add', name]);
    if (made.status !== 0) throw new Error(`ip netns add ${name}: ${made.err.trim()}`);
    this.made.push(name);
  }

  /** Runs a command inside, to its end. */
  run(namespace: string, command: readonly string[], input = ''): Ended {
    return runCommand(['ip', 'netns', 'exec', namespace, ...command], input);
  }

  /** Starts a program inside; it ends with us. */
  start(namespace: string, command: readonly string[]): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', namespace, ...command], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.children.add(child);
    child.once('close', () => this.children.delete(child));
    return child;
  }

  /** Ends what was started and removes what was made; may be called at any time, and again. */
  remove(): void {
    for (const child of this.children) child.kill('SIGKILL');
    this.children.clear();
    const names = this.made.splice(0);
    if (names.length > 0)
      runCommand(['ip', '-force', '-batch', '-'], names.map((name) => `netns del ${name}\n`).join(''));
  }
}

/** Calls `use` with namespaces that are removed at its end, at Ctrl-C, and when this process ends for whatever reason. */
export async function withNamespaces<Result>(
  use: (namespaces: Namespaces) => Promise<Result>,
): Promise<Result> {
  const namespaces = new Namespaces();
  const onExit = () => namespaces.remove();
  const onSignal = (signal: NodeJS.Signals) => {
    namespaces.remove();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('exit', onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await use(namespaces);
  } finally {
    namespaces.remove();
    process.off('exit', onExit);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
