/** Text widths, measured once per text and face on a canvas and kept. */
import { fontOf, type Face } from './fonts';

const cache = new Map<string, number>();
const CACHE_LIMIT = 20_000;
let context: CanvasRenderingContext2D | null | undefined;

function canvasContext(): CanvasRenderingContext2D | null {
  if (context === undefined) {
    context = typeof document === 'undefined' ? null : openContext();
  }
  return context;
}

function openContext(): CanvasRenderingContext2D | null {
  try {
    return document.createElement('canvas').getContext('2d');
  } catch {
    return null;
  }
}

/** A width from the characters alone, in em: for places without a canvas (tests, the command line). */
export function roughWidth(text: string, face: Face): number {
  let em = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0x2e80) em += 1;
    else if (face === 'mono' || face === 'monoBold') em += 0.6;
    else if (/[iljt.:,'|! ]/.test(character)) em += 0.3;
    else if (/[mwMW@%]/.test(character)) em += 0.9;
    else em += 0.58;
  }
  return face === 'bold' ? em * 1.04 : em;
}

/** The width of a text in px at a font size in px. */
export function textWidth(text: string, size: number, face: Face = 'sans'): number {
  const key = `${face}\n${text}`;
  let em = cache.get(key);
  if (em === undefined) {
    const canvas = canvasContext();
    if (canvas) {
      canvas.font = fontOf(face);
      em = canvas.measureText(text).width / 100;
    } else {
      em = roughWidth(text, face);
    }
    if (cache.size > CACHE_LIMIT) cache.clear();
    cache.set(key, em);
  }
  return em * size;
}

/** Forgets all widths: when fonts have loaded. */
export function forgetWidths(): void {
  cache.clear();
}
