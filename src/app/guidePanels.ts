/** Panels as lessons name them. */
import type { PanelId } from '../ui/contract';
import { PANELS } from '../ui/panels/catalogue';
import { spaceOf } from '../ui/useSpace';
import type { Host } from './parts';

/** A panel, and the node whose rules or connections it shall show. */
export interface PanelWish {
  readonly panel: PanelId;
  readonly node: string | undefined;
}

/** The panel of that name, about what a lesson points at; null if there is none. */
export function panelFor(name: string, reference: string | null): PanelWish | null {
  const panel = PANELS.find(({ id }) => id === name)?.id;
  if (panel === undefined) return null;
  const [head = '', node] = reference?.split('/') ?? [];
  return { panel, node: head === 'rules' || head === 'conntrack' || head === 'Node' ? node : undefined };
}

/** Opens what a lesson looks at, so that it can be seen. */
export function openReference(host: Host, reference: string): void {
  if (reference === 'panel/modes') return host.modes?.open();
  const head = reference.slice(0, reference.indexOf('/'));
  const name = head === 'EndpointSlice' ? 'endpoints' : head === 'panel' ? reference.slice(6) : head;
  const wish = panelFor(name, reference);
  if (wish !== null) host.openPanel(wish.panel, wish.node);
}

/** True where the lesson is a page of its own, in front of the picture. */
export function isPhone(): boolean {
  return spaceOf(window.innerWidth, window.innerHeight).size === 'phone';
}

/** True where a panel has room beside the lesson: elsewhere it would take the lesson's place. */
export function hasRoomForPanels(): boolean {
  return spaceOf(window.innerWidth, window.innerHeight).size === 'full';
}
