import type { Catalogue } from '../translate';
import { beliefs } from './beliefs';
import { charts } from './charts';
import { gateway } from './gateway';
import { lesson } from './lesson';
import { modes } from './modes';
import { own } from './own';
import { packet } from './packet';
import { power } from './power';
import { story } from './story';
import { terminal } from './terminal';
import { time } from './time';

/** Sentences of what opens later: lessons, time machine, terminal, story panels, one's own system. */
export const later: Catalogue = {
  ...beliefs,
  ...charts,
  ...gateway,
  ...lesson,
  ...modes,
  ...own,
  ...packet,
  ...power,
  ...story,
  ...terminal,
  ...time,
};
