import { scaleLinear } from 'd3-scale';
import type { TallyCard } from '../../projection/cards';
import type { Picture } from '../../projection/picture';
import { Icon } from '../Icon';
import { useText } from '../text';
import './TallyPanel.css';

/** Who answered how often, and how the requests ended. */
export function TallyPanel(props: { readonly card: TallyCard | null; readonly picture: Picture }) {
  const { t } = useText();
  const { card, picture } = props;
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0}>
      {card === null ? (
        <p className="ui-empty">{t('ui.tally.empty')}</p>
      ) : (
        <section>
          <h3>{card.workload}</h3>
          <p className="ui-dim">{t('ui.tally.total', { count: card.total })}</p>
          <Bars card={card} />
        </section>
      )}
      <section>
        <h3>{t('ui.outcomes')}</h3>
        <ul className="ui-outcomes">
          {picture.outcomes.map((outcome) => (
            <li key={outcome.id} className={isGood(outcome.id) ? 'ui-good' : 'ui-bad'}>
              <Icon name={isGood(outcome.id) ? 'check' : 'cross'} /> <OutcomeName id={outcome.id} />
              <b>{outcome.count}</b>
            </li>
          ))}
          <li>
            <Icon name="hourglass" /> {t('ui.outcomes.inFlight')} <b>{picture.inFlight}</b>
          </li>
        </ul>
      </section>
    </div>
  );
}

function isGood(id: string): boolean {
  return id === 'ok' || /^[23]\d\d$/.test(id);
}

/** How the request ended, by the name that the journey gives it too; a bare status stands for itself. */
function OutcomeName({ id }: { readonly id: string }) {
  const { t } = useText();
  return <span>{/^\d+$/.test(id) && id !== '200' ? id : t(`outcome.${id}`)}</span>;
}

function Bars({ card }: { readonly card: TallyCard }) {
  const { t } = useText();
  const scale = scaleLinear()
    .domain([0, Math.max(1, ...card.rows.map((row) => row.count))])
    .range([0, 100]);
  return (
    <ul className="ui-bars">
      {card.rows.map((row) => (
        <li key={row.pod} className={row.gone ? 'is-gone' : ''}>
          <span className="ui-bars-name">
            …{row.shortName}
            <small>{row.gone ? t('ui.tally.gone') : row.ip}</small>
          </span>
          <span className="ui-bars-track">
            <span style={{ width: `${scale(row.count)}%` }} />
          </span>
          <b>{row.count}</b>
        </li>
      ))}
    </ul>
  );
}
