import type { ConntrackRow } from '../../projection/picture';
import { AddressChip } from '../AddressChip';
import { Icon } from '../Icon';
import { useText } from '../text';
import './ConntrackPanel.css';

/** Both tuples of a conntrack entry; an address in the second that does not mirror the first is what was rewritten. */
export function ConntrackFlow(props: {
  readonly entry: Pick<ConntrackRow, 'original' | 'reply'>;
  /** The tuple that the packet in focus has matched. */
  readonly matched?: 'original' | 'reply';
}) {
  const { t } = useText();
  const { original, reply } = props.entry;
  const isSource = reply.source.text !== original.destination.text;
  const isDestination = reply.destination.text !== original.source.text;
  return (
    <>
      {(['original', 'reply'] as const).map((direction) => (
        <p key={direction} className={`ui-conntrack-flow${props.matched === direction ? ' is-matched' : ''}`}>
          <span className="ui-dim">
            {t(`ui.conntrack.${direction}`)}
            {props.matched === direction && <span className="ui-unseen"> {t('tracked.matched')}</span>}
          </span>
          <span>
            <AddressChip
              address={props.entry[direction].source}
              look={direction === 'reply' && isSource ? 'fresh' : 'plain'}
              small
            />
            <Icon name="arrow" size={16} />
            <AddressChip
              address={props.entry[direction].destination}
              look={direction === 'reply' && isDestination ? 'fresh' : 'plain'}
              small
            />
          </span>
        </p>
      ))}
    </>
  );
}
