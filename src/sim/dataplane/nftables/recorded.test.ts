import { describe, expect, it } from 'vitest';
import { nodeProxyConfig, type NodeProxyConfig } from '../nodeProxyConfig';
import { storedService, storedSlice, type StoredService, type StoredSlice } from '../testing/storedObjects';
import { mergedRanges } from './intervals';
import { printNftTransaction } from './print';
import { printNftList } from './printList';
import { programNftables } from './program';
import listed from './testing/listed-tables.json';
import data from './testing/recorded-tables.json';

interface RecordedTable {
  readonly config: Partial<NodeProxyConfig>;
  readonly services: readonly StoredService[];
  readonly endpointSlices: readonly StoredSlice[];
  /** Its lines but for those that all tables have; without `add`, family and the table's name. */
  readonly table: readonly string[];
}

const clusters = data.clusters as unknown as readonly RecordedTable[];

function program({ config, services, endpointSlices }: RecordedTable) {
  return programNftables({
    services: services.map(storedService),
    endpointSlices: endpointSlices.map(storedSlice),
    node: nodeProxyConfig(config),
  });
}

/** The transaction's lines as they are recorded. The table is named twice, once before it is deleted. */
function linesOf(text: string): string[] {
  const [, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('delete table'));
  return lines.map((line) => line.replace(/^add (\w+) ip6? kube-proxy /, '$1 '));
}

/** A chain's rules, in order. */
function rulesByChain(lines: readonly string[]): Record<string, string[]> {
  const chains: Record<string, string[]> = {};
  for (const line of lines) {
    const found = /^rule (\S+) (.*)$/.exec(line);
    if (found !== null) (chains[found[1]!] ??= []).push(found[2]!);
  }
  return chains;
}

describe('[DP36] tables that kube-proxy itself has written', () => {
  it('are there, of both families', () => {
    expect(clusters.length).toBeGreaterThanOrEqual(15);
    expect(new Set(clusters.map(({ config }) => config.ipFamily))).toEqual(new Set(['IPv4', 'IPv6']));
  });

  it.each(clusters.map((one, index) => [index, one] as const))('cluster %i', (_index, one) => {
    const ours = linesOf(printNftTransaction(program(one)));
    const theirs = [...data.common, ...one.table];
    expect([...ours].sort()).toEqual([...theirs].sort());
    // The recording keeps a chain's rules in order, but for those that all tables have.
    const own = (lines: readonly string[]) =>
      rulesByChain(lines.filter((line) => !data.common.includes(line)));
    expect(own(ours)).toEqual(own(theirs));
  });
});

describe('[DP37] tables that a kernel has listed', () => {
  it.each(listed)('cluster $cluster', ({ cluster, text }) => {
    expect(printNftList(program(clusters[cluster]!))).toBe(text);
  });

  it('joins ranges that overlap or touch, and names one that is no prefix by its ends', () => {
    expect(mergedRanges(['10.0.0.0/8', '203.0.113.0/25', '10.1.0.0/16', '203.0.113.128/25'])).toEqual([
      '10.0.0.0/8',
      '203.0.113.0/24',
    ]);
    expect(mergedRanges(['1.2.3.6/31', '1.2.3.5/32'])).toEqual(['1.2.3.5-1.2.3.7']);
    expect(mergedRanges(['2001:db8::/33', 'fd00::1', '2001:db8:8000::/33'])).toEqual([
      '2001:db8::/32',
      'fd00::1',
    ]);
  });
});
