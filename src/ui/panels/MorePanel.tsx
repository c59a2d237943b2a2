import type { ReactNode } from 'react';
import { LanguageSwitch, ThemeButton } from '../AppBar';
import type { Actions, PanelId, View } from '../contract';
import { Icon } from '../Icon';
import { Timeline } from '../timeline/Timeline';
import { Options, SlowMotionNote, SpeedControl, TrafficControls } from '../Transport';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import { PANELS } from './catalogue';
import './MorePanel.css';

/** On phones: everything that has no place of its own. */
export function MorePanel(props: {
  readonly view: View;
  readonly actions: Actions;
  readonly tools?: ReactNode;
  onPanel(panel: PanelId): void;
  onOwn?(): void;
}) {
  const { view, actions } = props;
  const { t } = useText();
  return (
    <div className="ui-panel-body ui-more" data-scrolls tabIndex={0}>
      <h2>{view.title}</h2>
      <p className="ui-dim">
        {t('ui.appbar.simulates', { version: view.kubernetesVersion, mode: view.proxyMode })}
      </p>
      {props.tools !== undefined && <div className="ui-more-row">{props.tools}</div>}
      <section>
        <h3>{t('ui.traffic')}</h3>
        <div className="ui-more-row">
          <TrafficControls view={view} actions={actions} />
          <Options view={view} actions={actions} />
        </div>
      </section>
      <section>
        <h3>{t('ui.transport')}</h3>
        <div className="ui-more-row">
          <IconButton icon="restart" label={t('ui.transport.restart')} onPress={() => actions.restart()} />
          <SpeedControl view={view} actions={actions} />
          <SlowMotionNote view={view} isShort />
        </div>
        <Timeline
          card={view.timeline}
          at={view.transport.at}
          size="phone"
          isOpen
          onToggle={() => undefined}
          onSeek={(at) => actions.seek(at)}
        />
      </section>
      <section>
        <h3>{t('ui.panels')}</h3>
        <div className="ui-more-row">
          {PANELS.filter((panel) => !panel.onPhone).map((panel) => (
            <button
              key={panel.id}
              type="button"
              className="ui-button"
              onClick={() => props.onPanel(panel.id)}
            >
              <Icon name={panel.icon} /> {t(`ui.panel.${panel.id}`)}
            </button>
          ))}
        </div>
      </section>
      {props.onOwn !== undefined && (
        <section>
          <h3>{t('own.title')}</h3>
          <button type="button" className="ui-button" onClick={props.onOwn}>
            <Icon name="plus" /> {t('own.open')}
          </button>
        </section>
      )}
      <section>
        <h3>{t('ui.looks')}</h3>
        <div className="ui-more-row">
          <LanguageSwitch view={view} actions={actions} />
          <ThemeButton view={view} actions={actions} />
        </div>
      </section>
    </div>
  );
}
