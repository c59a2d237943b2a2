/** What the slide view is given for one moment. */
import type { SlideView } from '../../ui/slide/contract';
import { writeAddress } from '../address';
import type { SlidesState } from './contract';

export interface SlideMoment extends Pick<SlideView, 'controls' | 'strip' | 'caption' | 'notices'> {
  /** The frame has come to its rest: only then is anything asked or answered. */
  readonly isAtRest: boolean;
  readonly seed: string | null;
}

export function slideViewOf(state: SlidesState, moment: SlideMoment): SlideView {
  const { frames, index, first, last, title, language, lens, isPlaying, isOffScript, scenario } = state;
  const frame = frames[index]!;
  const { controls, strip, caption, notices, isAtRest, seed } = moment;
  return {
    ...{ title, language, lens, controls, strip, caption, notices, isPlaying, isOffScript },
    pills: frames.slice(first, last + 1).map((one, offset) => {
      const at = first + offset;
      return { index: at, title: one.title, state: at < index ? 'past' : at === index ? 'now' : 'next' };
    }),
    number: index - first + 1,
    count: last - first + 1,
    kind: frame.kind,
    question: isAtRest ? frame.question : null,
    isRevealed: frame.kind === 'explain',
    canGoBack: index > first || isOffScript,
    canGoOn: index < last || isPlaying || isOffScript,
    appLink: writeAddress({
      ...{ scenario, seed, actions: '', at: null, lens, language, theme: null },
      more: { step: frame.step },
    }),
  };
}
