/**
 * Pods, templates and the controllers that the simulator runs, defaulted as the API server does.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go and pkg/apis/apps/v1/defaults.go.
 */
import type {
  Container,
  Deployment,
  Labels,
  LabelSelector,
  ObjectMeta,
  Pod,
  PodSpec,
  PodTemplate,
  Probe,
  ReplicaSet,
} from '../../sim/cluster/objects';
import { readEnvironment, shownValue, type ConfigData } from './environment';
import {
  asBool,
  asInt,
  asIntOrText,
  asList,
  asRecord,
  asText,
  asTextRecord,
  asTexts,
  asWord,
  ifThere,
  type PlainRecord,
} from './plain';
import { toTolerations } from './taints';

/** What is needed beside the object itself. */
export interface ConvertContext {
  readonly data: ConfigData;
}

/** Metadata before the API server has stored the object: no uid, revision 0. */
export function toMeta(raw: PlainRecord, clusterScoped = false): ObjectMeta {
  const meta = asRecord(raw['metadata']);
  return {
    name: asText(meta['name']) ?? '',
    ...(clusterScoped ? {} : { namespace: asText(meta['namespace']) ?? 'default' }),
    uid: '',
    resourceVersion: '0',
    labels: asTextRecord(meta['labels']),
    annotations: asTextRecord(meta['annotations']),
    creationMicros: 0,
    ownerReferences: asList(meta['ownerReferences']).map((raw) => {
      const owner = asRecord(raw);
      return {
        kind: asText(owner['kind']) ?? '',
        name: asText(owner['name']) ?? '',
        uid: asText(owner['uid']) ?? '',
      };
    }),
    generation: 1,
  };
}

function toProbe(value: unknown): Probe | undefined {
  if (value === undefined || value === null) return undefined;
  const raw = asRecord(value);
  const http = asRecord(raw['httpGet']);
  const httpPort = asIntOrText(http['port']);
  // The simulator has no gRPC: a gRPC probe is taken as a connection to its port.
  const socketPort = asIntOrText(asRecord(raw['tcpSocket'])['port']) ?? asInt(asRecord(raw['grpc'])['port']);
  return {
    ...(httpPort === undefined ? {} : { httpGet: { path: asText(http['path']) ?? '/', port: httpPort } }),
    ...(socketPort === undefined ? {} : { tcpSocket: { port: socketPort } }),
    initialDelaySeconds: asInt(raw['initialDelaySeconds']) ?? 0,
    periodSeconds: asInt(raw['periodSeconds']) || 10,
    timeoutSeconds: asInt(raw['timeoutSeconds']) || 1,
    successThreshold: asInt(raw['successThreshold']) || 1,
    failureThreshold: asInt(raw['failureThreshold']) || 3,
    ...ifThere('terminationGracePeriodSeconds', asInt(raw['terminationGracePeriodSeconds'])),
  };
}

/** `lifecycle.preStop.sleep.seconds`, or an exec of `sleep N`, directly or by a shell. */
export function preStopSleepSeconds(container: PlainRecord): number | undefined {
  const hook = asRecord(asRecord(container['lifecycle'])['preStop']);
  const seconds = asInt(asRecord(hook['sleep'])['seconds']);
  if (seconds !== undefined) return seconds;
  const command = asTexts(asRecord(hook['exec'])['command']).join(' ');
  const sleep = /(?:^|[\s;&/])sleep\s+(\d+(?:\.\d+)?)/.exec(command);
  return sleep?.[1] === undefined ? undefined : Number(sleep[1]);
}

function toContainer(value: unknown, namespace: string, context: ConvertContext): Container {
  const raw = asRecord(value);
  return {
    name: asText(raw['name']) ?? '',
    image: asText(raw['image']) ?? '',
    ports: asList(raw['ports']).flatMap((item) => {
      const port = asRecord(item);
      const containerPort = asInt(port['containerPort']);
      if (containerPort === undefined) return [];
      const protocol = asWord(port['protocol'], ['TCP', 'UDP', 'SCTP']);
      return [{ ...ifThere('name', asText(port['name'])), containerPort, protocol }];
    }),
    env: readEnvironment(raw, namespace, context.data).variables.map((variable) => ({
      name: variable.name,
      value: shownValue(variable),
    })),
    ...ifThere('readinessProbe', toProbe(raw['readinessProbe'])),
    ...ifThere('livenessProbe', toProbe(raw['livenessProbe'])),
    ...ifThere('startupProbe', toProbe(raw['startupProbe'])),
    ...ifThere('preStopSleepSeconds', preStopSleepSeconds(raw)),
  };
}

