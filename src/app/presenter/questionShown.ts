/** A frame's question with the hands that were counted. */
import type { FrameQuestion } from '../slide/contract';
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
