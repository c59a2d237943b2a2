import { expect, it } from 'vitest';
import { checkChartAgreement } from '../../kernel/testing/chartAgreement';
import { kubeProxyChart } from './proxyChart';

it('[DP-KP10] the compiled kube-proxy chart and XState agree on every path', () => {
  const { paths, states } = checkChartAgreement(kubeProxyChart);
  expect(states).toEqual(['synced', 'syncing', 'waiting']);
  expect(paths).toBeGreaterThan(3);
});
