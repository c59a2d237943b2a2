import { Icon } from '../Icon';
import { useText } from '../text';
import type { SlideActions, SlideView } from './contract';
import './transport.css';

/** More pills than these are thinner than what they stand for: then it is one bar. */
const MOST_PILLS = 44;

/** Back, play, on; a pill for every step; for authors who want it also lens, restart and the way into the app. */
export function SlideTransport({
  view,
  actions,
}: {
  readonly view: SlideView;
  readonly actions: SlideActions;
}) {
  const { t } = useText();
  const toggle = view.isPlaying ? 'pause' : 'play';
  const first = view.pills[0]?.index ?? 0;
  const other = view.lens === 'layers' ? 'machines' : 'layers';
  return (
    <nav className="slide-transport" aria-label={t('slide.transport')}>
      <button
        type="button"
        aria-label={t('slide.previous')}
        disabled={!view.canGoBack}
        onClick={() => actions.previous()}
      >
        <Icon name="stepBack" />
      </button>
      <button
        type="button"
        className="is-main"
        aria-label={t(`slide.${toggle}`)}
        onClick={() => actions[toggle]()}
      >
        <Icon name={toggle} />
      </button>
      <button
        type="button"
        aria-label={t('slide.next')}
        disabled={!view.canGoOn}
        onClick={() => actions.next()}
      >
        <Icon name="stepForward" />
      </button>
      {view.controls === 'full' && (
        <>
          <button type="button" aria-label={t('slide.restart')} onClick={() => actions.goTo(first)}>
            <Icon name="restart" />
          </button>
          <button type="button" aria-label={t(`slide.lens.${other}`)} onClick={() => actions.setLens(other)}>
            <Icon name={other} />
          </button>
          <a href={view.appLink} target="_blank" rel="noopener" aria-label={t('slide.openApp')}>
            <Icon name="link" />
          </a>
        </>
      )}
      <Pills view={view} actions={actions} />
      <b className="slide-number">
        {view.number} / {view.count}
      </b>
    </nav>
  );
}

function Pills({ view, actions }: { readonly view: SlideView; readonly actions: SlideActions }) {
  const { t } = useText();
  if (view.count > MOST_PILLS) {
    return (
      <progress
        className="slide-bar"
        aria-label={t('slide.transport')}
        value={view.number}
        max={view.count}
      />
    );
  }
  return (
    <ol className="slide-pills">
      {view.pills.map(({ index, title, state }, offset) => (
        <li key={index} className={`is-${state}`}>
          <button
            type="button"
            tabIndex={-1}
            title={title}
            aria-current={state === 'now' ? 'step' : undefined}
            aria-label={t('slide.step', { number: offset + 1, count: view.count, title })}
            onClick={() => actions.goTo(index)}
          />
        </li>
      ))}
    </ol>
  );
}
