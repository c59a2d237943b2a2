/** Opens one of the two windows of presenter mode at an address. */
import type { ReactNode } from 'react';
import '../../i18n/presenting';
import { openShow } from '../slide/openSlides';
import { AudiencePage } from './AudiencePage';
import { AudienceShow } from './audienceShow';
import { PresenterPage } from './PresenterPage';
import { PresenterShow } from './presenterShow';
import { addressIn, newName, roomOf } from './room';
import { StageLink } from './stageLink';

export interface Presenting {
  readonly page: ReactNode;
  destroy(): void;
}

/** `view` says which window. An address without a room gets one, which its window then keeps. */
export async function openPresenting(view: 'presenter' | 'audience', hash: string): Promise<Presenting> {
  const room = roomOf(hash) ?? newName();
  history.replaceState(null, '', addressIn(hash, view, room));
  const slides = await openShow(hash);
  const link = new StageLink(room, newName(), slides.state().index);
  if (view === 'audience') {
    const show = new AudienceShow(slides, link);
    return {
      page: <AudiencePage slides={slides} show={show} />,
      destroy: () => {
        show.destroy();
        link.close();
        slides.destroy();
      },
    };
  }
  slides.sleep();
  const audience = () => void window.open(addressIn(hash, 'audience', room), `hopscope-${room}`, 'popup');
  const show = new PresenterShow(slides, link, audience);
  return {
    page: <PresenterPage show={show} />,
    destroy: () => {
      show.destroy();
      link.close();
      slides.destroy();
    },
  };
}
