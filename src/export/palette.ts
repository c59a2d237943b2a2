/**
 * The colours of a GIF: at most 255, the same for all its pictures. Flat colours are kept exactly, since a ground that
 * is off by one beside another is seen; what is left goes to the soft edges of letters, chosen by `quantize`.
 */
import { quantize } from 'gifenc';

type Colour = [number, number, number];

/** The last index of a palette is for "as before". */
export const TRANSPARENT = 255;
const MOST = 255;
const EXACT = 140;
/** A colour that covers less of the pictures than this is no flat ground. */
const FLAT_SHARE = 0.00004;

/** Gathers colours from pictures, then names each colour's index. */
export class Palette {
  private readonly counts = new Map<number, number>();
  private pixels = 0;
  private list: Colour[] = [];
  private readonly indexes = new Map<number, number>();

  /** Counts a picture's colours; `data` is RGBA. */
  look(data: Uint8ClampedArray): void {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
    for (const word of words) {
      const key = word & 0xffffff;
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
    this.pixels += words.length;
  }

  /** Chooses the colours out of what it has looked at. */
  settle(): void {
    const byCount = [...this.counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const flat = byCount.slice(0, EXACT).filter(([, count]) => count >= this.pixels * FLAT_SHARE);
    this.list = flat.map(([key]) => colourOf(key));
    const rest = byCount.slice(flat.length);
    if (rest.length + this.list.length <= MOST) this.list.push(...rest.map(([key]) => colourOf(key)));
    else this.list.push(...(quantize(sampleOf(rest), MOST - this.list.length) as Colour[]));
    this.list = this.list.slice(0, MOST);
    this.list.forEach(([r, g, b], index) => {
      const key = r | (g << 8) | (b << 16);
      if (!this.indexes.has(key)) this.indexes.set(key, index);
    });
  }

  /** 256 colours: those chosen, and one that stands for "as before". */
  colours(): Colour[] {
    return Array.from({ length: 256 }, (_, i): Colour => this.list[i] ?? [0, 0, 0]);
  }

  /** Index of the colour next to each pixel's. */
  indexOf(data: Uint8ClampedArray): Uint8Array {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
    const result = new Uint8Array(words.length);
    let before = -1;
    let index = 0;
    for (let i = 0; i < words.length; i += 1) {
      const key = words[i]! & 0xffffff;
      if (key !== before) {
        before = key;
        const known = this.indexes.get(key);
        if (known === undefined) this.indexes.set(key, (index = this.nearest(key)));
        else index = known;
      }
      result[i] = index;
    }
    return result;
  }

  private nearest(key: number): number {
    const [r, g, b] = colourOf(key);
    let best = 0;
    let least = Infinity;
    this.list.forEach(([lr, lg, lb], index) => {
      const distance = 2 * (r - lr) ** 2 + 4 * (g - lg) ** 2 + 3 * (b - lb) ** 2;
      if (distance < least) [least, best] = [distance, index];
    });
    return best;
  }
}

function colourOf(key: number): Colour {
  return [key & 255, (key >> 8) & 255, (key >> 16) & 255];
}

/** The colours as an image, each as often as the square root of its count, so that rare ones are heard. */
function sampleOf(counts: readonly (readonly [number, number])[]): Uint8Array {
  const bytes: number[] = [];
  for (const [key, count] of counts) {
    const times = Math.min(40, Math.ceil(Math.sqrt(count)));
    for (let i = 0; i < times; i += 1) bytes.push(key & 255, (key >> 8) & 255, (key >> 16) & 255, 255);
  }
  return new Uint8Array(bytes);
}
