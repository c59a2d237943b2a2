import { describe, expect, it } from 'vitest';
import { readManifests } from '../readManifests';

function problemsOf(spec: string): string[] {
  const text = `apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: ${spec}\n`;
  return readManifests([{ path: 'web.yaml', text }])
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ line, params }) => `${line} ${params['path']}`);
}

describe('a Service as the API server stores it', () => {
  it('may have an empty name for its only port, and blanks around a source range', () => {
    const spec =
      '{ type: LoadBalancer, loadBalancerSourceRanges: [" 203.0.113.0/25"], ports: [{ name: "", port: 80 }] }';
    expect(problemsOf(spec)).toEqual([]);
  });

  it('needs names that are labels, ranges that are ranges, and a name for each of several ports', () => {
    expect(problemsOf('{ ports: [{ name: Web_, port: 80 }] }')).toEqual(['4 spec.ports[0].name']);
    expect(problemsOf('{ loadBalancerSourceRanges: [" 203.0.113.0"], ports: [{ port: 80 }] }')).toEqual([
      '4 spec.loadBalancerSourceRanges[0]',
    ]);
    expect(problemsOf('{ ports: [{ name: "", port: 80 }, { name: b, port: 81 }] }')).toHaveLength(1);
  });
});
