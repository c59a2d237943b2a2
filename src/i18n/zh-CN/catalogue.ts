import type { Catalogue } from '../translate';
import { cards } from './cards';
import { events } from './events';
import { hops } from './hops';
import { outcomes } from './outcomes';
import { scene } from './scene';
import { ui } from './ui';

/** The sentences that the page needs at once, by key; the others: later.ts. */
export const zhCN: Catalogue = {
  ...cards,
  ...events,
  ...hops,
  ...outcomes,
  ...scene,
  ...ui,
};
