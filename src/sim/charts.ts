/** Every statechart of the simulated world, by id: what the inspector draws and the tests walk. */
import { kubeProxyChart } from './dataplane/kubeProxy/proxyChart';
import type { Chart } from './kernel/statechart';
import { nodeChart } from './control/nodeChart';
import { podChart } from './node/podChart';
import { corednsChart, resolverChart } from './traffic/charts/dns';
import { browserChart, httpCallChart } from './traffic/charts/httpCall';
import {
  gatewayChart,
  ingressControllerChart,
  microserviceChart,
  webAppChart,
} from './traffic/charts/programs';
import { serviceChart } from './traffic/charts/service';
import { tcpConnectionChart } from './traffic/charts/tcpConnection';

export const ALL_CHARTS: readonly Chart[] = [
  browserChart,
  httpCallChart,
  webAppChart,
  gatewayChart,
  ingressControllerChart,
  microserviceChart,
  resolverChart,
  corednsChart,
  tcpConnectionChart,
  serviceChart,
  kubeProxyChart,
  podChart,
  nodeChart,
];

const byId = new Map(ALL_CHARTS.map((chart) => [chart.id, chart]));

/** The chart with this id, or undefined. */
export function chartById(id: string): Chart | undefined {
  return byId.get(id);
}
