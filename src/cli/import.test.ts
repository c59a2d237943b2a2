import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { sampleSystems } from '../manifest/testing/samples';
import { runCli, runJson, withFiles } from './testing/runCli';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const SAMPLES = fileURLToPath(new URL('../manifest/testing/samples/', import.meta.url));

interface Imported {
  readonly workloads: readonly { kind: string; namespace: string; name: string; role: string }[];
  readonly services: readonly {
    namespace: string;
    name: string;
    type: string;
    clusterIP: string;
    ports: readonly {
      name: string;
      port: number;
      targetPort: number | string;
      nodePort: number | null;
      protocol: string;
    }[];
    selects: readonly string[];
  }[];
  readonly calls: readonly {
    from: string;
    to: string;
    service: string | null;
    port: number | null;
    evidence: string;
    verdict: string;
  }[];
  readonly warnings: readonly { file: string; line: number; message: string }[];
}

const sorted = (items: Iterable<unknown>) => [...items].map((item) => JSON.stringify(item)).sort();

describe.each(sampleSystems())('import of the folder $name', ({ name, expected }) => {
  const found = runJson<Imported>(['import', name], { cwd: SAMPLES });

  it('finds the workloads', () => {
    const refs = found.workloads.map(({ kind, name, namespace }) => [`${kind}/${name}`, namespace]);
    expect(sorted(refs)).toEqual(sorted(expected.workloads.map(({ ref, namespace }) => [ref, namespace])));
  });

  it('finds the Services, their ports, and what they select', () => {
    const shape = found.services.map(({ namespace, name, type, selects, ports }) => [
      ...[namespace, name, type, [...selects].sort()],
      ports.map(({ name, port, targetPort, protocol }) => [name, port, targetPort, protocol]),
    ]);
    const wanted = expected.services.map(({ namespace, name, type, selects, ports }) => [
      ...[namespace, name, type, [...selects].sort()],
      ports.map(({ name = '', port, effectiveTargetPort, protocol }) => [
        name,
        port,
        effectiveTargetPort,
        protocol,
      ]),
    ]);
    expect(sorted(shape)).toEqual(sorted(wanted));
  });

  it('finds who calls whom, and what is wrong with it', () => {
    const graph = found.calls
      .filter(({ service }) => service !== null)
      .map(({ from, to, port }) => `${from} -> ${to}:${port ?? '?'}`);
    expect([...new Set(graph)].sort()).toEqual([...expected.callGraph].sort());
    const faults = found.calls
      .filter(({ verdict }) => !verdict.startsWith('ok'))
      .map(({ from, to, port, verdict }) => `${from} -> ${to}:${port}: ${verdict}`);
    expect([...new Set(faults)].sort()).toEqual([...expected.faults].sort());
    for (const { evidence } of found.calls) expect(evidence).not.toBe('');
  });

  it('names each warning’s file as the caller would', () => {
    for (const { file, line, message } of found.warnings) {
      expect(file.startsWith(`${name}/`)).toBe(true);
      expect(line).toBeGreaterThan(0);
      expect(message).not.toBe('');
    }
  });

  it('is free of errors for check', () => {
    expect(runCli(['check', name], { cwd: SAMPLES }).out).toMatch(/^ok: 0 errors, /m);
  });
});

describe('what import reads', () => {
  const service = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { ports: [{ port: 80 }] }\n`;
  const names = (words: string[], cwd: string, stdin = '') =>
    runJson<Imported>(['import', ...words], { cwd, stdin }).services.map((one) => one.name);

  it('reads folders at any depth, but nobody’s packages, and each file once', () => {
    const files = {
      'k8s/b.yaml': service('b'),
      'k8s/deep/er/c.yml': service('c'),
      'k8s/a.json': JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: {} }),
      'k8s/node_modules/x.yaml': service('x'),
      'k8s/.git/y.yaml': service('y'),
      'k8s/notes.txt': service('z'),
    };
    withFiles(files, (cwd) => {
      expect(names(['k8s'], cwd)).toEqual(['a', 'b', 'c']);
      expect(names(['k8s/deep', 'k8s/b.yaml', 'k8s/'], cwd)).toEqual(['c', 'b', 'a']);
      expect(names(['.'], `${cwd}/k8s`)).toEqual(['a', 'b', 'c']);
      expect(names(['../b.yaml'], `${cwd}/k8s/deep`)).toEqual(['b']);
    });
  });

  it('reads standard input, a byte order mark, and what PowerShell’s > writes', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(service('w'), 'utf16le')]);
    withFiles({ 'bom.yaml': `\uFEFF${service('b')}`, 'utf16.yaml': utf16 }, (cwd) => {
      expect(names(['-'], cwd, `${service('s')}---\n${service('t')}`)).toEqual(['s', 't']);
      expect(names(['bom.yaml', 'utf16.yaml'], cwd)).toEqual(['b', 'w']);
    });
  });

  it('takes of a scenario what the scenario names', () => {
    const { workloads, warnings } = runJson<Imported>(['import', 'scenarios/where-a-service-works']);
    expect(warnings).toEqual([]);
    expect(workloads.map(({ name, role }) => `${name} ${role}`)).toContain('api-gateway gateway');
  });
});
