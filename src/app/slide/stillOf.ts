/** A frame at its rest as one SVG document, complete in itself. */
import type { Language, Lens } from '../../ui/contract';
import { pictureOf, type Script } from './script';

export interface StillChoice {
  readonly language: Language;
  /** Null: the frame's own. */
  readonly lens: Lens | null;
}

export async function stillOf(
  script: Script,
  index: number,
  { language, lens }: StillChoice,
): Promise<string> {
  const { stillSvg } = await import('../../export/still');
  const frames = script.frames[language];
  const frame = frames[index]!;
  const { picture, strip } = pictureOf(script, index);
  const { texts, scenario } = script.session.loaded;
  return stillSvg({
    ...{ picture, strip, language },
    caption: frame.caption,
    theme: 'light',
    lens: lens ?? frame.lens,
    stepNumber: index + 1,
    stepCount: frames.length,
    question: frame.question,
    isRevealed: frame.kind === 'explain',
    title: texts[language]['title'] ?? scenario.id,
  });
}
