import type { PoolCard } from '../../projection/cards';
import { AddressChip } from '../AddressChip';
import { useText } from '../text';
import './PoolsSection.css';

/** The connections that a program keeps, by handler. */
export default function PoolsSection({ pools }: { readonly pools: readonly PoolCard[] }) {
  const { t } = useText();
  const time = (seconds: number | null) => (seconds === null ? t('ui.pools.infinite') : `${seconds} s`);
  return (
    <section className="ui-pools">
      <h4>{t('ui.pools')}</h4>
      {pools.length === 0 && <p className="ui-dim">{t('ui.pools.none')}</p>}
      {pools.map((pool) => (
        <div key={pool.handler}>
          <p>
            <b>{pool.handler}</b>{' '}
            <span className="ui-dim">
              {t('ui.pools.settings', {
                lifetime: time(pool.lifetime),
                idle: time(pool.idleTimeout),
                most: pool.most ?? t('ui.pools.infinite'),
              })}
            </span>
          </p>
          {pool.connections.length === 0 ? (
            <p className="ui-dim">{t('ui.pools.none')}</p>
          ) : (
            <ConnectionTable pool={pool} />
          )}
        </div>
      ))}
    </section>
  );
}

function ConnectionTable({ pool }: { readonly pool: PoolCard }) {
  const { t } = useText();
  return (
    <table className="ui-pool-table">
      <thead>
        <tr>
          {['to', 'state', 'age', 'left', 'carried'].map((name) => (
            <th key={name} scope="col">
              {t(`ui.pools.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pool.connections.map((each) => (
          <tr key={each.id}>
            <td>
              <AddressChip address={each.to} small />
              {each.server !== null && <span className="ui-dim"> …{each.server.slice(-5)}</span>}
            </td>
            <td>
              {each.state === 'idle'
                ? t('ui.pools.idle', { seconds: each.idle ?? 0 })
                : t(`ui.pools.${each.state}`)}
            </td>
            <td>{each.age} s</td>
            <td>{each.left === null ? t('ui.pools.never') : t('ui.pools.within', { seconds: each.left })}</td>
            <td>{each.carried}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
