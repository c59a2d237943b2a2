/** What someone asks of the simulated world, in the imperative: the only way in from outside. Plain JSON. */
import {
  deletePod,
  restartDeployment,
  scaleDeployment,
  setImage,
  setPodLabel,
  setServiceSelector,
} from './control/intents';
import { setProxyMode, setWatchDelay } from './dataplane/kubeProxy/kubeProxyRoom';
import type { Draft } from './kernel/draft';
import { millis } from './kernel/time';
import { crashContainer } from './node/intents';
import { failNode, recoverNode } from './node/power';
import type { Labels } from './cluster/objects';
import { execLookup, type LookupPlan } from './traffic/execLookup';
import { execCurl } from './traffic/execs';
import { setGatewayDiscovery } from './traffic/gatewayIntents';
import type { GatewayDiscovery } from './traffic/ocelot/switchDiscovery';
import { burst, sendRequest, setRate } from './traffic/requests';
import { parseUrl } from './traffic/urls';
import type { SimTables } from './laws';

export type Intent =
  | { readonly type: 'sendRequest'; readonly client: string; readonly url: string }
  | { readonly type: 'burst'; readonly client: string; readonly url: string; readonly count: number }
  | { readonly type: 'setRate'; readonly client: string; readonly url: string; readonly rate: number }
  | { readonly type: 'setNewConnections'; readonly on: boolean }
  /** Keys are `namespace/name`. */
  | { readonly type: 'scale'; readonly deployment: string; readonly replicas: number }
  /** Without `graceSeconds` the Pod's own grace period counts; 0 removes the object at once. */
  | { readonly type: 'deletePod'; readonly pod: string; readonly graceSeconds?: number }
  | { readonly type: 'crashPod'; readonly pod: string }
  | {
      readonly type: 'setImage';
      readonly deployment: string;
      readonly container: string;
      readonly image: string;
    }
  | {
      readonly type: 'setPodLabel';
      readonly pod: string;
      readonly label: string;
      readonly value: string | null;
    }
  /** Replaces the whole selector. */
  | { readonly type: 'setServiceSelector'; readonly service: string; readonly selector: Labels }
  /** `kubectl rollout restart`; `stamp` tells one restart from another. */
  | { readonly type: 'restartDeployment'; readonly deployment: string; readonly stamp: string }
  /** `kubectl exec POD -- nslookup NAME [SERVER]`, as BusyBox does it. */
  | {
      readonly type: 'execLookup';
      readonly pod: string;
      readonly name: string;
      readonly server?: string;
      readonly types?: NonNullable<LookupPlan['types']>;
    }
  /** `kubectl exec POD -- curl URL`; `method` is GET if it is absent. */
  | {
      readonly type: 'execCurl';
      readonly pod: string;
      readonly url: string;
      readonly method?: string;
      readonly hostHeader?: string;
      readonly connectTimeoutMillis?: number;
      readonly maxTimeMillis?: number;
    }
  /** Changes a gateway's ocelot.json: by Service names (`host`), or asking the API server for Pods. */
  | {
      readonly type: 'setGatewayDiscovery';
      readonly gateway: string;
      readonly discovery: GatewayDiscovery;
      readonly balancer?: string;
    }
  | { readonly type: 'setWatchDelay'; readonly node: string; readonly milliseconds: number }
  /** Cuts a node's power: everything on it stops at once, and nobody is told. */
  | { readonly type: 'failNode'; readonly node: string }
  /** Gives it its power back: the node boots, and its Pods are started again. */
  | { readonly type: 'recoverNode'; readonly node: string }
  /** Every node's kube-proxy is started anew in this mode. */
  | { readonly type: 'setProxyMode'; readonly mode: string };

/** Why an intent was not carried out: a code and what it names. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Carries an intent out. Records `intent/done`, or `intent/refused` with the reason, as a fact. */
export function applyIntent(draft: Draft<SimTables>, intent: Intent): void {
  draft.fact({ type: 'intent/done', intent });
  const refusal = carryOut(draft, intent);
  if (refusal !== null) draft.fact({ type: 'intent/refused', intent, ...refusal });
}

function carryOut(draft: Draft<SimTables>, intent: Intent): Refusal | null {
  switch (intent.type) {
    case 'sendRequest': {
      const id = sendRequest(draft, intent.client, intent.url);
      return id === null ? unknownClient(intent) : null;
    }
    case 'burst':
      if (!canSend(draft, intent)) return unknownClient(intent);
      burst(draft, intent.client, intent.url, Math.min(500, Math.max(0, Math.round(intent.count))));
      return null;
    case 'setRate':
      if (!canSend(draft, intent)) return unknownClient(intent);
      setRate(draft, intent.client, intent.url, Math.min(1000, Math.max(0, intent.rate)));
      return null;
    case 'setNewConnections': {
      const settings = draft.get('settings', 'traffic')!;
      draft.put('settings', 'traffic', { ...settings, newConnectionPerRequest: intent.on });
      return null;
    }
    case 'scale':
      return scaleDeployment(draft, intent.deployment, intent.replicas);
    case 'deletePod':
      return deletePod(draft, intent.pod, intent.graceSeconds);
    case 'crashPod':
      return crashContainer(draft, intent.pod);
    case 'setImage':
      return setImage(draft, intent.deployment, intent.container, intent.image);
    case 'setPodLabel':
      return setPodLabel(draft, intent.pod, intent.label, intent.value);
    case 'setServiceSelector':
      return setServiceSelector(draft, intent.service, intent.selector);
    case 'restartDeployment':
      return restartDeployment(draft, intent.deployment, intent.stamp);
    case 'execLookup':
      return execLookup(draft, intent);
    case 'execCurl':
      return execCurl(draft, { method: 'GET', ...intent });
    case 'setGatewayDiscovery':
      return setGatewayDiscovery(draft, intent);
    case 'setWatchDelay':
      return setWatchDelay(draft, intent.node, millis(intent.milliseconds));
    case 'failNode':
      return failNode(draft, intent.node);
    case 'recoverNode':
      return recoverNode(draft, intent.node);
    case 'setProxyMode':
      return setProxyMode(draft, intent.mode);
  }
}

function canSend(draft: Draft<SimTables>, { client, url }: { client: string; url: string }): boolean {
  return draft.get('clients', client) !== undefined && parseUrl(url) !== null;
}

function unknownClient(intent: { client: string; url: string }): Refusal {
  return {
    code: 'cannotSend',
    message: `no client "${intent.client}", or "${intent.url}" is no http(s) URL`,
  };
}
