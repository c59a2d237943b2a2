import { describe, expect, it } from 'vitest';
import { layoutOf } from '../layout/layout';
import { gatewayPods, ingressPod, samplePicture, webPods } from '../testing/samplePicture';
import { barePicture, idlePicture, noEndpointsPicture } from '../testing/variants';
import { idleParts, idleStretches } from './idleRoad';
import { RouteBook } from './routes';

const size = { w: 1500, h: 670 };
const quiet = { ...idlePicture, road: [] };

describe('the road before any request', () => {
  it('leads from the browser to a ready Pod, station by station', () => {
    const stretches = idleStretches(quiet);
    expect(stretches[0]!.to).toBe(ingressPod.place);
    expect(stretches.map((stretch) => stretch.to)).toContain(webPods[0]!.place);
    expect(stretches.map((stretch) => stretch.from)).toContain(gatewayPods[0]!.place);
    stretches.slice(1).forEach((stretch, i) => expect(stretch.from).toBe(stretches[i]!.to));
  });

  it('ends at the Service where no endpoint is ready, and is short where little is there', () => {
    expect(idleStretches(noEndpointsPicture).at(-1)?.to).toMatch(/^service\//);
    expect(idleStretches(barePicture).length).toBeLessThan(idleStretches(quiet).length);
  });

  it('numbers its stations from 1, and is gone once a request is on its way', () => {
    const parts = idleParts(quiet, new RouteBook(layoutOf(quiet, 'layers', size), quiet));
    const numbers = parts.map((part) => part.shapes.find((shape) => shape.t === 'text'));
    expect(numbers.map((shape) => shape?.t === 'text' && shape.text)[0]).toBe('1');
    const busy = new RouteBook(layoutOf(samplePicture, 'layers', size), samplePicture);
    expect(idleParts(samplePicture, busy)).toEqual([]);
  });
});
