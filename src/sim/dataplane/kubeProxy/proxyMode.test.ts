/** Every kube-proxy is started anew in another mode. */
import { describe, expect, it } from 'vitest';
import { Lab, createApp } from '../../control/testing/lab';
import { SIMULATED_MODES } from '../nodeRules/nodeRules';
import { setProxyMode } from './kubeProxyRoom';

function shop(): Lab {
  const lab = new Lab();
  lab.act((draft) => createApp(draft, 'web'));
  return lab.settle(60);
}

describe('another mode', () => {
  for (const mode of SIMULATED_MODES.filter((each) => each !== 'iptables')) {
    it(`writes all rules of ${mode} on every node, and back`, () => {
      const lab = shop();
      const before = JSON.stringify(lab.tables.ruleSets['node-1']!.rules);
      lab.act((draft) => setProxyMode(draft, mode));
      // Until it has listed and written, the old rules stay.
      expect(lab.tables.ruleSets['node-1']!.mode).toBe('iptables');
      lab.settle(60);
      for (const row of Object.values(lab.tables.ruleSets)) {
        expect(row.mode).toBe(mode);
        expect(row.rules.mode).toBe(mode);
      }
      expect(Object.keys(lab.tables.ruleSets)).toEqual(Object.keys(lab.tables.nodes).sort());
      lab.act((draft) => setProxyMode(draft, 'iptables'));
      lab.settle(60);
      const after = JSON.stringify(lab.tables.ruleSets['node-1']!.rules);
      expect(after.replace(/"cleanedAt":\d+/, '')).toBe(before.replace(/"cleanedAt":\d+/, ''));
    });
  }

  it('that is in force already changes nothing', () => {
    const lab = shop();
    lab.act((draft) => setProxyMode(draft, 'iptables'));
    expect(lab.of('kubeProxy/modeSet')).toHaveLength(0);
  });

  it('that does not exist is refused, with those that do', () => {
    const lab = shop();
    const problem = setNothing(lab);
    expect(problem?.code).toBe('invalid');
    expect(problem?.message).toContain('iptables, ');
    expect(lab.tables.ruleSets['node-1']!.mode).toBe('iptables');
  });
});

function setNothing(lab: Lab): ReturnType<typeof setProxyMode> {
  let problem: ReturnType<typeof setProxyMode> = null;
  lab.act((draft) => {
    problem = setProxyMode(draft, 'userspace');
  });
  return problem;
}
