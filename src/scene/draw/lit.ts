/** The chain of causes in the picture: a halo around each place and the numbers of its links on a badge. */
import type { LitPlace, Picture } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import type { Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { textWidth } from '../text/measure';
import { Pen } from './pen';

/** Names that a ReplicaSet gives, with the workload's own as the first part. */
const GIVEN_NAME = /^pod\/([^/]+)\/(.+)-[bcdf-hj-np-tv-xz2-9]{1,10}-[bcdf-hj-np-tv-xz2-9]{5}$/;
const HALO = 5;

/** Marks over the parts that are drawn already, in the order of the chain. */
export function litParts(
  picture: Picture,
  parts: readonly Part[],
  layout: Layout,
  language: Language,
): Part[] {
  if (picture.lit.length === 0) return [];
  const byKey = new Map(parts.map((part) => [part.key, part]));
  const marks = new Map<string, LitPlace[]>();
  for (const lit of picture.lit) {
    const key = drawnAt(picture, lit.place, byKey);
    if (key !== null) marks.set(key, [...(marks.get(key) ?? []), lit]);
  }
  const found = [...marks].map(([key, lit]) => ({ part: byKey.get(key)!, lit }));
  return [
    ...found.map(({ part, lit }) => haloPart(part, lit, layout, language)),
    ...found.map(({ part, lit }) => badgePart(part, lit, layout, language)),
  ];
}

/** The part that stands for a place in this lens: itself, or what hides it. Null if nothing does. */
function drawnAt(picture: Picture, place: string, parts: ReadonlyMap<string, Part>): string | null {
  const focus = picture.services.find((service) => service.isFocus);
  const candidates = [place];
  const [kind, key = ''] = [place.slice(0, place.indexOf('/')), place.slice(place.indexOf('/') + 1)];
  if (kind === 'node') {
    // Its rules or its kube-proxy: the node itself where these are not drawn.
    candidates.push(place.replace(/\/rules$/, '/kernel/rules'), `node/${key.split('/')[0]!}`);
    if (focus !== undefined) candidates.push(`service/${focus.key}`);
  }
  if (kind === 'service') {
    if (key === picture.dns?.service) candidates.push('dns');
    if (key === focus?.key) candidates.push('slice');
    const behind = picture.workloads.find((workload) => workload.service === key);
    if (behind !== undefined)
      candidates.push(`workload/${behind.key}`, ...behind.pods.map((pod) => pod.place));
  }
  if (kind === 'pod') {
    // A Pod that is gone: its workload is still there.
    const [, namespace, name] = GIVEN_NAME.exec(place) ?? [];
    if (name !== undefined) candidates.push(`workload/${namespace!}/${name}`);
    if (picture.dns?.pods.some((pod) => pod.place === place)) candidates.push('dns');
  }
  if (place === 'internet/dns') candidates.push(...picture.clients.map((client) => client.place));
  return candidates.find((candidate) => parts.has(candidate)) ?? null;
}

function haloPart(part: Part, lit: readonly LitPlace[], layout: Layout, language: Language): Part {
  const pen = new Pen(layout.metrics, language);
  const { w, h } = part.rect;
  const isStrong = lit.some((one) => one.isStrong);
  const c = `hs-lit${isStrong ? ' hs-lit-strong' : ''}`;
  pen.box(-HALO, -HALO, w + 2 * HALO, h + 2 * HALO, Math.min(16, h / 3), c);
  return { key: `halo/${part.key}`, rect: part.rect, shapes: pen.shapes, c: 'hs-lit-part' };
}

function badgePart(part: Part, lit: readonly LitPlace[], layout: Layout, language: Language): Part {
  const pen = new Pen(layout.metrics, language);
  const isStrong = lit.some((one) => one.isStrong);
  const numbers = lit.map((one) => one.number).join(' · ');
  const size = Math.max(14, layout.metrics.small * 0.95);
  const badge = { w: Math.max(size * 1.6, textWidth(numbers, size, 'bold') + size * 0.9), h: size * 1.6 };
  // On the left upper corner, but inside the picture.
  const x = Math.max(-badge.w * 0.4, 2 - part.rect.x);
  const y = Math.max(-badge.h * 0.6, 2 - part.rect.y);
  pen.box(x, y, badge.w, badge.h, badge.h / 2, `hs-lit-badge${isStrong ? ' hs-lit-strong' : ''}`);
  pen.row(x + badge.w / 2, y, badge.h, numbers, {
    size,
    face: 'bold',
    anchor: 'middle',
    c: `hs-lit-number${isStrong ? ' hs-lit-strong' : ''}`,
  });
  return { key: `lit/${part.key}`, rect: part.rect, shapes: pen.shapes, c: 'hs-lit-part' };
}
