/** A lesson as one animated GIF: what plays is played at a few pictures a second, and every frame rests to be read. */
import { GIFEncoder } from 'gifenc';
import { Stopped, type Footage, type MadeFile, type Progress } from './footage';
import { Palette, TRANSPARENT } from './palette';
import { rasterize, type Pixels } from './raster';
import { stillSvg, STILL_HEIGHT, STILL_WIDTH, type StillInput } from './still';

/** Of a longer lesson the pictures of what plays are shown longer, and are fewer. */
const MOST_PICTURES = 260;
const MOST_A_FRAME = 170;
/** Colours are chosen from so many pictures, from the whole length. */
const LOOKED_AT = 10;
const LEAST_REST_MILLIS = 2200;

interface Shot {
  readonly millis: number;
  readonly input: () => StillInput;
}

/**
 * The bytes of the GIF, 1280 by 720, repeating for ever. `withMotion`: pictures between the frames, too.
 * Throws `Stopped`.
 */
export async function gifFile(footage: Footage, withMotion: boolean, progress: Progress): Promise<MadeFile> {
  const shots = shotsOf(footage, withMotion);
  const total = shots.length + Math.min(LOOKED_AT, shots.length);
  let done = 0;
  const tick = async () => {
    if (!(await progress(done++, total))) throw new Stopped();
  };
  let pixels: Pixels | undefined;
  const draw = async (shot: Shot) => {
    pixels = await rasterize(stillSvg(shot.input()), STILL_WIDTH, STILL_HEIGHT, pixels);
    return pixels.context.getImageData(0, 0, STILL_WIDTH, STILL_HEIGHT).data;
  };
  const palette = new Palette();
  const count = Math.min(LOOKED_AT, shots.length);
  for (let i = 0; i < count; i += 1) {
    await tick();
    palette.look(await draw(shots[Math.round((i * (shots.length - 1)) / Math.max(1, count - 1))]!));
  }
  palette.settle();
  const gif = GIFEncoder();
  let before: Uint8Array | null = null;
  for (const shot of shots) {
    await tick();
    const indexed = palette.indexOf(await draw(shot));
    const options = before === null ? { palette: palette.colours(), repeat: 0 } : {};
    gif.writeFrame(changed(indexed, before), STILL_WIDTH, STILL_HEIGHT, {
      ...options,
      delay: shot.millis,
      dispose: 1,
      ...(before === null ? {} : { transparent: true, transparentIndex: TRANSPARENT }),
    });
    before = indexed;
  }
  gif.finish();
  await progress(total, total);
  const name = `${footage.id}-${footage.language}.gif`;
  return { name, type: 'image/gif', bytes: new Uint8Array(gif.bytes()) };
}

function shotsOf(footage: Footage, withMotion: boolean): Shot[] {
  for (let most = withMotion ? MOST_A_FRAME : 0; ; most = Math.floor(most * 0.7)) {
    const shots = footage.frames.flatMap((one): Shot[] => [
      ...(most > 1 ? one.motion(most) : []),
      { millis: restMillis(one.still()), input: () => one.still() },
    ]);
    if (shots.length <= MOST_PICTURES || most <= 1) return shots;
  }
}

/** As long as it takes to read what stands there: five Han characters or fifteen letters a second. */
function restMillis({ caption, question }: StillInput): number {
  const text =
    question === null ? caption : [question.text, ...question.options.map((one) => one.text)].join(' ');
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return Math.min(11_000, Math.max(LEAST_REST_MILLIS, han * 200 + (text.length - han) * 65 + 900));
}

/** Where nothing has changed, "as before": long runs of it take hardly any room. */
function changed(indexed: Uint8Array, before: Uint8Array | null): Uint8Array {
  if (before === null) return indexed;
  return indexed.map((index, i) => (index === before[i] ? TRANSPARENT : index));
}
