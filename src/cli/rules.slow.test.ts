import { describe, expect, it, vi } from 'vitest';
import { iptablesCases, type IptablesCase } from '../sim/dataplane/testing/kubeProxyCases';
import { runCli, runJson, withFiles } from './testing/runCli';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

/** A case's objects as a JSON List, as `kubectl get -o json` gives them. */
function manifestsOf(given: IptablesCase): string {
  const items = [
    ...given.input.services.map((service) => ({ apiVersion: 'v1', kind: 'Service', ...service })),
    ...given.input.endpointSlices.map((slice) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      ...slice,
    })),
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

const withObjects = iptablesCases.filter(({ input }) => input.services.length > 0);

function wordsFor(given: IptablesCase): string[] {
  const { config } = given.input;
  return ['-', '--mode', 'iptables', '--node', config.nodeName!, '--config', JSON.stringify(config)];
}

/** Lines of a table, in an order that does not depend on that of the Services. */
function linesOf(text: string, table: string): string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(`*${table}`);
  return lines.slice(start + 1, lines.indexOf('COMMIT', start)).sort();
}

describe('rules', () => {
  it('has cases to run', () => expect(withObjects.length).toBeGreaterThan(30));

  it('prints kube-proxy’s golden text for its own test, byte for byte', () => {
    const overall = iptablesCases.find(({ id }) => id === 'overall')!;
    const { status, out, err } = runCli(['rules', ...wordsFor(overall)], { stdin: manifestsOf(overall) });
    expect([status, err]).toEqual([0, '']);
    const { filter, nat } = overall.expect;
    expect(out).toBe(
      [
        '*filter',
        ...filter.chains,
        ...filter.rules,
        'COMMIT',
        '*nat',
        ...nat.chains,
        ...nat.rules,
        'COMMIT',
        '',
      ].join('\n'),
    );
  });

  it.each(withObjects)('takes Services and EndpointSlices as they are given: $id', (given: IptablesCase) => {
    const { status, out, err } = runCli(['rules', ...wordsFor(given)], { stdin: manifestsOf(given) });
    expect([status, err]).toEqual([0, '']);
    const { filter, nat } = given.expect;
    expect(linesOf(out, 'filter')).toEqual([...filter.chains, ...filter.rules].sort());
    expect(linesOf(out, 'nat')).toEqual([...nat.chains, ...nat.rules].sort());
  });

  it('makes EndpointSlices where none are given, with the addresses that a run has', () => {
    const words = ['scenarios/where-a-service-works', '--mode', 'iptables', '--node', 'node-2'];
    const { status, out } = runCli(['rules', ...words]);
    expect(status).toBe(0);
    const targets = out.match(/default\/user-api-service:http .*--to-destination \S+/g) ?? [];
    expect(targets).toHaveLength(3);
    expect(out).toContain('-d 10.103.22.45 --dport 80');
    expect(out).toContain('-d 203.0.113.10 --dport 443');
    const { text } = runJson<{ text: string }>(['rules', ...words]);
    expect(text).toBe(out);
  });

  it('prints IPVS mode part by part, virtual servers first', () => {
    const words = ['scenarios/where-a-service-works', '--mode', 'ipvs', '--node', 'node-2'];
    const { status, out } = runCli(['rules', ...words]);
    expect(status).toBe(0);
    expect(out.match(/^# \S+/gm)).toEqual(['# ipvsadm', '# ip', '# ipset', '# iptables-restore']);
    expect(out.match(/^-a -t 10\.103\.22\.45:80 -r \S+ -m -w 1$/gm)).toHaveLength(3);
    const scheduler = ['--config', '{"ipvs":{"scheduler":"sh"}}'];
    const given = runJson<{ text: string; list: string; parts: Record<string, string> }>([
      'rules',
      ...words,
      ...scheduler,
    ]);
    expect(given.parts['ipvsadm']).toContain('-A -t 10.103.22.45:80 -s sh\n');
    expect(given.list).toContain('TCP  10.103.22.45:80 sh\n  -> 10.244.');
    for (const part of Object.values(given.parts)) expect(given.text).toContain(part);
  });

  it('knows the nodes of the manifests, and takes any name where there are none', () => {
    const unknown = runCli([
      'rules',
      'scenarios/where-a-service-works',
      '--mode',
      'iptables',
      '--node',
      'node-9',
    ]);
    expect(unknown.status).toBe(1);
    expect(unknown.err).toContain('no node "node-9" in these manifests; there are node-1, node-2, node-3');
    const stdin = manifestsOf(iptablesCases.find(({ id }) => id === 'derived-clusterip-2-endpoints')!);
    expect(runCli(['rules', '-', '--mode', 'iptables', '--node', 'anything'], { stdin }).status).toBe(0);
  });

  it('reads --config from text or from a file', () => {
    const given = iptablesCases.find(({ id }) => id === 'derived-clusterip-1-endpoints')!;
    withFiles({ 'all.json': manifestsOf(given), 'config.json': '{"randomFully": false}' }, (cwd) => {
      const words = ['rules', 'all.json', '--mode', 'iptables', '--node', 'n1', '--config'];
      const fromFile = runCli([...words, 'config.json'], { cwd });
      expect(fromFile.out).not.toContain('--random-fully');
      expect(runCli([...words, '{"randomFully": false}'], { cwd }).out).toBe(fromFile.out);
      expect(runCli([...words, '{}'], { cwd }).out).toContain('--random-fully');
    });
  });
});

interface Traced {
  verdict: string;
  targets: string[];
  masquerade: boolean;
  rules: { table: string; chain: string; text: string }[];
  node: string;
}

const flows = withObjects.flatMap((given) =>
  given.expect.flows
    .filter(({ protocol }) => protocol !== 'sctp')
    .map((flow) => ({ id: given.id, name: flow.name, given, flow })),
);

describe('trace', () => {
  // A sample of each case's flows: the walk itself is held against all of them in its own room.
  const sample = flows.filter((_, index) => index % 4 === 0);

  it.each(sample)('ends where kube-proxy’s tests say: $id: $name', ({ given, flow }) => {
    const words = [
      '--from',
      flow.source,
      '--to',
      `${flow.dest}:${flow.destPort}`,
      '--protocol',
      flow.protocol,
    ];
    const traced = runJson<Traced>(['trace', ...wordsFor(given), ...words], { stdin: manifestsOf(given) });
    const { result, masq } = flow.expect;
    const isAddresses = /\d/.test(result);
    expect(traced.verdict).toBe(isAddresses ? 'DNAT' : result === '' ? 'ACCEPT' : result);
    expect(traced.targets).toEqual(isAddresses ? result.split(', ') : []);
    if (masq !== null) expect(traced.masquerade).toBe(masq);
  });

  it('follows a Pod by the name of its Deployment, on its own node', () => {
    const traced = runJson<Traced>([
      'trace',
      'scenarios/where-a-service-works',
      '--mode',
      'iptables',
      '--from',
      'default/web-mvc',
      '--to',
      '10.103.22.45:80',
    ]);
    expect(traced).toMatchObject({ verdict: 'DNAT', masquerade: false });
    expect(traced.targets).toHaveLength(3);
    expect(traced.node).toMatch(/^node-[123]$/);
    const dnat = traced.rules.filter(({ text }) => text.includes('-j DNAT'));
    expect(dnat.map(({ text }) => /--to-destination (\S+)/.exec(text)?.[1])).toEqual(traced.targets);
    const chances = traced.rules.filter(({ text }) => text.includes('--probability'));
    expect(chances.map(({ text }) => /--probability (\S+)/.exec(text)?.[1])).toEqual([
      '0.3333333333',
      '0.5000000000',
    ]);
  });
});
