import { useText } from './text';
import './WhyButton.css';

/** A small "Why?" beside what it asks about. */
export function WhyButton({ what, onPress }: { readonly what: string; onPress(): void }) {
  const { t } = useText();
  return (
    <button type="button" className="ui-why-ask" aria-label={t('why.of', { what })} onClick={onPress}>
      {t('why.open')}
    </button>
  );
}
