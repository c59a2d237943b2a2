/** What happens in the cluster, one plain sentence each: the caption while no request is on the road. */
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { Message } from '../sim/packet/hop';

export interface ClusterEvent {
  readonly at: Micros;
  readonly message: Message;
}

/** The sentence for a fact, or null if it is not worth a caption. */
export function clusterEvent(fact: Fact): ClusterEvent | null {
  const words = wordsOf(fact);
  if (words === null) return null;
  return { at: fact.at, message: { key: `event.${words.name}`, params: words.params } };
}

interface Words {
  readonly name: string;
  readonly params: Message['params'];
}

function wordsOf(fact: Fact): Words | null {
  const pod = shortName(String(fact['pod'] ?? ''));
  const node = String(fact['node'] ?? '');
  const ip = String(fact['ip'] ?? '');
  const taint = String(fact['taint'] ?? '');
  switch (fact.type) {
    case 'pod/deletionRequested':
      return {
        name: fact['by'] === 'user' ? 'podDeleted' : 'podChosen',
        params: { pod, seconds: Number(fact['graceSeconds']) },
      };
    case 'pod/scheduled':
      return { name: 'podScheduled', params: { pod, node } };
    case 'pod/gotAddress':
      return { name: 'podGotAddress', params: { pod, node, ip } };
    case 'pod/startedListening':
      return { name: 'podListens', params: { pod, ip } };
    case 'pod/becameReady':
      return { name: 'podReady', params: { pod, ip } };
    case 'pod/becameUnready':
      return { name: 'podUnready', params: { pod, ip } };
    case 'pod/receivedSigterm':
      return { name: 'podSigterm', params: { pod, ip } };
    case 'pod/containerExited':
      return { name: fact['by'] === 'crash' ? 'podCrashed' : 'podExited', params: { pod, ip } };
    case 'pod/backedOff':
      return { name: 'podBackedOff', params: { pod, seconds: Number(fact['waitSeconds']) } };
    case 'pod/removed':
      return { name: 'podRemoved', params: { pod, ip } };
    case 'node/lostPower':
      return { name: 'nodeLostPower', params: { node } };
    case 'node/gotPower':
      return { name: 'nodeGotPower', params: { node } };
    case 'node/booted':
      return { name: 'nodeBooted', params: { node } };
    case 'node/becameUnreachable':
      return {
        name: 'nodeUnreachable',
        params: { node, seconds: Math.round(Number(fact['silentSeconds'])) },
      };
    case 'node/becameReady':
      return { name: 'nodeReady', params: { node } };
    case 'node/tainted':
      return taint.endsWith('NoExecute') ? { name: 'nodeTainted', params: { node, taint } } : null;
    case 'pod/evicted':
      return { name: 'podEvicted', params: { pod, node } };
    case 'replicaSet/createdPod':
      return { name: 'podCreated', params: { pod } };
    case 'deployment/scaled':
      return {
        name: 'scaled',
        params: {
          workload: shortName(String(fact['deployment']), '/'),
          from: Number(fact['from']),
          to: Number(fact['to']),
        },
      };
    case 'endpointSlice/changed':
      return sliceWords(fact);
    case 'kubeProxy/synced':
      return syncWords(fact);
    default:
      return null;
  }
}

function sliceWords(fact: Fact): Words | null {
  const service = shortName(String(fact['service']), '/');
  const version = String(fact['resourceVersion']);
  const added = (fact['added'] as string[]).join(', ');
  const removed = (fact['removed'] as string[]).join(', ');
  const changed = fact['conditions'] as readonly {
    ip: string;
    conditions: { ready: boolean; terminating: boolean };
  }[];
  const leaving = changed.filter(({ conditions }) => conditions.terminating).map(({ ip }) => ip);
  const ready = changed.filter(({ conditions }) => conditions.ready).map(({ ip }) => ip);
  if (leaving.length > 0)
    return { name: 'sliceTerminating', params: { service, version, ips: leaving.join(', ') } };
  if (ready.length > 0) return { name: 'sliceReady', params: { service, version, ips: ready.join(', ') } };
  if (removed !== '') return { name: 'sliceRemoved', params: { service, version, ips: removed } };
  return added === '' ? null : { name: 'sliceAdded', params: { service, version, ips: added } };
}

function syncWords(fact: Fact): Words | null {
  const node = String(fact['node']);
  const added = (fact['added'] as string[]).join(', ');
  const removed = (fact['removed'] as string[]).join(', ');
  if (added !== '' && removed !== '') return { name: 'syncedBoth', params: { node, added, removed } };
  if (added !== '') return { name: 'syncedAdded', params: { node, added } };
  return removed === '' ? null : { name: 'syncedRemoved', params: { node, removed } };
}

function shortName(name: string, separator = '-'): string {
  return name.slice(name.lastIndexOf(separator) + 1);
}
