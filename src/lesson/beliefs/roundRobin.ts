/**
 * "Requests take turns": believed of every load balancer. kube-proxy's iptables rules draw at random for each
 * connection. Source: https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-iptables
 */
import { column, podWords, word, type Column } from './column';
import { podAt, type Sight } from './sight';

/** One column per request: the Pod whose turn it is, and the one that got it. The first request says who begins. */
export function roundRobin(sight: Sight): readonly Column[] {
  const seen = sight.visits.filter((visit) => visit.ip !== null);
  const first = seen[0]?.ip ?? null;
  const roster = rosterOf(sight);
  const begin = first === null ? -1 : roster.indexOf(podAt(sight, first) ?? '');
  const count = Math.max(seen.length, sight.expected);
  return Array.from({ length: count }, (_, index) => {
    const visit = seen[index];
    const turn = begin < 0 ? undefined : roster[(begin + index) % roster.length];
    const pod = visit === undefined ? null : podAt(sight, visit.ip ?? '');
    const place = roster.length === 0 ? 0 : (index % roster.length) + 1;
    return column(sight, {
      id: `request-${index + 1}`,
      at: visit?.entry.endAt ?? null,
      label: word('label.request', { number: index + 1 }),
      believed: turn === undefined ? word('turn', { place }) : podWords(sight, turn),
      truth: pod === null ? null : podWords(sight, pod),
      agrees: pod === turn,
      known: word('drawn', { pods: roster.length }),
      place: turn === undefined ? null : `pod/${turn}`,
    });
  });
}

/** The Pods that take turns, in the order of the rules that the first request met; before that, by name. */
function rosterOf(sight: Sight): readonly string[] {
  const decision = sight.visits.find(({ entry }) => entry.decision.by === 'rules')?.entry.decision;
  if (decision?.by !== 'rules') return sight.readyAtStart;
  const pods = decision.choices.map((socket) => podAt(sight, socket.slice(0, socket.lastIndexOf(':'))));
  return pods.filter((pod) => pod !== null);
}
