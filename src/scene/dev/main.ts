import { Scene } from '../scene';
import { samplePicture } from '../testing/samplePicture';
import * as variants from '../testing/variants';
const q = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = q.get('theme') ?? 'light';
const log: string[] = [];
const scene = new Scene(document.getElementById('host')!, {
  select: (place, rect) => log.push(`select ${place} ${JSON.stringify(rect)}`),
  scale: (key, n) => log.push(`scale ${key} ${n}`),
  openRoute: (file, line) => log.push(`route ${file}:${line}`),
});
const all: Record<string, unknown> = {
  rewrite: samplePicture,
  idle: variants.idlePicture,
  reply: variants.replyPicture,
  none: variants.noEndpointsPicture,
  bare: variants.barePicture,
  p20: variants.crowdPicture(20, 40),
  p1000: variants.crowdPicture(1000, 1000),
  p200: variants.crowdPicture(200, 100, 8),
};
const look = {
  lensMix: Number(q.get('mix') ?? 0),
  language: (q.get('lang') ?? 'zh-CN') as 'zh-CN' | 'en',
  selected: q.get('selected'),
  reducedMotion: false,
};
let picture = (all[q.get('v') ?? 'rewrite'] ?? samplePicture) as typeof samplePicture;
const f = q.get('f');
if (f !== null && picture.capsule)
  picture = { ...picture, capsule: { ...picture.capsule, fraction: Number(f) } };
await document.fonts.ready;
scene.draw(picture, look);
Object.assign(window, { scene, picture, look, variants, log });
document.body.dataset['ready'] = 'yes';
