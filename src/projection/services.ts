/** Services, their EndpointSlices and endpoints, as boxes. */
import { type EndpointSlice, type Service } from '../sim/cluster/objects';
import { formatSocket } from '../sim/packet/headers';
import { expectedRoad } from './expectedRoad';
import type { FactLog } from './factLog';
import type { Focus } from './focus';
import type { EndpointRow, ServiceBox, SliceBox } from './picture';
import { roleOfService } from './pods';
import { rulesOfService } from './nodeRules';
import { seconds } from '../sim/kernel/time';
import type { WorldView } from './view';

/** An endpoint is marked as new for so long. */
const NEW_FOR = seconds(8);

/** Every Service that has a VIP. */
export function serviceBoxes(view: WorldView, log: FactLog, focus: Focus): ServiceBox[] {
  const bypassed = bypassedService(view, focus);
  return Object.keys(view.tables.services)
    .sort()
    .flatMap((key) => {
      const service = view.tables.services[key]!;
      const { spec } = service;
      if (spec.clusterIP === '' || spec.clusterIP === 'None') return [];
      return [serviceBox(view, log, focus, key, service, bypassed)];
    });
}

function serviceBox(
  view: WorldView,
  log: FactLog,
  focus: Focus,
  key: string,
  service: Service,
  bypassed: string | null,
): ServiceBox {
  const { metadata, spec, status } = service;
  const port = portInUse(focus, key, service);
  return {
    key,
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    vip: { kind: 'vip', text: formatSocket({ ip: spec.clusterIP, port: port?.port ?? 0 }) },
    externalIP: status.loadBalancer[0]?.ip ?? null,
    port: port?.port ?? 0,
    targetPort: String(port?.targetPort ?? ''),
    protocol: port?.protocol ?? 'TCP',
    endpoints: endpointRows(view, log, focus, key),
    isFocus: key === focus.service,
    isBypassed: bypassed === key,
    role: roleOfService(view, key),
  };
}

/** The Service whose Pods the followed request, or the next one, takes from the API server's list; null for none. */
function bypassedService(view: WorldView, focus: Focus): string | null {
  const decided = focus.request?.hops.find((hop) => hop.decision.by === 'ocelot')?.decision;
  if (decided?.by === 'ocelot') return decided.discovery?.service ?? null;
  const expected = expectedRoad(view);
  return expected.isDiscovered ? expected.service : null;
}

/** The Service port that the focused packet is on its way to; else the first. */
function portInUse(focus: Focus, key: string, service: Service) {
  const { spec, status } = service;
  const { hop } = focus;
  const ips = new Set([
    ...spec.clusterIPs,
    ...spec.externalIPs,
    ...status.loadBalancer.map((item) => item.ip),
  ]);
  const written = [hop?.before?.destination, hop?.after?.source].find(
    (socket) => socket !== undefined && ips.has(socket.ip),
  );
  const used = key === focus.hopService ? spec.ports.find((port) => port.port === written?.port) : undefined;
  return used ?? spec.ports[0];
}

/** Keys of a Service's slices, in their order of creation. */
export function slicesOf(view: WorldView, service: string): string[] {
  return [...view.lookup('endpointSlices', 'byService', service)];
}

/** A Service's endpoints as its slices list them, in the order of their addresses' text, as the rules have them. */
export function endpointRows(view: WorldView, log: FactLog, focus: Focus, service: string): EndpointRow[] {
  return slicesOf(view, service)
    .flatMap((key) => rowsOfSlice(view, log, focus, view.tables.endpointSlices[key]!, service))
    .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}

function rowsOfSlice(
  view: WorldView,
  log: FactLog,
  focus: Focus,
  slice: EndpointSlice,
  service: string,
): EndpointRow[] {
  const port = slice.ports[0]?.port ?? 0;
  const { hop } = focus;
  const acting = hop?.decision.by === 'rules' ? hop.decision : null;
  const taken = hop?.decision.by === 'discovery' ? hop.decision.chosen : null;
  const chosen = acting?.matched?.endpoint ?? taken;
  const node = acting?.node ?? Object.keys(view.tables.nodes).sort()[0] ?? '';
  const rules = rulesOfService(view, node, service);
  return slice.endpoints.map((endpoint): EndpointRow => {
    const ip = endpoint.addresses[0] ?? '';
    const address = formatSocket({ ip, port });
    const { ready, terminating } = endpoint.conditions;
    const target = endpoint.targetRef;
    const inRules = rules?.endpoints.includes(address) ?? false;
    return {
      address,
      ip,
      pod: target === undefined ? null : `pod/${target.namespace}/${target.name}`,
      node: endpoint.nodeName ?? null,
      state: terminating ? 'terminating' : ready ? 'ready' : 'notReady',
      probability: inRules ? 1 / rules!.endpoints.length : null,
      isNew: isNewIn(view, log, slice, ip),
      isChosen: chosen === address && hop !== null && view.at >= (hop.rewriteAt ?? hop.endAt),
    };
  });
}

function isNewIn(view: WorldView, log: FactLog, slice: EndpointSlice, ip: string): boolean {
  const key = `${slice.metadata.namespace}/${slice.metadata.name}`;
  const added = log.slices.findLast(
    (change) => change.at <= view.at && change.slice === key && change.added.includes(ip),
  );
  return added !== undefined && added.at > 0 && view.at - added.at < NEW_FOR;
}

/** The first EndpointSlice of a Service, with what changed in it last. */
export function sliceBox(
  view: WorldView,
  log: FactLog,
  focus: Focus,
  service: string | null,
): SliceBox | null {
  const key = service === null ? undefined : slicesOf(view, service)[0];
  const slice = key === undefined ? undefined : view.tables.endpointSlices[key];
  if (slice === undefined || service === null) return null;
  const last = log.slices.findLast((change) => change.at <= view.at && change.slice === key);
  const rows = rowsOfSlice(view, log, focus, slice, service);
  return {
    name: slice.metadata.name,
    service,
    resourceVersion: slice.metadata.resourceVersion,
    changedAt: last?.at ?? slice.metadata.creationMicros,
    rows,
    added: last === undefined || last.at <= 0 ? [] : last.added,
    removed: last === undefined || last.at <= 0 ? [] : last.removed,
  };
}
