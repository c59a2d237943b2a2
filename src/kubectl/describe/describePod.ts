/** `kubectl describe pod`. Source: kubectl pkg/describe/describe.go describePod, describeContainers, DescribeProbe. */
import type { Container, ContainerStatus, Pod, PodTemplate, Probe } from '../../sim/cluster/objects';
import { tolerationsOf } from '../../sim/cluster/tolerations';
import type { Micros } from '../../sim/kernel/time';
import type { ClusterView } from '../clusterView';
import { humanDuration, rfc1123 } from '../print/duration';
import { annotationLines, labelLines } from '../print/labels';
import { tolerationLines } from './describeNode';

/** Lines with tabs between their columns. */
export function describePod(view: ClusterView, pod: Pod): string[] {
  const { metadata, spec, status } = pod;
  const owner = metadata.ownerReferences[0];
  const key = `${metadata.namespace ?? 'default'}/${metadata.name}`;
  const row = view.tables.kubeletPods[key];
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${metadata.namespace ?? 'default'}`,
    spec.nodeName === undefined ? 'Node:\t<none>' : `Node:\t${spec.nodeName}/${status.hostIP ?? ''}`,
    ...(status.startMicros === undefined ? [] : [`Start Time:\t${rfc1123(status.startMicros)}`]),
    ...labelLines('Labels', metadata.labels),
    ...annotationLines('Annotations', metadata.annotations),
    ...statusLines(view.at, pod),
    `IP:\t${status.podIP ?? ''}`,
    ...(status.podIP === undefined ? ['IPs:\t<none>'] : ['IPs:', `  IP:\t${status.podIP}`]),
    ...(owner === undefined ? [] : [`Controlled By:\t${owner.kind}/${owner.name}`]),
    'Containers:',
    ...spec.containers.flatMap((container) => {
      const state = status.containerStatuses.find(({ name }) => name === container.name);
      return containerLines(container, '', state, row?.startedAt ?? null, row?.exitedAt ?? null);
    }),
    'Conditions:',
    '  Type\tStatus',
    `  PodReadyToStartContainers \t${written(status.podIP !== undefined)} `,
    '  Initialized \tTrue ',
    `  Ready \t${written(status.ready)} `,
    `  ContainersReady \t${written(areReady(status.containerStatuses, spec.containers.length))} `,
    `  PodScheduled \t${written(spec.nodeName !== undefined)} `,
    ...labelLines('Node-Selectors', spec.nodeSelector),
    ...tolerationLines('Tolerations', tolerationsOf(spec)),
  ];
}

function statusLines(now: Micros, { metadata, status }: Pod): string[] {
  const { deletionMicros, deletionGraceSeconds = 0 } = metadata;
  if (deletionMicros === undefined) return [`Status:\t${status.phase}`];
  // The API's deletionTimestamp is when the grace period ends: until then this is less than nothing.
  const lasts = humanDuration(now - (deletionMicros + deletionGraceSeconds * 1_000_000));
  return [`Status:\tTerminating (lasts ${lasts})`, `Termination Grace Period:\t${deletionGraceSeconds}s`];
}

/** Not the same as the Pod's Ready condition: of a lost node's Pods only that becomes False. */
function areReady(statuses: readonly ContainerStatus[], count: number): boolean {
  return statuses.length === count && statuses.every(({ ready }) => ready);
}

function written(condition: boolean): string {
  return condition ? 'True' : 'False';
}

function containerLines(
  container: Container,
  indent: string,
  status: ContainerStatus | undefined,
  startedAt: Micros | null,
  exitedAt: Micros | null,
): string[] {
  const { name, image, ports, env } = container;
  const inside = `${indent}    `;
  const portText = (numberOf: (port: number) => number) =>
    ports
      .map(
        (port) =>
          `${numberOf(port.containerPort)}/${port.protocol}${port.name === undefined ? '' : ` (${port.name})`}`,
      )
      .join(', ') || '<none>';
  const plural = ports.length > 1 ? 's' : '';
  return [
    `${indent}  ${indent === '' ? '' : ' '}${name}:`,
    `${inside}Image:\t${image}`,
    `${inside}Port${plural}:\t${portText((port) => port)}`,
    `${inside}Host Port${plural}:\t${portText(() => 0)}`,
    ...(status === undefined ? [] : stateLines(status, inside, startedAt, exitedAt)),
    ...probeLines(container, inside),
    ...(env.length === 0 ? [`${inside}Environment:\t<none>`] : [`${inside}Environment:`]),
    ...env.map((one) => `${inside}  ${one.name}:\t${one.value}`),
    `${inside}Mounts:\t<none>`,
  ];
}

/** Source: describeContainerState, describeStatus. */
function stateLines(
  { state, reason, ready, restartCount }: ContainerStatus,
  inside: string,
  startedAt: Micros | null,
  exitedAt: Micros | null,
): string[] {
  const title = { waiting: 'Waiting', running: 'Running', terminated: 'Terminated' }[state];
  return [
    `${inside}State:\t${title}`,
    ...(reason === undefined ? [] : [`${inside}  Reason:\t${reason}`]),
    ...(state === 'running' && startedAt !== null ? [`${inside}  Started:\t${rfc1123(startedAt)}`] : []),
    ...(restartCount === 0
      ? []
      : [
          `${inside}Last State:\tTerminated`,
          `${inside}  Reason:\tError`,
          ...(exitedAt === null ? [] : [`${inside}  Finished:\t${rfc1123(exitedAt)}`]),
        ]),
    `${inside}Ready:\t${written(ready)}`,
    `${inside}Restart Count:\t${restartCount}`,
  ];
}

function probeLines({ livenessProbe, readinessProbe, startupProbe }: Container, inside: string): string[] {
  const line = (title: string, probe: Probe | undefined) =>
    probe === undefined ? [] : [`${inside}${title}:\t${probeText(probe)}`];
  return [
    ...line('Liveness', livenessProbe),
    ...line('Readiness', readinessProbe),
    ...line('Startup', startupProbe),
  ];
}

function probeText(probe: Probe): string {
  const attributes =
    `delay=${probe.initialDelaySeconds}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s ` +
    `#success=${probe.successThreshold} #failure=${probe.failureThreshold}`;
  if (probe.httpGet !== undefined) {
    return `http-get http://:${probe.httpGet.port}${probe.httpGet.path} ${attributes}`;
  }
  if (probe.tcpSocket !== undefined) return `tcp-socket :${probe.tcpSocket.port} ${attributes}`;
  return `unknown ${attributes}`;
}

/** Source: DescribePodTemplate. */
export function describeTemplate({ labels, annotations, spec }: PodTemplate): string[] {
  return [
    'Pod Template:',
    ...labelLines('  Labels', labels),
    ...(Object.keys(annotations).length === 0 ? [] : annotationLines('  Annotations', annotations)),
    '  Containers:',
    ...spec.containers.flatMap((container) => containerLines(container, ' ', undefined, null, null)),
    ...labelLines('  Node-Selectors', spec.nodeSelector),
    ...tolerationLines('  Tolerations', spec.tolerations ?? []),
  ];
}
