/**
 * One run against the C library's resolver: a namespace with the simulated resolv.conf, in which the simulated
 * CoreDNS answers on the DNS Service's address; names are looked up for real, and the queries that came compared.
 */
import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { answer } from '../../sim/dns/coredns';
import type { CorednsConfig } from '../../sim/dns/corednsConfig';
import type { DnsView } from '../../sim/dns/dnsView';
import type { PublicNames } from '../../sim/dns/publicNames';
import { formatResolvConf, type ResolvConf } from '../../sim/dns/resolvConf';
import { reasonForNoNamespaces, runCommand, withNamespaces, type Namespaces } from '../namespaces';
import { differencesOf, simulateLookup, wordsOf, type Lookup, type LookupStory, type Tool } from './asking';
import { readQuery, writeResponse } from './wire';

export interface ResolverCase {
  readonly resolvConf: ResolvConf;
  /** The Pod that asks, whose address its interface has. */
  readonly podIP: string;
  readonly view: DnsView;
  readonly coredns: CorednsConfig;
  readonly publicNames: PublicNames;
  readonly names: readonly string[];
  /** Further look-ups, which take `dig`. */
  readonly records: readonly Lookup[];
}

export interface LookupVerdict {
  readonly lookup: Lookup;
  readonly simulated: LookupStory;
  readonly real: LookupStory;
  readonly differences: readonly string[];
}

export interface ResolverRun {
  readonly skipped: string | null;
  /** `ldd (GLIBC 2.36)`. */
  readonly resolver: string;
  readonly verdicts: readonly LookupVerdict[];
  /** What was left out, and why. */
  readonly notAsked: readonly string[];
}

const PROGRAM = fileURLToPath(new URL('../programs/datagrams.mjs', import.meta.url));
/** `ip netns exec` binds what is in there over /etc. Source: ip-netns(8). */
const ETC = '/etc/netns';
const LOOKUP_SECONDS = 10;