export function toPodSpec(value: unknown, namespace: string, context: ConvertContext): PodSpec {
  const raw = asRecord(value);
  return {
    containers: asList(raw['containers']).map((container) => toContainer(container, namespace, context)),
    ...ifThere('nodeName', asText(raw['nodeName'])),
    hostNetwork: asBool(raw['hostNetwork']) ?? false,
    dnsPolicy: asWord(raw['dnsPolicy'], ['ClusterFirst', 'Default', 'None', 'ClusterFirstWithHostNet']),
    terminationGracePeriodSeconds: asInt(raw['terminationGracePeriodSeconds']) ?? 30,
    nodeSelector: asTextRecord(raw['nodeSelector']),
    ...toTolerations(raw['tolerations']),
    ...ifThere('hostname', asText(raw['hostname'])),
    ...ifThere('subdomain', asText(raw['subdomain'])),
  };
}

export function toPodTemplate(value: unknown, namespace: string, context: ConvertContext): PodTemplate {
  const raw = asRecord(value);
  const meta = asRecord(raw['metadata']);
  return {
    labels: asTextRecord(meta['labels']),
    annotations: asTextRecord(meta['annotations']),
    spec: toPodSpec(raw['spec'], namespace, context),
  };
}

/**
 * A controller's selector. Without one it is the template's labels, as the old API versions
 * defaulted it. Of `matchExpressions` only the meaning for this controller's own Pods is kept.
 */
export function toSelector(value: unknown, templateLabels: Labels): LabelSelector {
  const raw = asRecord(value);
  const matchLabels = asTextRecord(raw['matchLabels']);
  for (const item of asList(raw['matchExpressions'])) {
    const expression = asRecord(item);
    const key = asText(expression['key']);
    if (key === undefined || !/^(In|Exists)$/.test(asText(expression['operator']) ?? '')) continue;
    const own = Object.hasOwn(templateLabels, key) ? templateLabels[key] : undefined;
    const label = own ?? asTexts(expression['values'])[0];
    if (label !== undefined) matchLabels[key] = label;
  }
  return { matchLabels: Object.keys(matchLabels).length === 0 ? { ...templateLabels } : matchLabels };
}

export function toPod(raw: PlainRecord, context: ConvertContext): Pod {
  const metadata = toMeta(raw);
  const status = asRecord(raw['status']);
  const conditions = asList(status['conditions']).map(asRecord);
  return {
    kind: 'Pod',
    metadata,
    spec: toPodSpec(raw['spec'], metadata.namespace ?? 'default', context),
    status: {
      phase: asWord(status['phase'], ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']),
      ...ifThere('podIP', asText(status['podIP'])),
      ...ifThere('hostIP', asText(status['hostIP'])),
      ready: conditions.some((condition) => condition['type'] === 'Ready' && condition['status'] === 'True'),
      containerStatuses: [],
    },
  };
}

export function toDeployment(raw: PlainRecord, context: ConvertContext): Deployment {
  const metadata = toMeta(raw);
  const spec = asRecord(raw['spec']);
  const template = toPodTemplate(spec['template'], metadata.namespace ?? 'default', context);
  const strategy = asRecord(spec['strategy']);
  const rolling = asRecord(strategy['rollingUpdate']);
  return {
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: asInt(spec['replicas']) ?? 1,
      selector: toSelector(spec['selector'], template.labels),
      template,
      minReadySeconds: asInt(spec['minReadySeconds']) ?? 0,
      strategy: {
        type: asWord(strategy['type'], ['RollingUpdate', 'Recreate']),
        maxSurge: asIntOrText(rolling['maxSurge']) ?? '25%',
        maxUnavailable: asIntOrText(rolling['maxUnavailable']) ?? '25%',
      },
      paused: asBool(spec['paused']) ?? false,
    },
    status: {
      replicas: 0,
      updatedReplicas: 0,
      readyReplicas: 0,
      availableReplicas: 0,
      observedGeneration: 0,
    },
  };
}

export function toReplicaSet(raw: PlainRecord, context: ConvertContext): ReplicaSet {
  const metadata = toMeta(raw);
  const spec = asRecord(raw['spec']);
  const template = toPodTemplate(spec['template'], metadata.namespace ?? 'default', context);
  return {
    kind: 'ReplicaSet',
    metadata,
    spec: {
      replicas: asInt(spec['replicas']) ?? 1,
      selector: toSelector(spec['selector'], template.labels),
      template,
      minReadySeconds: asInt(spec['minReadySeconds']) ?? 0,
    },
    status: { replicas: 0, readyReplicas: 0, availableReplicas: 0, observedGeneration: 0 },
  };
}
