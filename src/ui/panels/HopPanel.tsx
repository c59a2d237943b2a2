import type { HopCard } from '../../projection/cards';
import type { Address, Picture } from '../../projection/picture';
import { formatSocket } from '../../projection/notation';
import type { FlowHeaders } from '../projected';
import { AddressChip } from '../AddressChip';
import { addressKinds } from '../addressKinds';
import { RichText } from '../RichText';
import { useText, type Text } from '../text';
import { DecisionDetail } from './DecisionDetail';
import './HopPanel.css';

/** One hop in full: the packet's headers before and after, and what decided. */
export function HopPanel(props: { readonly card: HopCard | null; readonly picture: Picture }) {
  const { t, say } = useText();
  if (props.card === null) return <p className="ui-empty">{t('ui.hop.empty')}</p>;
  const { hop } = props.card;
  const kindOf = addressKinds(props.picture);
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0}>
      <h3>
        <RichText text={say(hop.title)} />
      </h3>
      <p>
        <RichText text={say(hop.sentence)} />
      </p>
      <dl className="ui-facts">
        <dt>{t('ui.hop.time')}</dt>
        <dd>
          {t('ui.hop.span', {
            from: (hop.startAt / 1_000_000).toFixed(6),
            took: ((hop.endAt - hop.startAt) / 1000).toFixed(3),
          })}
        </dd>
        <dt>{t('ui.hop.actor')}</dt>
        <dd className="ui-break">{placeName(hop.actor, t)}</dd>
        <dt>{t('ui.hop.wire')}</dt>
        <dd>{hop.kind === 'timeout' ? t('ui.hop.nothing') : `${hop.layer} ${hop.label}`}</dd>
        {hop.http !== null && (
          <>
            <dt>HTTP</dt>
            <dd>
              <code>{hop.http.line}</code>
              {hop.http.host !== undefined && <code>Host: {hop.http.host}</code>}
            </dd>
          </>
        )}
        <dt>{t('ui.hop.verdict')}</dt>
        <dd>
          <b>{t(`ui.verdict.${hop.verdict}`)}</b>
        </dd>
      </dl>
      {hop.before !== null && <Headers before={hop.before} after={hop.after} kindOf={kindOf} />}
      <DecisionDetail decision={hop.decision} kindOf={kindOf} />
    </div>
  );
}

/** A place in words: `node/node-2` is "Node node-2". */
function placeName(place: string, t: Text['t']): string {
  const [kind = '', ...rest] = place.split('/');
  const name = rest.at(-1) ?? place;
  return ['node', 'pod', 'client'].includes(kind) ? `${t(`ui.kindOf.${kind}`)} ${name}` : name;
}

function Headers(props: {
  readonly before: FlowHeaders;
  readonly after: FlowHeaders | null;
  readonly kindOf: (socket: string) => Address;
}) {
  const { t } = useText();
  const { before, after, kindOf } = props;
  const rows = [
    {
      name: t('ui.strip.source'),
      before: formatSocket(before.source),
      after: after && formatSocket(after.source),
    },
    {
      name: t('ui.strip.destination'),
      before: formatSocket(before.destination),
      after: after && formatSocket(after.destination),
    },
  ];
  return (
    <section>
      <h4>
        {t('ui.hop.headers')} <small>{before.protocol.toUpperCase()}</small>
      </h4>
      <table className="ui-headers">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('ui.hop.before')}</th>
            <th scope="col">{t('ui.hop.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const changed = row.after !== null && row.after !== row.before;
            return (
              <tr key={row.name} className={changed ? 'is-changed' : ''}>
                <th scope="row">{row.name}</th>
                <td>
                  <AddressChip address={kindOf(row.before)} look={changed ? 'old' : 'plain'} small />
                </td>
                <td>
                  {changed ? (
                    <AddressChip address={kindOf(row.after!)} look="fresh" small />
                  ) : (
                    <span className="ui-dim">{t('ui.hop.same')}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
