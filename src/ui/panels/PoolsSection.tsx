import type { PoolCard } from '../../projection/cards';
import { AddressChip } from '../AddressChip';
import { useText } from '../text';
import './PoolsSection.css';

/** The connections that a program keeps, by handler. */
export default function PoolsSection({ pools }: { readonly pools: readonly PoolCard[] }) {
  const { t } = useText();
  const time = (seconds: number | null) =>
    seconds === null ? t('ui.pools.infinite') : t('ui.pools.seconds', { seconds });
  return (
    <section className="ui-pools">
      <h4>{t('ui.pools')}</h4>
      {pools.length === 0 && <p className="ui-dim">{t('ui.pools.none')}</p>}
      {pools.map((pool) => (
        <div key={pool.handler}>
          <p>
            <b>{pool.handler}</b>
          </p>
          <dl className="ui-pool-settings">
            <dt>PooledConnectionLifetime</dt>
            <dd>{time(pool.lifetime)}</dd>
            <dt>PooledConnectionIdleTimeout</dt>
            <dd>{time(pool.idleTimeout)}</dd>
            <dt>MaxConnectionsPerServer</dt>
            <dd>{pool.most ?? t('ui.pools.infinite')}</dd>
          </dl>
          {pool.connections.length === 0 ? (
            <p className="ui-dim">{t('ui.pools.none')}</p>
          ) : (
            <ConnectionList pool={pool} />
          )}
        </div>
      ))}
    </section>
  );
}

function ConnectionList({ pool }: { readonly pool: PoolCard }) {
  const { t } = useText();
  const stateOf = (each: PoolCard['connections'][number]) =>
    each.state === 'idle' ? t('ui.pools.idle', { seconds: each.idle ?? 0 }) : t(`ui.pools.${each.state}`);
  return (
    <ul className="ui-pool">
      {pool.connections.map((each) => (
        <li key={each.id}>
          <p>
            <AddressChip address={each.to} small />
            {each.server !== null && <span>→ …{each.server.slice(-5)}</span>}
            <b>{stateOf(each)}</b>
          </p>
          <p className="ui-dim">
            <span>{t('ui.pools.age', { seconds: each.age })}</span>
            <span>
              {each.left === null ? t('ui.pools.never') : t('ui.pools.within', { seconds: each.left })}
            </span>
            <span>{t('ui.pools.carried', { count: each.carried })}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
