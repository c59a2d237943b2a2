/** A frame's question for the presenter: with the hands that were counted, and notes that do not give it away. */
import type { FrameQuestion, SlideFrame } from '../slide/contract';
import type { PresenterQuestion } from '../../ui/presenter/contract';

export function questionShown(
  { text, options, answer }: FrameQuestion,
  hands: Readonly<Record<string, number>>,
): PresenterQuestion {
  return {
    text,
    answer,
    options: options.map((option) => ({
      ...option,
      hands: Object.hasOwn(hands, option.id) ? hands[option.id]! : 0,
    })),
  };
}

/** The paragraphs of a frame's notes, without what the hand count shows; the answer only once it is revealed. */
export function notesShown({ notes, question }: SlideFrame, isRevealed: boolean): readonly string[] {
  const paragraphs = notes
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  if (question === null) return paragraphs;
  const { text, answer, options } = question;
  const isShown = (paragraph: string) =>
    paragraph === text || (options.length > 0 && options.every((option) => paragraph.includes(option.text)));
  return paragraphs.filter(
    (paragraph) => !isShown(paragraph) && (isRevealed || answer === '' || !paragraph.includes(answer)),
  );
}
