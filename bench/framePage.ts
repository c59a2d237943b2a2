/**
 * What the frame bench runs in the browser: a scene with 1,000 Pods on screen and 1,000 packets in
 * flight, drawn frame by frame. Only the time in the scene's own code counts, not the browser's painting.
 */
import '../src/theme/tokens.css';
import type { Picture } from '../src/projection/picture';
import { Scene, type SceneLook } from '../src/scene/scene';
import { crowdPicture, sampleDots } from '../src/scene/testing/variants';

/** Milliseconds of script for each frame of one round. */
export interface FrameRound {
  readonly lens: 'layers' | 'machines' | 'between';
  readonly frames: readonly number[];
  /** Drawing the whole structure anew, once: after a Pod has changed. */
  readonly structureMs: number;
  readonly podsShown: number;
}

const PODS = 1000;
const DOTS = 1000;
const MIX = { layers: 0, machines: 1, between: 0.5 } as const;

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

/** Draws `count` frames in a lens and measures each. */
async function measureRound(lens: FrameRound['lens'], count: number): Promise<FrameRound> {
  const host = document.createElement('div');
  host.style.cssText = 'position:fixed;inset:0;width:1500px;height:670px';
  document.body.appendChild(host);
  const scene = new Scene(host, { select() {}, scale() {}, openRoute() {} });
  const picture = crowdPicture(PODS, DOTS);
  const pods = picture.workloads.find((w) => w.pods.length === PODS)!.pods;
  const look = (i: number): SceneLook => ({
    // In between, every frame is another mix, as while the lens changes.
    lensMix: lens === 'between' ? 0.05 + (0.9 * i) / count : MIX[lens],
    language: 'en',
    selected: null,
    reducedMotion: false,
  });
  const moment = (i: number): Picture => ({
    ...picture,
    at: picture.at + i,
    dots: sampleDots(pods, DOTS, i / count),
    capsule: picture.capsule && { ...picture.capsule, fraction: i / count },
  });
  scene.draw(moment(0), look(0));
  await nextFrame();
  const began = performance.now();
  scene.draw({ ...moment(1), revision: picture.revision + 1 }, look(1));
  const structureMs = performance.now() - began;
  const frames: number[] = [];
  for (let i = 2; i < count + 2; i += 1) {
    await nextFrame();
    const now = { ...moment(i), revision: picture.revision + 1 };
    const at = performance.now();
    scene.draw(now, look(Math.min(i, count)));
    frames.push(performance.now() - at);
  }
  const podsShown = host.querySelectorAll('.hs-pod-part').length;
  scene.destroy();
  host.remove();
  return { lens, frames, structureMs, podsShown };
}

declare global {
  var measureFrames: typeof measureRound;
}
globalThis.measureFrames = measureRound;
