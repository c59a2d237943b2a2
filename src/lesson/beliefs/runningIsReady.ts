/**
 * "A Running Pod gets traffic." Only a ready one does: the readiness probe decides, and then each node's rules follow.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
import { seconds, type Micros } from '../../sim/kernel/time';
import { column, later, word, type Column } from './column';
import { factsSince, ipOf, shortOf, type Sight } from './sight';

/** So many Pods are followed. */
const MOST_PODS = 2;
/** Within this time it is as good as at once: the kubelet, the controller and kube-proxy have to hear of it. */
const AT_ONCE: Micros = seconds(1);

/** For each Pod that runs without being ready: when it becomes ready, when the rules lead to it, what it gets until then. */
export function runningIsReady(sight: Sight): readonly Column[] {
  const followed = runningOnes(sight).slice(0, MOST_PODS);
  if (followed.length === 0) return columnsOf(sight, null);
  return followed.flatMap((one) => columnsOf(sight, one));
}

interface Running {
  readonly pod: string;
  readonly since: Micros;
}

/** The Service's Pods that ran unready when the step began, and those that started or became unready since. */
function runningOnes(sight: Sight): Running[] {
  const found: Running[] = [...sight.members]
    .filter((pod) => sight.opening.running.has(pod))
    .sort()
    .map((pod) => ({ pod, since: sight.startedAt }));
  const leaving = new Set(
    [...factsSince(sight, 'pod/deletionRequested'), ...factsSince(sight, 'pod/containerExited')].map(
      (fact) => fact['pod'],
    ),
  );
  for (const fact of [
    ...factsSince(sight, 'pod/startedContainer'),
    ...factsSince(sight, 'pod/becameUnready'),
  ]) {
    const pod = fact['pod'] as string;
    const isMeant = sight.members.has(pod) && !(fact.type === 'pod/becameUnready' && leaving.has(pod));
    if (isMeant && !found.some((one) => one.pod === pod)) found.push({ pod, since: fact.at });
  }
  return found;
}

function columnsOf(sight: Sight, running: Running | null): Column[] {
  const pod = running?.pod ?? '';
  const since = running?.since ?? sight.at;
  const ip = running === null ? '' : ipOf(sight, pod);
  const first = (type: string, isIt: (fact: Readonly<Record<string, unknown>>) => boolean) =>
    running === null ? null : (factsSince(sight, type, since).find(isIt)?.at ?? null);
  const ready = first('pod/becameReady', (fact) => fact['pod'] === pod);
  const inRules = first('kubeProxy/synced', (fact) =>
    (fact['added'] as readonly string[]).some((socket) => socket.startsWith(`${ip}:`)),
  );
  const name = running === null ? '' : shortOf(pod);
  const label = (what: string) =>
    name === '' ? word(`label.${what}Some`) : word(`label.${what}`, { short: name });
  const place = running === null ? null : `pod/${pod}`;
  return [
    column(sight, {
      id: `running-${pod}`,
      at: running?.since ?? null,
      label: label('status'),
      believed: word('running'),
      truth: running === null ? null : word('running'),
      agrees: true,
      known: word('running'),
      place,
    }),
    waited(sight, {
      id: `ready-${pod}`,
      label: label('ready'),
      since,
      at: ready,
      isKnown: running !== null,
      place,
    }),
    waited(sight, {
      id: `rules-${pod}`,
      label: label('inRules'),
      since,
      at: inRules,
      isKnown: running !== null,
      place,
    }),
    sharesUntil(sight, running, ip, ready, label('gets')),
  ];
}

interface Wait {
  readonly id: string;
  readonly label: Column['label'];
  readonly since: Micros;
  readonly at: Micros | null;
  readonly isKnown: boolean;
  readonly place: string | null;
}

/** Something that is believed to come at once, and comes later, or has not come by now. */
function waited(sight: Sight, { id, label, since, at, isKnown, place }: Wait): Column {
  const isLate = at === null && isKnown && sight.at - since > AT_ONCE;
  return column(sight, {
    id,
    at: at ?? (isLate ? since + AT_ONCE : null),
    label,
    believed: word('atOnce'),
    truth: at !== null ? later(at - since) : isLate ? word('notYet') : null,
    agrees: at !== null && at - since <= AT_ONCE,
    known: word('whenReady'),
    place,
  });
}

/** What it got while it was not ready, of the requests that came in that time. */
function sharesUntil(
  sight: Sight,
  running: Running | null,
  ip: string,
  ready: Micros | null,
  label: Column['label'],
): Column {
  const meanwhile =
    running === null
      ? []
      : sight.visits.filter(({ entry: { endAt } }) => endAt > running.since && endAt <= (ready ?? Infinity));
  const got = meanwhile.filter((visit) => visit.ip === ip).length;
  return column(sight, {
    id: `gets-${running?.pod ?? ''}`,
    at: meanwhile[0]?.entry.endAt ?? null,
    label,
    believed: word('itsShare'),
    truth: meanwhile.length === 0 ? null : word('gets', { number: got, of: meanwhile.length }),
    agrees: got > 0,
    known: word('nothing'),
    place: running === null ? null : `pod/${running.pod}`,
  });
}
