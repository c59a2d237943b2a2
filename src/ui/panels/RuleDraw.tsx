import { Icon } from '../Icon';
import { useText } from '../text';

/**
 * What a rule drew: iptables' `statistic` match compares a number with its probability; nftables' `numgen random mod n`
 * gives the number of the entry that is taken.
 */
export function RuleDraw(props: {
  readonly mode: string;
  readonly drawn: number;
  readonly probability: number;
  readonly isHit: boolean;
}) {
  const { t } = useText();
  const { mode, drawn, probability, isHit } = props;
  return (
    <span className="ui-rule-draw">
      <Icon name="die" size={16} />{' '}
      {mode === 'nftables'
        ? t('rules.numgen', numgen(drawn, probability))
        : t(isHit ? 'ui.rule.drawHit' : 'ui.rule.drawMiss', {
            drawn: drawn.toFixed(2),
            probability: probability.toFixed(5),
          })}
    </span>
  );
}

/** The entry that was drawn, and the last one there is. Source: Linux net/netfilter/nft_numgen.c nft_ng_random_gen. */
export function numgen(
  drawn: number,
  probability: number,
): { readonly number: number; readonly last: number } {
  const entries = Math.round(1 / probability);
  return { number: Math.min(entries - 1, Math.floor(drawn * entries)), last: entries - 1 };
}
