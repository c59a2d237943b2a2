import type { PanelId } from '../contract';
import type { IconName } from '../Icon';

/** The panels in the order of the rail. `onPhone`: has a tab of its own at the bottom of a phone. */
export const PANELS: readonly { readonly id: PanelId; readonly icon: IconName; readonly onPhone: boolean }[] =
  [
    { id: 'journey', icon: 'list', onPhone: true },
    { id: 'hop', icon: 'packet', onPhone: false },
    { id: 'why', icon: 'causes', onPhone: false },
    { id: 'sequence', icon: 'sequence', onPhone: false },
    { id: 'rules', icon: 'chip', onPhone: true },
    { id: 'endpoints', icon: 'endpoints', onPhone: true },
    { id: 'conntrack', icon: 'link', onPhone: false },
    { id: 'inspector', icon: 'inspect', onPhone: false },
    { id: 'tally', icon: 'bars', onPhone: false },
    { id: 'log', icon: 'log', onPhone: false },
    { id: 'help', icon: 'help', onPhone: false },
  ];
