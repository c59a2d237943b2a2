/** Objects as the table that `kubectl get` prints. Source: k8s.io/cli-runtime pkg/printers/tableprinter.go. */
import type {
  ConfigMap,
  Deployment,
  EndpointSlice,
  Ingress,
  Node,
  Pod,
  ReplicaSet,
  Service,
} from '../../sim/cluster/objects';
import type { ClusterView } from '../clusterView';
import type { EndpointsObject, Listed } from '../list';
import { nameOf, type ResourceType } from '../resources';
import { humanDuration } from './duration';
import { formatLabels } from './labels';
import { POD_COLUMNS, POD_WIDE_COLUMNS, podCells, podWideCells } from './podCells';
import {
  ENDPOINTS_COLUMNS,
  endpointsCells,
  INGRESS_COLUMNS,
  ingressCells,
  SERVICE_COLUMNS,
  serviceCells,
  SLICE_COLUMNS,
  sliceCells,
} from './serviceCells';
import {
  DEPLOYMENT_COLUMNS,
  deploymentCells,
  NODE_COLUMNS,
  NODE_WIDE_COLUMNS,
  nodeCells,
  nodeWideCells,
  REPLICA_SET_COLUMNS,
  replicaSetCells,
  TEMPLATE_COLUMNS,
  templateCells,
} from './workloadCells';

export interface TableOptions {
  readonly isWide: boolean;
  /** With a NAMESPACE column. */
  readonly withNamespace: boolean;
  readonly withLabels: boolean;
  /** `-L`: a column for each of these labels. */
  readonly labelColumns: readonly string[];
  /** `pod/x` instead of `x`, where several types are listed. */
  readonly withKind: boolean;
}

interface Columns {
  readonly plain: readonly string[];
  readonly wide: readonly string[];
}

const COLUMNS: Readonly<Record<string, Columns>> = {
  Pod: { plain: POD_COLUMNS, wide: POD_WIDE_COLUMNS },
  Service: { plain: SERVICE_COLUMNS, wide: ['SELECTOR'] },
  Endpoints: { plain: ENDPOINTS_COLUMNS, wide: [] },
  EndpointSlice: { plain: SLICE_COLUMNS, wide: [] },
  Deployment: { plain: DEPLOYMENT_COLUMNS, wide: TEMPLATE_COLUMNS },
  ReplicaSet: { plain: REPLICA_SET_COLUMNS, wide: TEMPLATE_COLUMNS },
  Node: { plain: NODE_COLUMNS, wide: NODE_WIDE_COLUMNS },
  Namespace: { plain: ['NAME', 'STATUS', 'AGE'], wide: [] },
  ConfigMap: { plain: ['NAME', 'DATA', 'AGE'], wide: [] },
  Ingress: { plain: INGRESS_COLUMNS, wide: [] },
};

/** The line of headings, cells parted by tabs. */
export function headings(type: ResourceType, options: TableOptions): string {
  const { plain, wide } = COLUMNS[type.kind]!;
  return [
    ...(options.withNamespace && type.isNamespaced ? ['NAMESPACE'] : []),
    ...plain,
    ...(options.isWide ? wide : []),
    ...options.labelColumns.map((key) => key.slice(key.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.withLabels ? ['LABELS'] : []),
  ].join('\t');
}

/** An object's line, cells parted by tabs. */
export function row(view: ClusterView, one: Listed, options: TableOptions): string {
  const cells = cellsOf(view, one, options.isWide);
  const [name = '', ...others] = cells;
  return [
    ...(options.withNamespace && one.namespace !== null ? [one.namespace] : []),
    options.withKind ? nameOf(one.type, name) : name,
    ...others,
    ...options.labelColumns.map((key) => one.labels[key] ?? ''),
    ...(options.withLabels ? [formatLabels(one.labels)] : []),
  ].join('\t');
}

function cellsOf(view: ClusterView, one: Listed, isWide: boolean): string[] {
  const age = humanDuration(view.at - one.createdAt);
  switch (one.type.kind) {
    case 'Pod': {
      const pod = one.object as Pod;
      return [...podCells(view, pod), ...(isWide ? podWideCells(pod) : [])];
    }
    case 'Service': {
      const service = one.object as Service;
      return [
        ...serviceCells(service, isWide, age),
        ...(isWide ? [formatLabels(service.spec.selector)] : []),
      ];
    }
    case 'Endpoints':
      return endpointsCells(one.name, one.object as EndpointsObject, age);
    case 'EndpointSlice':
      return sliceCells(one.object as EndpointSlice, age);
    case 'Deployment': {
      const deployment = one.object as Deployment;
      const { template, selector } = deployment.spec;
      return [
        ...deploymentCells(deployment, age),
        ...(isWide ? templateCells(template, selector.matchLabels) : []),
      ];
    }
    case 'ReplicaSet': {
      const set = one.object as ReplicaSet;
      const { template, selector } = set.spec;
      return [...replicaSetCells(set, age), ...(isWide ? templateCells(template, selector.matchLabels) : [])];
    }
    case 'Node': {
      const node = one.object as Node;
      return [...nodeCells(node, age), ...(isWide ? nodeWideCells(node) : [])];
    }
    case 'ConfigMap':
      return [one.name, String(Object.keys((one.object as ConfigMap).data).length), age];
    case 'Ingress':
      return ingressCells(one.object as Ingress, age);
    default:
      return [one.name, 'Active', age];
  }
}
