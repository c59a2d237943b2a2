import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../projection/picture';
import { contains, overlaps, type Rect } from '../geometry/rect';
import { samplePicture } from '../testing/samplePicture';
import {
  barePicture,
  crowdPicture,
  idlePicture,
  noEndpointsPicture,
  replyPicture,
} from '../testing/variants';
import { layoutOf } from './layout';
import type { Layout, LensName, Slot } from './slots';

const LENSES: readonly LensName[] = ['layers', 'machines'];
const SIZES = [
  [1500, 670],
  [1920, 900],
  [1120, 520],
  [1000, 440],
  [720, 420],
  [390, 480],
  [390, 620],
  [360, 560],
] as const;

/** Pairs of slots of one parent that share an area. */
function clashes(layout: Layout): string[] {
  const families = new Map<string, Slot[]>();
  for (const slot of layout.slots.values()) {
    const key = slot.parent ?? '';
    families.set(key, [...(families.get(key) ?? []), slot]);
  }
  const found: string[] = [];
  for (const family of families.values()) {
    const sorted = [...family].sort((a, b) => a.rect.x - b.rect.x);
    sorted.forEach((a, i) => {
      for (let k = i + 1; k < sorted.length && sorted[k]!.rect.x < a.rect.x + a.rect.w; k += 1) {
        if (overlaps(a.rect, sorted[k]!.rect, 0.5)) found.push(`${a.key} × ${sorted[k]!.key}`);
      }
    });
  }
  return found;
}

/** Slots that reach out of their parent or of the scene. */
function strays(layout: Layout, w: number, h: number): string[] {
  const whole: Rect = { x: 0, y: 0, w, h };
  return [...layout.slots.values()]
    .filter((slot) => {
      const parent = slot.parent === null ? null : layout.slots.get(slot.parent);
      return (
        !contains(whole, slot.rect) || (parent ? !contains(parent.rect, slot.rect) : slot.parent !== null)
      );
    })
    .map((slot) => slot.key);
}

function check(picture: Picture, w: number, h: number): void {
  for (const lens of LENSES) {
    const layout = layoutOf(picture, lens, { w, h });
    expect(clashes(layout), `${lens} ${w}×${h}`).toEqual([]);
    expect(strays(layout, w, h), `${lens} ${w}×${h}`).toEqual([]);
  }
}

describe('layouts', () => {
  const stories = { samplePicture, idlePicture, replyPicture, noEndpointsPicture, barePicture };
  for (const [name, picture] of Object.entries(stories)) {
    it(`keeps siblings apart and everything inside: ${name}`, () => {
      for (const [w, h] of SIZES) check(picture, w, h);
    });
  }

  it('does so for any size and any number of Pods and nodes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 340, max: 2200 }),
        fc.integer({ min: 420, max: 1200 }),
        fc.integer({ min: 1, max: 160 }),
        fc.integer({ min: 1, max: 9 }),
        (w, h, pods, nodes) => check(crowdPicture(pods, 0, nodes), w, h),
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('gives each of 1,000 Pods a place of its own in the Layers lens', () => {
    const picture = crowdPicture(1000);
    const layout = layoutOf(picture, 'layers', { w: 1500, h: 670 });
    const places = picture.workloads.find((w) => w.pods.length === 1000)!.pods.map((pod) => pod.place);
    expect(places.every((place) => layout.pods.has(place))).toBe(true);
    expect(clashes(layout)).toEqual([]);
    expect(Math.min(...places.map((place) => layout.pods.get(place)!.rect.w))).toBeGreaterThan(4);
  });

  it('lines the Pods up under their endpoints', () => {
    const layout = layoutOf(samplePicture, 'layers', { w: 1500, h: 670 });
    samplePicture.services
      .find((s) => s.isFocus)!
      .endpoints.forEach((row, i) => {
        const endpoint = layout.slots.get(`endpoint/${i}`)!.rect;
        const pod = layout.pods.get(row.pod!)!.rect;
        expect(Math.abs(endpoint.x + endpoint.w / 2 - pod.x - pod.w / 2)).toBeLessThan(4);
      });
  });

  it('has room for the capsule between the boxes of two bands', () => {
    for (const [w, h] of [
      [1500, 670],
      [860, 450],
    ] as const) {
      const layout = layoutOf(samplePicture, 'layers', { w, h });
      const bottom = (band: string) =>
        Math.max(
          ...[...layout.slots.values()]
            .filter((slot) => slot.parent === band && !slot.key.endsWith('/label'))
            .map((slot) => slot.rect.y + slot.rect.h),
        );
      const top = (band: string) =>
        Math.min(
          ...[...layout.slots.values()]
            .filter((slot) => slot.parent === band && !slot.key.endsWith('/label'))
            .map((slot) => slot.rect.y),
        );
      for (const [above, below] of [
        ['band/0', 'band/1'],
        ['band/1', 'band/2'],
        ['band/2', 'band/3'],
      ] as const) {
        expect(top(below) - bottom(above)).toBeGreaterThanOrEqual(layout.metrics.capsule);
      }
    }
  });

  it('counts the applications in front that find no room', () => {
    const extra = Array.from({ length: 6 }, (_, i) => ({
      ...samplePicture.workloads.find((one) => one.role === 'web')!,
      key: `default/extra-${i}`,
      pods: [],
    }));
    const picture = { ...samplePicture, workloads: [...samplePicture.workloads, ...extra] };
    const layout = layoutOf(picture, 'layers', { w: 1500, h: 670 });
    expect(layout.slots.has('moreFront')).toBe(true);
    expect(clashes(layout)).toEqual([]);
    expect(strays(layout, 1500, 670)).toEqual([]);
  });

  it('shows the rule that hit even where only some rows fit', () => {
    const picture = crowdPicture(300);
    const layout = layoutOf(picture, 'machines', { w: 1500, h: 670 });
    const acting = picture.nodes.find((node) => node.isActing)!;
    const hit = acting.rules.findIndex((rule) => rule.verdict === 'hit');
    expect(layout.slots.has(`${acting.place}/kernel/rule/${hit}`)).toBe(true);
    expect(layout.slots.has(`${acting.place}/kernel/moreRules`)).toBe(true);
  });
});
