/** Nodes as `kubectl describe` shows them. Source: kubectl pkg/describe/describe.go describeNode, describeNodeLease. */
import { leaseRenewedAt } from '../../sim/cluster/nodePower';
import type { Node, Taint, Toleration } from '../../sim/cluster/objects';
import { seconds, type Micros } from '../../sim/kernel/time';
import type { ClusterView } from '../clusterView';
import { rfc1123 } from '../print/duration';
import { annotationLines, labelLines } from '../print/labels';
import { KUBERNETES_VERSION } from '../version';

/** A kubelet whose status does not change posts it this often: nodeStatusReportFrequency. */
const REPORT_PERIOD = seconds(300);

export function describeNode(view: ClusterView, { metadata, spec, status }: Node): string[] {
  const pods = view.lookup('pods', 'byNode', metadata.name).map((key) => view.tables.pods[key]!);
  const roles = Object.keys(metadata.labels)
    .filter((key) => key.startsWith('node-role.kubernetes.io/'))
    .map((key) => key.slice('node-role.kubernetes.io/'.length));
  const renewedAt = leaseRenewedAt(metadata.name, view.tables.nodePower[metadata.name], view.at);
  const changedAt = status.readySinceMicros ?? metadata.creationMicros;
  return [
    `Name:\t${metadata.name}`,
    `Roles:\t${roles.join(',') || '<none>'}`,
    ...labelLines('Labels', metadata.labels),
    ...annotationLines('Annotations', metadata.annotations),
    `CreationTimestamp:\t${rfc1123(metadata.creationMicros)}`,
    ...taintLines(spec.taints ?? []),
    `Unschedulable:\t${spec.unschedulable}`,
    'Lease:',
    `  HolderIdentity:\t${metadata.name}`,
    '  AcquireTime:\t<unset>',
    `  RenewTime:\t${rfc1123(renewedAt)}`,
    'Conditions:',
    '  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage',
    '  ----\t------\t-----------------\t------------------\t------\t-------',
    `  Ready \t${readyStatus(status)} \t${rfc1123(postedAt(metadata.creationMicros, renewedAt))} ` +
      `\t${rfc1123(changedAt)} \t${readyReason(status)}`,
    'Addresses:',
    ...(status.internalIPs ?? [status.internalIP]).map((ip) => `  InternalIP:\t${ip}`),
    `  Hostname:\t${metadata.name}`,
    'System Info:',
    `  Kubelet Version:\t${KUBERNETES_VERSION}`,
    `PodCIDR:\t${spec.podCIDR}`,
    `PodCIDRs:\t${(spec.podCIDRs ?? [spec.podCIDR]).join(',')}`,
    `Non-terminated Pods:\t(${pods.length} in total)`,
    '  Namespace\tName',
    '  ---------\t----',
    ...pods.map(({ metadata: pod }) => `  ${pod.namespace ?? 'default'}\t${pod.name}`),
  ];
}

/** The status of the Ready condition: False only where a manifest says so, Unknown when nothing is heard of the node. */
export function readyStatus({ ready, unknown }: Node['status']): 'True' | 'False' | 'Unknown' {
  if (ready) return 'True';
  return unknown === true ? 'Unknown' : 'False';
}

function readyReason(status: Node['status']): string {
  switch (readyStatus(status)) {
    case 'True':
      return 'KubeletReady \tkubelet is posting ready status';
    case 'False':
      return 'KubeletNotReady \t';
    default:
      return 'NodeStatusUnknown \tKubelet stopped posting node status.';
  }
}

function postedAt(from: Micros, renewedAt: Micros): Micros {
  return from + Math.max(0, Math.floor((renewedAt - from) / REPORT_PERIOD)) * REPORT_PERIOD;
}

/** By effect, then by key. Source: printTaintsMultilineWithIndent; k8s.io/api core/v1 taint.go ToString. */
function taintLines(taints: readonly Taint[]): string[] {
  if (taints.length === 0) return ['Taints:\t<none>'];
  return taints
    .toSorted((a, b) => (`${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1))
    .map(({ key, value, effect }, index) => {
      const text = value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
      return `${index === 0 ? 'Taints:' : ''}\t${text}`;
    });
}

/** By key. Source: printTolerationsMultilineWithIndent. */
export function tolerationLines(title: string, tolerations: readonly Toleration[]): string[] {
  if (tolerations.length === 0) return [`${title}:\t<none>`];
  return tolerations
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, operator, value = '', effect, tolerationSeconds }, index) => {
      const what = `${key}${value === '' ? '' : `=${value}`}${effect === undefined ? '' : `:${effect}`}`;
      const exists = operator === 'Exists' && value === '' ? `${what === '' ? '' : ' '}op=Exists` : '';
      const limit = tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`;
      return `${index === 0 ? `${title}:` : ''}\t${what}${exists}${limit}`;
    });
}
