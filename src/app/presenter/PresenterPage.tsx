import { useEffect, useSyncExternalStore } from 'react';
import { PresenterDesk } from '../../ui/presenter/PresenterDesk';
import { translate } from '../../i18n/translate';
import { slideKeyOf } from '../slide/slideKeys';
import type { PresenterShow } from './presenterShow';

/** The presenter's window. The clicker's keys work in it as they do in the audience's. */
export function PresenterPage({ show }: { readonly show: PresenterShow }) {
  const view = useSyncExternalStore(show.watch, show.view);
  useEffect(() => {
    document.documentElement.lang = view.language;
    document.title = translate(view.language, 'presenter.title', { title: view.title });
  }, [view.language, view.title]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement) return;
      const key = slideKeyOf(event);
      if (key === 'next') show.next();
      else if (key === 'previous') show.previous();
      else if (event.key === '.' || event.key === 'b') show.blank(!show.isBlank());
      else if (event.key === 'l') show.setLaser(!show.hasLaser());
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [show]);
  return <PresenterDesk view={view} actions={show} />;
}
