import { useCallback, useRef, type CSSProperties } from 'react';
import { fullWidth } from '../../lesson/storyboard/width';
import { useText } from '../text';
import { useSpoken } from '../useSpoken';
import type { SlideActions, SlideView } from './contract';
import { SlideAnswer, SlideQuestion } from './SlideQuestion';
import { SlideStrip } from './SlideStrip';
import { SlideTransport } from './SlideTransport';
import { useSceneScale } from './useSceneScale';
import './slide.css';

/** Header strip, scene, one sentence, thin transport: nothing else stands on a slide. */
export function SlideShell({ view, actions }: { readonly view: SlideView; readonly actions: SlideActions }) {
  const { t } = useText();
  const area = useRef<HTMLDivElement>(null);
  const box = useSceneScale(area);
  const host = useCallback(
    (element: HTMLDivElement | null) => {
      actions.attach(element);
      return () => actions.attach(null);
    },
    [actions],
  );
  const style: CSSProperties = {
    width: `${box.width}px`,
    height: `${box.height}px`,
    transform: `scale(${box.scale})`,
  };
  return (
    <main className="slide" aria-label={t('slide.page', { title: view.title })}>
      <div className={`slide-frame has-${view.controls}`}>
        {view.question !== null && view.isRevealed ? (
          <SlideAnswer question={view.question} />
        ) : (
          <SlideStrip strip={view.strip} />
        )}
        <div className="slide-area" ref={area}>
          <div className="slide-scene" ref={host} style={style} />
          {view.question !== null && !view.isRevealed && <SlideQuestion question={view.question} />}
          <Notices view={view} actions={actions} />
        </div>
        <Sentence view={view} />
        {view.controls !== 'none' && <SlideTransport view={view} actions={actions} />}
      </div>
    </main>
  );
}

/** A sentence of this width still stands on two lines in the largest type. */
const TWO_LINES = 92;
const TWO_SMALLER_LINES = 126;

function Sentence({ view }: { readonly view: SlideView }) {
  const { t } = useText();
  const live = useSpoken<HTMLSpanElement>(view.caption, view.isPlaying);
  const width = fullWidth(view.caption);
  const size = width <= TWO_LINES ? '' : width <= TWO_SMALLER_LINES ? ' is-long' : ' is-longest';
  return (
    <section className="slide-caption" aria-label={t('slide.caption')}>
      <p className={`slide-sentence${size}`}>{view.caption}</p>
      {view.isOffScript && <p className="slide-off">{t('slide.offScript')}</p>}
      <span ref={live} className="ui-unseen" aria-live="polite" aria-atomic="true" />
    </section>
  );
}

function Notices({ view, actions }: { readonly view: SlideView; readonly actions: SlideActions }) {
  const { t } = useText();
  if (view.notices.length === 0) return null;
  return (
    <ul className="slide-notices">
      {view.notices.map(({ id, text }) => (
        <li key={id} role="status">
          <span>{text}</span>
          <button type="button" aria-label={t('slide.notice.close')} onClick={() => actions.dismiss(id)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
