/** What the reader looks at, as lessons refer to it. */
import type { PanelId } from '../ui/contract';

/** Kinds by the word that heads a place of the picture. */
const KINDS: Readonly<Record<string, string>> = {
  pod: 'Pod',
  service: 'Service',
  workload: 'Deployment',
  node: 'Node',
};

/** `Pod/default/x` for `pod/default/x`; null for places that lessons have no name for. */
export function referenceOfPlace(place: string): string | null {
  const [head = '', ...rest] = place.split('/');
  if (head === 'client') return place;
  if (head === 'slice' || head === 'endpoints') return `EndpointSlice/${rest.join('/')}`;
  const kind = KINDS[head];
  return kind === undefined || rest.length === 0 ? null : [kind, ...rest].join('/');
}

/** What an open panel shows: the rules or connections of a node, or the endpoints of the Service in focus. */
export function lookedAt(panel: PanelId, node: string | null, service: string | null): string | null {
  if (panel === 'endpoints') return service === null ? null : `EndpointSlice/${service}`;
  if (panel === 'rules' || panel === 'conntrack') return node === null ? null : `${panel}/${node}`;
  return `panel/${panel}`;
}
