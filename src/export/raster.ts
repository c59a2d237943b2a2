/** SVG to pixels, by the browser's own drawing. */

export interface Pixels {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
}

/**
 * Draws an SVG document on a canvas of the given size in px. Throws if the browser cannot read it; the canvas stays
 * readable, since nothing in it comes from elsewhere.
 */
export async function rasterize(svg: string, width: number, height: number, reuse?: Pixels): Promise<Pixels> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const pixels = reuse ?? newPixels(width, height);
    pixels.context.drawImage(image, 0, 0, width, height);
    return pixels;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function newPixels(width: number, height: number): Pixels {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser has no canvas');
  return { canvas, context };
}

/** An SVG document as the bytes of a PNG file. */
export async function pngOf(svg: string, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const { canvas } = await rasterize(svg, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('this browser cannot write PNG');
  return new Uint8Array(await blob.arrayBuffer());
}
