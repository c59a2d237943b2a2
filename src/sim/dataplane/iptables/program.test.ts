import { describe, expect, it } from 'vitest';
import { inputOf, iptablesCases, type IptablesCase, type TableText } from '../testing/kubeProxyCases';
import { chainsOf, restoreTables } from '../testing/restoreText';
import { printRestore } from './print';
import { programRules } from './program';

const expected = ({ chains, rules }: TableText) => chainsOf([...chains, ...rules]);

describe('[DP4] rules are those that kube-proxy feeds to iptables-restore', () => {
  it('has all cases', () => expect(iptablesCases.length).toBe(36));

  it.each(iptablesCases)('$id', (given: IptablesCase) => {
    const text = printRestore(programRules(inputOf(given)));
    expect(restoreTables(text)).toEqual({
      '*filter': expected(given.expect.filter),
      '*nat': expected(given.expect.nat),
    });
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
