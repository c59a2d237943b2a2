/** What the inspector says of a node's power: it comes with the panel. */
import type { Catalogue } from '../translate';

export const power: Catalogue = {
  'ui.power': 'Power of {node}',
  'ui.power.cut': 'Cut the power',
  'ui.power.on': 'Power on',
  'ui.power.is.off': 'No power',
  'ui.power.is.booting': 'Booting',
  'ui.power.means.on':
    'Everything on it stops at once, and nobody is told: its Lease is just not renewed any more. After about 50 s it is NotReady and its endpoints leave; 300 s later its Pods are deleted.',
  'ui.power.means.off':
    'Packets to it meet silence: no refusal, only timeouts. With power it boots in 20 s, and its Pods start again with new addresses.',
  'ui.power.means.booting': 'Until its kernel is up, packets still meet nobody. Its rules come last.',
};
