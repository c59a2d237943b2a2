/**
 * "The browser looks the Service up and dials it." Cluster DNS and VIPs exist inside only; a browser gets a public
 * address and reaches what is published there. Source: https://kubernetes.io/docs/concepts/services-networking/service/
 * (type ClusterIP: "makes the Service only reachable from within the cluster").
 */
import { formatSocket } from '../../sim/packet/headers';
import type { Hop } from '../../sim/packet/hop';
import { column, literal, word, type Column } from './column';
import { workloadName, type Sight } from './sight';

/** The first request of a browser: whom it asks, what it writes, who meets the VIP in the end. */
export function browserReaches(sight: Sight): readonly Column[] {
  const request = sight.requests.find(({ client }) => !client.startsWith('pod/'));
  const visit = sight.visits.find((one) => one.request === request);
  const resolved = request?.hops.find((hop) => hop.kind === 'resolve');
  const dialled = request?.hops.find(
    (hop) => hop.leg === 'ingress' && hop.label === 'SYN' && hop.before !== null,
  );
  const name = sight.service.slice(sight.service.indexOf('/') + 1);
  const client = request === undefined ? null : `client/${request.client}`;
  const host = resolved === undefined ? null : String(resolved.title.params['host'] ?? '');
  const answer = resolved === undefined ? null : answerOf(resolved);
  const written = dialled?.before?.destination ?? null;
  const isAtVip = visit !== undefined && visit.caller.startsWith('client/');
  const overAt = request?.endedAt ?? null;
  return [
    column(sight, {
      id: 'asks',
      at: resolved?.endAt ?? null,
      label: word('label.browserAsks'),
      believed: literal(name),
      truth: host === null ? null : literal(host),
      agrees: host !== null && host.split('.')[0] === name,
      known: word('urlName'),
      place: client,
    }),
    column(sight, {
      id: 'answer',
      at: resolved?.endAt ?? null,
      label: word('label.dnsAnswers'),
      believed: literal(sight.vip),
      truth: resolved === undefined ? null : answer === null ? word('noSuchName') : literal(answer),
      agrees: answer === sight.vip,
      known: word('publicAnswer'),
      place: client,
    }),
    column(sight, {
      id: 'written',
      at: dialled?.endAt ?? overAt,
      label: word('label.written'),
      believed: literal(sight.vipSocket),
      truth: written !== null ? literal(formatSocket(written)) : overAt === null ? null : word('nothingSent'),
      agrees: written?.ip === sight.vip,
      known: word('publicAddress'),
      place: client,
    }),
    column(sight, {
      id: 'meets',
      at: visit?.entry.endAt ?? overAt,
      label: word('label.meetsVip'),
      believed: word('theBrowser'),
      truth:
        visit === undefined
          ? overAt === null
            ? null
            : word('noOne')
          : isAtVip
            ? word('theBrowser')
            : literal(workloadName(visit.caller)),
      agrees: isAtVip,
      known: word('notTheBrowser'),
      place: `service/${sight.service}`,
    }),
    column(sight, {
      id: 'outcome',
      at: overAt,
      label: word('label.outcome'),
      believed: literal('200'),
      truth: overAt === null ? null : outcomeWords(request?.outcomeId ?? ''),
      agrees: request?.outcome?.kind === 'ok',
      known: word('open'),
      place: client,
    }),
  ];
}

function answerOf(hop: Hop): string | null {
  const address = hop.title.params['address'];
  return hop.title.key === 'hop.publicDns.title' && address !== undefined ? String(address) : null;
}

/** A status as it is; how it ended in words where there was none. */
function outcomeWords(outcomeId: string) {
  const status = /^\d{3}/.exec(outcomeId)?.[0];
  return status === undefined ? word(`outcome.${outcomeId}`) : literal(status);
}
