import type { Catalogue } from '../translate';
import { beliefs } from './beliefs';
import { charts } from './charts';
import { cards } from './cards';
import { events } from './events';
import { hops } from './hops';
import { lesson } from './lesson';
import { outcomes } from './outcomes';
import { own } from './own';
import { scene } from './scene';
import { story } from './story';
import { terminal } from './terminal';
import { time } from './time';
import { ui } from './ui';

/** Every sentence in this language, by key. */
export const en: Catalogue = {
  ...beliefs,
  ...charts,
  ...cards,
  ...events,
  ...hops,
  ...lesson,
  ...outcomes,
  ...own,
  ...scene,
  ...story,
  ...terminal,
  ...time,
  ...ui,
};
