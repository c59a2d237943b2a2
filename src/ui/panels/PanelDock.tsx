import { useEffect, useRef, type ReactNode } from 'react';
import type { PanelId } from '../contract';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import { PANELS } from './catalogue';
import './PanelDock.css';

/** One panel beside the scene, never on it, and the rail that chooses which. */
export function PanelDock(props: {
  readonly panel: PanelId | null;
  readonly isWide: boolean;
  /** Grows when the reader asked for this panel by a button elsewhere: the focus follows. */
  readonly visits: number;
  readonly children: ReactNode;
  onPanel(panel: PanelId | null): void;
  onWide(isWide: boolean): void;
}) {
  const { panel, isWide, visits } = props;
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (visits > 0) heading.current?.focus();
  }, [visits]);
  return (
    <>
      {panel !== null && (
        <aside className={`ui-dock${isWide ? ' is-wide' : ''}`} id="ui-dock" aria-labelledby="ui-dock-name">
          <header className="ui-dock-head">
            <h2 id="ui-dock-name" ref={heading} tabIndex={-1}>
              {t(`ui.panel.${panel}.long`)}
            </h2>
            <IconButton
              icon={isWide ? 'narrow' : 'widen'}
              label={t(isWide ? 'ui.panel.narrower' : 'ui.panel.wider')}
              onPress={() => props.onWide(!isWide)}
            />
            <IconButton icon="cross" label={t('ui.close')} onPress={() => props.onPanel(null)} />
          </header>
          {props.children}
        </aside>
      )}
      <nav className="ui-rail" aria-label={t('ui.panels')}>
        {PANELS.filter((each) => each.id !== 'help').map((each) => (
          <button
            key={each.id}
            type="button"
            aria-pressed={panel === each.id}
            className={panel === each.id ? 'is-on' : ''}
            onClick={() => props.onPanel(panel === each.id ? null : each.id)}
          >
            <Icon name={each.icon} size={22} />
            <span>{t(`ui.panel.${each.id}`)}</span>
          </button>
        ))}
      </nav>
    </>
  );
}
