import type { Actions, View } from './contract';
import { Disclosure } from './Disclosure';
import { Icon } from './Icon';
import { IconButton } from './IconButton';
import { memoByView } from './memoByView';
import { SegmentedControl } from './SegmentedControl';
import { ToggleButton } from './ToggleButton';
import { useText } from './text';
import type { Space } from './useSpace';
import './Transport.css';

const SPEEDS = [0.5, 1, 2, 4];
/** Requests per second on offer; 0 stops the steady traffic. */
const RATES = [0, 1, 2, 5, 10, 20];
const BURST = 20;

interface Props {
  readonly view: View;
  readonly actions: Actions;
}

/** The remote control: where in the journey we are, how fast, and what traffic there is. */
function TransportRow({ view, actions, size }: Props & { readonly size: Space['size'] }) {
  const { t } = useText();
  return (
    <section className="ui-transport" aria-label={t('ui.transport')}>
      <div className="ui-transport-group">
        <IconButton icon="restart" label={t('ui.transport.restart')} onPress={() => actions.restart()} />
        <StepButtons view={view} actions={actions} />
        <HopCount view={view} />
        <SpeedControl view={view} actions={actions} />
        <SlowMotionNote view={view} isShort={size !== 'full'} />
      </div>
      <div className="ui-transport-group">
        <TrafficControls view={view} actions={actions} />
        {size === 'full' ? (
          <Options view={view} actions={actions} />
        ) : (
          <Disclosure icon="options" label={t('ui.transport.options')}>
            <div className="ui-transport-speed-too">
              <SpeedControl view={view} actions={actions} />
            </div>
            <Options view={view} actions={actions} />
          </Disclosure>
        )}
      </div>
    </section>
  );
}

/** Drawn anew only when what it shows has changed: the time alone is not on it. */
export const Transport = memoByView(TransportRow, ({ language, journey, traffic, transport }) => [
  language,
  journey,
  traffic,
  transport.playing,
  transport.speed,
  transport.slowdown,
  transport.canStepBack,
  transport.everyPacket,
]);

/** Step back, play or pause, step forward. */
export function StepButtons({ view, actions }: Props) {
  const { t } = useText();
  const { playing, canStepBack } = view.transport;
  return (
    <>
      <IconButton
        icon="stepBack"
        label={t('ui.transport.back')}
        keys="←"
        disabled={!canStepBack}
        onPress={() => actions.stepBack()}
      />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={t(playing ? 'ui.transport.pause' : 'ui.transport.play')}
        keys={t('ui.keys.space')}
        primary
        onPress={() => (playing ? actions.pause() : actions.play())}
      />
      <IconButton
        icon="stepForward"
        label={t('ui.transport.forward')}
        keys="→"
        onPress={() => actions.stepForward()}
      />
    </>
  );
}

/** "hop 8 of 13"; empty before the first request. */
export function HopCount({ view, isShort = false }: { readonly view: View; readonly isShort?: boolean }) {
  const { t } = useText();
  const { journey } = view;
  return (
    <span className="ui-hopcount">
      {journey === null
        ? t('ui.transport.noHop')
        : t(`ui.transport.hop${isShort ? '.short' : ''}`, {
            index: journey.current + 1,
            count: journey.hops.length,
          })}
    </span>
  );
}

/** 0.5×, 1×, 2×, 4×. */
export function SpeedControl({ view, actions }: Props) {
  const { t } = useText();
  return (
    <SegmentedControl
      legend={t('ui.transport.speed')}
      value={view.transport.speed}
      options={SPEEDS.map((speed) => ({ value: speed, label: `${speed}×` }))}
      onChange={(speed) => actions.setSpeed(speed)}
    />
  );
}

/** How much slower than life this is right now: what a millisecond takes, or how many times. */
export function SlowMotionNote({ view, isShort }: { readonly view: View; readonly isShort: boolean }) {
  const { t } = useText();
  const { slowdown } = view.transport;
  const short = isShort ? '.short' : '';
  return (
    <span className="ui-tag ui-slow">
      <Icon name="clock" />
      {slowdown >= 100
        ? t(`ui.transport.slow${short}`, { screen: t('ui.seconds', { value: trimmed(slowdown / 1000) }) })
        : slowdown > 1
          ? t(`ui.transport.times${short}`, { times: trimmed(slowdown) })
          : slowdown < 1
            ? t(`ui.transport.fast${short}`, { times: trimmed(1 / slowdown) })
            : t(`ui.transport.real${short}`)}
    </span>
  );
}

function trimmed(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** One request, a steady stream, or a burst. */
export function TrafficControls({ view, actions }: Props) {
  const { t } = useText();
  const { rate } = view.traffic;
  return (
    <>
      <button
        type="button"
        className={`ui-button is-strong${view.journey === null ? ' is-inviting' : ''}`}
        onClick={() => actions.sendRequest()}
      >
        <Icon name="send" /> {t('ui.traffic.send')}
      </button>
      <label className={`ui-select${rate > 0 ? ' is-on' : ''}`}>
        <span className="ui-unseen">{t('ui.traffic.rate')}</span>
        <select value={rate} onChange={(event) => actions.setRate(Number(event.target.value))}>
          {(RATES.includes(rate) ? RATES : [...RATES, rate].sort((a, b) => a - b)).map((each) => (
            <option key={each} value={each}>
              {each === 0 ? t('ui.traffic.off') : t('ui.traffic.steady', { rate: each })}
            </option>
          ))}
        </select>
        <Icon name="chevronDown" size={14} />
      </label>
      <button type="button" className="ui-button" onClick={() => actions.burst(BURST)}>
        {t('ui.traffic.burst', { count: BURST })}
      </button>
    </>
  );
}

/** A connection for each request or a kept one; every packet or the main hops. */
export function Options({ view, actions }: Props) {
  const { t } = useText();
  return (
    <>
      <ToggleButton
        on={view.traffic.newConnectionPerRequest}
        label={t('ui.traffic.newConnection')}
        hint={t('ui.traffic.newConnection.hint')}
        onChange={(on) => actions.setNewConnectionPerRequest(on)}
      />
      <ToggleButton
        on={view.transport.everyPacket}
        label={t('ui.transport.everyPacket')}
        hint={t('ui.transport.everyPacket.hint')}
        onChange={(on) => actions.setEveryPacket(on)}
      />
    </>
  );
}
