import type { PointerEvent } from 'react';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { LanguageContext, useText } from '../text';
import { ToggleButton } from '../ToggleButton';
import type { PresenterActions, PresenterFrame, PresenterView } from './contract';
import { HandCount } from './HandCount';
import './presenter.css';

interface Props {
  readonly view: PresenterView;
  readonly actions: PresenterActions;
}

/** The presenter's window: what the audience sees, what comes next, notes, the clock, and hands to be counted. */
export function PresenterDesk(props: Props) {
  return (
    <LanguageContext value={props.view.language}>
      <Desk {...props} />
    </LanguageContext>
  );
}

function Desk({ view, actions }: Props) {
  const { t } = useText();
  return (
    <main className="pr-desk" lang={view.language} data-asks={view.question !== null || undefined}>
      <header className="pr-bar">
        <h1>{view.title}</h1>
        <Timer view={view} actions={actions} />
        <ToggleButton
          on={view.laserIsOn}
          label={t('presenter.laser')}
          hint={t('presenter.laser.hint')}
          onChange={(on) => actions.setLaser(on)}
        />
        <ToggleButton
          on={view.frozen !== null}
          label={t('presenter.freeze')}
          hint={t('presenter.freeze.hint')}
          onChange={(on) => actions.freeze(on)}
        />
        <ToggleButton
          on={view.isBlank}
          label={t('presenter.blank')}
          hint={t('presenter.blank.hint')}
          onChange={(on) => actions.blank(on)}
        />
        <span className="pr-company" role="status">
          {view.hasCompany ? t('presenter.company') : t('presenter.alone')}
        </span>
        <button type="button" className="ui-button is-primary" onClick={() => actions.openAudience()}>
          {t('presenter.openAudience')}
        </button>
      </header>
      <section className="pr-now" aria-label={t('presenter.now')}>
        {view.frozen !== null && (
          <p className="pr-frozen" role="status">
            {t('presenter.frozenAt', view.frozen)}
          </p>
        )}
        <Still frame={view.now} label={t('presenter.laser.area')} view={view} actions={actions} />
        <nav className="pr-transport" aria-label={t('slide.transport')}>
          <IconButton
            icon="stepBack"
            label={t('slide.previous')}
            keys="PageUp"
            disabled={view.number === 1}
            onPress={() => actions.previous()}
          />
          <IconButton
            icon="stepForward"
            label={t('slide.next')}
            keys="PageDown"
            primary
            disabled={view.next === null}
            onPress={() => actions.next()}
          />
          <b>{t('presenter.step', { number: view.number, count: view.count })}</b>
          <span className="pr-title">{view.now.title}</span>
        </nav>
        <section className="pr-notes" aria-label={t('presenter.notes')} tabIndex={0}>
          <h2>{t('presenter.notes')}</h2>
          {view.notes.length === 0 && <p>{t('presenter.notesNone')}</p>}
          {view.notes.map((paragraph, index) => (
            <p key={index}>{paragraph}</p>
          ))}
          {!view.hasCompany && <p className="pr-hint">{t('presenter.audienceHint')}</p>}
        </section>
      </section>
      <aside className="pr-side">
        <section className="pr-next" aria-label={t('presenter.next')}>
          <h2>
            {t('presenter.next')}
            {view.next === null ? '' : ` · ${view.next.title}`}
          </h2>
          {view.next === null ? <p>{t('presenter.nextNone')}</p> : <Picture frame={view.next} />}
        </section>
        <HandCount view={view} actions={actions} />
      </aside>
    </main>
  );
}

function Picture({ frame }: { readonly frame: PresenterFrame }) {
  if (frame.still === null) return <div className="pr-still" aria-busy="true" />;
  return <img className="pr-still" src={frame.still} alt={frame.caption} />;
}

/** The picture that the audience sees; with the laser on, the pointer over it is told. */
function Still(props: Props & { readonly frame: PresenterFrame; readonly label: string }) {
  const { frame, label, view, actions } = props;
  const point = (event: PointerEvent<HTMLDivElement>) => {
    if (!view.laserIsOn) return;
    const box = event.currentTarget.getBoundingClientRect();
    const within = (value: number) => Math.min(1, Math.max(0, value));
    actions.point({
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    });
  };
  return (
    <div
      className="pr-area"
      role="group"
      aria-label={label}
      data-laser={view.laserIsOn || undefined}
      data-blank={view.isBlank || undefined}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => view.laserIsOn && actions.point(null)}
    >
      <Picture frame={frame} />
      {view.laser !== null && <LaserDot place={view.laser} />}
    </div>
  );
}

/** The red dot. Its place is a pair of custom properties, which a strict content policy lets a script set. */
export function LaserDot({ place }: { readonly place: { readonly x: number; readonly y: number } }) {
  return (
    <span
      className="pr-dot"
      aria-hidden="true"
      ref={(element) => {
        element?.style.setProperty('left', `${place.x * 100}%`);
        element?.style.setProperty('top', `${place.y * 100}%`);
      }}
    />
  );
}

function Timer({ view, actions }: Props) {
  const { t } = useText();
  const { seconds, isRunning } = view.timer;
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div className="pr-timer" role="group" aria-label={t('presenter.timer')}>
      <Icon name="clock" size={20} />
      <time role="timer">{text}</time>
      <IconButton
        icon={isRunning ? 'pause' : 'play'}
        label={t(isRunning ? 'presenter.timer.pause' : 'presenter.timer.go')}
        onPress={() => actions.runTimer(!isRunning)}
      />
      <IconButton icon="restart" label={t('presenter.timer.reset')} onPress={() => actions.resetTimer()} />
    </div>
  );
}
