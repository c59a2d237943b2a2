/** Before any request: the whole road, faint, with its stations numbered, so that one knows where to look. */
import type { AddressKind, Picture } from '../../projection/picture';
import { pointAt, roundedPath } from '../geometry/polyline';
import { castOf } from '../layout/cast';
import type { Part, Shape } from '../model/shapes';
import { baseLine, textShape } from '../model/shapes';
import { CORNER, type RouteBook } from './routes';

interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly tone: AddressKind;
}

/** The stretches that a request would pass, in order; none where a station is missing. */
export function idleStretches(picture: Picture): readonly Stretch[] {
  const cast = castOf(picture);
  const client = picture.clients[0]?.place;
  const first = (role: string) => cast.front.find((w) => w.role === role)?.pods[0]?.place;
  const via = cast.gatewayService ? `service/${cast.gatewayService.key}` : undefined;
  const focus = cast.focus ? `service/${cast.focus.key}` : undefined;
  const ready = cast.focus?.endpoints.find((row) => row.state === 'ready' && row.pod !== null)?.pod;
  const stations: (readonly [string | null | undefined, AddressKind])[] = [
    [client, 'external'],
    [first('ingress'), 'external'],
    [first('web'), 'pod'],
    [via, 'vip'],
    [first('gateway'), 'pod'],
    [cast.focus?.isBypassed === true ? null : focus, 'vip'],
    [ready, 'pod'],
  ];
  const known = stations.flatMap(([stop, tone]) => (typeof stop === 'string' ? [{ stop, tone }] : []));
  return known.slice(1).map(({ stop, tone }, i) => ({ from: known[i]!.stop, to: stop, tone }));
}

/** One part for each stretch: a faint line and its number. Only in the Layers lens, and not on phones. */
export function idleParts(picture: Picture, book: RouteBook): Part[] {
  const { lens, metrics: m } = book.layout;
  if (lens !== 'layers' || m.form === 'phone' || picture.road.length > 0) return [];
  const r = m.small * 0.62;
  return idleStretches(picture).flatMap((stretch, i): Part[] => {
    const route = book.route(stretch.from, stretch.to);
    const path = book.sampled(stretch.from, stretch.to);
    if (!route || !path || path.length < r * 2) return [];
    const at = pointAt(path, 0.5);
    const line: Shape = {
      t: 'path',
      x: 0,
      y: 0,
      d: roundedPath(route, CORNER),
      c: `hs-thin hs-idle-line hs-${stretch.tone}`,
    };
    const number = textShape(at.x, baseLine(at.y - r, r * 2, m.small * 0.86), String(i + 1), {
      size: m.small * 0.86,
      face: 'bold',
      anchor: 'middle',
      c: 'hs-ink2',
    });
    const shapes: Shape[] = [
      line,
      { t: 'circle', x: at.x, y: at.y, r, c: `hs-station hs-${stretch.tone}` },
      number,
    ];
    return [{ key: `idle/${i}`, rect: { x: 0, y: 0, w: 0, h: 0 }, shapes, c: 'hs-idle' }];
  });
}
