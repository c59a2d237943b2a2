import type { Address } from '../projection/picture';
import { Icon } from './Icon';
import { useText } from './text';
import './AddressChip.css';

/**
 * An address in the colour and shape of its kind: client, VIP (dashed), Pod IP (round) and
 * node IP (square). `old` is struck through, `fresh` is filled: what a rewrite took and gave.
 */
export function AddressChip(props: {
  readonly address: Address;
  readonly look?: 'plain' | 'old' | 'fresh';
  readonly small?: boolean;
}) {
  const { t } = useText();
  const { address, look = 'plain', small = false } = props;
  const Tag = look === 'old' ? 'del' : look === 'fresh' ? 'ins' : 'span';
  return (
    <Tag
      className={`ui-chip ui-kind-${address.kind} is-${look}${small ? ' is-small' : ''}`}
      title={t(`ui.kind.${address.kind}`)}
    >
      <Icon name={address.kind} size={small ? 15 : 18} />
      <span>{address.text}</span>
    </Tag>
  );
}
