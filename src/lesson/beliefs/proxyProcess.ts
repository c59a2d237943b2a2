/**
 * "A process receives on the VIP and dials the Pod", as a reverse proxy would. kube-proxy only writes rules; the
 * kernel of the caller's node rewrites the destination, and the Pod sees the caller.
 * Source: https://kubernetes.io/docs/reference/networking/virtual-ips/#userspace-and-iptables-proxies
 */
import { formatSocket } from '../../sim/packet/headers';
import { column, literal, word, type Column } from './column';
import type { Sight } from './sight';

/** The first connection to the Service, from the caller's packet to the answer. */
export function proxyProcess(sight: Sight): readonly Column[] {
  const visit = sight.visits.find((one) => one.isNew) ?? null;
  const entry = visit?.entry ?? null;
  const isTaken = visit !== null && visit.ip !== null;
  const arrival = visit?.hops.find((hop) => {
    return (
      hop.label === 'SYN' && hop.route.at(-1)?.place.startsWith('pod/') === true && hop.kind !== 'rewrite'
    );
  });
  const answer = visit?.hops.find((hop) => {
    return hop.layer === 'HTTP' && hop.kind === 'translate' && hop.verdict === 'restored';
  });
  const connections = new Set(
    visit?.hops.flatMap((hop) =>
      hop.label === 'SYN' && hop.before !== null ? [hop.before.source.port] : [],
    ),
  );
  const written = entry?.before?.destination ?? null;
  const sender = answer?.after?.source.ip ?? null;
  const node = entry?.decision.by === 'rules' ? entry.decision.node : '';
  const seen = arrival?.after?.source.ip;
  return [
    column(sight, {
      id: 'written',
      at: entry?.endAt ?? null,
      label: word('label.written'),
      believed: literal(sight.vipSocket),
      truth: written === null ? null : literal(formatSocket(written)),
      agrees: written !== null && formatSocket(written) === sight.vipSocket,
      known: literal(sight.vipSocket),
    }),
    column(sight, {
      id: 'taker',
      at: entry?.endAt ?? null,
      label: word('label.taker'),
      believed: word('serviceProcess'),
      truth: isTaken ? word('kernelRewrites', { node }) : null,
      agrees: false,
      known: word('someKernel'),
      place: `service/${sight.service}`,
    }),
    column(sight, {
      id: 'connections',
      at: arrival?.endAt ?? null,
      label: word('label.connections'),
      believed: word('twoConnections'),
      truth: arrival === undefined ? null : word('connections', { number: connections.size }),
      agrees: connections.size === 2,
      known: word('connections', { number: 1 }),
      place: `service/${sight.service}`,
    }),
    column(sight, {
      id: 'source',
      at: arrival?.endAt ?? null,
      label: word('label.podSees'),
      believed: literal(sight.vip),
      truth: seen === undefined ? null : literal(seen),
      agrees: seen === sight.vip,
      known: word('callersIp'),
      place: arrival?.route.at(-1)?.place ?? null,
    }),
    column(sight, {
      id: 'answer',
      at: answer?.endAt ?? null,
      label: word('label.answerFrom'),
      believed: literal(sight.vip),
      truth: sender === null ? null : literal(sender),
      agrees: sender === sight.vip,
      known: literal(sight.vip),
      place: visit?.caller ?? null,
    }),
  ];
}
