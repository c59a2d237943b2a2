import { Icon } from '../Icon';
import { useText } from '../text';
import './NodePower.css';

/** Cutting a node's power and giving it back: what it means, and what follows. */
export default function NodePower(props: {
  readonly node: string;
  readonly power: 'off' | 'booting' | 'on';
  onPower(node: string, on: boolean): void;
}) {
  const { t } = useText();
  const { node, power, onPower } = props;
  const isOff = power === 'off';
  return (
    <section className="ui-nodepower" aria-label={t('ui.power', { node })}>
      <p className="ui-chips">
        <button
          type="button"
          className={`ui-button${isOff ? '' : ' is-bad'}`}
          onClick={() => onPower(node, isOff)}
        >
          <Icon name="bolt" /> {t(isOff ? 'ui.power.on' : 'ui.power.cut')}
        </button>
        {power !== 'on' && <strong className="ui-nodepower-state">{t(`ui.power.is.${power}`)}</strong>}
      </p>
      <p className="ui-dim">{t(`ui.power.means.${power}`)}</p>
    </section>
  );
}
