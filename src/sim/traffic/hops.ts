/** Tells hops: turns what has just happened to a packet or in a program into a `hop` fact. */
import type { Hop, Message } from '../packet/hop';
import type { HopName } from './hopNames';
import { clientAt, podAt, type TrafficDraft } from './places';
import { workloadOf } from './programs';

/** A hop as its teller knows it; the id comes from the trace, the words from its name. */
export type HopStory = Omit<Hop, 'hopId' | 'title' | 'sentence'> & {
  /** Names the sentences: `hop.<name>.title` and `hop.<name>.sentence`. */
  readonly name: HopName;
  readonly params: Message['params'];
};

/** Records a hop and returns its fact's id. */
export function tellHop(draft: TrafficDraft, story: HopStory): number {
  const { name, params, ...rest } = story;
  const hop: Hop = {
    ...rest,
    hopId: `h${nextHop(draft)}`,
    title: { key: `hop.${name}.title`, params },
    sentence: { key: `hop.${name}.sentence`, params },
  };
  return draft.fact({ type: 'hop', hop });
}

function nextHop(draft: TrafficDraft): number {
  const number = (draft.get('numbers', 'hop') ?? 0) + 1;
  draft.put('numbers', 'hop', number);
  return number;
}

/** A Pod's name without its namespace: how people speak of it. */
export function shortPod(podKey: string): string {
  return podKey.slice(podKey.indexOf('/') + 1);
}

/** What to call a Pod in a sentence: by its workload, as people speak of programs; a bare Pod by its own name. */
export function nameOfPod(draft: Pick<TrafficDraft, 'get'>, podKey: string): string {
  const pod = draft.get('pods', podKey);
  const workload = pod === undefined ? null : workloadOf(draft, pod);
  return workload === null ? shortPod(podKey) : workload.slice(workload.lastIndexOf('/') + 1);
}

/** What to call a place in a sentence: a client and a node by their names, a Pod by its workload. */
export function nameOfPlace(draft: Pick<TrafficDraft, 'get'>, place: string): string {
  const pod = podAt(place);
  if (pod !== undefined) return nameOfPod(draft, pod);
  const client = clientAt(place);
  if (client !== undefined) return draft.get('clients', client)?.name ?? client;
  return place.slice(place.indexOf('/') + 1);
}

/** Who has an address, in a sentence: a Pod, a client or a node; the address itself where nobody has it. */
export function nameOfAddress(draft: Pick<TrafficDraft, 'get' | 'lookup'>, ip: string): string {
  const owner = draft.get('podIPs', ip);
  if (owner !== undefined) return nameOfPod(draft, owner.pod);
  const [client] = draft.lookup('clients', 'byIP', ip);
  if (client !== undefined) return draft.get('clients', client)?.name ?? client;
  const [node] = draft.lookup('nodes', 'byIP', ip);
  return node ?? ip;
}

/** A Service's own name out of `namespace/name:port`. */
export function nameOfService(servicePort: string): string {
  return servicePort.slice(servicePort.indexOf('/') + 1).split(':')[0]!;
}
