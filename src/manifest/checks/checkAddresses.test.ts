/** Ranges that overlap, and names that go round in a circle: file, line and mend. */
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../problem';
import { readManifests } from '../readManifests';

const node = (name: string, podCIDR: string, ip: string) => `apiVersion: v1
kind: Node
metadata: {name: ${name}}
spec:
  podCIDR: ${podCIDR}
status:
  addresses: [{type: InternalIP, address: ${ip}}]
`;

const external = (name: string, to: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  type: ExternalName
  externalName: ${to}
`;

function problemsOf(...documents: string[]) {
  return readManifests([{ path: 'cluster.yaml', text: documents.join('---\n') }]).problems;
}

describe('ranges', () => {
  it('takes ranges of their own', () => {
    const problems = problemsOf(
      node('a', '10.244.1.0/24', '192.168.0.11'),
      node('b', '10.244.2.0/24', '192.168.0.12'),
    );
    expect(problems.map(formatProblem)).toEqual([]);
  });

  it.each([
    ['another node’s', '10.244.1.128/25', '192.168.0.12', 'node/overlapping-cidr', 13],
    ['the Services’', '10.100.0.0/16', '192.168.0.12', 'node/overlapping-cidr', 13],
    ['a wider one', '10.244.0.0/16', '192.168.0.12', 'node/overlapping-cidr', 13],
    ['no range', '10.244.2.0', '192.168.0.12', 'field/value', 13],
    ['a node among Pods', '10.244.2.0/24', '10.244.1.9', 'node/address-in-range', 15],
  ])('%s: %s and %s', (_, cidr, ip, code, line) => {
    const problems = problemsOf(node('a', '10.244.1.0/24', '192.168.0.11'), node('b', cidr, ip));
    expect(problems.map((one) => [one.code, one.file, one.line])).toEqual([[code, 'cluster.yaml', line]]);
    expect(problems[0]!.mend.length).toBeGreaterThan(20);
  });
});

describe('names', () => {
  it('names each Service of a circle, with the road round it', () => {
    const problems = problemsOf(
      external('a', 'b.default.svc.cluster.local'),
      external('b', 'c.default.svc.cluster.local'),
      external('c', 'a.default.svc.cluster.local.'),
      external('d', 'a.default.svc.cluster.local'),
      external('e', 'example.com'),
    );
    expect(problems.map((one) => [one.code, one.line])).toEqual([
      ['service/external-name-cycle', 6],
      ['service/external-name-cycle', 13],
      ['service/external-name-cycle', 20],
    ]);
    expect(problems[0]!.message).toContain('default/a → default/b → default/c → default/a');
  });

  it('names a Service that is its own target', () => {
    expect(problemsOf(external('a', 'a.default.svc.cluster.local'))).toHaveLength(1);
  });
});

describe('a Node’s IPVS scheduler', () => {
  const withScheduler = (scheduler: string) =>
    node('a', '10.244.1.0/24', '192.168.0.11').replace(
      '{name: a}',
      `\n  name: a\n  annotations:\n    hopscope.dev/ipvs-scheduler: ${scheduler}`,
    );

  it('is one that is simulated', () => {
    expect(problemsOf(withScheduler('sed'))).toEqual([]);
    const [problem] = problemsOf(withScheduler('mh'));
    expect(problem).toMatchObject({ code: 'annotation/value', severity: 'error', line: 6 });
    expect(problem!.message).toContain('“mh”');
    expect(problem!.mend).toContain('rr, wrr, lc, dh, sh, sed or nq');
  });
});
