import { describe, expect, it } from 'vitest';
import type { LitPlace, Picture } from '../../projection/picture';
import { layoutOf } from '../layout/layout';
import type { LensName } from '../layout/slots';
import type { Part } from '../model/shapes';
import { samplePicture } from '../testing/samplePicture';
import { compose } from './compose';

const SIZE = { w: 1400, h: 720 };

function partsOf(lit: readonly LitPlace[], lens: LensName): Part[] {
  const picture: Picture = { ...samplePicture, lit };
  return compose(picture, layoutOf(picture, lens, SIZE), { language: 'en', selected: null });
}

function lit(place: string, number: number, isStrong = false): LitPlace {
  return { place, number, isStrong };
}

const badges = (parts: readonly Part[]) =>
  Object.fromEntries(
    parts
      .filter((part) => part.key.startsWith('lit/'))
      .map((part) => [
        part.key.slice(4),
        part.shapes.flatMap((s) => (s.t === 'text' ? [s.text] : [])).join(),
      ]),
  );

const focus = samplePicture.services.find((service) => service.isFocus)!;
const node = samplePicture.nodes.find((each) => each.isActing)!;
const pod = samplePicture.workloads.find((each) => each.service === focus.key)!.pods[0]!;

describe('the lit chain of causes', () => {
  it('is not there when nobody asks', () => {
    for (const lens of ['layers', 'machines'] as const)
      expect(partsOf([], lens).some((part) => /^(lit|halo)\//.test(part.key))).toBe(false);
  });

  it('numbers its places in order, several numbers on one badge', () => {
    const chain = [
      lit(pod.place, 1),
      lit(`${node.place}/rules`, 2),
      lit(`${node.place}/proxy`, 3),
      lit('slice', 4),
      lit(pod.place, 5),
    ];
    expect(badges(partsOf(chain, 'machines'))).toEqual({
      [pod.place]: '1 · 5',
      [`${node.place}/kernel/rules`]: '2',
      [`${node.place}/proxy`]: '3',
      slice: '4',
    });
    // In layers no node is drawn: its kernel is the Service's box.
    expect(badges(partsOf(chain, 'layers'))).toEqual({
      [pod.place]: '1 · 5',
      [`service/${focus.key}`]: '2 · 3',
      slice: '4',
    });
  });

  it('draws badges over all halos, and the one looked at stronger', () => {
    const parts = partsOf([lit(pod.place, 1), lit('slice', 2, true)], 'layers');
    const keys = parts.map((part) => part.key).filter((key) => /^(lit|halo)\//.test(key));
    expect(keys).toEqual([`halo/${pod.place}`, 'halo/slice', `lit/${pod.place}`, 'lit/slice']);
    const strong = parts.filter((part) => part.shapes.some((shape) => shape.c.includes('hs-lit-strong')));
    expect(strong.map((part) => part.key)).toEqual(['halo/slice', 'lit/slice']);
  });

  it('shows a Pod that is gone at its workload, and leaves out what is nowhere', () => {
    const workload = samplePicture.workloads.find((each) => each.service === focus.key)!;
    const gone = `pod/${workload.key}-75dc567d7f-zzzzz`;
    expect(badges(partsOf([lit(gone, 1), lit('pod/nowhere/x', 2)], 'layers'))).toEqual({
      [`workload/${workload.key}`]: '1',
    });
  });
});
