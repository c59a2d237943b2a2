/** Follows each Service's chart: whether anybody stands behind it. */
import { SERVICE_NAME_LABEL, type EndpointSlice, type Service } from '../cluster/objects';
import { sendToMachine, startMachine, stopMachine } from '../kernel/machines';
import type { Watcher } from '../kernel/watch';
import { serviceChart } from './charts/service';
import type { TrafficDraft } from './places';
import type { TrafficTables } from './tables';

export interface ServiceStateDue {
  readonly service: string;
}

/** Looks again at a Service when it, or one of its slices, is written. */
export const serviceStateWatcher: Watcher<TrafficTables> = {
  tables: ['services', 'endpointSlices'],
  notify: (draft, { table, key, before, after }) => {
    const object = (after ?? before) as Service | EndpointSlice;
    const name = object.metadata.labels[SERVICE_NAME_LABEL];
    const service = table === 'services' ? key : `${object.metadata.namespace}/${name}`;
    draft.schedule({
      type: 'traffic/serviceState',
      delayMicros: 0,
      data: { service } satisfies ServiceStateDue,
      timer: `traffic/serviceState/${service}`,
    });
  },
};

/** The entity under which a Service stands in `machines`. */
export function serviceEntity(service: string): string {
  return `service/${service}`;
}

/** Moves the Service's chart to where its endpoints say. */
export function onServiceState(draft: TrafficDraft, { service }: ServiceStateDue): void {
  const entity = serviceEntity(service);
  if (draft.get('services', service) === undefined) return stopMachine(draft, serviceChart, entity);
  if (draft.get('machines', entity) === undefined) startMachine(draft, serviceChart, entity);
  const endpoints = draft
    .lookup('endpointSlices', 'byService', service)
    .flatMap((key) => draft.get('endpointSlices', key)?.endpoints ?? []);
  const hasReady = endpoints.some(({ conditions }) => conditions.ready);
  const hasServing = endpoints.some(({ conditions }) => conditions.serving && conditions.terminating);
  sendToMachine(
    draft,
    serviceChart,
    entity,
    hasReady ? 'HAS_READY' : hasServing ? 'ONLY_TERMINATING' : 'HAS_NONE',
  );
}
