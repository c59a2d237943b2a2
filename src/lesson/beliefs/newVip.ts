/**
 * "A replaced Pod gives the Service a new address." The ClusterIP belongs to the Service and stays as long as it
 * does. Source: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
 */
import { formatSocket } from '../../sim/packet/headers';
import { remembered } from '../memory';
import { column, literal, word, type Column } from './column';
import { factsSince, firstDeleted, ipOf, type Sight, type Visit } from './sight';

/** The Service's address before and after a Pod was replaced: in the API, in DNS, and on the next packet. */
export function newVip(sight: Sight): readonly Column[] {
  const gone = firstDeleted(sight);
  const started =
    gone === null
      ? undefined
      : factsSince(sight, 'pod/gotAddress', gone.at).find((fact) => sight.members.has(fact['pod'] as string));
  const replaced = started === undefined ? null : { at: started.at, ip: started['ip'] as string };
  const pod = started === undefined ? '' : (started['pod'] as string);
  const place = `service/${sight.service}`;
  const vipThen = replaced === null ? null : vipAt(sight, replaced.at);
  const after = sight.visits.find((visit) => replaced !== null && visit.entry.startAt > replaced.at);
  const answer = after === undefined ? null : answeredAddress(after);
  const dialled = after?.entry.before?.destination;
  return [
    column(sight, {
      id: 'before',
      at: sight.startedAt,
      label: word('label.vipBefore'),
      believed: literal(sight.vip),
      truth: literal(sight.vip),
      agrees: true,
    }),
    column(sight, {
      id: 'newPod',
      at: replaced?.at ?? null,
      label: word('label.newPod'),
      believed: word('newAddress'),
      truth: replaced === null ? null : literal(replaced.ip),
      agrees: gone !== null && ipOf(sight, pod) !== gone.ip,
      known: word('newAddress'),
      place: pod === '' ? null : `pod/${pod}`,
    }),
    column(sight, {
      id: 'service',
      at: replaced?.at ?? null,
      label: word('label.vipAfter'),
      believed: word('newAddressToo'),
      truth: vipThen === null ? null : literal(vipThen),
      agrees: vipThen !== sight.vip,
      known: literal(sight.vip),
      place,
    }),
    // On a connection that is kept nobody asks DNS again.
    ...(after !== undefined && answer === null
      ? []
      : [
          column(sight, {
            id: 'dns',
            at: after?.entry.startAt ?? null,
            label: word('label.dnsAnswers'),
            believed: word('newAddress'),
            truth: answer === null ? null : literal(answer),
            agrees: answer !== sight.vip,
            known: literal(sight.vip),
            place: 'dns',
          }),
        ]),
    column(sight, {
      id: 'dialled',
      at: after?.entry.endAt ?? null,
      label: word('label.nextPacket'),
      believed: word('newAddress'),
      truth: dialled === undefined ? null : literal(formatSocket(dialled)),
      agrees: dialled?.ip !== sight.vip,
      known: literal(sight.vipSocket),
      place: after?.caller ?? null,
    }),
  ];
}

function vipAt(sight: Sight, at: number): string {
  const { timeline, service } = sight;
  return remembered(timeline, at, `vip ${service}`, () => {
    return timeline.worldAt(at).tables.services[service]?.spec.clusterIP ?? '';
  });
}

function answeredAddress({ hops }: Visit): string | null {
  for (const { decision } of hops) {
    if (decision.by !== 'dns') continue;
    const found = decision.queries.flatMap(({ answers }) => answers).find(({ type }) => type === 'A');
    if (found !== undefined) return found.data;
  }
  return null;
}
