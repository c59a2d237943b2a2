/** A whole lens as parts, in the order of the road. */
import type { Picture, PodBox, WorkloadBox } from '../../projection/picture';
import type { Language } from '../../i18n/translate';
import { castOf, dnsPods } from '../layout/cast';
import { slotRect, type Layout } from '../layout/slots';
import type { Part } from '../model/shapes';
import { bandParts } from './bands';
import { clientPart, legendPart } from './browser';
import { dnsPart, routePart } from './cards';
import { controlParts, wavefrontParts } from './controlPlane';
import { litParts } from './lit';
import { nodeParts } from './node';
import { wrapText } from '../text/fit';
import { Pen } from './pen';
import { podPart } from './pod';
import { serviceParts, viaServicePart } from './service';
import { slicePart } from './slice';
import { mainWorkloadParts, workloadParts } from './workload';

export interface ComposeLook {
  readonly language: Language;
  readonly selected: string | null;
}

/** Every part of a picture in a layout, without links and capsule. */
export function compose(picture: Picture, layout: Layout, look: ComposeLook): Part[] {
  const parts =
    layout.lens === 'layers' ? composeLayers(picture, layout, look) : composeMachines(picture, layout, look);
  return [...parts, ...litParts(picture, parts, layout, look.language)];
}

function podParts(
  pods: readonly PodBox[],
  layout: Layout,
  look: ComposeLook,
  workload: (pod: PodBox) => string | null,
): Part[] {
  return pods.flatMap((pod, i) => {
    const slot = layout.pods.get(pod.place);
    if (!slot) return [];
    const part = podPart(pod, slot, layout.metrics, look.language, {
      workload: workload(pod),
      selected: look.selected === pod.place,
      withNode: layout.lens === 'layers',
    });
    // Of very many, the first can be reached by Tab and the others by the arrow keys.
    return [i === 0 && part.untabbed === true ? { ...part, untabbed: false } : part];
  });
}

function composeLayers(picture: Picture, layout: Layout, look: ComposeLook): Part[] {
  const cast = castOf(picture);
  const m = layout.metrics;
  const { language, selected } = look;
  const parts: Part[] = [...bandParts(layout, language)];
  const rectOf = (key: string) => slotRect(layout, key);
  for (const client of picture.clients) {
    const box = rectOf(client.place);
    if (box) parts.push(clientPart(client, box, m, language, selected === client.place));
  }
  const legend = rectOf('legend');
  if (legend) parts.push(legendPart(picture, legend, m, language));
  const addWorkload = (w: WorkloadBox) => {
    const key = `workload/${w.key}`;
    const box = rectOf(key);
    if (!box) return;
    parts.push(...workloadParts(w, box, rectOf(`${key}/head`), m, language, selected === key));
    parts.push(...podParts(w.pods, layout, look, () => null));
  };
  for (const w of cast.front) {
    if (w === cast.gateway && cast.gatewayService) {
      const key = `service/${cast.gatewayService.key}`;
      const box = rectOf(key);
      if (box) parts.push(viaServicePart(cast.gatewayService, box, layout, language, selected === key));
    }
    addWorkload(w);
  }
  const moreFront = rectOf('moreFront');
  if (moreFront) {
    const shown = cast.front.filter((w) => layout.slots.has(`workload/${w.key}`)).length;
    parts.push(
      morePart('moreFront', moreFront, cast.front.length - shown, 'workloads.moreFront', layout, language),
    );
  }
  const route = rectOf('route');
  if (route && picture.route) parts.push(routePart(picture.route, route, m, language));
  const slice = rectOf('slice');
  if (slice && picture.slice) parts.push(slicePart(picture.slice, picture.nodes, slice, m, language, true));
  if (cast.focus) {
    parts.push(
      ...serviceParts(cast.focus, picture, layout, language, selected === `service/${cast.focus.key}`),
    );
  }
  const empty = rectOf('noService');
  if (empty) parts.push(morePart('noService', empty, 0, 'service.none', layout, language));
  const dns = rectOf('dns');
  if (dns && !picture.dns) parts.push(morePart('noDns', dns, 0, 'dns.none', layout, language));
  if (dns && picture.dns) {
    parts.push(dnsPart(picture.dns, dns, m, language, selected === 'dns'));
    parts.push(...podParts(dnsPods(picture, cast), layout, look, () => null));
  }
  parts.push(...mainParts(picture, layout, look));
  cast.others.forEach(addWorkload);
  const more = rectOf('more');
  if (more) {
    const shown = cast.others.filter((w) => layout.slots.has(`workload/${w.key}`)).length;
    parts.push(morePart('more', more, cast.others.length - shown, 'workloads.more', layout, language));
  }
  return parts;
}

