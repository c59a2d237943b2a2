import type { HopCard } from '../../projection/cards';
import type { PacketCard } from '../../projection/packetCard';
import type { Picture } from '../../projection/picture';
import { addressKinds } from '../addressKinds';
import { RichText } from '../RichText';
import { useText, type Text } from '../text';
import { DecisionDetail } from './DecisionDetail';
import { HeaderLayers } from './HeaderLayers';
import './HopPanel.css';

/** One hop in full: the packet's headers before and after, and what decided. */
export function HopPanel(props: {
  readonly card: HopCard | null;
  readonly picture: Picture;
  /** More of the truth, once it has been worked out. */
  readonly packet?: PacketCard | null;
}) {
  const { t, say } = useText();
  if (props.card === null) return <p className="ui-empty">{t('ui.hop.empty')}</p>;
  const { hop } = props.card;
  const kindOf = addressKinds(props.picture);
  const packet = props.packet?.hopId === hop.hopId ? props.packet : null;
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
        <dt>{t('ui.hop.verdict')}</dt>
        <dd>
          <b>{t(`ui.verdict.${hop.verdict}`)}</b>
        </dd>
      </dl>
      {packet !== null && packet.layers.length > 0 && (
        <HeaderLayers layers={packet.layers} turn={packet.turn} kindOf={kindOf} />
      )}
      <DecisionDetail decision={hop.decision} kindOf={kindOf} packet={packet} />
    </div>
  );
}

/** A place in words: `node/node-2` is "Node node-2". */
function placeName(place: string, t: Text['t']): string {
  if (place === 'internet/dns') return t('packet.dns.publicDns');
  const [kind = '', ...rest] = place.split('/');
  const name = rest.at(-1) ?? place;
  return ['node', 'pod', 'client'].includes(kind) ? `${t(`ui.kindOf.${kind}`)} ${name}` : name;
}
