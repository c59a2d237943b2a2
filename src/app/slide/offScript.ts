/** What somebody does off the script: on the live cluster, at the moment shown. */
import type { Session } from '../session';
import type { SlideProblem } from './slideAddress';

type Refusal = SlideProblem | null;

/** One request of the first client. Returns why nothing is sent. */
export function sendNow(session: Session): Refusal {
  const { client, url } = session.usual();
  if (client === '' || url === '') return { key: 'slide.refusal.noWayIn', params: {} };
  session.act({ type: 'sendRequest', client, url });
  return null;
}

/** Deletes a Pod by its key or name; without one the Pod that answered last, or else one behind the Service shown. */
export function killNow(session: Session, wanted: string | undefined): Refusal {
  const { pods } = session.view().tables;
  const isAlive = (key: string) => pods[key] !== undefined && pods[key].metadata.deletionMicros === undefined;
  const named = (name: string) =>
    [name, ...Object.keys(pods).filter((key) => key.endsWith(`/${name}`))].find(isAlive);
  const key =
    wanted === undefined ? (lastServer(session, isAlive) ?? anEndpoint(session, isAlive)) : named(wanted);
  if (key === undefined) return { key: 'slide.refusal.noPod', params: { pod: wanted ?? '' } };
  session.act({ type: 'deletePod', pod: key });
  return null;
}

function lastServer(session: Session, isAlive: (key: string) => boolean): string | undefined {
  const at = session.at();
  const served = session.log.sent.findLast(
    ({ endedAt, outcome }) => endedAt !== null && endedAt <= at && isAlive(outcome?.servedBy ?? ''),
  );
  return served?.outcome?.servedBy ?? undefined;
}

function anEndpoint(session: Session, isAlive: (key: string) => boolean): string | undefined {
  return podsBehind(session).find(isAlive);
}

/** Keys of the Pods behind the Service in the picture. */
function podsBehind(session: Session): string[] {
  const view = session.view();
  const { service } = session.focus(view);
  if (service === null) return [];
  return view
    .lookup('endpointSlices', 'byService', service)
    .flatMap((slice) => view.tables.endpointSlices[slice]!.endpoints)
    .flatMap(({ targetRef }) =>
      targetRef === undefined ? [] : [`${targetRef.namespace}/${targetRef.name}`],
    );
}

/** Scales a Deployment by its key or name; without one the one behind the Service in the picture. */
export function scaleNow(session: Session, replicas: number, wanted: string | undefined): Refusal {
  const { deployments } = session.view().tables;
  const keys = Object.keys(deployments);
  const key =
    wanted === undefined
      ? deploymentBehind(session)
      : keys.find((one) => one === wanted || one.endsWith(`/${wanted}`));
  const count = Math.round(replicas);
  if (key === undefined || !(count >= 0 && count <= MOST_REPLICAS))
    return { key: 'slide.refusal.noDeployment', params: { deployment: wanted ?? '' } };
  session.act({ type: 'scale', deployment: key, replicas: count });
  return null;
}

/** As many as the interface offers. */
const MOST_REPLICAS = 50;

function deploymentBehind(session: Session): string | undefined {
  const { pods, replicaSets } = session.view().tables;
  for (const key of podsBehind(session)) {
    const owner = pods[key]?.metadata.ownerReferences[0];
    if (owner?.kind !== 'ReplicaSet') continue;
    const { namespace } = pods[key]!.metadata;
    const above = replicaSets[`${namespace}/${owner.name}`]?.metadata.ownerReferences[0];
    if (above?.kind === 'Deployment') return `${namespace}/${above.name}`;
  }
  return undefined;
}
