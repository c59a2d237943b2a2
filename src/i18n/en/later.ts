import type { Catalogue } from '../translate';
import { beliefs } from './beliefs';
import { charts } from './charts';
import { lesson } from './lesson';
import { own } from './own';
import { story } from './story';
import { terminal } from './terminal';
import { time } from './time';

/** Sentences of what opens later: lessons, time machine, terminal, story panels, one's own system. */
export const later: Catalogue = {
  ...beliefs,
  ...charts,
  ...lesson,
  ...own,
  ...story,
  ...terminal,
  ...time,
};
