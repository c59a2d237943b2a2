/** What the inspector says of gateways and of kept connections: it comes with the panel. */
import type { Catalogue } from '../translate';

export const gateway: Catalogue = {
  'ui.gateway.discovery': 'How it finds Pods',
  'ui.gateway.host': 'Service name',
  'ui.gateway.note.host':
    'Looks up the Service name, dials its VIP; the node’s rules choose the Pod, once for each connection.',
  'ui.gateway.note.Kube':
    'Asks the API server for each request and dials a Pod itself: no DNS, no VIP, no rules. It needs RBAC.',
  'ui.gateway.note.PollKube':
    'Holds a list that it reads every 5 s and dials a Pod itself; in between it may take a Pod that is gone.',
  'ui.gateway.note.WatchKube': 'Holds a list and hears of each change; dials a Pod itself.',
  'ui.gateway.command': 'The same by hand: edit ocelot.json in the ConfigMap, and Ocelot reads it again',
  'ui.gateway.file': '{file} as it is now',
  'ui.pools': 'Kept connections',
  'ui.pools.none': 'None is open.',
  'ui.pools.to': 'to',
  'ui.pools.age': 'open for',
  'ui.pools.state': 'state',
  'ui.pools.left': 'closes in',
  'ui.pools.carried': 'requests',
  'ui.pools.busy': 'in use',
  'ui.pools.opening': 'opening',
  'ui.pools.idle': 'idle {seconds} s',
  'ui.pools.never': 'no limit',
  'ui.pools.within': '≤ {seconds} s',
  'ui.pools.settings': 'Lifetime {lifetime}, idle timeout {idle}, at most {most} per server',
  'ui.pools.infinite': 'infinite',
};
