/** Every frame as a file of its own: SVG, or PNG of 1920 by 1080. */
import { Stopped, type Footage, type FootageFrame, type MadeFile, type Progress } from './footage';
import { pngOf } from './raster';
import { stillSvg } from './still';

const PNG_WIDTH = 1920;
const PNG_HEIGHT = 1080;

/** One file for each frame, named `<scenario>-<language>-<number>-<frame>`. Throws `Stopped`. */
export async function pictureFiles(
  footage: Footage,
  format: 'svg' | 'png',
  progress: Progress,
): Promise<MadeFile[]> {
  const files: MadeFile[] = [];
  for (const one of footage.frames) {
    if (!(await progress(files.length, footage.frames.length))) throw new Stopped();
    const svg = stillSvg(one.still());
    const name = `${nameOf(footage, one)}.${format}`;
    if (format === 'svg') files.push({ name, type: 'image/svg+xml', bytes: new TextEncoder().encode(svg) });
    else files.push({ name, type: 'image/png', bytes: await pngOf(svg, PNG_WIDTH, PNG_HEIGHT) });
  }
  await progress(files.length, files.length);
  return files;
}

function nameOf({ id, language }: Footage, { number, frame }: FootageFrame): string {
  return `${id}-${language}-${String(number).padStart(2, '0')}-${frame.id.replace(/[^\w-]+/g, '-')}`;
}
