import { describe, expect, it } from 'vitest';
import { gatewayPods, ingressPod, samplePicture, userPods, webPods } from '../testing/samplePicture';
import { replyPicture } from '../testing/variants';
import { drawCapsule } from '../draw/capsule';
import { layoutOf } from '../layout/layout';
import { capsuleDocks, capsulePoint, keepInside } from './capsulePlace';
import { liveLinks, liveProgress } from './links';
import { RouteBook } from './routes';
import { StopFinder } from './stops';

const size = { w: 1500, h: 670 };

describe('the road in the Layers lens', () => {
  const legs = new StopFinder(samplePicture, 'layers').legs();
  const between = (from: string, to: string) => legs.find((leg) => leg.from === from && leg.to === to);

  it('passes the Service box where a VIP is written on the packet', () => {
    expect(between(gatewayPods[0]!.place, 'service/default/user-api-service')?.tone).toBe('vip');
    expect(between('service/default/user-api-service', userPods[1]!.place)?.tone).toBe('pod');
  });

  it('goes straight to the Pod from the Ingress controller, by no Service', () => {
    expect(between(ingressPod.place, webPods[0]!.place)?.tone).toBe('pod');
  });

  it('leads questions to the DNS box', () => {
    expect(between(webPods[0]!.place, 'dns')).toBeDefined();
  });

  it('brings the reply back through the same Service', () => {
    const back = new StopFinder(replyPicture, 'layers').legs().filter((leg) => leg.isReply);
    expect(back.map((leg) => [leg.from, leg.to])).toEqual([
      [userPods[1]!.place, 'service/default/user-api-service'],
      ['service/default/user-api-service', gatewayPods[0]!.place],
    ]);
  });
});

describe('the capsule', () => {
  it('stays within the scene wherever it is, in both lenses and at any size', () => {
    for (const picture of [samplePicture, replyPicture]) {
      for (const [w, h] of [
        [1500, 670],
        [900, 440],
        [390, 480],
      ] as const) {
        for (const lens of ['layers', 'machines'] as const) {
          const layout = layoutOf(picture, lens, { w, h });
          const docks = capsuleDocks(picture.capsule!, new StopFinder(picture, lens).legs(), layout);
          const drawing = drawCapsule(picture.capsule!, w - 24, layout.metrics, 'zh-CN');
          for (let f = 0; f <= 1; f += 0.1) {
            const at = keepInside(capsulePoint(docks, f, layout), drawing.w, drawing.h, layout);
            expect(at.x - drawing.w / 2).toBeGreaterThanOrEqual(0);
            expect(at.x + drawing.w / 2).toBeLessThanOrEqual(w);
            expect(at.y - drawing.h / 2).toBeGreaterThanOrEqual(0);
            expect(at.y + drawing.h / 2).toBeLessThanOrEqual(h);
          }
        }
      }
    }
  });

  it('leaves the endpoint row free while it rests in the Service box', () => {
    const layout = layoutOf(samplePicture, 'layers', size);
    const drawing = drawCapsule(samplePicture.capsule!, 800, layout.metrics, 'en');
    const dock = layout.docks.get('service/default/user-api-service')!;
    expect(dock.y + drawing.h / 2).toBeLessThanOrEqual(layout.slots.get('endpoints')!.rect.y);
  });
});

describe('the link under the packet', () => {
  it('grows from the time the packet enters it until it leaves', () => {
    const legs = new StopFinder(replyPicture, 'layers').legs();
    const book = new RouteBook(layoutOf(replyPicture, 'layers', size), replyPicture);
    const links = liveLinks(replyPicture.capsule!, legs, book);
    expect(links.map((link) => [link.start, link.end])).toEqual([
      [0, 0.5],
      [0.5, 1],
    ]);
    expect(links.map((link) => liveProgress(link, 0.75))).toEqual([1, 0.5]);
  });
});