function mainParts(picture: Picture, layout: Layout, look: ComposeLook): Part[] {
  const { main, mainPods } = castOf(picture);
  if (!main) return [];
  const key = `workload/${main.key}`;
  const box = slotRect(layout, key);
  const head = slotRect(layout, `${key}/head`);
  if (!box) return [];
  const m = layout.metrics;
  const selected = look.selected === key;
  const frame =
    head && m.form !== 'phone'
      ? mainWorkloadParts(main, box, head, m, look.language, selected)
      : workloadParts(main, box, head, m, look.language, selected);
  return [...frame, ...podParts(mainPods, layout, look, () => null)];
}

function morePart(
  key: string,
  box: { x: number; y: number; w: number; h: number },
  count: number,
  message: string,
  layout: Layout,
  language: Language,
): Part {
  const pen = new Pen(layout.metrics, language);
  pen.box(0, 0, box.w, box.h, 10, 'hs-card-flat hs-dashed');
  const size = layout.metrics.small;
  const lines = wrapText(
    pen.say(message, { count }),
    box.w - size * 1.6,
    size,
    Math.max(1, Math.floor(box.h / (size * 1.5))),
  );
  lines.forEach((text, i) => {
    const top = (box.h - lines.length * size * 1.4) / 2 + i * size * 1.4;
    pen.row(box.w / 2, top, size * 1.4, text, { size, anchor: 'middle', c: 'hs-ink2' });
  });
  return { key, rect: box, shapes: pen.shapes, c: '' };
}

/** `user-api-deployment` is told apart by `user-api`. */
function shortWorkload(name: string): string {
  return name.replace(/-deployment$/, '').replace(/^ingress-nginx-controller$/, 'ingress');
}

function composeMachines(picture: Picture, layout: Layout, look: ComposeLook): Part[] {
  const m = layout.metrics;
  const { language, selected } = look;
  const parts: Part[] = [...wavefrontParts(picture, layout, language)];
  const client = picture.clients[0];
  const clientBox = client && slotRect(layout, client.place);
  if (client && clientBox) parts.push(clientPart(client, clientBox, m, language, selected === client.place));
  parts.push(...controlParts(picture, layout, language));
  const slice = slotRect(layout, 'slice');
  if (slice && picture.slice) parts.push(slicePart(picture.slice, picture.nodes, slice, m, language, false));
  const names = new Map(
    picture.workloads.flatMap((w) => w.pods.map((p) => [p.place, shortWorkload(w.name)] as const)),
  );
  const pods = new Map(picture.workloads.flatMap((w) => w.pods).map((p) => [p.place, p]));
  for (const pod of picture.dns?.pods ?? []) {
    pods.set(pod.place, pod);
    names.set(pod.place, 'coredns');
  }
  for (const node of picture.nodes) {
    const quiet =
      picture.capsule !== null &&
      !picture.road.some((mark) => mark.from === node.place || mark.to === node.place);
    parts.push(...nodeParts(node, layout, language, selected === node.place, quiet));
    const own = node.pods.flatMap((place) => pods.get(place) ?? []);
    parts.push(...podParts(own, layout, look, (pod) => names.get(pod.place) ?? null));
  }
  const strays = [...pods.values()].filter((pod) => pod.node === null);
  parts.push(...podParts(strays, layout, look, (pod) => names.get(pod.place) ?? null));
  const more = slotRect(layout, 'moreNodes');
  if (more) {
    const shown = picture.nodes.filter((node) => layout.slots.has(node.place)).length;
    parts.push(morePart('moreNodes', more, picture.nodes.length - shown, 'nodes.more', layout, language));
  }
  return parts;
}
