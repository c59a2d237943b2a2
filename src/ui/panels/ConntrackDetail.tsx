import type { ConntrackTuples } from '../../projection/conntrackTuples';
import type { DecisionBy } from '../projected';
import { useText } from '../text';
import { ConntrackFlow } from './ConntrackFlow';

/** A packet that belongs to a connection which conntrack knows: no rule of the nat table is met. */
export function ConntrackDetail(props: {
  readonly decision: DecisionBy<'conntrack'>;
  readonly tuples: ConntrackTuples | null;
}) {
  const { t } = useText();
  const { decision, tuples } = props;
  const how = tuples?.rewritten ?? 'destination';
  return (
    <section>
      <h4>{t('ui.decision.conntrack', { node: decision.node })}</h4>
      <p>{t(how === 'none' ? 'tracked.plain' : `tracked.${decision.direction}.${how}`)}</p>
      {tuples !== null && <ConntrackEntry tuples={tuples} />}
    </section>
  );
}

/** An entry with both tuples; the one that the packet matched is lit. */
export function ConntrackEntry({ tuples }: { readonly tuples: ConntrackTuples }) {
  return (
    <ul className="ui-conntrack">
      <li>
        <ConntrackFlow entry={tuples} matched={tuples.matched} />
      </li>
    </ul>
  );
}
