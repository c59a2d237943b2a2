import { memo } from 'react';
import type { StripCard } from '../../projection/cards';
import type { Address } from '../../projection/picture';
import { AddressChip } from '../AddressChip';
import { Icon } from '../Icon';
import { useText } from '../text';

/** What is written on the packet, from and to, and what becomes of it: readable from the last row. */
export const SlideStrip = memo(function SlideStrip({ strip }: { readonly strip: StripCard | null }) {
  const { t } = useText();
  if (strip === null) {
    return (
      <section className="slide-strip is-empty" aria-label={t('ui.strip')}>
        <h2>{t('ui.strip')}</h2>
        <p>{t('slide.strip.empty')}</p>
      </section>
    );
  }
  const changes = Number(strip.sourceAfter !== null) + Number(strip.destinationAfter !== null);
  const name =
    strip.state === 'wire'
      ? t('ui.strip')
      : t(strip.state === 'held' ? 'ui.strip.held' : 'ui.strip.over', { name: strip.holder });
  return (
    <section className={`slide-strip is-${strip.state} has-${changes}-changes`} aria-label={t('ui.strip')}>
      <h2>{name.replaceAll('**', '')}</h2>
      <span className="slide-strip-label">{strip.label}</span>
      <div className="slide-strip-flow">
        <End address={strip.source} after={strip.sourceAfter} />
        <Icon name="arrow" />
        <End address={strip.destination} after={strip.destinationAfter} />
      </div>
    </section>
  );
});

function End({ address, after }: { readonly address: Address; readonly after: Address | null }) {
  const { t } = useText();
  return (
    <span className="slide-strip-end">
      <AddressChip address={address} look={after === null ? 'plain' : 'old'} />
      {after !== null && (
        <>
          <Icon name="arrow" />
          <span className="ui-unseen">{t('ui.strip.becomes')}</span>
          <AddressChip address={after} look="fresh" />
        </>
      )}
    </span>
  );
}
