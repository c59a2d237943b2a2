/** The Events at the end of `kubectl describe`. Source: kubectl pkg/describe/describe.go DescribeEvents. */
import type { EventRow } from '../../sim/control/tables';
import type { ClusterView } from '../clusterView';
import type { Listed } from '../list';
import { humanDuration } from '../print/duration';

/** Lines with tabs, lined up apart from the page above. */
export function describeEvents(view: ClusterView, one: Listed): string[] {
  const key = [one.type.kind, ...(one.namespace === null ? [] : [one.namespace]), one.name].join('/');
  const events = view.tables.events[key] ?? [];
  if (events.length === 0) return ['Events:\t<none>'];
  return [
    'Events:',
    '  Type\tReason\tAge\tFrom\tMessage',
    '  ----\t------\t----\t----\t-------',
    ...events.map((event) =>
      [`  ${event.type}`, event.reason, ageOf(event, view.at), event.from, event.message].join('\t'),
    ),
  ];
}

function ageOf({ count, firstMicros, lastMicros }: EventRow, now: number): string {
  const first = humanDuration(now - firstMicros);
  return count > 1 ? `${humanDuration(now - lastMicros)} (x${count} over ${first})` : first;
}
