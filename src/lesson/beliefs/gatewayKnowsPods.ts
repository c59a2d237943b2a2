/**
 * "The gateway keeps a list of Pod addresses and dials one." It asks DNS for a name, is told the VIP, and dials that;
 * which Pods there are it never learns. Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
import { formatSocket } from '../../sim/packet/headers';
import { column, literal, word, type Column } from './column';
import { firstDeleted, shortOf, workloadName, type Sight, type Visit } from './sight';

/** The first request to the Service; and, when a Pod has gone, the first one after that. */
export function gatewayKnowsPods(sight: Sight): readonly Column[] {
  const first = sight.visits[0];
  const entry = first?.entry;
  const asked = first === undefined ? null : askedName(first);
  const reached = first?.ip ?? null;
  const dialled = entry?.before?.destination ?? null;
  const port = entry?.after?.destination.port ?? 0;
  const caller = first === undefined ? '' : workloadName(first.caller);
  const node = entry === undefined ? '' : nodeOf(entry.decision);
  const columns = [
    column(sight, {
      id: 'asks',
      at: entry?.startAt ?? null,
      label: word('label.beforeDialling'),
      believed: word('asksNoOne'),
      truth:
        first === undefined ? null : asked === null ? word('asksNoOne') : word('asksDns', { name: asked }),
      agrees: asked === null,
      known: word('someDns'),
      place: first?.caller ?? null,
    }),
    column(sight, {
      id: 'written',
      at: entry?.endAt ?? null,
      label: word('label.written'),
      believed: reached === null ? word('somePodIp') : literal(`${reached}:${port}`),
      truth: dialled === null ? null : literal(formatSocket(dialled)),
      agrees: dialled?.ip === reached,
      known: literal(sight.vipSocket),
      place: first?.caller ?? null,
    }),
    column(sight, {
      id: 'chooser',
      at: entry?.endAt ?? null,
      label: word('label.chooser'),
      believed: caller === '' ? word('theCaller') : literal(caller),
      truth: reached === null ? null : word('rulesOf', { node }),
      agrees: false,
      known: word('someRules'),
      place: first?.caller ?? null,
    }),
  ];
  const gone = firstDeleted(sight);
  if (gone === null) return columns;
  const after = sight.visits.find((visit) => visit.entry.startAt > gone.at);
  const written = after?.entry.before?.destination.ip;
  return [
    ...columns,
    column(sight, {
      id: 'after',
      at: after?.entry.endAt ?? null,
      label: word('label.afterGone', { short: shortOf(gone.pod) }),
      believed: word('stillDials', { ip: gone.ip }),
      truth: written === undefined ? null : word('dials', { ip: written }),
      agrees: written === gone.ip,
      known: word('dials', { ip: sight.vip }),
      place: `pod/${gone.pod}`,
    }),
  ];
}

/** The first word of the name that the caller had looked up; null if it asked no one. */
function askedName({ hops }: Visit): string | null {
  for (const { decision } of hops) {
    if (decision.by === 'dns' && decision.queries[0] !== undefined)
      return decision.queries[0].name.split('.')[0]!;
  }
  return null;
}

function nodeOf(decision: Visit['entry']['decision']): string {
  return decision.by === 'rules' || decision.by === 'conntrack' ? decision.node : '';
}
