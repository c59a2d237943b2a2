/** When the slides sleep: while they cannot be seen, and while their page says so. */
import type { Slides } from '../../app/slide/contract';

export interface Rest {
  /** Seen at all: on the screen, in front. Until it is known, not. */
  see(isSeen: boolean): void;
  /** The page's word. */
  sendToSleep(isAsleep: boolean): void;
  isAsleep(): boolean;
}

/** They sleep at once, so that nothing plays before it is seen. */
export function startRest(slides: Pick<Slides, 'sleep' | 'wake'>): Rest {
  let isSeen = false;
  let isSentToSleep = false;
  const isAsleep = (): boolean => !isSeen || isSentToSleep;
  const follow = (): void => (isAsleep() ? slides.sleep() : slides.wake());
  follow();
  return {
    see(value) {
      isSeen = value;
      follow();
    },
    sendToSleep(value) {
      isSentToSleep = value;
      follow();
    },
    isAsleep,
  };
}
