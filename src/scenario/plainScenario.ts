/** Plain manifests as if they were a scenario: so that a world can be started from anybody's own files. */
import type { ManifestReading } from '../manifest/readManifests';
import { seconds } from '../sim/kernel/time';
import { SCENARIO_FORMAT_VERSION, type OcelotFile, type Scenario } from './scenario';
import type { StartPlan } from './prepareScenario';

export interface PlainScenarioOptions {
  readonly seed?: string;
  /** Ocelot configurations in files of their own, with the workloads that run them … */
  readonly ocelot?: readonly OcelotFile[];
  /** … and their texts, by file. */
  readonly ocelotTexts?: Readonly<Record<string, string>>;
}

/** One visitor and the defaults of everything; no lesson. kube-proxy syncs as it does by default. */
export function plainScenario(
  manifests: Pick<ManifestReading, 'objects'>,
  options: PlainScenarioOptions = {},
): StartPlan {
  const scenario: Scenario = {
    formatVersion: SCENARIO_FORMAT_VERSION,
    id: 'plain',
    kubernetes: 'v1.34',
    seed: options.seed ?? 'plain',
    proxyMode: 'iptables',
    proxyModes: ['iptables'],
    lens: 'layers',
    manifests: [],
    ocelot: options.ocelot ?? [],
    clients: [{ id: 'visitor', name: 'browser', ip: '198.51.100.7', urls: [] }],
    publicDns: {},
    kubeProxy: { minSyncPeriodMicros: seconds(1), watchDelayMicros: {} },
    timeScale: { packet: 1_500, cluster: 1 },
    minutes: null,
    docs: null,
    steps: [],
  };
  return { scenario, manifests, ocelot: options.ocelotTexts ?? {} };
}
