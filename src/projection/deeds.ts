/** What someone did, in a few words: for the names of branches and for what two of them differ in. */
import type { Intent } from '../sim/intent';
import type { Message } from '../sim/packet/hop';

/** Deeds that break something: told in the colour of trouble. */
export const HARMFUL: ReadonlySet<Intent['type']> = new Set(['deletePod', 'crashPod', 'failNode']);

/** The words for a deed: `deed.deletePod` and the like. */
export function deedMessage(intent: Intent): Message {
  return { key: `deed.${keyOf(intent)}`, params: paramsOf(intent) };
}

function keyOf(intent: Intent): string {
  if (intent.type === 'setNewConnections') return intent.on ? 'newConnections' : 'keepConnections';
  return intent.type === 'setRate' && intent.rate === 0 ? 'noTraffic' : intent.type;
}

function paramsOf(intent: Intent): Message['params'] {
  switch (intent.type) {
    case 'sendRequest':
    case 'setNewConnections':
      return {};
    case 'burst':
      return { count: intent.count };
    case 'setRate':
      return { rate: intent.rate };
    case 'scale':
      return { workload: nameOf(intent.deployment), replicas: intent.replicas };
    case 'setImage':
    case 'restartDeployment':
      return { workload: nameOf(intent.deployment) };
    case 'setServiceSelector':
      return { service: nameOf(intent.service) };
    case 'setWatchDelay':
      return { node: intent.node, milliseconds: intent.milliseconds };
    case 'failNode':
    case 'recoverNode':
      return { node: intent.node };
    case 'setProxyMode':
      return { mode: intent.mode };
    case 'setGatewayDiscovery':
      return {
        workload: intent.gateway.slice(intent.gateway.lastIndexOf('/') + 1),
        discovery: intent.discovery,
      };
    case 'setPodLabel':
      return { pod: shortOf(intent.pod), label: intent.label };
    case 'deletePod':
    case 'crashPod':
    case 'execLookup':
    case 'execCurl':
      return { pod: shortOf(intent.pod) };
  }
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** The last five letters of a Pod's name: by them learners know it. */
function shortOf(pod: string): string {
  return pod.slice(pod.lastIndexOf('-') + 1);
}
