import { memo } from 'react';
import type { StripCard } from '../projection/cards';
import type { Address } from '../projection/picture';
import { AddressChip } from './AddressChip';
import { Icon } from './Icon';
import { RichText } from './RichText';
import { useText } from './text';
import './HeaderStrip.css';

/** "On the wire now": what is written on the packet, what is struck out of it, by whom and why. */
export const HeaderStrip = memo(function HeaderStrip({ strip }: { readonly strip: StripCard | null }) {
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
  return (
    <section className="ui-strip" aria-label={t('ui.strip')}>
      <h2 className="ui-strip-name">
        <Icon name="wire" /> <span>{t('ui.strip')}</span>
      </h2>
      <span className="ui-strip-label">
        {strip.label.startsWith(strip.layer) ? null : <small>{strip.layer}</small>} {strip.label}
      </span>
      <div
        className={`ui-strip-flow${strip.sourceAfter !== null && strip.destinationAfter !== null ? ' is-both' : ''}`}
      >
        <End
          name={t('ui.strip.source')}
          note={strip.sourceNote}
          address={strip.source}
          after={strip.sourceAfter}
        />
        <Icon name="arrow" size={24} />
        <End
          name={t('ui.strip.destination')}
          note={strip.destinationNote}
          address={strip.destination}
          after={strip.destinationAfter}
        />
      </div>
      <dl className="ui-strip-why">
        <div>
          <dt>{t(rewritten ? 'ui.strip.who' : 'ui.strip.whoActs')}</dt>
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
}) {
  const { t } = useText();
  const fate = t(props.after === null ? 'ui.strip.kept' : 'ui.strip.rewritten');
  return (
    <div className="ui-strip-end">
      <span className="ui-strip-note">
        <span className="ui-strip-which">{props.name} · </span>
        <span className="ui-strip-fate">{fate}</span>
        {props.note !== '' && <span className="ui-strip-who">{props.note}</span>}
      </span>
      <span className="ui-strip-chips">
        <AddressChip address={props.address} look={props.after === null ? 'plain' : 'old'} />
        {props.after !== null && (
          <>
            <Icon name="arrow" size={20} />
            <span className="ui-unseen">{t('ui.strip.becomes')}</span>
            <AddressChip address={props.after} look="fresh" />
          </>
        )}
      </span>
    </div>
  );
}
