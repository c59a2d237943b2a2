import { KEY_MAP } from '../keyMap';
import { RichText } from '../RichText';
import { useText } from '../text';
import './HelpPanel.css';

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  l: 'L',
};

/** Keys, how to read the picture, and what is simplified on what is shown now. */
export function HelpPanel(props: {
  readonly simplifications: readonly string[];
  readonly kubernetesVersion: string;
  readonly charactersAreOn: boolean;
  onCharacters(on: boolean): void;
}) {
  const { t } = useText();
  const rows = KEY_MAP.map((row) => ({
    ...row,
    names: row.keys
      .filter((key) => key !== 'L')
      .map((key) => (key === ' ' ? t('ui.keys.space') : (KEY_NAMES[key] ?? key))),
  }));
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0}>
      <section>
        <h3>{t('ui.help.read')}</h3>
        <ul className="ui-plainlist">
          {['colours', 'dashed', 'hatched', 'links', 'clock'].map((each) => (
            <li key={each}>
              <RichText text={t(`ui.help.read.${each}`)} />
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('ui.help.keys')}</h3>
        <dl className="ui-keys">
          {rows.map((row) => (
            <div key={row.keys[0]}>
              <dt>
                {row.names.map((name, index) => (
                  <kbd key={index}>{name}</kbd>
                ))}
              </dt>
              <dd>{t(`ui.command.${row.command}`)}</dd>
            </div>
          ))}
        </dl>
        <p className="ui-dim">{t('ui.help.clicker')}</p>
        <label className="ui-check">
          <input
            type="checkbox"
            checked={props.charactersAreOn}
            onChange={(event) => props.onCharacters(event.target.checked)}
          />
          {t('ui.help.characters')}
        </label>
      </section>
      <section>
        <h3>{t('ui.help.simplified')}</h3>
        <p>{t('ui.help.simplified.intro', { version: props.kubernetesVersion })}</p>
        {props.simplifications.length === 0 ? (
          <p className="ui-dim">{t('ui.help.simplified.none')}</p>
        ) : (
          <ul className="ui-plainlist">
            {props.simplifications.map((key) => (
              <li key={key}>
                <RichText text={t(key)} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
