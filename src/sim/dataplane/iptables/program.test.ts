import { describe, expect, it } from 'vitest';
import { inputOf, iptablesCases, type IptablesCase, type TableText } from '../testing/kubeProxyCases';
import { printRestore } from './print';
import { programRules } from './program';

const SHARED = /^-A (KUBE-SERVICES|KUBE-NODEPORTS|KUBE-EXTERNAL-SERVICES|KUBE-PROXY-FIREWALL) /;

/** A table's text as chain declarations and rules by chain. Order of Services inside shared chains is free. */
function byChain(lines: readonly string[]) {
  const chains: Record<string, string[]> = {};
  for (const line of lines) {
    if (line.startsWith(':')) chains[line] ??= [];
    if (!line.startsWith('-A')) continue;
    const declared = `:${line.split(' ')[1]} - [0:0]`;
    (chains[declared] ??= []).push(line);
  }
  for (const name of Object.keys(chains)) {
    const rules = chains[name]!;
    if (!rules.some((line) => SHARED.test(line))) continue;
    chains[name] = rules
      .map((line, i) => ({ line, i, service: /([a-z0-9-]+\/[^\s":]+)/.exec(line)?.[1] ?? '~' }))
      .sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : a.i - b.i))
      .map(({ line }) => line);
  }
  return chains;
}

function tableOf(text: string, table: string): string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(`*${table}`);
  return lines.slice(start, lines.indexOf('COMMIT', start));
}

const expected = ({ chains, rules }: TableText) => byChain([...chains, ...rules]);

describe('[DP4] rules are those that kube-proxy feeds to iptables-restore', () => {
  it('has all cases', () => expect(iptablesCases.length).toBe(36));

  it.each(iptablesCases)('$id', (given: IptablesCase) => {
    const text = printRestore(programRules(inputOf(given)));
    expect(byChain(tableOf(text, 'filter'))).toEqual(expected(given.expect.filter));
    expect(byChain(tableOf(text, 'nat'))).toEqual(expected(given.expect.nat));
  });

  it('[DP5] is byte for byte the golden text of TestOverallIPTablesRules', () => {
    const overall = iptablesCases.find(({ id }) => id === 'overall')!;
    const { filter, nat } = overall.expect;
    const text = [
      '*filter',
      ...filter.chains,
      ...filter.rules,
      'COMMIT',
      '*nat',
      ...nat.chains,
      ...nat.rules,
      'COMMIT',
      '',
    ];
    expect(printRestore(programRules(inputOf(overall)))).toBe(text.join('\n'));
  });

  it('[DP6] does not depend on the order in which Services and slices come', () => {
    for (const given of iptablesCases) {
      const input = inputOf(given);
      const reversed = {
        ...input,
        services: [...input.services].reverse(),
        endpointSlices: [...input.endpointSlices].reverse(),
      };
      expect(programRules(reversed)).toEqual(programRules(input));
    }
  });

  it('[DP7] is plain JSON', () => {
    for (const given of iptablesCases) {
      const ruleSet = programRules(inputOf(given));
      expect(JSON.parse(JSON.stringify(ruleSet))).toEqual(ruleSet);
    }
  });
});
