/** Sizes of type and space for a scene of a given size, in px. */
import { clamp } from '../geometry/rect';

export type Form = 'wide' | 'medium' | 'phone';

export interface SceneSize {
  readonly w: number;
  readonly h: number;
}

export interface Metrics {
  readonly form: Form;
  /** Little height: everything closer together. */
  readonly tight: boolean;
  /** So little height that only what the picture is about has room: a slide's sheet. */
  readonly low: boolean;
  readonly size: SceneSize;
  readonly small: number;
  readonly body: number;
  readonly name: number;
  readonly layer: number;
  /** Inner margin of boxes. */
  readonly pad: number;
  /** Between neighbours in a box. */
  readonly gap: number;
  /** Free height between two bands: links turn and the capsule rests there. */
  readonly lane: number;
  /** Height of the capsule. */
  readonly capsule: number;
}

/** Wide from 1,100 px, phone below 700 px. */
export function formOf(width: number): Form {
  if (width >= 1100) return 'wide';
  return width >= 700 ? 'medium' : 'phone';
}

/** Type grows with the scene: 16 px at 1,480 × 660, never below 13 (14 on phones). */
export function metricsFor(size: SceneSize): Metrics {
  const form = formOf(size.w);
  const scale = form === 'phone' ? 0.875 : Math.min(size.w / 1440, size.h / 650);
  const small = Math.round(clamp(16 * scale, form === 'phone' ? 14 : 13, 24) * 2) / 2;
  const tight = size.h < 520;
  const low = form !== 'phone' && size.h < 340;
  return {
    form,
    tight,
    low,
    size,
    small,
    body: small * 1.12,
    name: small * (form === 'wide' ? 1.3 : 1.2),
    layer: small * (form === 'phone' ? 1.6 : 2.3),
    pad: Math.round(small * (tight ? 0.45 : 0.65)),
    gap: Math.round(small * (form === 'phone' ? 0.45 : 0.6)),
    lane: Math.round(small * (form === 'phone' ? 0.5 : tight ? 1.1 : 1.5)),
    capsule: Math.round(small * (tight && form !== 'phone' ? 2.1 : 2.6)),
  };
}
