import { memo } from 'react';
import type { StripCard } from '../projection/cards';
import type { Address } from '../projection/picture';
import { AddressChip } from './AddressChip';
import { Icon } from './Icon';
import { RichText } from './RichText';
import { useText } from './text';
import './HeaderStrip.css';

/**
 * "On the wire now": what is written on the packet, what is struck out of it, by whom and why. While a
 * program has it, nothing is on the wire: then it says in whose hands it is, and shows what came last, faded.
 */
export const HeaderStrip = memo(function HeaderStrip({
  strip,
  onField,
}: {
  readonly strip: StripCard | null;
  /** A question asks which field it is: source and destination can be pressed. */
  onField?: ((field: 'source' | 'destination') => void) | undefined;
}) {
  const { t, say } = useText();
  if (strip === null) {
    return (
      <section className="ui-strip is-empty" aria-label={t('ui.strip')}>
        <h2 className="ui-strip-name">
          <Icon name="wire" /> {t('ui.strip')}
        </h2>
        <p>{t('ui.strip.empty')}</p>
      </section>
    );
  }
  const rewritten = strip.sourceAfter !== null || strip.destinationAfter !== null;
  const isBoth = strip.sourceAfter !== null && strip.destinationAfter !== null;
  return (
    <section className={`ui-strip is-${strip.state}`} aria-label={t('ui.strip')}>
      <h2 className="ui-strip-name">
        <Icon name={strip.state === 'held' ? 'hourglass' : 'wire'} />{' '}
        <span>
          {strip.state === 'held' ? (
            <RichText text={t('ui.strip.held', { name: strip.holder })} />
          ) : (
            t(strip.state === 'over' ? 'ui.strip.over' : 'ui.strip')
          )}
        </span>
      </h2>
      <span className="ui-strip-label">
        {strip.state !== 'wire' && (
          <small>{t(strip.state === 'held' ? 'ui.strip.received' : 'ui.strip.last')} </small>
        )}
        {strip.label.startsWith(strip.layer) ? null : <small>{strip.layer}</small>} {strip.label}
      </span>
      <div className={`ui-strip-flow${isBoth ? ' is-both' : ''}`}>
        <End
          name={t('ui.strip.source')}
          note={strip.sourceNote}
          address={strip.source}
          after={strip.sourceAfter}
          afterNote={strip.sourceAfterNote}
          onPick={onField && (() => onField('source'))}
        />
        <Icon name="arrow" size={24} />
        <End
          name={t('ui.strip.destination')}
          note={strip.destinationNote}
          address={strip.destination}
          after={strip.destinationAfter}
          afterNote={strip.destinationAfterNote}
          onPick={onField && (() => onField('destination'))}
        />
      </div>
      <dl className="ui-strip-why">
        <div>
          <dt>
            {t(rewritten ? 'ui.strip.who' : `ui.strip.who${strip.state === 'held' ? 'Acts' : 'Carries'}`)}
          </dt>
          <dd>
            <RichText text={say(strip.who)} />
          </dd>
        </div>
        <div>
          <dt>{t('ui.strip.why')}</dt>
          <dd>
            <RichText text={say(strip.why)} />
          </dd>
        </div>
      </dl>
    </section>
  );
});

function End(props: {
  readonly name: string;
  readonly note: string;
  readonly address: Address;
  readonly after: Address | null;
  readonly afterNote: string;
  readonly onPick?: (() => void) | undefined;
}) {
  const { t } = useText();
  const { onPick } = props;
  const { note, afterNote } = props;
  const fate = t(props.after === null ? 'ui.strip.kept' : 'ui.strip.rewritten');
  const names = afterNote === '' || afterNote === note ? note : `${note} → ${afterNote}`;
  const chips = (
    <>
      <AddressChip address={props.address} look={props.after === null ? 'plain' : 'old'} />
      {props.after !== null && (
        <>
          <Icon name="arrow" size={20} />
          <span className="ui-unseen">{t('ui.strip.becomes')}</span>
          <AddressChip address={props.after} look="fresh" />
        </>
      )}
    </>
  );
  return (
    <div className="ui-strip-end">
      <span className="ui-strip-note" title={names}>
        <span className="ui-strip-which">{props.name}</span>
        <span className="ui-strip-fate">{fate}</span>
        {names !== '' && <span className="ui-strip-who">{names}</span>}
      </span>
      {onPick === undefined ? (
        <span className="ui-strip-chips">{chips}</span>
      ) : (
        <button type="button" className="ui-strip-chips ui-strip-pick" onClick={onPick}>
          <span className="ui-unseen">{props.name} </span>
          {chips}
        </button>
      )}
    </div>
  );
}