/** Looks names up for real. Says in the result why not, where that cannot be. */
export async function resolveForReal(given: ResolverCase): Promise<ResolverRun> {
  const skipped = reasonForNoNamespaces() ?? reasonForNoResolver(given);
  const nothing = { resolver: '', verdicts: [], notAsked: [] };
  if (skipped !== undefined) return { skipped, ...nothing };
  const namespace = `hopscope-${process.pid}-dns`;
  const folder = `${ETC}/${namespace}`;
  const hadEtc = existsSync(ETC);
  const removeFolder = () => {
    rmSync(folder, { recursive: true, force: true });
    try {
      if (!hadEtc) rmdirSync(ETC);
    } catch {
      // Somebody else has put something there meanwhile.
    }
  };
  process.once('exit', removeFolder);
  try {
    return await withNamespaces(async (namespaces) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/resolv.conf`, formatResolvConf(given.resolvConf));
      writeFileSync(`${folder}/nsswitch.conf`, 'hosts: files dns\n');
      writeFileSync(`${folder}/hosts`, '127.0.0.1 localhost\n');
      const families = prepare(namespaces, namespace, given);
      const tools: Tool[] = ['getent ahosts', 'getent hosts'];
      const hasDig = runCommand(['dig', '-v']).status === 0;
      if (hasDig) tools.push('dig +search');
      const server = await DnsServer.start(namespaces, namespace, given);
      const verdicts: LookupVerdict[] = [];
      const lookups: Lookup[] = tools.flatMap((tool) => given.names.map((name) => ({ tool, name })));
      for (const lookup of hasDig ? [...lookups, ...given.records] : lookups) {
        const simulated = simulateLookup(lookup, given.resolvConf, families, server.ask);
        const real = await server.during(() => lookUp(namespaces, namespace, lookup));
        verdicts.push({ lookup, simulated, real, differences: differencesOf(simulated, real) });
      }
      const notAsked = [
        ...(hasDig ? [] : ['dig is not installed']),
        ...(families.length === 2 ? [] : ['AAAA: there is no IPv6 here, so that nobody asks for it']),
      ];
      return { skipped: null, resolver: libraryName(), verdicts, notAsked };
    });
  } finally {
    removeFolder();
    process.off('exit', removeFolder);
  }
}

function reasonForNoResolver({ resolvConf }: ResolverCase): string | undefined {
  if (runCommand(['getent', '--version']).status !== 0) return 'getent is not installed';
  if (!/glibc|gnu libc/i.test(libraryName())) return `the C library is not glibc: ${libraryName()}`;
  return resolvConf.nameservers.length === 1 ? undefined : 'the Pod has no cluster DNS';
}

function libraryName(): string {
  const { out, err } = runCommand(['ldd', '--version']);
  return (out || err).split('\n')[0] ?? '';
}

/** Interfaces as a Pod has them. Returns the families that getaddrinfo asks for: no AAAA without any IPv6. */
function prepare(
  namespaces: Namespaces,
  namespace: string,
  { resolvConf, podIP }: ResolverCase,
): ('A' | 'AAAA')[] {
  namespaces.add(namespace);
  const lines = [
    'link set lo up',
    'link add name eth0 type veth peer name host',
    'link set host up',
    'link set eth0 up',
    `addr add ${podIP}/32 dev eth0`,
    `addr add ${resolvConf.nameservers[0]!}/32 dev lo`,
  ];
  const done = runCommand(['ip', '-n', namespace, '-batch', '-'], `${lines.join('\n')}\n`);
  if (done.status !== 0) throw new Error(`ip in ${namespace}: ${done.err.trim()}`);
  const { out } = runCommand(['ip', '-n', namespace, '-6', 'addr', 'show', 'dev', 'eth0']);
  return out.includes('inet6') ? ['A', 'AAAA'] : ['A'];
}

/** The simulated CoreDNS on a real socket. */
class DnsServer {
  private received: string[] = [];

  private constructor(private readonly given: ResolverCase) {}

  static async start(namespaces: Namespaces, namespace: string, given: ResolverCase): Promise<DnsServer> {
    const server = new DnsServer(given);
    const child = namespaces.start(namespace, [
      process.execPath,
      PROGRAM,
      given.resolvConf.nameservers[0]!,
      '53',
    ]);
    await new Promise<void>((resolve, reject) => {
      child.once('close', () => reject(new Error('the DNS socket has ended')));
      createInterface({ input: child.stdout! }).on('line', (line) => {
        const said = JSON.parse(line) as { ready?: true; data: string; address: string; port: number };
        if (said.ready === true) return resolve();
        const { data, ...to } = said;
        const asked = readQuery(Buffer.from(data, 'base64'));
        server.received.push(wordsOf(asked.query));
        const bytes = writeResponse(asked, server.ask(asked.query));
        child.stdin!.write(`${JSON.stringify({ data: Buffer.from(bytes).toString('base64'), ...to })}\n`);
      });
    });
    return server;
  }

  /** What CoreDNS answers; it keeps no cache here, so that every query is answered afresh. */
  readonly ask = (query: Parameters<typeof answer>[0]) =>
    answer(query, this.given.view, this.given.coredns, this.given.publicNames);

  /** The queries that come while something is done. */
  async during(work: () => Promise<readonly string[]>): Promise<LookupStory> {
    this.received = [];
    const addresses = await work();
    return { queries: this.received, addresses };
  }
}

const DIG = ['dig', '+search', '+short', '+tries=1', '+time=2', '+noedns'];

/** What a tool finds, sorted; none if it finds nothing. */
function lookUp(
  namespaces: Namespaces,
  namespace: string,
  { tool, name, type = 'A' }: Lookup,
): Promise<readonly string[]> {
  const command =
    tool === 'dig +search'
      ? [...DIG, ...(type === 'PTR' ? ['-x', name] : [name, type])]
      : [...tool.split(' '), name];
  const child = namespaces.start(namespace, ['timeout', String(LOOKUP_SECONDS), ...command]);
  let text = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
      if (tool === 'dig +search') return resolve(lines.sort());
      const found = lines.flatMap((line) => /^[0-9a-f.:]*[.:][0-9a-f.:]*(?=\s|$)/.exec(line)?.[0] ?? []);
      resolve([...new Set(found)].sort());
    });
  });
}
