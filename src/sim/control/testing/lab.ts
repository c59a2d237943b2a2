/** A small world for tests: three nodes, controllers, kubelets and kube-proxies, stepped by the real step function. */
import { createObject, type ClusterDraft } from '../../cluster/apiServer';
import { clusterIndexes } from '../../cluster/tables';
import type { Container, Deployment, Pod, PodTemplate, Probe, Service } from '../../cluster/objects';
import { kubeProxyRoom } from '../../dataplane/kubeProxy/kubeProxyRoom';
import { emptyProxyTables, proxyIndexes, type ProxyTables } from '../../dataplane/kubeProxy/tables';
import type { Draft, Engine, Fact } from '../../kernel/draft';
import { millis, seconds, type Micros } from '../../kernel/time';
import type { Room } from '../../kernel/watch';
import { nodeRoom } from '../../node/nodeRoom';
import { emptyNodeTables, type NodeTables } from '../../node/tables';
import { engineOf, intervene, lawsOf, nextDueAt, step } from '../../step';
import { controlRoom } from '../controlRoom';
import { emptyControlTables, type ControlTables } from '../tables';
import { targetsOf } from '../../dataplane/nodeRules/nodeRules';

export type LabTables = ControlTables & NodeTables & ProxyTables;
export type LabDraft = Draft<LabTables>;

export class Lab {
  readonly facts: Fact[] = [];
  /** How many events were handled. */
  steps = 0;
  readonly engine: Engine<LabTables>;
  private readonly laws;

  constructor(seed = 'lab', nodes = 3, startAt: Micros = 0) {
    const rooms = [controlRoom, nodeRoom, kubeProxyRoom] as unknown as Room<LabTables>[];
    this.laws = lawsOf<LabTables>(rooms, { ...clusterIndexes, ...proxyIndexes });
    const tables: LabTables = {
      queue: {},
      random: {},
      machines: {},
      pods: {},
      services: {},
      endpointSlices: {},
      deployments: {},
      replicaSets: {},
      nodes: {},
      ingresses: {},
      configMaps: {},
      processes: {},
      counters: {},
      podIPs: {},
      ipam: {},
      nodePower: {},
      ...emptyControlTables(),
      ...emptyNodeTables(),
      ...emptyProxyTables(),
    };
    const world = { version: 1 as const, seed, now: startAt, nextSequence: 0, nextFactId: 0, tables };
    this.engine = engineOf(world, this.laws);
    this.act((draft) => {
      for (let i = 1; i <= nodes; i++) createNode(draft, i);
    });
  }

  get now(): Micros {
    return this.engine.world.now;
  }

  get tables(): LabTables {
    return this.engine.world.tables;
  }

  /** Acts from outside, now. */
  act<T>(what: (draft: LabDraft) => T): T {
    let answer: T | undefined;
    const record = intervene(this.engine, this.laws, this.now, (draft) => {
      answer = what(draft);
    });
    this.facts.push(...record.facts);
    return answer as T;
  }

  /** Handles everything that is due within so many milliseconds, and lets that time pass. */
  run(ms: number): this {
    const end = this.now + millis(ms);
    for (;;) {
      const due = nextDueAt(this.engine);
      if (due === undefined || due > end) break;
      this.one();
    }
    this.engine.world.now = end;
    return this;
  }

  /** Until nothing is due any more. Fails when that takes longer than `limitSeconds` of simulated time. */
  settle(limitSeconds = 3600): this {
    const end = this.now + seconds(limitSeconds);
    while (nextDueAt(this.engine) !== undefined) {
      if (nextDueAt(this.engine)! > end) throw new Error(`not at rest after ${limitSeconds} s`);
      this.one();
    }
    return this;
  }

  private one(): void {
    this.steps++;
    if (this.steps > 500_000) throw new Error('too many steps');
    this.facts.push(...step(this.engine, this.laws)!.facts);
  }

  of(type: string): Fact[] {
    return this.facts.filter((fact) => fact.type === type);
  }

  pods(): Pod[] {
    return Object.keys(this.tables.pods)
      .sort()
      .map((key) => this.tables.pods[key]!);
  }

  /** Types of the facts that led to this one, from it back to the beginning. */
  causes(fact: Fact): string[] {
    const chain: string[] = [];
    for (let at: Fact | undefined = fact; at !== undefined; at = this.facts[at.causeId]) chain.push(at.type);
    return chain;
  }

  /** `ip:port` of what the rules of a node can choose for a Service, sorted. */
  targets(node: string, service: string): string[] {
    return [...targetsOf(this.tables.ruleSets[node]?.rules, [service])].sort();
  }
}

function createNode(draft: ClusterDraft, number: number): void {
  createObject<'Node'>(draft, {
    kind: 'Node',
    metadata: { name: `node-${number}`, labels: {}, annotations: {}, ownerReferences: [] },
    spec: { podCIDR: `10.244.${number}.0/24`, unschedulable: false },
    status: { internalIP: `192.168.56.1${number}`, ready: true },
  });
}

const HTTP_PROBE: Probe = {
  httpGet: { path: '/health', port: 8080 },
  initialDelaySeconds: 0,
  periodSeconds: 1,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

export function httpProbe(change: Partial<Probe> = {}): Probe {
  return { ...HTTP_PROBE, ...change };
}

export interface AppOptions {
  readonly replicas?: number;
  readonly container?: Partial<Container>;
  readonly annotations?: Record<string, string>;
  readonly grace?: number;
  readonly strategy?: Deployment['spec']['strategy'];
  readonly minReadySeconds?: number;
  readonly service?: Partial<Service['spec']>;
}

export function template(name: string, options: AppOptions = {}): PodTemplate {
  return {
    labels: { app: name },
    annotations: options.annotations ?? {},
    spec: {
      containers: [
        {
          name: 'web',
          image: 'example/web:1',
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          env: [],
          readinessProbe: httpProbe(),
          ...options.container,
        },
      ],
      hostNetwork: false,
      dnsPolicy: 'ClusterFirst',
      terminationGracePeriodSeconds: options.grace ?? 30,
      nodeSelector: {},
    },
  };
}

/** A Deployment and its Service, both called `name`, in the namespace `shop`. */
export function createApp(draft: ClusterDraft, name: string, options: AppOptions = {}): void {
  const metadata = { name, namespace: 'shop', labels: { app: name }, annotations: {}, ownerReferences: [] };
  createObject<'Deployment'>(draft, {
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: options.replicas ?? 3,
      selector: { matchLabels: { app: name } },
      template: template(name, options),
      minReadySeconds: options.minReadySeconds ?? 0,
      strategy: options.strategy ?? { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' },
      paused: false,
    },
    status: {
      replicas: 0,
      updatedReplicas: 0,
      readyReplicas: 0,
      availableReplicas: 0,
      observedGeneration: 0,
    },
  });
  createObject<'Service'>(draft, {
    kind: 'Service',
    metadata,
    spec: serviceSpec(name, options.service),
    status: { loadBalancer: [] },
  });
}

export function serviceSpec(app: string, change: Partial<Service['spec']> = {}): Service['spec'] {
  return {
    type: 'ClusterIP',
    clusterIP: '10.96.0.50',
    clusterIPs: ['10.96.0.50'],
    ipFamilies: ['IPv4'],
    selector: { app },
    ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: 8080 }],
    externalIPs: [],
    sessionAffinity: 'None',
    sessionAffinityTimeoutSeconds: 10_800,
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: 'Cluster',
    loadBalancerSourceRanges: [],
    publishNotReadyAddresses: false,
    ...change,
  };
}
