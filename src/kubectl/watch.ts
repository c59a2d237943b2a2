/**
 * `kubectl get -w`: first what there is, then a line whenever an object changes, its last state when it is gone.
 * All of it follows from the trace: from what has happened between the moment it was asked and the moment shown.
 * Source: kubectl pkg/cmd/get/get.go watch.
 */
import type { ApiObject, EndpointSlice } from '../sim/cluster/objects';
import { TABLE_OF_KIND } from '../sim/cluster/tables';
import type { KubeletPodRow } from '../sim/node/tables';
import type { ClusterView } from './clusterView';
import type { ChangeRecord, WatchPlan } from './command';
import { listAll, listed, type Listed } from './list';
import { headings, row } from './print/table';
import { lineUp, TABLE } from './print/tabWriter';

/** How a watch begins, cells parted by tabs: headings, and what there is at the moment it is asked. */
export function watchStart(plan: WatchPlan, view: ClusterView): readonly string[] {
  const rows = listAll(view, plan.type)
    .filter((one) => isMeant(plan, one))
    .map((one) => row(view, one, plan.options));
  return [
    ...(plan.withHeadings ? [headings(plan.type, plan.options)] : []),
    ...(plan.onlyChanges ? [] : rows),
  ];
}

/**
 * All lines of a watch that began with `start`. `records` is what has happened from then up to the moment shown, in
 * order; `view` is that moment.
 */
export function watchLines(
  plan: WatchPlan,
  start: readonly string[],
  records: readonly ChangeRecord[],
  view: ClusterView,
): readonly string[] {
  if (plan.type.kind === 'Endpoints') return lineUp([...start, ...endpointsRows(plan, records, view)], TABLE);
  const table = tableOf(plan);
  const rows: string[] = [...start];
  const kubelets = kubeletsBefore(records);
  for (const { to, changes } of records) {
    for (const change of changes) {
      if (change.table === 'kubeletPods') kubelets.set(change.key, change.after as KubeletPodRow | undefined);
      if (change.table !== table) continue;
      const one = listed(plan.type, (change.after ?? change.before) as ApiObject);
      if (isMeant(plan, one)) rows.push(row(viewThen(view, to.now, kubelets), one, plan.options));
    }
  }
  return lineUp(rows, TABLE);
}

/**
 * Of a history that grows, the records that a watch tells of. It looks at each record once, and again only where
 * another history has taken its place.
 */
export class WatchTape {
  private readonly table: string;
  private kept: { readonly index: number; readonly record: ChangeRecord }[] = [];
  private scanned: number;
  private last: ChangeRecord | undefined;

  /** `since` is the index of the last record before the watch was asked. */
  constructor(
    plan: WatchPlan,
    private readonly since: number,
  ) {
    this.table = tableOf(plan);
    this.scanned = since;
  }

  /** The records behind `since`, up to `until`, that concern the watch. */
  read(records: readonly ChangeRecord[], until: number): readonly ChangeRecord[] {
    if (this.scanned > this.since && records[this.scanned] !== this.last) {
      this.kept = [];
      this.scanned = this.since;
    }
    for (; this.scanned < Math.min(until, records.length - 1);) {
      const record = records[++this.scanned]!;
      const concerns = record.changes.some(({ table }) => table === this.table || table === 'kubeletPods');
      if (concerns) this.kept.push({ index: this.scanned, record });
    }
    this.last = records[this.scanned];
    return this.kept.filter(({ index }) => index <= until).map(({ record }) => record);
  }
}

function isMeant(plan: WatchPlan, one: Listed): boolean {
  const isHere = plan.namespace === null || one.namespace === null || one.namespace === plan.namespace;
  return isHere && plan.isMeant(one);
}

/** The table whose changes a watch tells of. Endpoints follow from EndpointSlices; Namespaces from no table: none changes. */
function tableOf({ type }: WatchPlan): string {
  if (type.kind === 'Endpoints') return TABLE_OF_KIND.EndpointSlice;
  return TABLE_OF_KIND[type.kind as keyof typeof TABLE_OF_KIND] ?? '';
}

/** A row whenever the Endpoints of a Service are not what they were. Source: pkg/controller/endpoint syncService. */
function endpointsRows(plan: WatchPlan, records: readonly ChangeRecord[], view: ClusterView): string[] {
  const table = tableOf(plan);
  const changes = records.flatMap(({ to, changes: all }) =>
    all.filter((change) => change.table === table).map((change) => ({ at: to.now, ...change })),
  );
  const slices: Record<string, EndpointSlice> = { ...view.tables.endpointSlices };
  for (const { key, before } of changes.toReversed()) put(slices, key, before);
  const listThen = (at: number) => {
    const then = { ...view, at, tables: { ...view.tables, endpointSlices: { ...slices } } };
    return { then, all: listAll(then, plan.type).filter((one) => isMeant(plan, one)) };
  };
  const nameOf = ({ namespace, name }: Listed) => `${namespace}/${name}`;
  const known = new Map(listThen(0).all.map((one) => [nameOf(one), JSON.stringify(one.object)]));
  const rows: string[] = [];
  for (const { at, key, after } of changes) {
    put(slices, key, after);
    const { then, all } = listThen(at);
    for (const one of all) {
      const text = JSON.stringify(one.object);
      if (known.get(nameOf(one)) === text) continue;
      known.set(nameOf(one), text);
      rows.push(row(then, one, plan.options));
    }
  }
  return rows;
}

function put(slices: Record<string, EndpointSlice>, key: string, slice: unknown): void {
  if (slice === undefined || slice === null) delete slices[key];
  else slices[key] = slice as EndpointSlice;
}

type Kubelets = Map<string, KubeletPodRow | undefined>;

/** What kubelets knew at first of the Pods of which they have learnt something since. */
function kubeletsBefore(records: readonly ChangeRecord[]): Kubelets {
  const found: Kubelets = new Map();
  for (const { changes } of records) {
    for (const { table, key, before } of changes) {
      if (table === 'kubeletPods' && !found.has(key)) found.set(key, before as KubeletPodRow | undefined);
    }
  }
  return found;
}

/** An earlier moment, as far as a line tells of it: ages, and when containers ended. */
function viewThen(view: ClusterView, at: number, kubelets: Kubelets): ClusterView {
  const rows = { ...view.tables.kubeletPods };
  for (const [key, known] of kubelets) {
    if (known === undefined) delete rows[key];
    else rows[key] = known;
  }
  return { at, tables: { ...view.tables, kubeletPods: rows }, lookup: view.lookup };
}
