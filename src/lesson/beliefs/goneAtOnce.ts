/**
 * "A deleted Pod gets nothing from that instant, everywhere." Deletion marks the Pod; the EndpointSlice, each node's
 * rules and the process follow, each in its own time.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
import type { Micros } from '../../sim/kernel/time';
import type { Message } from '../../sim/packet/hop';
import { column, later, word, type Column } from './column';
import { factsSince, firstDeleted, shortOf, type Sight } from './sight';

/** With more nodes than this, the first and the last to hear of it are shown. */
const MOST_NODES = 3;

/** One column per clock: who hears of it when; and the requests that still went there. */
export function goneAtOnce(sight: Sight): readonly Column[] {
  const gone = firstDeleted(sight);
  const clock = (
    id: string,
    label: Message,
    at: Micros | null,
    known = 'aLittleLater',
    place: string | null = null,
  ) =>
    column(sight, {
      id,
      at,
      label,
      believed: word('atOnce'),
      truth: at === null || gone === null ? null : at === gone.at ? word('atOnce') : later(at - gone.at),
      agrees: at === gone?.at,
      known: word(known),
      place,
    });
  const first = (type: string, isIt: (fact: Readonly<Record<string, unknown>>) => boolean) =>
    gone === null ? null : (factsSince(sight, type, gone.at).find(isIt)?.at ?? null);

  const place = gone === null ? null : `pod/${gone.pod}`;
  const short = gone === null ? '' : shortOf(gone.pod);
  const slice = first(
    'endpointSlice/changed',
    (fact) => fact['service'] === sight.service && takesOut(fact, gone!.ip),
  );
  const exited = first('pod/containerExited', (fact) => fact['pod'] === gone!.pod);
  return [
    clock(
      'deleted',
      short === '' ? word('label.deletedSome') : word('label.deleted', { short }),
      gone?.at ?? null,
      'atOnce',
      place,
    ),
    clock('slice', word('label.slice'), slice),
    ...nodeClocks(sight, gone).map(({ node, at }) => {
      return clock(`node-${node}`, word('label.rulesOf', { node }), at, 'eachItsTime', `node/${node}`);
    }),
    clock('process', word('label.process'), exited, 'aLittleLater', place),
    stillThere(sight, gone, exited),
  ];
}

function takesOut(fact: Readonly<Record<string, unknown>>, ip: string): boolean {
  const removed = fact['removed'] as readonly string[];
  const conditions = fact['conditions'] as readonly { ip: string; conditions: { ready: boolean } }[];
  return removed.includes(ip) || conditions.some((one) => one.ip === ip && !one.conditions.ready);
}

interface NodeClock {
  readonly node: string;
  readonly at: Micros | null;
}

function nodeClocks(sight: Sight, gone: ReturnType<typeof firstDeleted>): NodeClock[] {
  const clocks = sight.nodes.map((node): NodeClock => {
    if (gone === null) return { node, at: null };
    const synced = factsSince(sight, 'kubeProxy/synced', gone.at).find((fact) => {
      const removed = fact['removed'] as readonly string[];
      return fact['node'] === node && removed.some((socket) => socket.startsWith(`${gone.ip}:`));
    });
    return { node, at: synced?.at ?? null };
  });
  if (clocks.length <= MOST_NODES) return clocks;
  const inTime = [...clocks].sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  return [inTime[0]!, ...inTime.slice(1 - MOST_NODES)];
}

/** Requests that were sent to the Pod's address after its deletion. It is over when its process has ended. */
function stillThere(sight: Sight, gone: ReturnType<typeof firstDeleted>, exited: Micros | null): Column {
  const late =
    gone === null ? [] : sight.visits.filter(({ ip, entry }) => ip === gone.ip && entry.endAt > gone.at);
  const failed = late.filter(
    ({ request }) => request.outcome !== null && request.outcome.kind !== 'ok',
  ).length;
  const isKnown = late.length > 0 || exited !== null;
  return column(sight, {
    id: 'requests',
    at: isKnown ? (late[0]?.entry.endAt ?? exited) : null,
    label: word('label.stillThere'),
    believed: word('none'),
    truth: isKnown ? word('stillThere', { number: late.length, failed }) : null,
    agrees: late.length === 0,
    known: word('perhapsSome'),
    place: gone === null ? null : `pod/${gone.pod}`,
  });
}
