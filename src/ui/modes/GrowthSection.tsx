import type { GrowthPoint } from '../../projection/modesGrowth';
import { useText } from '../text';
import type { ModesView } from './contract';
import { GrowthChart } from './GrowthChart';

/** What more Services cost: a chart, and the same numbers as a table. */
export function GrowthSection({ view }: { readonly view: ModesView }) {
  const { t } = useText();
  const counts = [
    ...new Set(view.modes.flatMap((mode) => (view.growth[mode] ?? []).map(({ services }) => services))),
  ].sort((a, b) => a - b);
  return (
    <section className="ui-modes-growth">
      <h3>{t('modes.growth')}</h3>
      <p className="ui-dim">{t('modes.growth.intro')}</p>
      <div className="ui-modes-side">
        <GrowthChart modes={view.modes} growth={view.growth} />
        <div className="ui-modes-scroll" tabIndex={0} data-scrolls>
          <table aria-busy={!view.isMeasured}>
            <caption className="ui-unseen">{t('modes.growth.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('modes.growth.x')}</th>
                {view.modes.map((mode) => (
                  <th key={mode} scope="col">
                    {mode}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {counts.map((services) => (
                <tr key={services}>
                  <th scope="row">{services.toLocaleString('en')}</th>
                  {view.modes.map((mode) => (
                    <td key={mode}>
                      <Measured point={view.growth[mode]?.find((each) => each.services === services)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <p className="ui-dim" role="status">
        {view.isMeasured || view.failure !== null ? t('modes.growth.note') : t('modes.growth.busy')}
      </p>
    </section>
  );
}

function Measured({ point }: { readonly point: GrowthPoint | undefined }) {
  const { t } = useText();
  if (point === undefined) return <span className="ui-dim">…</span>;
  const mean = Math.round(point.mean).toLocaleString('en');
  if (point.worst === Math.round(point.mean)) return <>{mean}</>;
  return (
    <>
      <b>{mean}</b>{' '}
      <span className="ui-dim">
        {t('modes.growth.worst')} {point.worst.toLocaleString('en')}
      </span>
    </>
  );
}
