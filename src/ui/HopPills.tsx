import type { JourneyCard } from '../projection/cards';
import { plain, useText } from './text';

/** The journey as a row of pills, for narrow screens: behind, here, ahead. */
export function HopPills(props: { readonly journey: JourneyCard | null; onHop(hopId: string): void }) {
  const { t, say } = useText();
  if (props.journey === null) return null;
  return (
    <ol className="ui-pills" aria-label={t('ui.journey')}>
      {props.journey.hops.map((hop) => (
        <li key={hop.hopId} className={`is-${hop.state}`}>
          <button
            type="button"
            aria-label={`${hop.index + 1} ${plain(say(hop.title))}`}
            aria-current={hop.state === 'now' ? 'step' : undefined}
            onClick={() => props.onHop(hop.hopId)}
          />
        </li>
      ))}
    </ol>
  );
}
