import { formatSeconds } from '../projection/notation';
import type { Actions, View } from './contract';
import { HopPills } from './HopPills';
import { Icon } from './Icon';
import { useText } from './text';
import { HopCount, StepButtons } from './Transport';

/** Pills, three buttons and "send", at thumb size. */
export function PhoneTransport({ view, actions }: { readonly view: View; readonly actions: Actions }) {
  const { t } = useText();
  return (
    <section className="ui-phone-transport" aria-label={t('ui.transport')}>
      <HopPills journey={view.journey} onHop={(hopId) => actions.seekHop(hopId)} />
      <div>
        <span className="ui-phone-where">
          <HopCount view={view} isShort />
          <small>{formatSeconds(view.transport.at)} s</small>
        </span>
        <StepButtons view={view} actions={actions} />
        <button
          type="button"
          className={`ui-button${view.journey === null ? ' is-inviting' : ''}`}
          onClick={() => actions.sendRequest()}
        >
          <Icon name="send" /> {t('ui.traffic.send.short')}
        </button>
      </div>
    </section>
  );
}
