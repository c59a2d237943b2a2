/** Tells hops: turns what has just happened to a packet or in a program into a `hop` fact. */
import type { Hop, Message } from '../packet/hop';
import type { TrafficDraft } from './places';

/** A hop as its teller knows it; the id comes from the trace, the words from its name. */
export type HopStory = Omit<Hop, 'hopId' | 'title' | 'sentence'> & {
  /** Names the sentences: `hop.<name>.title` and `hop.<name>.sentence`. */
  readonly name: string;
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

/** What to call a place in a sentence. */
export function nameOfPlace(place: string): string {
  return place.startsWith('pod/') ? shortPod(place.slice(4)) : place.slice(place.indexOf('/') + 1);
}
