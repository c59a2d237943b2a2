/** The Machines lens on a phone: the acting node in full, the others and the control plane above it. */
import type { Picture } from '../../projection/picture';
import { columns, rect, type Rect } from '../geometry/rect';
import { splitNodes, placeSmallNode, placeStrays } from './machines';
import { metricsFor, type SceneSize } from './metrics';
import { placeNode, podsByPlace, sharedKernelHeight } from './nodeBox';
import { SlotMap, type Layout } from './slots';

/** Rectangles of the Machines lens for screens below 700 px. */
export function machinesPhoneLayout(picture: Picture, size: SceneSize): Layout {
  const m = metricsFor(size);
  const s = new SlotMap();
  const pods = podsByPlace(picture);
  const whole = rect(6, 4, size.w - 12, size.h - 8);
  const acting = picture.nodes.find((n) => n.isActing) ?? picture.nodes[0];
  const others = splitNodes(picture.nodes, 1).small.filter((n) => n !== acting);
  const rest = picture.nodes.filter((n) => n !== acting);
  const shown = (others.length === rest.length ? others : rest).slice(0, 3);
  const topH = m.small * 4.1;
  const top = rect(whole.x, whole.y, whole.w, topH);
  const parts = columns(top, [1.25, ...shown.map(() => 1)], m.gap) as [Rect, ...Rect[]];
  const plane = s.block('control', parts[0], null);
  s.add('control/head', rect(plane.x + 6, plane.y + 3, plane.w - 12, m.small * 1.5), 'control');
  const client = picture.clients[0];
  s.add(
    'slice',
    rect(plane.x + 6, plane.y + 3 + m.small * 1.5, plane.w - 12, topH - m.small * 1.5 - 6),
    'control',
  );
  shown.forEach((node, i) => placeSmallNode(s, node, pods, parts[i + 1]!, m));
  const skyH = m.small * 2.3;
  s.add('sky', rect(whole.x, top.y + topH, whole.w, skyH), null);
  if (client) s.docks.set(client.place, { x: whole.x + 40, y: top.y + topH + skyH / 2 });
  if (acting) {
    const y = top.y + topH + skyH;
    const box = rect(whole.x, y, whole.w, whole.y + whole.h - y);
    placeNode(s, acting, pods, box, m, sharedKernelHeight([acting], [box], pods, m));
  }
  placeStrays(s, picture, m);
  return s.finish('machines', m);
}
